import { crc32 as crc, deflateRawSync } from 'node:zlib'
import { writeXlsx } from 'hucre/xlsx'
import { describe, expect, it } from 'vitest'
import { isoDay } from '../../server/files/reading/day'
import { onePiece, openFile } from '../../server/files/reading/open'
import { fileProblemText } from '../../client/text/imports'
import type { FileRow } from '../../server/files/reading/row'
import { readTable, type TableColumns, type TableReading } from '../../server/files/reading/table'
import { readTableAside } from '../../server/files/reading/thread'

const limits = { bytes: 1_048_576, unpacked: 8_388_608, rows: 1_000, columns: 40 }
const columns: TableColumns = {
  names: ['code', 'name', 'name_en', 'block', 'A1', 'a1'],
  needed: ['code', 'name'],
  aliases: { code: ['Mã', 'Mã cơ quan'], name: ['Tên', 'Tên cơ quan'], block: ['Khối'] },
  ignored: ['STT'],
}

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)
const utf16 = (text: string): Buffer => Buffer.from(`\uFEFF${text}`, 'utf16le')
const read = (file: string | Uint8Array): Promise<TableReading> =>
  readTable(onePiece(typeof file === 'string' ? utf8(file) : file), columns, limits)
const linesOf = (reading: TableReading) => (reading.ok ? reading.lines.map(({ line, cells }) => ({ line, ...cells })) : reading.problem)
const H1 = { line: 2, code: 'H1', name: 'Sở Nội vụ', block: 'department' }

