import { localised } from '../../../surveys/instrument/language'
import type { RowFault } from './row'

/** Why a file cannot be read as a table at all; `seen` is what stood there, `allowed` what may stand there. */
export type FileProblem = { readonly code: FileRule; readonly seen?: string; readonly allowed?: string }

export type FileRule = keyof typeof sentences

/** The sentence about a file, for the web and the command line alike; an unknown language reads Vietnamese. */
export function fileProblemText(language: string, { code, seen = '', allowed = '' }: FileProblem): string {
  return localised(sentences[code], language)
    .replace('{seen}', () => (seen.length > 200 ? `${seen.slice(0, 200)}…` : seen))
    .replace('{allowed}', () => allowed)
}

/** What is wrong with a whole line of a table: it has no cells, or more than columns, or some that nobody can read. */
export type LineFault = RowFault | 'not-utf8' | 'beside-columns' | 'failed-formula'

/** The sentence about a line. */
export const lineFaultText = (language: string, fault: LineFault): string => localised(faults[fault], language)

export const isLineFault = (code: string): code is LineFault => Object.hasOwn(faults, code)

const faults: Readonly<Record<LineFault, Readonly<Record<'vi' | 'en', string>>>> = {
  'not-utf8': { vi: 'Có ký tự không đọc được; tệp phải ở mã UTF-8.', en: 'A character cannot be read; the file must be UTF-8.' },
  'beside-columns': {
    vi: 'Dòng này có nội dung nằm ngoài các cột có tên.',
    en: 'Something stands beside the columns that have a heading.',
  },
  'failed-formula': {
    vi: 'Có ô chứa lỗi công thức của bảng tính (#REF!, #N/A …).',
    en: 'A cell holds the error of a spreadsheet formula (#REF!, #N/A …).',
  },
  'stray-quote': { vi: 'Dấu ngoặc kép trong dòng này không khớp.', en: 'The quotes in this line do not match.' },
  damaged: { vi: 'Từ dòng này, tệp bị hỏng và không đọc được.', en: 'From this line on the file is damaged and cannot be read.' },
  'too-many-rows': {
    vi: 'Tệp có quá nhiều dòng; hãy chia thành nhiều tệp.',
    en: 'The file has too many rows; split it into several files.',
  },
  'too-many-columns': { vi: 'Dòng này có quá nhiều cột.', en: 'This row has too many columns.' },
  'too-slow': {
    vi: 'Đọc tệp này mất quá nhiều thời gian. Hãy mở tệp, lưu thành CSV UTF-8 rồi gửi lại.',
    en: 'Reading this file takes too long. Open it, save it as CSV UTF-8 and send that.',
  },
}

const asWorkbook = {
  vi: 'Hãy mở tệp bằng phần mềm bảng tính, chọn “Lưu thành”, rồi lưu dạng Excel (.xlsx) hoặc CSV UTF-8.',
  en: 'Open it in a spreadsheet program, choose “Save as”, and save it as Excel (.xlsx) or CSV UTF-8.',
}

const asUnicode = {
  vi: 'Hãy chuyển chữ sang Unicode (chẳng hạn bằng UniKey) rồi lưu lại dạng Excel (.xlsx) hoặc CSV UTF-8.',
  en: 'Convert the text to Unicode (with UniKey, for example), and save it again as Excel (.xlsx) or CSV UTF-8.',
}

