import { writeXlsx } from 'hucre/xlsx'
import { deflateRawSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { designerWords } from '../../client/text/designer-both'
import { screenWords } from '../../client/text/screen'
import { readTranslationWorkbook, translationWorkbook, workbookLimits, workbookProblems } from '../../server/files/translation-workbook'
import {
  applyTranslations,
  completeness,
  groupKinds,
  placeKinds,
  refusalReasons,
  translationRows,
  withLanguage,
  withText,
} from '../../surveys/designing/translations'
import { type Questionnaire, questionnaire } from '../../surveys/instrument/schema'
import sipas from '../../surveys/questionnaires/sipas-2026.json'
import { openWorkbook, recordsOf } from './unpacked'

const shipped = questionnaire.parse(sipas)
const hostile = [
  '=HYPERLINK("http://x","y")',
  '+1+1',
  '@SUM(A1)',
  "=cmd|' /C calc'!A0",
  '<script>alert(1)</script>',
  '_x003D_1+1',
  ']]></t></is></c>',
  '"&<>\'',
  'dòng\nhai',
  '😀 ký hiệu',
  '<f>1+1</f>',
  '2026',
  '1/1',
]

const written = async (draft: Questionnaire, from: string, to: string, office: 'vi' | 'en' = 'vi'): Promise<Uint8Array> => {
  const pieces: Uint8Array[] = []
  for await (const piece of translationWorkbook(draft, from, to, designerWords(office))) pieces.push(piece)
  return Buffer.concat(pieces)
}
const read = async (bytes: Uint8Array, wanted?: string) => {
  const reading = await readTranslationWorkbook(bytes, wanted)
  if (!reading.ok) throw new Error(reading.problem)
  return reading
}
const sheet = (rows: (string | number | Date | boolean | null)[][]) => writeXlsx({ sheets: [{ name: 'Bản dịch', rows }] })
const head = ['Mã chỗ', 'Chỗ', 'Lời gốc [vi]', 'Bản dịch [en]']
const problemOf = async (bytes: Uint8Array, wanted?: string) => {
  const reading = await readTranslationWorkbook(bytes, wanted)
  return reading.ok ? undefined : reading.problem
}

describe('a workbook for a translator', () => {
  it('holds every text with its place, under a head that stays in sight, and says how', async () => {
    const [texts, how, ...others] = openWorkbook(await written(shipped, 'vi', 'en', 'en'))
    if (!texts || !how) throw new Error('a sheet is missing')
    expect([texts.name, how.name, others]).toEqual(['Translations', 'Instructions', []])
    expect(texts.xml).toContain('<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>')
    expect(recordsOf(texts)).toEqual(
      translationRows(shipped).map(({ key, text }) => ({
        Key: key,
        'Place in the questionnaire': expect.stringMatching(/^\S.* · \S/),
        'Source text [vi]': text['vi'],
        'Translation [en]': text['en'],
      })),
    )
    expect(
      recordsOf(how)
        .map((row) => row['Instructions'])
        .join(' '),
    ).toContain('{agency}')
    expect(openWorkbook(await written(shipped, 'vi', 'en')).map(({ name }) => name)).toEqual(['Bản dịch', 'Hướng dẫn'])
  })

  it('comes back as it went and changes nothing', async () => {
    const reading = await read(await written(shipped, 'vi', 'en'), 'en')
    expect(reading).toMatchObject({ from: 'vi', language: 'en' })
    expect(reading.entries.map(({ key, text }) => [key, text])).toEqual(translationRows(shipped).map(({ key, text }) => [key, text['en']]))
    expect(applyTranslations(shipped, reading.language, reading.entries)).toEqual({ draft: shipped, changed: 0, refused: [] })
  })

  it('comes back from another program with its translations', async () => {
    const draft = withLanguage(shipped, 'tyz')
    const sent = await read(await written(draft, 'vi', 'tyz'))
    expect(sent.entries.every(({ text }) => text === '')).toBe(true)
    const [first, ...rest] = sent.entries
    const back = await sheet([
      ['Mã', '', 'Gốc [vi]', 'Dịch [tyz]'],
      ...[...rest].reverse().map(({ key, source }) => [key, '', source, `Tày: ${source}`]),
      [first?.key ?? '', '', 'Tên đã cũ', 'Tày'],
    ])
    const reading = await read(back, 'tyz')
    const applied = applyTranslations(draft, reading.language, reading.entries, screenWords)
    expect(applied.refused).toEqual([{ row: sent.entries.length + 1, key: 'title', reason: 'source-changed' }])
    const { of } = completeness(draft, 'tyz', screenWords)
    expect([applied.changed, completeness(applied.draft, 'tyz', screenWords)]).toEqual([of - 1, { done: of - 1, of }])
    expect(translationRows(applied.draft).filter(({ key, text }) => key !== 'title' && text['tyz'] !== `Tày: ${text['vi']}`)).toEqual([])
  })

  it('keeps texts that look like formulas or markup as texts, there and back', async () => {
    const targets = translationRows(shipped)
      .slice(0, hostile.length)
      .map(({ key }) => key)
    const draft = targets.reduce<Questionnaire>(
      (before, key, place) => withText(withText(before, key, 'vi', hostile[place] ?? ''), key, 'en', hostile[place] ?? ''),
      shipped,
    )
    const bytes = await written(draft, 'vi', 'en')
    expect(openWorkbook(bytes).map(({ xml }) => /<f[ >]|<hyperlink|t="str"/.test(xml))).toEqual([false, false])
    const { entries } = await read(bytes)
    expect(entries.slice(0, hostile.length).map(({ source, text }) => [source, text])).toEqual(hostile.map((text) => [text, text]))
    // Other programs write `_x003D_` as it is, which reads as "=".
    const back = await sheet([
      head,
      ...entries.filter(({ text }) => !text.startsWith('_x')).map(({ key, source, text }) => [key, '', source, text]),
    ])
    expect(applyTranslations(draft, 'en', (await read(back)).entries)).toEqual({ draft, changed: 0, refused: [] })
  })

  it('is read as a person sees it where a program made numbers and days of texts', async () => {
    const { entries } = await read(
      await sheet([
        head,
        ['a', '', 'x', 2026],
        ['b', '', 5, new Date(Date.UTC(2026, 0, 2))],
        ['c', '', 'x', null],
        [null, null, null, null],
      ]),
    )
    expect(entries).toEqual([
      { row: 2, key: 'a', from: 'vi', source: 'x', text: '2026' },
      { row: 3, key: 'b', from: 'vi', source: '5', text: '2026-01-02' },
      { row: 4, key: 'c', from: 'vi', source: 'x', text: '' },
    ])
  })
})

describe('a file that is no translator’s workbook', () => {
  it.each([
    ['nothing', new Uint8Array(0)],
    ['a letter', Buffer.from('P')],
    ['CSV', Buffer.from('key,place,source,translation\n')],
    ['a page', Buffer.from('<!doctype html><script>alert(1)</script>')],
    ['an archive of something else', archive('readme.txt', Buffer.from('hello'))],
    ['an archive that says no size', archive('xl/workbook.xml', Buffer.from('hello'.repeat(99)), { size: 0 })],
    ['an archive that hides its size', archive('xl/workbook.xml', Buffer.from('hello'), { size: 0xffff_ffff })],
  ])('is refused as such: %s', async (_, bytes) => {
    expect(await problemOf(bytes)).toBe('not-a-workbook')
  })

  it('is refused when it is cut off or damaged anywhere', async () => {
    const whole = await written(shipped, 'vi', 'en')
    for (const part of [0.1, 0.5, 0.999]) expect(await problemOf(whole.slice(0, Math.floor(whole.length * part)))).toBe('not-a-workbook')
    for (let at = 100; at < 10_000; at += 2_500)
      expect(await problemOf(Uint8Array.from(whole).fill(0x5a, at, at + 60))).toBe('not-a-workbook')
  })

  it('is refused under a password, and when it is too large, packed or unpacked', async () => {
    const locked = await writeXlsx({ sheets: [{ name: 'x', rows: [head] }], encryption: { password: 'x', spinCount: 10 } })
    expect(await problemOf(locked)).toBe('protected')
    expect(await problemOf(new Uint8Array(workbookLimits.packed + 1))).toBe('too-large')
    const bomb = archive('xl/workbook.xml', Buffer.alloc(workbookLimits.unpacked * 10))
    expect(bomb.length).toBeLessThan(workbookLimits.packed)
    expect(await problemOf(bomb)).toBe('too-large')
  })

  it('is read when a translator saved it as CSV', async () => {
    const { entries, language } = await read(
      Buffer.from('Mã chỗ;Chỗ;Lời gốc [vi];Bản dịch [en]\r\n;;;\r\ntitle;;Xin chào;"Hello; you"\r\n'),
    )
    expect([language, entries]).toEqual(['en', [{ row: 3, key: 'title', from: 'vi', source: 'Xin chào', text: 'Hello; you' }]])
  })

  it('unpacks no further than it says', async () => {
    const bytes = Buffer.from(await sheet([head, ['title', '', 'x', 'y']]))
    expect(await problemOf(bytes)).toBeUndefined()
    const directory = bytes.lastIndexOf('xl/worksheets/sheet1.xml') - 46
    expect(bytes.readUInt32LE(directory)).toBe(0x02014b50)
    bytes.writeUInt32LE(10, directory + 24)
    expect(await problemOf(bytes)).toBe('not-a-workbook')
  })

  it('is refused when it is another sheet, for another language, endless or empty', async () => {
    expect(await problemOf(await sheet([['Tên', 'Tuổi']]))).toBe('other-sheet')
    expect(await problemOf(await sheet([[...head.slice(0, 3), 'Bản dịch']]))).toBe('other-sheet')
    expect(await problemOf(await sheet([head, ['title', '', 'x', 'y']]), 'tyz')).toBe('other-language')
    expect(
      await problemOf(await sheet([head, ...Array.from({ length: workbookLimits.rows + 1 }, (_, row) => [`k${row}`, '', 'x', 'y'])])),
    ).toBe('too-many-rows')
    expect(await problemOf(await sheet([head]))).toBe('empty')
  })

  it('has words in both languages for all that can be wrong, and for every place', () => {
    for (const say of [designerWords('vi'), designerWords('en')]) {
      const sentences = [
        ...workbookProblems.map((problem) => say(`trProblem_${problem}`)),
        ...refusalReasons.map((reason) => say(`trReason_${reason}`)),
        ...placeKinds.map((kind) => say(`trKind_${kind}`)),
        ...groupKinds.map((kind) => say(`trGroup_${kind}`)),
      ]
      expect(new Set(sentences).size).toBe(sentences.length)
    }
  })
})

/** An archive of one file, which may lie about its size. */
function archive(path: string, content: Buffer, says: { readonly size?: number } = {}): Uint8Array {
  const packed = deflateRawSync(content)
  const name = Buffer.from(path)
  const size = says.size ?? content.length
  const fields = (signature: number, length: number, values: readonly (readonly [at: number, bytes: 2 | 4, value: number])[]): Buffer => {
    const bytes = Buffer.alloc(length)
    for (const [at, width, value] of [[0, 4, signature] as const, ...values]) bytes.writeUIntLE(value, at, width)
    return bytes
  }
  const local = fields(0x04034b50, 30, [
    [4, 2, 20],
    [8, 2, 8],
    [18, 4, packed.length],
    [22, 4, size],
    [26, 2, name.length],
  ])
  const entry = fields(0x02014b50, 46, [
    [10, 2, 8],
    [20, 4, packed.length],
    [24, 4, size],
    [28, 2, name.length],
  ])
  const start = local.length + name.length + packed.length
  const end = fields(0x06054b50, 22, [
    [8, 2, 1],
    [10, 2, 1],
    [12, 4, entry.length + name.length],
    [16, 4, start],
  ])
  return Buffer.concat([local, name, packed, entry, name, end])
}