describe('a list that somebody saved', () => {
  const plain = 'code,name,block\nH1,Sở Nội vụ,department\n'
  it.each([
    ['as it is', plain],
    ['with a mark', `\uFEFF${plain}`],
    ['as UTF-16', utf16(plain)],
    ['as UTF-16 the other way round', utf16(plain).swap16()],
    ['with semicolons', plain.replaceAll(',', ';')],
    ['with tabs', plain.replaceAll(',', '\t')],
    ['with Windows line breaks', plain.replaceAll('\n', '\r\n')],
    ['with bare returns', plain.replaceAll('\n', '\r')],
    ['without a last line break', plain.trimEnd()],
    ['with rows of separators below', `${plain},,\n,,\n  ,,\n\n`],
    ['with headings in capitals and spaces', plain.replace('code,name,block', '\u00A0Code , NAME\u200B,Block *')],
    ['with Vietnamese headings', plain.replace('code,name,block', 'Mã,Tên cơ quan,Khối')],
    ['with Vietnamese headings without marks', plain.replace('code,name,block', 'MA CO QUAN,Ten,khoi')],
    ['with marks on one word alone', plain.replace('code,name,block', 'Mã co quan,Tên,khoi')],
    ['with composed letters', plain.normalize('NFD')],
    ['with columns that have no heading and hold nothing', 'code,name,block,,\nH1,Sở Nội vụ,department,,\n'],
    ['with quotes around everything', '"code";"name";"block"\r\n"H1";"Sở Nội vụ";"department"\r\n'],
  ])('is read %s', async (_, file) => {
    expect(linesOf(await read(file))).toEqual([H1])
  })

  it.each([
    ['a line that names the separator', 'sep=;\r\ncode;name;block\r\nH1;Sở Nội vụ;department', 3],
    ['that line in quotes', '"sep=|"\ncode|name|block\nH1|Sở Nội vụ|department', 3],
    ['empty rows', '\n\r\n;;\ncode;name;block\nH1;Sở Nội vụ;department', 5],
    ['a title', 'DANH SÁCH CƠ QUAN, ĐƠN VỊ;;\n;;\nMã;Tên;Khối\nH1;Sở Nội vụ;department', 4],
  ])('keeps its line numbers below %s', async (_, file, line) => {
    expect(linesOf(await read(file))).toEqual([{ ...H1, line }])
  })

  it('holds separators and line breaks between quotes, and counts lines as an editor does', async () => {
    expect(linesOf(await read('code;name\nH1;"Sở ""A""; B\r\nvà C"\nH2;Xã, Phường\n'))).toEqual([
      { line: 2, code: 'H1', name: 'Sở "A"; B\r\nvà C' },
      { line: 4, code: 'H2', name: 'Xã, Phường' },
    ])
  })

  it('loses a stray quote by its line and nothing after it', async () => {
    const reading = await read('code,name\nH1,"Sở\nH2,Xã Hai\nH3,"Xã" Ba\nH4,Xã Bốn\n')
    expect(linesOf(reading)).toEqual([
      { line: 3, code: 'H2', name: 'Xã Hai' },
      { line: 5, code: 'H4', name: 'Xã Bốn' },
    ])
    expect(reading.ok && reading.faults).toEqual([2, 4].map((line) => ({ line, cells: undefined, fault: 'stray-quote' })))
  })

  it('tells what is not there from what is empty, and says when something stands beside the columns', async () => {
    const reading = await read('code,name,block\nH1,Sở\nH2,Xã,\nH3,Xã,commune,thừa\n')
    expect(linesOf(reading)).toEqual([
      { line: 2, code: 'H1', name: 'Sở' },
      { line: 3, code: 'H2', name: 'Xã', block: '' },
      { line: 4, code: 'H3', name: 'Xã', block: 'commune' },
    ])
    expect(reading.ok && reading.lines.map(({ overhangs }) => overhangs)).toEqual([false, false, true])
  })

  it('tells two columns apart whose names differ by case alone, and leaves a counting column aside', async () => {
    expect(linesOf(await read('STT,code,name,A1,a1\n1,H1,Sở,4,5\n'))).toEqual([{ line: 2, code: 'H1', name: 'Sở', A1: '4', a1: '5' }])
  })

  it.each([
    ['an unknown column', 'code,name,colour\nH1,Sở,red', { code: 'unknown-columns', seen: 'colour' }],
    ['a word with other marks', 'Mã,Tên,Khói\nH1,Sở,x', { code: 'unknown-columns', seen: 'Khói' }],
    ['a column missing', 'code,block\nH1,x', { code: 'missing-columns', seen: 'name' }],
    ['a column twice', 'code,Mã,name\nH1,H1,x', { code: 'repeated-columns', seen: 'code' }],
    ['no line', 'code,name\n,\n', { code: 'no-lines' }],
    ['nothing', '', { code: 'empty' }],
    ['empty rows alone', '\n\n;;\n', { code: 'empty' }],
    ['letters of TCVN3', Buffer.from('code,name\nH1,Së Néi vô\nH2,UBND ph­êng T©n LËp\n', 'latin1'), { code: 'tcvn3' }],
    ['letters of TCVN3 that were saved as Unicode', 'code,name\nH1,Së T­ ph¸p\nH2,UBND ph­êng T©n LËp\n', { code: 'tcvn3' }],
    ['headings in TCVN3', 'M·,Tªn c¬ quan\nH1,Së Néi vô\n', { code: 'tcvn3' }],
    ['letters of VNI', Buffer.from('code,name\nH1,Sôû Noäi vuï\nH2,Uyû ban nhaân daân\n', 'latin1'), { code: 'vni' }],
    ['letters of VNI that were saved as Unicode', 'code,name\nH1,Sôû Noäi vuï\nH2,Uyû ban nhaân daân\n', { code: 'vni' }],
    ['another code page', Uint8Array.from([...utf8('code,name\nH9,'), 0xd0, 0xa1, 0xff]), { code: 'not-utf8' }],
    ['UTF-16 without its mark', Buffer.from('code,name\nH1,Sở', 'utf16le'), { code: 'utf-16' }],
    [
      'an old workbook',
      Buffer.concat([Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0), Buffer.alloc(600), Buffer.from('Workbook', 'utf16le')]),
      { code: 'xls' },
    ],
    ['an old document', Buffer.concat([Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0), Buffer.from('WordDocument', 'utf16le')]), { code: 'doc' }],
    ['a PDF', utf8('%PDF-1.7\n'), { code: 'pdf' }],
    ['a web page that calls itself a workbook', utf8('<html><table><tr><td>code'), { code: 'html' }],
    ['an archive', archive({ 'agencies.csv': plain }), { code: 'zip' }],
    [
      'an OpenDocument sheet',
      archive({ mimetype: 'application/vnd.oasis.opendocument.spreadsheet', 'content.xml': '<x/>' }),
      { code: 'ods' },
    ],
    ['a Word document', archive({ 'word/document.xml': '<x/>' }), { code: 'docx' }],
    ['a picture', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10), { code: 'picture' }],
  ])('is refused with %s, and the sentence says what it is', async (_, file, problem) => {
    const reading = await read(file)
    expect(reading).toEqual({ ok: false, problem: expect.objectContaining(problem) })
    if (reading.ok) return
    for (const language of ['vi', 'en']) expect(fileProblemText(language, reading.problem)).not.toMatch(/\{|undefined/)
  })

  it('takes good Unicode of other languages for what it is', async () => {
    const names = [
      'Überprüfung für Ämter, größer, schöner',
      'Où est la mairie ? Déjà vu, ça va, Noël, maïs',
      'Việt',
      'Ärzte ärztlich übergroß',
    ]
    for (const name of names) expect(linesOf(await read(`code;name\nH1;${name}\n`))).toEqual([{ line: 2, code: 'H1', name }])
  })

  it('says of a broken letter among good ones only where it stands', async () => {
    const reading = await read(Buffer.concat([utf8('code,name\nH1,Sở Nội vụ\nH2,X'), Uint8Array.of(0xe3), utf8('\n')]))
    expect(linesOf(reading)).toEqual([
      { line: 2, code: 'H1', name: 'Sở Nội vụ' },
      { line: 3, code: 'H2', name: 'X\uFFFD' },
    ])
  })

  it('ends after as many rows as are taken', async () => {
    const reading = await read(`code,name\n${'H1,x\n'.repeat(1_500)}`)
    expect(reading.ok && [reading.lines.length, reading.faults]).toEqual([999, [{ line: 1_001, cells: undefined, fault: 'too-many-rows' }]])
  })

  it('reads the same in whatever pieces it comes', async () => {
    const text = '"sep=;"\r\n\r\nMã;Tên\r\nH1;"a;""b""\r\nc"\r\nH2;"stray;x\r\nH3;ệ€\r\n'
    for (const bytes of [utf8(text), utf8(text.replaceAll('\r\n', '\r')), utf16(text), utf16(text).swap16()]) {
      const whole = await rowsOf(onePiece(bytes))
      expect(whole.length).toBe(5)
      for (let length = 1; length < 12; length += 1) expect(await rowsOf(pieces(bytes, length))).toEqual(whole)
    }
  })
})

