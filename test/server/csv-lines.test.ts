import { describe, expect, it } from 'vitest'
import { type CsvRecord, csvRecords } from '../../server/files/csv-reader'
import { seeded } from '../surveys/random'

describe('reading CSV that arrives in pieces', () => {
  it('gives each record with its first line, and loses only the line of a stray quote', async () => {
    const text = '\uFEFFa,b,c\r\n1,"x ""y"", z\r\nw",3\r\n4,"stray,6\r\n7,8 "mid",9\n"q",,"last"'
    const expected = [
      { line: 1, cells: ['a', 'b', 'c'] },
      { line: 2, cells: ['1', 'x "y", z\r\nw', '3'] },
      { line: 4, cells: undefined },
      { line: 5, cells: ['7', '8 "mid"', '9'] },
      { line: 6, cells: ['q', '', 'last'] },
    ]
    for (let length = 1; length <= text.length; length += 1) expect(await recordsOf(text, length)).toEqual(expected)
  })

  it('reads the semicolons of a spreadsheet', async () => {
    expect(await recordsOf('id;agency\n1;"a;b"\n', 4)).toEqual([
      { line: 1, cells: ['id', 'agency'] },
      { line: 2, cells: ['1', 'a;b'] },
    ])
  })

  it('reads back whatever was written, cut anywhere', async () => {
    const random = seeded(7)
    const below = (limit: number): number => Math.floor(random() * limit)
    for (let round = 0; round < 500; round += 1) {
      const rows = Array.from({ length: 1 + below(6) }, () =>
        Array.from({ length: 3 }, () => Array.from({ length: below(5) }, () => 'ab",\n\r;é'.charAt(below(8))).join('')),
      )
      const written = rows.map((row) => row.map((cell) => (/[",\n\r]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(','))
      const records = await recordsOf(`h1,h2,h3\n${written.join(round % 2 === 0 ? '\n' : '\r\n')}\n`, 1 + below(9))
      expect(records.slice(1).map(({ cells }) => cells)).toEqual(rows)
    }
  })
})

async function recordsOf(text: string, length: number): Promise<readonly CsvRecord[]> {
  const records: CsvRecord[] = []
  for await (const page of csvRecords(pieces(text, length))) records.push(...page)
  return records
}

async function* pieces(text: string, length: number): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += length) yield await Promise.resolve(text.slice(at, at + length))
}
