import { readXlsx } from 'hucre'
import { execFileSync, spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { workbook } from '../../server/files/xlsx'
import type { Results } from '../../server/reading/results'
import { rounded } from '../../surveys/instrument/decimal'
import { post, response, shippedVersion } from './fielded'
import { oneEngine, type TestServer } from './harness'
import { payload, surveyed } from './surveyed'
import { openWorkbook, type ReadSheet, recordsOf, unzip } from './unpacked'

/** A share with two digits in percent. */
const read = (value: number | null | undefined): number | null => (typeof value === 'number' ? rounded(value, 4) : null)

const dangerous = [
  '=HYPERLINK("http://x","y")',
  '+1+1',
  '-2+3',
  '@SUM(A1)',
  "=cmd|' /C calc'!A0",
  '\t=1+1',
  '\r=1+1',
  '_x003D_1+1',
  '<f>1+1</f>',
  ']]></t></is></c>',
  '"&<>\'',
  '  hai  khoảng ',
  'dòng\nhai',
  '😀 ký hiệu',
]

/** Code, value, and how far the interval reaches, of the rows of which a chart draws its bars. */
function rowsDrawn(sheet: ReadSheet | undefined, xml: string): readonly (readonly unknown[])[] {
  const ranges = [...xml.matchAll(/<c:f>'Charts'!\$([A-Z])\$(\d+)(?::\$[A-Z]\$(\d+))?<\/c:f>/g)]
  expect(ranges.map(([, column]) => column)).toEqual(['D', 'F', 'E', 'C', 'D'])
  const [, , from = '', to = from] = ranges[4] ?? []
  return (sheet?.rows ?? []).slice(Number(from) - 1, Number(to)).map((row) => [1, 3, 4, 5].map((column) => row[column]?.value))
}

describe.each(oneEngine)('a workbook on %s', (engine) => {
  let server: TestServer
  beforeAll(async () => {
    server = await surveyed({ engine })
    for (const comment of dangerous)
      expect(
        (await post(server.url, response({ overall: '4', comment }, { agency: 'A1', touchpoint: 'qr', answeredOn: '2026-11-19' }))).status,
      ).toBe(201)
  })
  afterAll(() => server.close())
  const get = (path: string) => fetch(`${server.url}/api/v1/campaigns/${path}`, { headers: { Authorization: `Bearer ${server.token}` } })
  const bytes = async (file: string) => new Uint8Array(await (await get(`c1/exports/${file}`)).arrayBuffer())
  const sheets = async (file: string): Promise<ReadonlyMap<string, ReadSheet>> =>
    new Map(openWorkbook(await bytes(file)).map((sheet) => [sheet.name, sheet]))
  const records = (book: ReadonlyMap<string, ReadSheet>, name: string) => recordsOf(book.get(name) ?? { name, rows: [], xml: '' })

  it.each(['', '?agency=A1', '?block=commune&from=2026-11', '?channel=kiosk'])(
    'of results%s holds the figures of the API, as they are read and to the last digit',
    async (query) => {
      const api: Results = await (await get(`c1/results${query}`)).json()
      const book = await sheets(`results.xlsx${query}${query === '' ? '?' : '&'}lang=en`)
      expect([...book.keys()]).toEqual([
        'Total',
        'Blocks',
        'Agencies',
        'Agencies by factor',
        'Charts',
        'Distribution',
        'Questions outside of indicators',
        'Codebook',
        'Method',
      ])
      const groups = [
        ...api.agencies.map((group) => ({ ...group, sheet: 'Agencies' })),
        ...api.blocks.map((group) => ({ ...group, sheet: 'Blocks', rank: undefined })),
        { ...api.total, code: undefined, sheet: 'Total', rank: undefined },
      ]
      for (const { sheet, code, rank, responses, nodes } of groups) {
        const rows = records(book, sheet).filter((row) => code === undefined || row['Code'] === code)
        expect(rows).toHaveLength(nodes.length)
        for (const [place, node] of nodes.entries()) {
          const why = node.withheld === 'small' ? 'withheld: fewer than 10 persons' : node.withheld && 'withheld: no answers yet'
          expect(rows[place]).toMatchObject({
            Responses: responses,
            'Indicator code': node.code,
            Persons: node.persons,
            Base: node.base,
            'Withheld because': why ?? null,
            'Published value': why ?? read(node.value),
            'Published value (unrounded)': node.value,
            '95% interval from': read(node.interval?.[0]),
            '95% interval from (unrounded)': node.interval?.[0] ?? null,
            '95% interval to (unrounded)': node.interval?.[1] ?? null,
            'Interval method': node.intervalMethod,
            'Share satisfied': why ?? read(node.share?.value),
            'Share satisfied (unrounded)': node.share?.value ?? null,
            'Share: interval from (unrounded)': node.share?.interval?.[0] ?? null,
            'Level of satisfaction': why ?? read(node.level?.value),
            'Level of satisfaction (unrounded)': node.level?.value ?? null,
            'Level: interval to (unrounded)': node.level?.interval?.[1] ?? null,
            Label: 'Synthetic data',
            ...(rank === undefined ? {} : { 'Rank in its block': rank }),
          })
        }
      }
      for (const [place, { value, agencies }] of api.total.meanOfAgencies.entries())
        expect(records(book, 'Total')[place]).toMatchObject({
          'Mean of agencies': read(value),
          'Mean of agencies (unrounded)': value,
          'Agencies in the mean': agencies,
        })
    },
  )

  it.each(['results', 'released'])('of %s has every agency by factor, and charts that are drawn from their cells', async (content) => {
    const api: Results = await (await get(content === 'results' ? 'c1/results' : 'c1/released')).json()
    const file = await bytes(`${content}.xlsx?lang=en`)
    const book = new Map(openWorkbook(file).map((sheet) => [sheet.name, sheet]))
    const rows = records(book, 'Agencies by factor')
    const groups = [{ ...api.total, code: null }, ...api.blocks, ...api.agencies]
    const factors = api.total.nodes.filter(({ tree, kind }) => tree === 'satisfaction' && kind === 'factor')
    expect([rows.length, factors.length]).toEqual([groups.length, 5])
    for (const [place, { code, responses, nodes }] of groups.entries())
      for (const { code: factor } of factors) {
        const [node, row = {}] = [nodes.find((one) => one.code === factor), rows[place]]
        const column = Object.keys(row).find((title) => title.startsWith(`${factor} `)) ?? ''
        const shown = typeof row[column] === 'number' ? row[column] : null
        expect([row['Code'], row['Responses'], shown, row[`Base: ${factor}`]]).toEqual([
          code,
          responses,
          read(node?.value),
          node?.base ?? null,
        ])
      }
    const charts = [...unzip(Buffer.from(file))].filter(([path]) => path.startsWith('xl/charts/')).map(([, xml]) => xml)
    const blocks = new Set(
      api.agencies.filter(({ nodes }) => nodes.some(({ code, value }) => code === 'SIPAS' && value !== null)).map(({ block }) => block),
    )
    expect(charts).toHaveLength(blocks.size + (factors.some(({ value }) => value !== null) ? 1 : 0))
    const known = new Map([
      ...factors.map((node) => [node.code, node] as const),
      ...api.agencies.map(({ code, nodes }) => [code, nodes.find((node) => node.code === 'SIPAS')] as const),
    ])
    const drawn = charts.flatMap((xml) => rowsDrawn(book.get('Charts'), xml))
    const shown = [...known].flatMap(([code, node]) => (node?.value === null ? [] : [code]))
    expect(new Set(drawn.map(([code]) => code))).toEqual(new Set(shown))
    for (const [code, value, below, above] of drawn) {
      const { value: figure, interval } = known.get(String(code)) ?? { value: null, interval: null }
      expect([code, value, rounded(Number(value) - Number(below), 6), rounded(Number(value) + Number(above), 6)]).toEqual([
        code,
        read(figure),
        read(interval?.[0]),
        read(interval?.[1]),
      ])
    }
  })

  it('counts every option of every criterion as the API does, and gives no count of a withheld one', async () => {
    const api: Results = await (await get('c1/results')).json()
    const rows = records(await sheets('results.xlsx?lang=en'), 'Distribution')
    for (const { code, nodes } of api.agencies)
      for (const node of nodes.filter(({ counts }) => counts !== undefined)) {
        const found = rows.filter((row) => row['Level'] === 'Agencies' && row['Code'] === code && row['Indicator code'] === node.code)
        if (node.counts) expect(Object.fromEntries(found.map((row) => [row['Option code'], row['Times chosen']]))).toEqual(node.counts)
        else
          expect(found.map((row) => [row['Option code'], row['Times chosen'], row['Base']])).toEqual([
            [null, node.withheld === 'small' ? 'withheld: fewer than 10 persons' : 'withheld: no answers yet', node.base],
          ])
      }
  })

  it('freezes its head, shows shares as percent and numbers as numbers', async () => {
    const agencies = (await sheets('results.xlsx?lang=vi')).get('Cơ quan')
    if (!agencies) throw new Error('there is no such sheet')
    expect(agencies.xml).toContain('<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>')
    const column = agencies.rows[0]?.findIndex((cell) => cell?.value === 'Tỷ lệ hài lòng') ?? -1
    const shown = agencies.rows
      .slice(1)
      .map((row) => row[column])
      .filter((cell) => cell?.type === 'number')
    expect(new Set(shown.map((cell) => cell?.format))).toEqual(new Set(['10']))
    expect(agencies.rows.flat().filter((cell) => cell?.type === 'number' && !Number.isFinite(cell.value))).toEqual([])
  })

  it('says in Vietnamese and English what it stands on, its filter and that it is made up', async () => {
    const english = records(await sheets('results.xlsx?channel=qr&from=2026-10&lang=en'), 'Method')
      .map((row) => Object.values(row).join(': '))
      .join('\n')
    for (const words of [
      'Synthetic data',
      '(c1)',
      'sipas-service',
      `Version: ${shippedVersion['sipas-service']}`,
      'from month 2026-10; channel qr',
      'Below 10 persons',
      'wilson-cluster',
      'mean-of-items',
      '2026-11-20 10:00',
    ])
      expect(english).toContain(words)
    expect(english).toMatch(/SHA-256\): [0-9a-f]{64}/)
    expect(english).toMatch(/SIPAS: \d+ answers of \d+ persons, \d+ responses/)
    const vietnamese = records(await sheets('responses.xlsx?lang=vi'), 'Phương pháp')
      .map((row) => Object.values(row).join(': '))
      .join('\n')
    for (const words of ['Dữ liệu minh hoạ', 'không lọc: toàn bộ đợt', 'chỉ ghi ngày']) expect(vietnamese).toContain(words)
    const name = (await get('c1/exports/results.xlsx')).headers.get('content-disposition')
    expect(name).toBe('attachment; filename="sample-c1-results.xlsx"')
  })

  it('of responses holds what JSON Lines hold, days as days', async () => {
    const rows = records(await sheets('responses.xlsx?lang=vi'), 'Phiếu trả lời')
    const lines: readonly Readonly<Record<string, string | number | null>>[] = (await (await get('c1/exports/responses.jsonl')).text())
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(rows).toHaveLength(41 + dangerous.length)
    const asLine = (row: (typeof rows)[number]) => ({
      ...row,
      submitted_at: new Date((Number(row['submitted_at']) - 25_569) * 86_400_000).toISOString().slice(0, 10),
    })
    const asTexts = (line: (typeof lines)[number]) =>
      Object.fromEntries(
        Object.entries(line)
          .filter(([key]) => !key.endsWith('.label'))
          .map(([key, value]) => [key, value === '' || value === null ? null : String(value)]),
      )
    expect(rows.map(asLine).map(asTexts)).toEqual(lines.map(asTexts))
    expect(records(await sheets('responses.xlsx?agency=A2&lang=vi'), 'Phiếu trả lời').map((row) => row['agency'])).toEqual([
      'A2',
      'A2',
      'A2',
      'A2',
    ])
    const filtered: Results = await (await get('c1/results?block=department&from=2026-11&channel=qr')).json()
    expect(records(await sheets('responses.xlsx?block=department&from=2026-11&channel=qr&lang=vi'), 'Phiếu trả lời')).toHaveLength(
      filtered.total.responses,
    )
  })

  it('of responses counts with its scores, and says beside each code what it means', async () => {
    const sheet = (await sheets('responses.xlsx?lang=vi')).get('Phiếu trả lời')
    const heads = sheet?.rows[0]?.map((cell) => cell?.value) ?? []
    const column = (title: string) => sheet?.rows.slice(1).map((row) => row[heads.indexOf(title)]) ?? []
    const scores = column('overall').flatMap((cell) => (cell === undefined ? [] : [cell]))
    expect(scores.length).toBeGreaterThan(40)
    expect(scores.map(({ type }) => type)).toEqual(scores.map(() => 'number'))
    expect(heads.indexOf('overall.label')).toBe(heads.indexOf('overall') + 1)
    const said = new Map(column('overall').map((cell, row) => [cell?.value, column('overall.label')[row]?.value]))
    expect(said.get(4)).toBe('Hài lòng')
    const choices = column('on_time').flatMap((cell, row) => (cell?.value === 'yes' ? [column('on_time.label')[row]?.value] : []))
    expect(new Set(choices).size).toBeLessThan(2)
    expect(records(await sheets('responses.xlsx?lang=en'), 'Responses').map((row) => row['overall.label'])).toContain('Satisfied')
  })

  it('keeps texts that look like formulas or markup as text', async () => {
    for (const file of ['responses.xlsx', 'results.xlsx']) {
      const all = openWorkbook(await bytes(`${file}?lang=vi`))
      expect(all.map(({ xml }) => /<f[ >]|<hyperlink|t="str"/.test(xml))).toEqual(all.map(() => false))
    }
    const comments = (await sheets('responses.xlsx?lang=vi'))
      .get('Phiếu trả lời')
      ?.rows.flat()
      .filter((cell) => cell && dangerous.some((text) => text.trim() === cell.value))
    expect(new Set(comments?.map((cell) => cell?.value))).toEqual(new Set(dangerous.map((text) => text.trim())))
    expect(comments?.every((cell) => cell?.type === 'text')).toBe(true)
    expect(records(await sheets('results.xlsx?lang=vi'), 'Cơ quan').map((row) => row['Tên'])).toContain(payload)
  })

  it('opens in other programs alike', async () => {
    const file = await bytes('results.xlsx?lang=en')
    const ours = openWorkbook(file)
    const { sheets: theirs } = await readXlsx(file)
    expect(theirs.map(({ name }) => name)).toEqual(ours.map(({ name }) => name))
    for (const [place, sheet] of ours.entries())
      expect(theirs[place]?.rows.map((row) => row.map((value) => value ?? null))).toEqual(
        sheet.rows.map((row) => Array.from({ length: theirs[place]?.rows[0]?.length ?? 0 }, (_, column) => row[column]?.value ?? null)),
      )
    if (spawnSync('python3', ['--version']).status !== 0) return
    const path = join(server.dataDir, 'results.xlsx')
    writeFileSync(path, file)
    expect(execFileSync('python3', ['-c', python, path], { encoding: 'utf8' }).trim()).toBe('None 21 parts')
  })
})