describe('a workbook', () => {
  const sheet = (rows: readonly (readonly (string | number | boolean | Date | null)[])[]) =>
    writeXlsx({ sheets: [{ name: 'x', rows: rows.map((row) => [...row]) }] })

  it('is read where a text is, by the rows of its first sheet', async () => {
    const bytes = await sheet([
      ['DANH SÁCH'],
      [],
      ['Mã', 'Tên cơ quan', 'Khối', 'A1'],
      ['H1', 'Sở Nội vụ', 'department', 4.5],
      [null, null, null],
      [12, 'Xã', null, new Date('2025-07-01T00:00:00Z')],
    ])
    expect(linesOf(await readTableAside(bytes, columns, limits))).toEqual([
      { line: 4, code: 'H1', name: 'Sở Nội vụ', block: 'department', A1: '4.5' },
      { line: 6, code: '12', name: 'Xã', block: '', A1: '2025-07-01' },
    ])
  })

  it('is refused when it is damaged anywhere, under a password, or larger than it may be', async () => {
    const bytes = await sheet([['code', 'name'], ...Array.from({ length: 400 }, (_, row) => [`H${row}`, `Xã ${Math.sin(row)}`])])
    const problem = async (file: Uint8Array) => linesOf(await read(file))
    for (const part of [0.2, 0.6, 0.99])
      expect(await problem(bytes.slice(0, Math.floor(bytes.length * part)))).toMatchObject({ code: expect.stringMatching(/damaged|zip/) })
    for (let at = 200; at < bytes.length - 200; at += Math.floor(bytes.length / 7))
      expect(await problem(Uint8Array.from(bytes).fill(0x5a, at, at + 60))).toMatchObject({ code: 'damaged' })
    expect(
      await problem(await writeXlsx({ sheets: [{ name: 'x', rows: [['code']] }], encryption: { password: 'x', spinCount: 10 } })),
    ).toEqual({ code: 'protected' })
    expect(await problem(archive({ 'xl/workbook.xml': ' '.repeat(limits.unpacked + 1) }))).toEqual({ code: 'too-large', allowed: '8 MB' })
    expect(await problem(new Uint8Array(limits.bytes + 1).fill(0x50).fill(0x4b, 1, 2).fill(3, 2, 3).fill(4, 3, 4))).toEqual({
      code: 'too-large',
      allowed: '1 MB',
    })
  })

  it('is read or refused at once, however its columns and rows are written', async () => {
    const columnsOnly = `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cols>${'<col min="1" max="16384" width="9"/>'.repeat(20_000)}</cols><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>code</t></is></c><c r="B1" t="inlineStr"><is><t>name</t></is></c></row><row r="2"><c r="A2" t="inlineStr"><is><t>H1</t></is></c><c r="B2" t="inlineStr"><is><t>Xã</t></is></c></row></sheetData></worksheet>`
    const edges = `<worksheet><sheetData>${Array.from({ length: 30_000 }, (_, row) => `<row r="${row + 1}"><c r="XFD${row + 1}"><v>1</v></c></row>`).join('')}</sheetData></worksheet>`
    expect(linesOf(await readTableAside(workbookOf(columnsOnly), columns, limits))).toEqual([{ line: 2, code: 'H1', name: 'Xã' }])
    expect(linesOf(await readTableAside(workbookOf(edges), columns, limits))).toEqual({ code: 'too-many-columns' })
  })

  it('holds no more than it may unpack to, however often a text stands in it or how far its rows reach', async () => {
    const rows = (row: (at: number) => string): string =>
      `<worksheet><sheetData>${Array.from({ length: 900 }, (_, at) => `<row r="${at + 1}">${row(at + 1)}</row>`).join('')}</sheetData></worksheet>`
    const cell = (at: string, index: number): string => `<c r="${at}" t="s"><v>${index}</v></c>`
    const shared = ['code', 'name', 'x', 'x'.repeat(1_000_000), ' ']
    const reading = async (row: (at: number) => string) => {
      const table = await readTable(onePiece(workbookOf(rows(row), shared)), columns, limits)
      return table.ok ? [table.lines.length, table.faults] : table.problem
    }
    const head = `${cell('A1', 0)}${cell('B1', 1)}`
    const repeated = (at: number): string => (at === 1 ? head : `${cell(`A${at}`, 2)}${cell(`B${at}`, 3)}`)
    expect(await reading(repeated)).toEqual([8, [{ line: 10, cells: undefined, fault: 'too-much-text' }]])
    const far = (at: number): string => (at === 1 ? head : `${cell(`A${at}`, 2)}${cell(`XFD${at}`, 4)}`)
    expect(await reading(far)).toEqual([64, [{ line: 66, cells: undefined, fault: 'too-many-columns' }]])
  })
})

