import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { createRequire } from 'node:module'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findCampaign } from '../../server/db/campaigns'
import { dropHidden, markOfWords, saveHidden } from '../../server/db/hidden-comments'
import { publishQuestionnaire, questionnaireSource } from '../../server/db/questionnaires'
import { onePage, type Study, type Variable } from '../../server/files/document'
import { contentOf } from '../../server/files/export'
import { onePiece, openFile } from '../../server/files/reading/open'
import { sav } from '../../server/files/sav'
import { noFilter } from '../../server/reading/filter'
import type { Results } from '../../server/reading/results'
import type { SetAside } from '../../surveys/fielding/set-aside'
import type { Questionnaire } from '../../surveys/instrument/schema'
import { questionnaireWith } from '../surveys/fixtures'
import { agency, fielded, post, response } from './fielded'
import { startServer, type TestServer } from './harness'
import { unzip } from './unpacked'

/** A reader of system files that is not ours; it lets itself be required only, and its types not be found otherwise. */
type SavFile = {
  readonly open: () => Promise<void>
  readonly readNextRow: () => Promise<Line>
  readonly meta: {
    readonly sysvars: readonly { readonly name: string; readonly label?: string; readonly missing?: unknown }[]
    readonly getValueLabels: (name: string) => readonly { readonly val: unknown; readonly label: string }[]
  }
}
const { SavBufferReader }: { readonly SavBufferReader: new (bytes: Buffer) => SavFile } = createRequire(import.meta.url)('sav-reader')

/** What would run somewhere: in R, in a spreadsheet, in a browser that shows Markdown. */
const typed = '"); file.create("ran"); c("\\u{41}\\n`<img src=x onerror=alert(1)>`\n=1+1'
const long = `${'Đúng hẹn, ơn trời; '.repeat(160)}hết.`

const words = (text: string) => ({ vi: text, en: text })
const asked = questionnaireWith({
  questions: [
    { type: 'rating', id: 'A1', text: words(`Thái độ ${typed}`), scale: 'satisfaction' },
    { type: 'rating', id: 'a1', text: words('Thời gian'), scale: 'satisfaction' },
    { type: 'multiple', id: 'ways', text: words('Kênh nào?'), scale: 'ways' },
    { type: 'number', id: 'visits', text: words('Số lần'), min: -200, max: 200_000 },
    { type: 'date', id: 'with', text: words('Ngày hẹn') },
    { type: 'date-time', id: 'came', text: words('Lúc đến') },
    { type: 'recommend', id: 'rec', text: words('Giới thiệu') },
    { type: 'text', id: 'comment', text: words('Ý kiến'), maxLength: 5000 },
  ],
  scales: [
    {
      id: 'ways',
      options: [
        { code: 'w-1', label: words('Cổng dịch vụ công') },
        { code: 'w.2', label: words(`Khác ${typed}`), kind: 'other' },
        { code: 'none', label: words('Không nhớ'), kind: 'no-opinion', exclusive: true },
      ],
    },
  ],
  trees: [
    {
      id: 'satisfaction',
      label: words('Hài lòng'),
      formula: 'share',
      nodes: [
        { code: 'S', kind: 'overall', label: words('Chung'), children: ['A1', 'a1'] },
        { code: 'A1', kind: 'item', label: words('Thái độ'), items: ['A1'] },
        { code: 'a1', kind: 'item', label: words('Thời gian'), items: ['a1'] },
      ],
    },
  ],
})

/** One that is worked out of scores, one whose name is that of another but for its case. */
const studied: Questionnaire = {
  ...asked,
  computed: [
    { id: 'mean', label: words('Điểm chung'), value: 'mean', of: ['A1', 'a1'] },
    { id: 'Visits', label: words(`Nhiều ${typed}`), value: 'highest', of: ['visits'] },
  ],
}

type Line = Readonly<Record<string, string | number | null>>