const python = `
import sys, zipfile, xml.dom.minidom
archive = zipfile.ZipFile(sys.argv[1])
for name in archive.namelist(): xml.dom.minidom.parseString(archive.read(name))
print(archive.testzip(), len(archive.namelist()), 'parts')
`

describe('the writer of workbooks', () => {
  const written = async (rows: readonly (readonly (string | number | null)[])[], limits?: Parameters<typeof workbook>[1]) => {
    const pages = async function* () {
      for (const row of rows) yield await Promise.resolve([row])
    }
    const pieces: Uint8Array[] = []
    for await (const piece of workbook(
      {
        title: 'x',
        sheets: [
          {
            name: 'Phiếu',
            columns: [
              { title: 'a', width: 9 },
              { title: 'b', width: 9 },
            ],
            pages: pages(),
          },
        ],
      },
      limits,
    ))
      pieces.push(piece)
    return openWorkbook(Buffer.concat(pieces))
  }

  it('goes on in a second sheet when the first is full', async () => {
    const sheets = await written(
      Array.from({ length: 9 }, (_, index) => [index, `=${index}`]),
      { rows: 5, characters: 1e9 },
    )
    expect(sheets.map(({ name, rows }) => [name, rows.length])).toEqual([
      ['Phiếu', 5],
      ['Phiếu 2', 5],
      ['Phiếu 3', 2],
    ])
    expect(sheets.flatMap((sheet) => recordsOf(sheet).map(({ a }) => a))).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8])
    expect(
      (
        await written(
          Array.from({ length: 4 }, (_, index) => [index, null]),
          { rows: 5, characters: 1e9 },
        )
      ).map(({ name }) => name),
    ).toEqual(['Phiếu'])
    expect(
      (
        await written(
          Array.from({ length: 400 }, (_, index) => [index, 'long']),
          { rows: 1e6, characters: 20_000 },
        )
      ).length,
    ).toBeGreaterThan(1)
  })

  it('writes numbers to their last digit, and nothing for what is none', async () => {
    const values = [0.1 + 0.2, 1 / 3, Number.MAX_SAFE_INTEGER, 5e-324, -0.5, Number.NaN, Infinity, null]
    const [sheet] = await written(values.map((value) => [value, 'x']))
    expect(sheet?.rows.slice(1).map((row) => row[0]?.value)).toEqual([
      0.1 + 0.2,
      1 / 3,
      Number.MAX_SAFE_INTEGER,
      5e-324,
      -0.5,
      undefined,
      undefined,
      undefined,
    ])
  })

  it('keeps 300 hostile texts as text', async () => {
    const starts = ['=', '+', '-', '@', '\t', '\r', '=1+', '|', '<script>', '&#61;', '%3D', "'="]
    const texts = starts.flatMap((start) =>
      Array.from(
        { length: 25 },
        (_, index) =>
          `${start}${['HYPERLINK("x")', 'cmd|x!A0', 'SUM(A1:A9)', '"><img src=x>', '{{7*7}}'][index % 5] ?? ''}${'_x0041_'.repeat(index % 3)}${index}`,
      ),
    )
    const [sheet] = await written(texts.map((text) => [text, null]))
    expect(sheet?.rows.slice(1).map((row) => row[0])).toEqual(texts.map((value) => ({ type: 'text', value, format: '0' })))
  })

  it('replaces what XML cannot hold', async () => {
    const [sheet] = await written([['a\u0000b\u001fc\ud800d\uffffe', null]])
    expect(sheet?.rows[1]?.[0]?.value).toBe('a\uFFFDb\uFFFDc\uFFFDd\uFFFDe')
  })
})