describe('a day in a cell', () => {
  it.each([
    ['2025-07-01', 'csv', '2025-07-01'],
    ['01/07/2025', 'csv', '2025-07-01'],
    ['1/7/2025', 'csv', '2025-07-01'],
    ['31.12.2025', 'csv', '2025-12-31'],
    ['2025/7/1', 'csv', '2025-07-01'],
    ['01/04/2026 8:15', 'csv', '2026-04-01T08:15:00'],
    ['07/31/2025', 'csv', '07/31/2025'],
    ['30/02/2025', 'csv', '30/02/2025'],
    ['01/07/25', 'csv', '01/07/25'],
    ['45839', 'csv', '45839'],
    ['45839', 'xlsx', '2025-07-01'],
    ['45839.5', 'xlsx', '2025-07-01'],
    ['5', 'xlsx', '5'],
    ['', 'csv', ''],
  ] as const)('%s of %s is %s', (text, kind, day) => {
    expect(isoDay(text, kind)).toBe(day)
  })
})

async function rowsOf(source: AsyncIterable<Uint8Array>): Promise<readonly FileRow[]> {
  const opened = await openFile(source, limits)
  const rows: FileRow[] = []
  if (opened.ok) for await (const page of opened.pages) rows.push(...page)
  return rows
}

async function* pieces(bytes: Uint8Array, length: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += length) yield await Promise.resolve(bytes.subarray(at, at + length))
}

const workbookOf = (sheet: string, shared: readonly string[] = []): Uint8Array =>
  archive({
    '[Content_Types].xml': '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
    '_rels/.rels':
      '<Relationships><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    'xl/workbook.xml': '<workbook><sheets><sheet name="x" sheetId="1" r:id="r1"/></sheets></workbook>',
    'xl/_rels/workbook.xml.rels':
      '<Relationships><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
    'xl/sharedStrings.xml': `<sst>${shared.map((text) => `<si><t xml:space="preserve">${text}</t></si>`).join('')}</sst>`,
    'xl/worksheets/sheet1.xml': sheet,
  })

/** An archive of these texts. */
function archive(files: Readonly<Record<string, string>>): Uint8Array {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const [path, text] of Object.entries(files)) {
    const content = Buffer.from(text)
    const packed = deflateRawSync(content)
    const name = Buffer.from(path)
    const measures = [u32(crc(content)), u32(packed.length), u32(content.length), u16(name.length), u16(0)]
    const local = Buffer.concat([u32(0x04034b50), u16(20), u16(0), u16(8), u32(0), ...measures, name, packed])
    directory.push(
      Buffer.concat([
        u32(0x02014b50),
        u16(20),
        u16(20),
        u16(0),
        u16(8),
        u32(0),
        ...measures,
        u16(0),
        u16(0),
        u16(0),
        u32(0),
        u32(offset),
        name,
      ]),
    )
    parts.push(local)
    offset += local.length
  }
  const names = Buffer.concat(directory)
  return Buffer.concat([
    ...parts,
    names,
    u32(0x06054b50),
    u32(0),
    u16(directory.length),
    u16(directory.length),
    u32(names.length),
    u32(offset),
    u16(0),
  ])
}

function u16(value: number): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeUInt16LE(value)
  return bytes
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}