describe('responses for programs of statistics', () => {
  let server: TestServer
  let lines: readonly Line[]
  let api: Results
  const folder = mkdtempSync(join(tmpdir(), 'studies-'))
  const get = (path: string) => fetch(`${server.url}/api/v1/campaigns/${path}`, { headers: { Authorization: `Bearer ${server.token}` } })
  const bytes = async (path: string) => Buffer.from(await (await get(path)).arrayBuffer())

  beforeAll(async () => {
    server = await startServer()
    await publishQuestionnaire(server.database, studied, '2026-01-01')
    await fielded(server.database, {
      questionnaire: studied.id,
      title: words(`Quý IV ${typed}`),
      agencies: [agency('A1'), agency('agency-two')],
    })
    for (let person = 0; person < 24; person += 1) {
      const answers = {
        ...(person % 4 === 3 ? {} : { A1: 'edcbana'.charAt(person % 4) }),
        a1: ['e', 'na', 'dk', 'a', 'b'][person % 5] ?? 'e',
        ...(person % 3 === 0 ? {} : { ways: person % 3 === 1 ? ['w-1', { code: 'w.2', text: `Bưu điện ${typed}` }] : ['none'] }),
        ...(person % 2 === 0 ? { visits: person * 5_003 - 150, with: '2026-02-28' } : { came: '2026-02-28T07:05', rec: '10' }),
        ...(person === 5 ? { comment: long } : person === 6 ? { comment: typed } : {}),
      }
      const reply = await post(server.url, response(answers, { version: 1, agency: 'A1', touchpoint: 'q1' }))
      if (reply.status !== 201) throw new Error(await reply.text())
    }
    const jsonl = await (await get('c1/exports/responses.jsonl')).text()
    lines = jsonl
      .trim()
      .split('\n')
      .map((line): Line => JSON.parse(line))
    api = await (await get('c1/results')).json()
  })
  afterAll(async () => {
    await server.close()
    rmSync(folder, { recursive: true, force: true })
  })

  it('as a system file hold what JSON Lines hold, with labels and missing values', async () => {
    const file = new SavBufferReader(await bytes('c1/exports/responses.sav?lang=vi'))
    await file.open()
    const variables = new Map(file.meta.sysvars.map((one) => [one.name, one]))
    expect([...variables.keys()]).toEqual([
      'id',
      'campaign',
      'version',
      'agency',
      'submitted_at',
      'channel',
      'touchpoint',
      'language',
      'A1',
      'a1_2',
      'ways_w_1',
      'ways_w.2',
      'ways_none',
      'ways.text',
      'visits',
      'v_with',
      'came',
      'rec',
      'comment',
      'mean',
      'Visits_2',
    ])
    expect(variables.get('mean')?.label).toBe('Điểm chung (số tính ra, không phải câu trả lời: trung bình cộng của A1, a1)')
    expect(variables.get('A1')?.label).toMatch(/^Thái độ "\); file\.create/)
    expect(variables.get('A1')?.missing).toEqual([98, 99])
    expect(file.meta.getValueLabels('A1').map(({ val, label }) => [val, label])).toEqual([
      [5, 'e'],
      [2, 'b'],
      [3, 'c'],
      [4, 'd'],
      [1, 'a'],
      [98, 'not applicable'],
      [99, 'no opinion'],
    ])
    // How many cases there are stands in no file that is written while it is read, and this reader would ask for one too many; of
    // texts it reads eight bytes at a time, which divides letters: PSPP reads them below.
    const rows: Line[] = []
    while (rows.length < lines.length) rows.push(await file.readNextRow())
    const score: Readonly<Record<string, number>> = { e: 5, d: 4, c: 3, b: 2, a: 1, na: 98, dk: 99 }
    const asked = (value: unknown) => (typeof value === 'string' && value !== '' ? value : null)
    const names = [...variables.keys()].filter((name) => name !== 'comment' && name !== 'ways.text')
    const read = (row: Line, name: string) =>
      (/^(submitted_at|v_with|came)$/.test(name) ? momentOf(row[name], name === 'came' ? 16 : 10) : row[name]) ?? null
    expect(rows.map((row) => Object.fromEntries(names.map((name) => [name, read(row, name)])))).toEqual(
      lines.map((line) => {
        const ways = asked(line['ways'])?.split('|')
        return {
          ...Object.fromEntries(
            ['id', 'campaign', 'version', 'agency', 'submitted_at', 'channel', 'touchpoint', 'language'].map((name) => [name, line[name]]),
          ),
          A1: score[String(line['A1'])] ?? null,
          a1_2: score[String(line['a1'])] ?? null,
          ways_w_1: ways ? (ways[0] === 'none' ? 99 : Number(ways.includes('w-1'))) : null,
          'ways_w.2': ways ? (ways[0] === 'none' ? 99 : Number(ways.includes('w.2'))) : null,
          ways_none: ways ? Number(ways.includes('none')) : null,
          visits: line['visits'] === '' ? null : line['visits'],
          v_with: asked(line['with']),
          came: asked(line['came']),
          rec: line['rec'] === '' ? null : Number(line['rec']),
          mean: line['mean'],
          Visits_2: line['Visits'],
        }
      }),
    )
  })

  it.skipIf(spawnSync('pspp', ['--version']).error)(
    'as a system file are opened by PSPP, texts of any length whole and figures as the API gives them',
    async () => {
      writeFileSync(join(folder, 'r.sav'), await bytes('c1/exports/responses.sav?lang=vi'))
      const said = psppSays(
        folder,
        `get file='r.sav'.
display dictionary.
sysfile info file='r.sav'.
mrsets /display name=all.
frequencies A1 a1_2 ways_w_1.
save translate /outfile='r.csv' /type=csv /fieldnames /cells=values /replace.`,
      )
      for (const words of ['UTF-8', 'Kênh nào?', 'Xã A1', 'not applicable', '98; 99', '$ways']) expect(said).toContain(words)
      const opened = await openFile(onePiece(readFileSync(join(folder, 'r.csv'))), { bytes: 1e9, unpacked: 1e9, rows: 99, columns: 99 })
      if (!opened.ok) throw new Error('PSPP wrote no table')
      const cells: (readonly string[])[] = []
      for await (const page of opened.pages) for (const row of page) cells.push(row.cells ?? [])
      const at = (name: string) => cells[0]?.indexOf(name) ?? -1
      expect(cells.slice(1).map((row) => row[at('comment')]?.trim())).toEqual(lines.map(({ comment }) => String(comment).trim()))
      for (const [code, variable] of [
        ['A1', 'A1'],
        ['a1', 'a1_2'],
      ] as const) {
        const valid = cells
          .slice(1)
          .map((row) => Number(row[at(variable)]?.trim() || NaN))
          .filter((value) => value <= 5)
        expect([valid.length, valid.filter((value) => value >= 4).length / valid.length]).toEqual(figureOf(api, code))
      }
    },
  )

  it.skipIf(spawnSync('Rscript', ['--version']).error)(
    'are read by the program in R, which gives the shares of the API to the last digit and runs nothing typed',
    async () => {
      writeFileSync(join(folder, 'c1-responses.csv'), await bytes('c1/exports/responses.csv'))
      const name = (await get('c1/exports/responses.R')).headers.get('content-disposition')
      expect(name).toBe('attachment; filename="c1-responses.R"')
      writeFileSync(join(folder, 'c1-responses.R'), await bytes('c1/exports/responses.R?lang=vi'))
      const more =
        'source("c1-responses.R", encoding = "UTF-8"); cat(sprintf("FIGURE %s %d %.17g\\n", criteria$item, criteria$base, criteria$share_satisfied)); cat("LONG", max(nchar(answers$comment)), class(answers$A1.label), class(answers$visits), class(answers$with), sum(answers[["ways.w-1"]], na.rm = TRUE), "\\n"); cat("TYPED", sum(answers$comment == rawToChar(as.raw(c(' +
        [...Buffer.from(typed)].join(',') +
        ')))), "\\n")'
      const said = execFileSync('Rscript', ['-e', more], { cwd: folder, encoding: 'utf8', env: { ...process.env, LC_ALL: 'C.UTF-8' } })
      const figures = [...said.matchAll(/^\s*FIGURE (\w+) (\d+) (\S+)$/gm)].map(([, item = '', base, share]) => [
        item,
        Number(base),
        Number(share),
      ])
      expect(figures).toEqual(['A1', 'a1'].map((code) => [code, ...figureOf(api, code)]))
      expect(said).toContain(`LONG ${long.length} factor numeric Date 8`)
      expect(said).toContain('TYPED 1')
      expect(existsSync(join(folder, 'ran'))).toBe(false)
    },
  )

  it('as a program in R hold what was typed between quotes only', async () => {
    const program = (await bytes('c1/exports/responses.R?lang=en')).toString()
    const outside = program.replace(/"(?:[^"\\]|\\.)*"/g, '""').replace(/#.*$/gm, '')
    expect(outside).not.toContain('onerror')
    expect(outside).not.toContain('file.create')
    expect(program).toContain(String.raw`\"); file.create(\"ran\"); c(\"\\u{41}\\n`)
  })

  it('as a data package are checked by their sums and described column by column', async () => {
    const files = unzip(await bytes('c1/exports/responses.zip?lang=vi'))
    expect([...files.keys()]).toEqual([
      'data/c1-responses.csv',
      'codebook.csv',
      'c1-responses.R',
      'README.md',
      'METHOD.md',
      'CODEBOOK.md',
      'LICENSE.md',
      'datapackage.json',
      'checksums.sha256',
    ])
    const sums = new Map(
      (files.get('checksums.sha256') ?? '')
        .trim()
        .split('\n')
        .map((line) => [line.slice(66), line.slice(0, 64)]),
    )
    for (const [path, text] of files) if (path !== 'checksums.sha256') expect([path, sums.get(path)]).toEqual([path, sha256(text)])
    const data = files.get('data/c1-responses.csv') ?? ''
    expect(data).toBe((await bytes('c1/exports/responses.csv')).toString())
    const { resources }: { readonly resources: readonly Resource[] } = JSON.parse(files.get('datapackage.json') ?? '')
    expect(resources.map(({ path, hash, bytes: size }) => [path, hash, size])).toEqual(
      ['data/c1-responses.csv', 'codebook.csv'].map((path) => [path, `sha256:${sums.get(path)}`, Buffer.byteLength(files.get(path) ?? '')]),
    )
    for (const { path, schema } of resources)
      expect(schema.fields.map(({ name }) => name)).toEqual((files.get(path) ?? '').slice(1).split('\r\n')[0]?.split(','))
    expect(resources[0]?.schema.fields.find(({ name }) => name === 'came')).toMatchObject({ type: 'datetime', format: '%Y-%m-%dT%H:%M' })
    expect(resources[0]?.schema.fields.find(({ name }) => name === 'A1')?.constraints).toEqual({
      enum: ['e', 'b', 'c', 'd', 'a', 'na', 'dk'],
    })
    for (const name of ['README.md', 'METHOD.md', 'CODEBOOK.md'])
      expect([name, /(^|[^\\])<|(^|[^\\])!\[|(^|[^\\`])`<|\]\(/.test(files.get(name) ?? '')]).toEqual([name, false])
    expect(files.get('METHOD.md')).toContain('không lọc: toàn bộ đợt')
  })

  it('as a data package of released figures are the table of released figures, checked and described', async () => {
    const files = unzip(await bytes('c1/exports/released.zip?lang=vi'))
    expect([...files.keys()]).toEqual([
      'data/c1-released.csv',
      'codebook.csv',
      'README.md',
      'CODEBOOK.md',
      'LICENSE.md',
      'datapackage.json',
      'checksums.sha256',
    ])
    const data = files.get('data/c1-released.csv') ?? ''
    expect(data).toBe((await bytes('c1/exports/released.csv?lang=vi')).toString())
    expect(files.get('checksums.sha256')).toContain(`${sha256(data)}  data/c1-released.csv`)
    const { resources, profile }: { readonly resources: readonly Resource[]; readonly profile: string } = JSON.parse(
      files.get('datapackage.json') ?? '',
    )
    expect(profile).toBe('tabular-data-package')
    expect(resources[0]?.schema.fields.map(({ name }) => name)).toEqual(data.slice(1).split('\r\n')[0]?.split(','))
    const typeOf = (column: string) => resources[0]?.schema.fields.find(({ name }) => name === column)
    expect([typeOf('value'), typeOf('night'), typeOf('code')]).toMatchObject([{ type: 'number' }, { type: 'date' }, { type: 'string' }])
    expect(files.get('LICENSE.md')).toContain('chưa kèm giấy phép')
  })

  it('as a system file hold what was stored when it was begun, whatever comes, is put back or shown again while it is written', async () => {
    const { database } = server
    const record = await findCampaign(database, 'c1')
    const [row] = await database.db
      .selectFrom('responses')
      .selectAll()
      .where('campaign', '=', 'c1')
      .where('answers', 'like', '%Đúng hẹn%')
      .execute()
    if (!record || !row) throw new Error('nothing is stored')
    // A first and a second time: of each the longest text is out of sight while rows are looked over, and back when they are written.
    const aside = (set_aside: SetAside) => database.db.updateTable('responses').set({ set_aside }).where('id', '=', row.id).execute()
    const hidden = { campaign: 'c1', item: 'comment', words: markOfWords(long), reason: 'Thử' }
    const source = { database, questionnaires: questionnaireSource(database), now: Date.now }
    for (const [take, giveBack] of [
      [() => aside('void'), () => aside('')],
      [() => saveHidden(database, hidden), () => dropHidden(database, hidden)],
    ] as const) {
      await take()
      const pieces = sav.write(await contentOf(source, 'responses', { record, filter: noFilter, language: 'vi' }))
      const made = [(await pieces.next()).value ?? new Uint8Array(0)]
      await giveBack()
      const late = await post(server.url, response({ A1: 'e', comment: 'x'.repeat(4_900) }, { version: 1, agency: 'A1', touchpoint: 'q1' }))
      expect(late.status).toBe(201)
      const { id }: { readonly id: string } = await late.json()
      for await (const piece of pieces) made.push(piece)
      const file = new SavBufferReader(Buffer.concat(made))
      await file.open()
      const read: Line[] = []
      while (read.length < lines.length) read.push(await file.readNextRow())
      expect(read.map((one) => one['id'])).toEqual(lines.map((one) => one['id']))
      expect(String(read.find((one) => one['id'] === row.id)?.['comment']).length).toBeGreaterThan(2_000)
      await database.db.deleteFrom('responses').where('id', '=', id).execute()
    }
  })

  it('follow the filter, and are only there for responses', async () => {
    const file = new SavBufferReader(await bytes('c1/exports/responses.sav?agency=agency-two'))
    await file.open()
    expect(file.meta.sysvars).toHaveLength(21)
    const refused = await Promise.all(
      ['results.sav', 'results.zip', 'released.R', 'codebook.sav', 'responses.sas'].map(
        async (name) => (await get(`c1/exports/${name}`)).status,
      ),
    )
    expect(refused).toEqual([404, 404, 404, 404, 404])
    expect((await get('c1/exports/responses.sav?agency=none')).status).toBe(404)
  })

  it('are explained by a codebook of its own, option by option', async () => {
    const rows = (await (await get('c1/exports/codebook.jsonl')).text())
      .trim()
      .split('\n')
      .map((line): Line => JSON.parse(line))
    expect(rows).toHaveLength(7 + 7 + 3 + 3 + 2 + 1 + 11)
    expect(rows.find(({ item }) => item === 'visits')?.['scale']).toBe('-200…200000')
    expect(rows.map(({ item, option, variable, value }) => [item, option, variable, value])).toEqual(
      expect.arrayContaining([
        ['A1', 'na', 'A1', 98],
        ['a1', 'e', 'a1_2', 5],
        ['ways', 'w.2', 'ways_w.2', 1],
        ['with', null, 'v_with', null],
        ['visits', null, 'visits', null],
        ['rec', '10', 'rec', 10],
        ['Visits', null, 'Visits_2', null],
      ]),
    )
  })
})

it.skipIf(spawnSync('pspp', ['--version']).error)('a text longer than one variable may be goes on in the next', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'long-text-'))
  const text = 'a' + 'ờ'.repeat(15_000)
  const rows = [
    ['x', text],
    ['y', ''],
  ]
  const variables = ['id', 'comment'].map((name): Variable => ({ name, label: name, holds: 'text', measure: 'nominal', values: [] }))
  const study: Study = {
    name: 'x',
    variables,
    sets: [],
    notes: [],
    script: '',
    fields: [],
    texts: {},
    codebook: { columns: [], pages: onePage([]) },
    before: () => onePage(rows),
    pages: onePage(rows),
  }
  const pieces: Uint8Array[] = []
  for await (const piece of sav.write({ title: 'x', sheets: [], table: study.codebook, study })) pieces.push(piece)
  writeFileSync(join(folder, 'r.sav'), Buffer.concat(pieces))
  psppSays(folder, `get file='r.sav'.\nsave translate /outfile='r.csv' /type=csv /replace.`)
  const read = readFileSync(join(folder, 'r.csv'), 'utf8')
    .split('\n')
    .map((line) => line.replace(/ +(?=,|$)/g, '').split(','))
  expect(read.slice(0, 2).map(([id, ...parts]) => [id, parts.join('')])).toEqual([
    ['x', text],
    ['y', ''],
  ])
  rmSync(folder, { recursive: true, force: true })
})

type Resource = {
  readonly path: string
  readonly hash: string
  readonly bytes: number
  readonly schema: { readonly fields: readonly { readonly name: string; readonly constraints?: unknown }[] }
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

/** A day, or a moment to the minute, as CSV has it. */
const momentOf = (value: unknown, signs: number): unknown =>
  value instanceof Date
    ? value.toISOString().slice(0, signs)
    : typeof value === 'number'
      ? new Date((value - 12_219_379_200) * 1000).toISOString().slice(0, signs)
      : value

function figureOf({ total }: Results, code: string): readonly unknown[] {
  const node = total.nodes.find((one) => one.code === code)
  return [node?.base, node?.share?.value]
}

function psppSays(folder: string, syntax: string): string {
  writeFileSync(join(folder, 'read.sps'), syntax)
  return execFileSync('pspp', ['--batch', '-O', 'format=txt', 'read.sps'], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C.UTF-8' },
  })
}
