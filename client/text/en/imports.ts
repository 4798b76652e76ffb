import type * as vi from '../vi/imports'

/** What is wrong with a whole line of a table. */
export const faults: Readonly<Record<keyof typeof vi.faults, string>> = {
  'not-utf8': 'A character cannot be read; the file must be UTF-8.',
  'beside-columns': 'Something stands beside the columns that have a heading.',
  'failed-formula': 'A cell holds the error of a spreadsheet formula (#REF!, #N/A …).',
  'stray-quote': 'The quotes in this line do not match.',
  damaged: 'From this line on the file is damaged and cannot be read.',
  'too-many-rows': 'The file has too many rows; split it into several files.',
  'too-many-columns': 'This row has too many columns.',
  'too-much-text': 'Up to this line the file holds too much text; please split it into several files.',
  'too-slow': 'Reading this file takes too long. Open it, save it as CSV UTF-8 and send that.',
}

const asWorkbook = 'Open it in a spreadsheet program, choose “Save as”, and save it as Excel (.xlsx) or CSV UTF-8.'

const asUnicode = 'Convert the text to Unicode (with UniKey, for example), and save it again as Excel (.xlsx) or CSV UTF-8.'

/** Why a file cannot be read as a table. */
export const files: Readonly<Record<keyof typeof vi.files, string>> = {
  empty: 'The file is empty.',
  xls: `This is a workbook of an old Excel (.xls). ${asWorkbook}`,
  xlsb: `This is a binary Excel workbook (.xlsb). ${asWorkbook}`,
  ods: `This is an OpenDocument spreadsheet (.ods). ${asWorkbook}`,
  html: `This is a web page or an XML file, even if it is called .xls. ${asWorkbook}`,
  protected: 'The file is protected by a password. Take the password off and save it again.',
  doc: 'This is a Word document (.doc), not a table. Copy the table into a spreadsheet program, and save it as Excel (.xlsx) or CSV UTF-8.',
  docx: 'This is a Word document (.docx), not a table. Copy the table into a spreadsheet program, and save it as Excel (.xlsx) or CSV UTF-8.',
  rtf: 'This is a text document (.rtf), not a table. Copy the table into a spreadsheet program, and save it as Excel (.xlsx) or CSV UTF-8.',
  pdf: 'This is a PDF file, not a table. Use the original as Excel (.xlsx) or CSV UTF-8.',
  picture: 'This is a picture, not a table. Use Excel (.xlsx) or CSV UTF-8.',
  zip: 'This is an archive (.zip). Unpack it and send the Excel (.xlsx) or CSV file inside.',
  damaged: 'The workbook is damaged or was not copied whole. Open it and save it again.',
  'too-large': 'The file is too large; at most {allowed}.',
  'too-slow': faults['too-slow'],
  'too-many-rows': faults['too-many-rows'],
  'too-many-columns': faults['too-many-columns'],
  'too-much-text': faults['too-much-text'],
  tcvn3: `The letters in this file are of the TCVN3 fonts (ABC, .VnTime), not Unicode (UTF-8). ${asUnicode}`,
  vni: `The letters in this file are of the VNI fonts, not Unicode (UTF-8). ${asUnicode}`,
  'utf-16': `The file is not UTF-8: it seems to be UTF-16 without its mark. ${asWorkbook}`,
  'not-utf8': `The file is not UTF-8 (it may be TCVN3, VNI or a Windows code page). ${asWorkbook}`,
  'unknown-columns': 'Unknown columns: {seen}. Columns that can be used: {allowed}.',
  'missing-columns': 'Missing columns: {seen}.',
  'repeated-columns': 'Columns that stand twice: {seen}.',
  'no-lines': 'The file has no line below its header.',
}

/** Why a line of responses stays out. */
export const lines: Readonly<Record<keyof typeof vi.lines, string>> = {
  cell_count: 'This line has {seen} {seen|cell|cells}, the header has {allowed}.',
  not_an_id: '"{seen}" is not a UUID.',
  form_id: '"{seen}" is not the id of this rating within its form; it is one of: {allowed}.',
  agency_unknown: 'Agency "{seen}" does not belong to the campaign.',
  agency_ended: 'Agency "{seen}" ended with the day {allowed}.',
  agency_not_started: 'Agency "{seen}" only began on the day {allowed}.',
  not_a_day: '"{seen}" is neither a day (year-month-day) nor an instant.',
  outside_period: 'The day {seen} is outside the campaign ({allowed}).',
  channel_unknown: '"{seen}" is not a channel; choose one of: {allowed}.',
  touchpoint_unknown: 'Touchpoint "{seen}" does not belong to the campaign.',
  touchpoint_channel: 'The channel of this touchpoint is {allowed}, not {seen}.',
  touchpoint_agency: 'This touchpoint does not serve agency "{seen}".',
  language_unknown: 'The questionnaire does not speak "{seen}"; choose one of: {allowed}.',
  other_campaign: 'This line belongs to "{seen}", not to "{allowed}".',
  synthetic_line: 'This line is sample data and does not go into a real campaign.',
  text_without_other: 'There is a text, but the "other" option is not chosen.',
}

/** Where in a file that is. */
export const places: Readonly<Record<keyof typeof vi.places, string>> = { line: 'line {line}', cell: 'line {line}, column {column}' }

/** What offices call the columns of their files, beside the names of ours, which are English. */
export const headings = {
  agencies: { name_en: ['English name', 'Name (English)'] },
  responses: {},
  assessments: { agency: ['Agency code'], node: ['Criterion code'], number: ['Verified'], words: ['Note', 'Reason'] },
  services: { name_en: ['English name', 'Name (English)'], procedure: ['Procedure number'], agencies: ['Offered by'] },
  dossiers: { handled: ['Dossiers handled', 'Dossiers'], on_time: ['Handled on time'] },
  published: {},
}

export const numbering = ['No', 'No.']