const sentences = {
  empty: { vi: 'Tệp không có nội dung.', en: 'The file is empty.' },
  xls: { vi: `Đây là sổ tính Excel đời cũ (.xls). ${asWorkbook.vi}`, en: `This is a workbook of an old Excel (.xls). ${asWorkbook.en}` },
  xlsb: { vi: `Đây là sổ tính Excel nhị phân (.xlsb). ${asWorkbook.vi}`, en: `This is a binary Excel workbook (.xlsb). ${asWorkbook.en}` },
  ods: { vi: `Đây là bảng tính OpenDocument (.ods). ${asWorkbook.vi}`, en: `This is an OpenDocument spreadsheet (.ods). ${asWorkbook.en}` },
  html: {
    vi: `Đây là một trang web hoặc tệp XML, dù tên tệp có thể là .xls. ${asWorkbook.vi}`,
    en: `This is a web page or an XML file, even if it is called .xls. ${asWorkbook.en}`,
  },
  protected: {
    vi: 'Tệp được bảo vệ bằng mật khẩu. Hãy bỏ mật khẩu rồi lưu lại.',
    en: 'The file is protected by a password. Take the password off and save it again.',
  },
  doc: {
    vi: 'Đây là văn bản Word (.doc), không phải bảng tính. Hãy chép bảng sang phần mềm bảng tính, rồi lưu dạng Excel (.xlsx) hoặc CSV UTF-8.',
    en: 'This is a Word document (.doc), not a table. Copy the table into a spreadsheet program, and save it as Excel (.xlsx) or CSV UTF-8.',
  },
  docx: {
    vi: 'Đây là văn bản Word (.docx), không phải bảng tính. Hãy chép bảng sang phần mềm bảng tính, rồi lưu dạng Excel (.xlsx) hoặc CSV UTF-8.',
    en: 'This is a Word document (.docx), not a table. Copy the table into a spreadsheet program, and save it as Excel (.xlsx) or CSV UTF-8.',
  },
  rtf: {
    vi: 'Đây là văn bản (.rtf), không phải bảng tính. Hãy chép bảng sang phần mềm bảng tính, rồi lưu dạng Excel (.xlsx) hoặc CSV UTF-8.',
    en: 'This is a text document (.rtf), not a table. Copy the table into a spreadsheet program, and save it as Excel (.xlsx) or CSV UTF-8.',
  },
  pdf: {
    vi: 'Đây là tệp PDF, không phải bảng tính. Hãy dùng tệp gốc ở dạng Excel (.xlsx) hoặc CSV UTF-8.',
    en: 'This is a PDF file, not a table. Use the original as Excel (.xlsx) or CSV UTF-8.',
  },
  picture: {
    vi: 'Đây là một hình ảnh, không phải bảng tính. Hãy dùng tệp Excel (.xlsx) hoặc CSV UTF-8.',
    en: 'This is a picture, not a table. Use Excel (.xlsx) or CSV UTF-8.',
  },
  zip: {
    vi: 'Đây là tệp nén (.zip). Hãy giải nén và gửi tệp Excel (.xlsx) hoặc CSV ở bên trong.',
    en: 'This is an archive (.zip). Unpack it and send the Excel (.xlsx) or CSV file inside.',
  },
  damaged: {
    vi: 'Sổ tính bị hỏng hoặc chưa được tải về đầy đủ. Hãy mở và lưu lại tệp.',
    en: 'The workbook is damaged or was not copied whole. Open it and save it again.',
  },
  'too-large': { vi: 'Tệp quá lớn; tối đa {allowed} MB.', en: 'The file is too large; at most {allowed} MB.' },
  'too-slow': faults['too-slow'],
  'too-many-rows': faults['too-many-rows'],
  'too-many-columns': faults['too-many-columns'],
  tcvn3: {
    vi: `Chữ trong tệp thuộc phông TCVN3 (ABC, .VnTime), không phải Unicode (UTF-8). ${asUnicode.vi}`,
    en: `The letters in this file are of the TCVN3 fonts (ABC, .VnTime), not Unicode (UTF-8). ${asUnicode.en}`,
  },
  vni: {
    vi: `Chữ trong tệp thuộc phông VNI, không phải Unicode (UTF-8). ${asUnicode.vi}`,
    en: `The letters in this file are of the VNI fonts, not Unicode (UTF-8). ${asUnicode.en}`,
  },
  'utf-16': {
    vi: `Tệp không ở bảng mã UTF-8: có vẻ là UTF-16 không có dấu đầu tệp. ${asWorkbook.vi}`,
    en: `The file is not UTF-8: it seems to be UTF-16 without its mark. ${asWorkbook.en}`,
  },
  'not-utf8': {
    vi: `Tệp không ở bảng mã UTF-8 (có thể là TCVN3, VNI hoặc bảng mã của Windows). ${asWorkbook.vi}`,
    en: `The file is not UTF-8 (it may be TCVN3, VNI or a Windows code page). ${asWorkbook.en}`,
  },
  'unknown-columns': {
    vi: 'Có cột lạ: {seen}. Các cột dùng được: {allowed}.',
    en: 'Unknown columns: {seen}. Columns that can be used: {allowed}.',
  },
  'missing-columns': { vi: 'Thiếu cột: {seen}.', en: 'Missing columns: {seen}.' },
  'repeated-columns': { vi: 'Cột có hai lần: {seen}.', en: 'Columns that stand twice: {seen}.' },
  'no-lines': { vi: 'Dưới dòng tiêu đề không có dòng nào.', en: 'The file has no line below its header.' },
} as const
