import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeXlsx } from 'hucre/xlsx'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CommandLine, commandLine, fieldedByCommand, succeeding } from './cli'

const header = 'id,agency,submitted_at,channel,language,service,service.text,A1,A2,on_time,late_notice,overall,comment'
const comments = ['Tốt, rất tốt', '=1+1', 'ok;=1+1', 'Hai\ndòng, "trích"', "'nháy", '- một\n- hai', '', '+84 912']
const answers = [',,5,na,yes,,5', 'other,Xin cấp lại,,4,no,yes,4', 'land,,3,3,,,3', ',,1,1,,,2']
const lines = Array.from({ length: 32 }, (_, row) => {
  const comment = comments[row % comments.length] ?? ''
  const day = `2026-${String(1 + (row % 12)).padStart(2, '0')}-${String(1 + (row % 28)).padStart(2, '0')}`
  return `00000000-0000-4000-8000-${String(row).padStart(12, '0')},${row % 2 === 0 ? 'A1' : 'A2'},${day},paper,vi,${answers[row % 4] ?? ''},"${comment.replaceAll('"', '""')}"`
})

/** Another program opens a file and saves it as its office's settings want. */
const python = `
import csv, io, re, sys
source, target, separator, encoding = sys.argv[1:5]
rows = list(csv.reader(io.open(source, encoding='utf-8-sig', newline='')))
day = lambda cell: re.sub(r'^(\\d{4})-(\\d\\d)-(\\d\\d)$', r'\\3/\\2/\\1', cell)
out = io.open(target, 'w', encoding=encoding, newline='')
if separator == ';': out.write('sep=;\\r\\n')
writer = csv.writer(out, delimiter=separator, lineterminator='\\r\\n')
for row in rows: writer.writerow([day(cell) for cell in row])
writer.writerow([''] * len(rows[0]))
`

describe('an export that another program has saved again', () => {
  let cli: CommandLine
  let exported: string
  beforeAll(async () => {
    cli = await commandLine('SQLite')
    await fieldedByCommand(cli)
    await succeeding(cli.run('responses', 'import', cli.file('first.csv', `${header}\n${lines.join('\n')}\n`), '--campaign', 'c1'))
    exported = join(cli.folder, 'exported.csv')
    await succeeding(cli.run('responses', 'export', '--campaign', 'c1', '--output', exported))
  })
  afterAll(() => cli.close())
  const again = async (file: string) =>
    JSON.parse((await cli.run('responses', 'import', file, '--campaign', 'c1', '--format', 'json')).stdout)
  const allThere = { lines: 32, recorded: 0, already: 32, refused: 0 }

  it.each([
    ['semicolons, days of the country and a line that says so', ';', 'utf-8-sig'],
    ['tabs in UTF-16', '\t', 'utf-16'],
    ['commas without a mark', ',', 'utf-8'],
  ])('comes back whole with %s', async (_, separator, encoding) => {
    if (spawnSync('python3', ['--version']).status !== 0) return
    const saved = join(cli.folder, 'saved.csv')
    execFileSync('python3', ['-c', python, exported, saved, separator, encoding])
    expect(await again(saved)).toEqual(allThere)
  })

  it('comes back whole from our own semicolons, and from a workbook with its labels', async () => {
    for (const [name, ...words] of [
      ['semicolons.csv', '--separator', 'semicolon'],
      ['book.xlsx', '--encoding', 'xlsx'],
    ] as const) {
      const file = join(cli.folder, name)
      await succeeding(cli.run('responses', 'export', '--campaign', 'c1', ...words, '--output', file))
      expect(await again(file)).toEqual(allThere)
    }
    expect(readFileSync(join(cli.folder, 'semicolons.csv'), 'utf8').split('\r\n')[0]).toContain('id;campaign;version')
  })

  it('is refused whole, and by what it is, when it is no table', async () => {
    const tcvn3 = cli.file('tcvn3.csv', '')
    writeFileSync(tcvn3, Buffer.from('code,name,block\nX1,Së T­ ph¸p,department\nX2,UBND ph­êng T©n LËp,commune\n', 'latin1'))
    for (const words of [
      ['responses', 'import', tcvn3, '--campaign', 'c1'],
      ['agencies', 'import', tcvn3],
    ]) {
      const { code, stderr } = await cli.run(...words)
      expect([code, stderr]).toEqual([1, expect.stringContaining('TCVN3')])
    }
    expect((await cli.run('agencies', 'import', cli.file('scan.csv', '%PDF-1.7'))).stderr).toContain('this is a PDF file')
    expect(JSON.stringify(await cli.json('agencies', 'list'))).not.toContain('X1')
  })

  it('changes of an agency only what has a column, after saying so', async () => {
    const list = async (): Promise<readonly Readonly<Record<string, unknown>>[]> =>
      JSON.parse((await succeeding(cli.run('agencies', 'list', '--format', 'json'))).stdout)
    const before = await list()
    const book = join(cli.folder, 'agencies.xlsx')
    writeFileSync(
      book,
      await writeXlsx({
        sheets: [
          {
            name: 'x',
            rows: [
              ['DANH SÁCH'],
              ['Mã', 'Tên cơ quan', 'Từ ngày'],
              ['A1', 'Xã Một mới', 46_204],
              ['A2', 'Xã Hai', null],
              ['S9', 'Sở Chín', null],
            ],
          },
        ],
      }),
    )
    const dry = await succeeding(cli.run('agencies', 'import', book, '--dry-run'))
    expect(dry.stdout).toContain(
      'A1 name: "Xã Một" → "Xã Một mới"\nA1 valid_from: (nothing) → "2026-07-01"\n1 agencies added, 1 changed, 1 as they were. This was a dry run',
    )
    expect(await list()).toEqual(before)
    await succeeding(cli.run('agencies', 'import', book))
    const after = new Map((await list()).map((row) => [row['code'], row]))
    expect(after.get('A1')).toEqual({ ...before.find(({ code }) => code === 'A1'), name: 'Xã Một mới', valid_from: '2026-07-01' })
    expect(after.get('S9')).toMatchObject({ name: 'Sở Chín', block: 'other' })
  })
})
