import { execFileSync, spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { csvWith, type Separator, separatorNames, unescaped } from '../../server/files/csv'
import { onePiece, openFile } from '../../server/files/reading/open'
import type { FileRow } from '../../server/files/reading/row'
import { onePage } from '../../server/files/document'
import { seeded } from '../surveys/random'

const dangerous = [
  'ok;=1+1',
  'ok,=1+1',
  'ok\t=1+1',
  'ok\n=1+1',
  'ok\r=1+1',
  'ok;"=1+1"',
  'ok,""=1+1',
  "ok;'=1+1",
  'ok;-2',
  '=1+1',
  '"=1+1"',
  "'=1+1",
  '\t=1',
  '\r\n@SUM(A1)',
  ';=1',
  'a;b;+c',
  '- một\n- hai',
  'ok; =1',
]

describe('a cell of a CSV file', () => {
  it.each(dangerous)('%j begins no formula, whatever a reader splits at', async (text) => {
    for (const separator of separatorNames) {
      const file = await written(separator, [text, 'x'])
      for (const sign of [',', ';', '\t', '\n', '\r'])
        for (const piece of file
          .slice(1)
          .split(/\r\n/)
          .flatMap((line) => line.split(sign)))
          expect(piece.replace(/^"+/, '')).not.toMatch(/^[=+\-@]/)
    }
  })

  it('is what it was when it is read again', async () => {
    const random = seeded(3)
    const below = (limit: number): number => Math.floor(random() * limit)
    const texts = [
      ...dangerous,
      ...Array.from({ length: 5_000 }, () => Array.from({ length: below(7) }, () => `='"-;,\t\r\n a`.charAt(below(10))).join('')),
    ]
    for (const separator of separatorNames) {
      const opened = await openFile(onePiece(Buffer.from(await written(separator, texts))), {
        bytes: 1e9,
        unpacked: 1e9,
        rows: 9,
        columns: 9e9,
      })
      const rows: FileRow[] = []
      if (opened.ok) for await (const page of opened.pages) rows.push(...page)
      expect(rows[1]?.cells?.map(unescaped)).toEqual(texts)
    }
  })

  it('stays as it is where nothing is dangerous, and only what is separated is quoted', async () => {
    const cells = ['a;b', 'c,d', 'e "f"', 'Tốt, rất tốt', '5', 'một - hai', 'x@y.vn']
    expect(await written('comma', cells)).toBe('\uFEFFh\r\na;b,"c,d","e ""f""","Tốt, rất tốt",5,một - hai,x@y.vn\r\n')
    expect(await written('semicolon', cells)).toBe('\uFEFFh\r\n"a;b";c,d;"e ""f""";Tốt, rất tốt;5;một - hai;x@y.vn\r\n')
    expect(await written('tab', [...cells, 'a\tb'])).toBe('\uFEFFh\r\na;b\tc,d\t"e ""f"""\tTốt, rất tốt\t5\tmột - hai\tx@y.vn\t"a\tb"\r\n')
  })

  it('is opened by another program as it is written', async () => {
    if (spawnSync('python3', ['--version']).status !== 0) return
    for (const [separator, sign] of [
      ['comma', ','],
      ['semicolon', ';'],
      ['tab', '\t'],
    ] as const) {
      const rows: readonly (readonly string[])[] = JSON.parse(
        execFileSync('python3', ['-c', python, sign], { input: await written(separator, dangerous), encoding: 'utf8' }),
      )
      expect(rows[1]?.map(unescaped)).toEqual(dangerous)
      expect(rows.flat().filter((cell) => /^[=+\-@]/.test(cell))).toEqual([])
    }
  })
})

const python = `
import csv, io, json, sys
text = sys.stdin.buffer.read().decode('utf-8-sig')
print(json.dumps(list(csv.reader(io.StringIO(text, newline=''), delimiter=sys.argv[1]))))
`

async function written(separator: Separator, cells: readonly string[]): Promise<string> {
  const pieces: Uint8Array[] = []
  for await (const piece of csvWith(separator).write({ title: 'x', table: { columns: ['h'], pages: onePage([cells]) }, sheets: [] }))
    pieces.push(piece)
  return Buffer.concat(pieces).toString('utf8')
}
