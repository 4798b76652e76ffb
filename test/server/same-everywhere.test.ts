import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readXlsx } from 'hucre'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { act, atCommandLine } from '../../server/acts/act'
import { releaseCampaign } from '../../server/acts/releases'
import { resultsShape } from '../../server/reading/results-shape'
import { fieldTitle } from '../../client/text/fields'
import { exportWords } from '../../client/text/files'
import { type FieldName, fieldNames, type PublishedResults } from '../../surveys/figures/row'
import { nodeLabels } from '../../surveys/instrument/indicators'
import type { Questionnaire } from '../../surveys/instrument/schema'
import { readSmall } from '../surveys/small'
import { commandOn } from './cli'
import { designing } from './designing'
import { agency, fielded, post, response } from './fielded'
import { startServer, type TestServer } from './harness'
import { type Office, officeOf, said } from './office'
import { apart, cellsOf, percent, sectionOf } from './reading-html'

const both = (vi: string, en = vi) => ({ vi, en })

/** A node of every unit, one on too few persons, one without answers, some with a grade and a target; one that rounding would carry past it. */
const questionnaire: Questionnaire = readSmall({
  ...readSmall(),
  id: 'everywhere',
  scales: [
    ...readSmall().scales,
    {
      id: 'works',
      options: [
        { code: 'x', label: both('Lối đi', 'The way in') },
        { code: 'y', label: both('Ghế chờ', 'Seats') },
        { code: 'z', label: both('Nước uống', 'Water') },
      ],
    },
  ],
  bandSets: [
    {
      id: 'levels',
      bands: [
        { code: 'low', label: both('Chưa tốt', 'Poor'), from: 0, to: 80 },
        { code: 'high', label: both('Tốt', 'Good'), from: 80, to: 100 },
      ],
    },
  ],
  sections: [
    ...readSmall().sections,
    {
      id: 'third',
      title: both('Ba'),
      questions: [
        { type: 'recommend', id: 'rec', text: both('Giới thiệu'), required: false },
        // Of no tree.
        { type: 'recommend', id: 'again', text: both('Giới thiệu lần nữa'), required: false },
        { type: 'slider', id: 'ease', text: both('Dễ dàng'), min: 0, max: 10, step: 1, unit: 'percent', required: false },
        { type: 'ranking', id: 'first', text: both('Cần làm trước'), scale: 'works', required: false },
        { type: 'date-time', id: 'came', text: both('Đến lúc nào'), required: false },
      ],
    },
  ],
  trees: [
    {
      id: 'satisfaction',
      label: both('Hài lòng'),
      formula: 'share',
      nodes: [
        { code: 'S', kind: 'overall', label: both('Chung'), children: ['F'], bands: 'levels', target: 0.85125 },
        { code: 'F', kind: 'factor', label: both('Yếu tố'), items: ['m1', 'm2'], bands: 'levels', target: 0.8 },
        { code: 'G', kind: 'factor', label: both('Mức'), items: ['rate'], formula: 'level' },
        { code: 'P', kind: 'factor', label: both('Điểm'), items: ['rate'], formula: 'points', target: 3.5 },
        { code: 'N', kind: 'factor', label: both('Số'), items: ['met'], formula: 'mean-number' },
        { code: 'R', kind: 'factor', label: both('Giới thiệu'), items: ['rec'], formula: 'net-promoters', target: 12.5 },
        { code: 'J', kind: 'factor', label: both('Mọi câu'), items: ['m1', 'm2'], formula: 'all-positive' },
        { code: 'm1', kind: 'item', label: both('Hàng 1'), items: ['m1'], target: 0.71876 },
        { code: 'told', kind: 'item', label: both('Được báo'), items: ['told'] },
        { code: 'late', kind: 'item', label: both('Trễ'), items: ['late'] },
      ],
    },
    {
      id: 'perception',
      label: both('Nhận định'),
      formula: 'option-share',
      nodes: [{ code: 'W', kind: 'option', label: both('Tại quầy'), items: ['ways'], options: ['desk'] }],
    },
  ],
})

type Value = string | number | boolean | null
type Fields = Readonly<Record<FieldName, Value>>
type Rows = ReadonlyMap<string, Fields>

/** Working figures and released ones: where each is asked for, and what their files and commands are called. */
const views = {
  working: { address: 'results', file: 'results', options: [], report: '/admin/campaigns/c1/report' },
  released: { address: 'released', file: 'released', options: ['--released'], report: '/admin/campaigns/c1/released/report' },
} as const
type View = keyof typeof views
const bothViews = [['working'], ['released']] as const

describe('a figure', () => {
  let server: TestServer
  let office: Office
  let json: PublishedResults<unknown>
  let expected: Rows
  let today = ''
  const found = new Map<View, { readonly json: PublishedResults<unknown>; readonly expected: Rows }>()
  const of = (view: View) => found.get(view) ?? expect.fail(view)
  beforeAll(async () => {
    server = await startServer({})
    office = officeOf(server)
    const author = designing(server)
    await author.begin(questionnaire)
    await author.publish(questionnaire, 1)
    await fielded(server.database, { questionnaire: questionnaire.id, agencies: ['A1', 'A2', 'A3'].map((code) => agency(code)) })
    // 23 of 32 and 19 of 20 are positive; four persons alone were late; nobody answers at A3.
    for (const [touchpoint, code, persons, satisfied] of [
      ['q1', 'A1', 32, 23],
      ['k2', 'A2', 20, 19],
    ] as const)
      for (let person = 0; person < persons; person++) {
        const score = person < satisfied ? 'good' : 'bad'
        const isLate = person >= persons - 2
        const answers = {
          late: isLate ? 'yes' : 'no',
          ...(isLate ? { told: 'yes' } : {}),
          m1: score,
          m2: person === 0 ? 'na' : score,
          rate: person % 3 === 0 ? 'fair' : 'good',
          met: 50 + person,
          // More would not than would.
          rec: String(person % 3 === 0 ? 10 : person % 5 === 0 ? 8 : 4),
          ways: [person % 4 === 0 ? 'web' : 'desk'],
          // 52 persons: 18 promote, 11 do neither, 23 do not.
          again: person % 3 === 0 ? '10' : person % 3 === 1 ? '3' : person % 2 === 0 ? '8' : '6',
          ease: person % 11,
          first: person % 2 === 0 ? ['y', 'x', 'z'] : ['x', 'y', 'z'],
          came: '2026-11-03T08:30',
        }
        const reply = await post(server.url, response(answers, { version: 1, touchpoint, agency: code }))
        if (reply.status !== 201) throw new Error(await reply.text())
      }
    const night = await act({ database: server.database, now: Date.now }, atCommandLine(), releaseCampaign, { code: 'c1' })
    expect(night).toMatchObject({ kind: 'done', value: { waiting: 0 } })
    today = night.kind === 'done' ? (night.value?.night ?? '') : ''
    for (const [view] of bothViews) {
      const given = await (await office.get(`/api/v1/campaigns/c1/${views[view].address}`)).json()
      found.set(view, { json: given, expected: rowsOfJson(given) })
    }
    json = of('working').json
    expected = of('working').expected
  })
  afterAll(() => server.close())

  it('of every kind is among them', () => {
    const rows = [...expected.values()]
    const has = (is: (row: Fields) => boolean) => rows.some(is)
    expect([
      has(({ formula, value }) => formula === 'points' && value !== null),
      has(({ formula, value }) => formula === 'mean-number' && value !== null),
      has(({ formula, value }) => formula === 'net-promoters' && typeof value === 'number' && value < 0),
      has(({ withheld }) => withheld === 'small'),
      has(({ withheld }) => withheld === 'no-answers'),
      has(({ reached }) => reached === true),
      has(({ reached }) => reached === false),
      has(({ grade }) => grade === 'high'),
      has(({ grade }) => grade === 'low'),
      has(({ rank }) => rank === 2),
    ]).toEqual(Array.from({ length: 10 }, () => true))
    expect(fieldNames.filter((name) => rows.every((row) => row[name] === null))).toEqual([])
  })

  it('is described as it leaves', async () => {
    const parted: unknown = await (await office.get('/api/v1/campaigns/c1/results?by=month')).json()
    for (const given of [json, parted]) expect(resultsShape.parse(given)).toEqual(given)
    const { paths } = await (await fetch(`${server.url}/api/v1/openapi.json`)).json()
    const described: unknown = paths['/api/v1/campaigns/{code}/results'].get.responses['200'].content['application/json'].schema
    expect(JSON.stringify(described)).toContain('reached')
  })

  it('that is released is the working one over the same answers, but for its interval, its persons, and what few answered', () => {
    const apart = new Set<FieldName>(fieldNames.filter((name) => /Low|High|Method|Persons/.test(name) || isOfRank(name)))
    expect([...of('released').expected.keys()]).toEqual([...expected.keys()])
    for (const [key, row] of of('released').expected)
      for (const name of fieldNames)
        if (row.withheld === null && !apart.has(name)) expect([key, name, row[name]]).toEqual([key, name, expected.get(key)?.[name]])
        else if (name === 'persons' || name === 'base' || name === 'value')
          expect([key, row.withheld === null || row[name] === null]).toEqual([key, true])
  })

  it.each(bothViews)('is the same in CSV and JSON Lines, field by field: %s', async (view) => {
    const { expected: own } = of(view)
    const lines: readonly Readonly<Record<string, Value>>[] = (await office.html(`/api/v1/campaigns/c1/exports/${views[view].file}.jsonl`))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    const [head = '', ...rest] = (await office.html(`/api/v1/campaigns/c1/exports/${views[view].file}.csv`))
      .replace('\uFEFF', '')
      .trim()
      .split('\r\n')
    const names = head.split(',')
    const comma = rest.map((line) => Object.fromEntries(line.split(',').map((text, place) => [names[place] ?? '', text])))
    for (const [records, cell] of [
      [lines, (value: Value) => value],
      [comma, (value: Value) => (value === null ? '' : String(value))],
    ] as const) {
      const read = new Map(
        records.map((line) => [
          `${String(line['code'] ?? '') || String(line['level'])} ${String(line['node'])}`,
          Object.fromEntries(fieldNames.map((name) => [name, line[columns[name]] ?? null])),
        ]),
      )
      expect([...read.keys()].filter((key) => !asides.has(key.split(' ')[1] ?? '')).length).toBe(own.size)
      for (const [key, row] of own) expect([key, read.get(key)]).toEqual([key, inTable(row, cell)])
    }
  })

  it.each(bothViews)('is the same in a workbook, as another program reads it: %s', async (view) => {
    const say = exportWords('vi')
    const { sheets } = await readXlsx(
      new Uint8Array(await (await office.get(`/api/v1/campaigns/c1/exports/${views[view].file}.xlsx?lang=vi`)).arrayBuffer()),
    )
    for (const [key, row] of of(view).expected) {
      const [whose = '', node = ''] = key.split(' ')
      const sheet = sheets.find(({ name }) => name === say(whose === 'total' ? 'total' : whose === 'commune' ? 'blocks' : 'agencies'))
      const [titles = [], ...lines] = sheet?.rows ?? []
      const at = (title: string) => titles.indexOf(title)
      const line = lines.find((cells) => cells[at(say('node'))] === node && (at(say('code')) < 0 || cells[at(say('code'))] === whose))
      for (const name of fieldNames) {
        const title = fieldTitle(say, name)
        const isElsewhere = whose === 'total' || whose === 'commune' ? isOfRank(name) : /Mean|meanOf/.test(name)
        expect([name, at(title) >= 0]).toEqual([name, !isElsewhere])
        if (isElsewhere) continue
        const seen = line?.[at(title)] ?? null
        const why = row.withheld === null ? null : whyText(row.withheld)
        const text = readText(row, name)
        if (why !== null && ['value', 'share', 'level', 'shown'].includes(name)) expect([key, name, seen]).toEqual([key, name, why])
        else if (typeof seen !== 'number') expect([key, name, seen]).toEqual([key, name, text])
        else expect([key, name, asShown(row, name, seen)]).toEqual([key, name, text])
        const unrounded = at(say('unrounded', { field: title }))
        if (unrounded >= 0 && name !== 'shown') expect([key, name, line?.[unrounded] ?? null]).toEqual([key, name, row[name]])
      }
    }
  })

  it.each(bothViews)('is the same on the command line, as text and as JSON: %s', async (view) => {
    const { json: given, expected: own } = of(view)
    const report = async (format: string) =>
      (await commandOn(server, 'report', '--campaign', 'c1', '--format', format, ...views[view].options)).stdout
    expect(JSON.parse(await report('json'))).toEqual({
      ...given,
      agencies: given.agencies.map((one) => ({ ...one, name: expect.any(String) })),
    })
    const tables = (await report('text')).split('\n\n').slice(1).map(readTable)
    const say = exportWords('vi')
    const compared = new Map<string, number>()
    for (const [key, row] of own) {
      const [whose = '', node = ''] = key.split(' ')
      const line = tables
        .flat()
        .find((cells) => cells[say('node')] === node && (whose === 'total' ? !('Số phiếu' in cells) : Object.values(cells)[0] === whose))
      if (whose !== 'total' && node !== 'S') continue
      compared.set(whose, (compared.get(whose) ?? 0) + 1)
      const cell = (title: string) => line?.[title] ?? ''
      const why = row.withheld === null ? '' : whyText(row.withheld)
      const range = (low: FieldName, high: FieldName) => [readText(row, low), readText(row, high)].filter((text) => text !== null).join('–')
      const wanted: Readonly<Record<string, string | null>> = {
        [say('rank')]: row.rank === null ? '' : `${row.rank}/${String(row.ranked)}`,
        [say('rankRange')]: range('rankBest', 'rankWorst'),
        [say('node')]: node,
        [say('label')]: readText(row, 'label'),
        [say('value')]: why || readText(row, 'value'),
        [`${say('value')}: ${say('intervals')}`]: range('intervalLow', 'intervalHigh'),
        [say('intervalMethod')]: readText(row, 'intervalMethod'),
        [say('share')]: readText(row, 'share'),
        [`${say('share')}: ${say('intervals')}`]: range('shareLow', 'shareHigh'),
        [say('degree')]: readText(row, 'level'),
        [`${say('degree')}: ${say('intervals')}`]: range('levelLow', 'levelHigh'),
        [say('persons')]: readText(row, 'persons'),
        [say('base')]: readText(row, 'base'),
        [say('grade')]: readText(row, 'grade'),
        [say('target')]: readText(row, 'target'),
        [say('reached')]: readText(row, 'reached'),
        [say('mean')]: readText(row, 'meanOfAgencies'),
        [say('meanOf')]: readText(row, 'agenciesInMean'),
        [say('tree')]: readText(row, 'tree'),
        [say('kind')]: readText(row, 'kind'),
        [say('formula')]: readText(row, 'formula'),
        [say('rollUp')]: readText(row, 'rollUp'),
      }
      for (const [title, text] of Object.entries(wanted)) expect([key, title, cell(title)]).toEqual([key, title, text ?? ''])
    }
    expect(Object.fromEntries(compared)).toEqual({ total: given.total.nodes.length, commune: 1, A1: 1, A2: 1, A3: 1 })
  })

  it('is the same on its own page', async () => {
    const say = exportWords('vi')
    for (const [key, row] of expected) {
      const [whose = '', node = ''] = key.split(' ')
      const filter = whose === 'total' ? '' : whose === 'commune' ? '?block=commune' : `?agency=${whose}`
      const page = sectionOf(await office.html(`/admin/campaigns/c1/figures/${node}${filter}`), 'fields')
      const told = Object.fromEntries(
        [...page.matchAll(/<dt>(.*?)<\/dt><dd>(.*?)<\/dd>/g)].map(
          ([, title = '', text = '']) => [said(title), said(text).replace(/\s+/g, ' ').trim()] as const,
        ),
      )
      const wanted = fieldNames
        .filter((name) => name !== 'shown' && (node === 'S' || !isOfRank(name)))
        .flatMap((name) => {
          const text = readText(row, name)
          if (text === null) return []
          // A code of the files stands behind what it means.
          const meaning = isCode(name) ? expect.stringMatching(new RegExp(`^\\p{L}[^_]{2,} ${text}$`, 'u')) : text
          return [[fieldTitle(say, name), meaning] as const]
        })
      expect([key, told]).toEqual([key, Object.fromEntries(wanted)])
    }
  })

  it('of a question outside of every tree is the same on its page, in the report, in the API, in CSV, in the workbook and on the command line', async () => {
    // Of 52 people 18 promote and 26 do not; what everybody slid adds up to 246; 26 put each of two works first, the third always last.
    const wanted = [
      { of: 'again', formula: 'net-promoters', value: (100 * (18 - 26)) / 52, vi: '−15,38', base: 52 },
      { of: 'ease', formula: 'mean-number', value: 246 / 52, vi: '4,73', base: 52 },
      { of: 'first_x', formula: 'first-place', value: 0.5, vi: '50,0%', base: 52 },
      { of: 'first_z', formula: 'first-place', value: 0, vi: '0,0%', base: 52 },
      { of: 'first_z', formula: 'among-first', value: 1, vi: '100,0%', base: 52 },
      { of: 'first_x', formula: 'mean-place', value: 1.5, vi: '1,50', base: 52 },
      { of: 'first_z', formula: 'mean-place', value: 3, vi: '3,00', base: 52 },
    ] as const
    const profile = new Map(json.total.profile.map((item) => [item.code, item]))
    expect([...profile.keys()]).toEqual(expect.arrayContaining(['again', 'ease', 'first']))
    expect(profile.has('came')).toBe(false)
    const lines: readonly Readonly<Record<string, Value>>[] = (await office.html('/api/v1/campaigns/c1/exports/results.jsonl'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    const csv = (await office.html('/api/v1/campaigns/c1/exports/results.csv')).split('\r\n')
    const book = await readXlsx(new Uint8Array(await (await office.get('/api/v1/campaigns/c1/exports/results.xlsx?lang=vi')).arrayBuffer()))
    const say = exportWords('vi')
    const [titles = [], ...cells] = book.sheets.find(({ name }) => name === say('aside'))?.rows ?? []
    const page = said(await office.html('/admin/campaigns/c1/respondents'))
    const report = said(await office.html('/admin/campaigns/c1/report'))
    const text = (await commandOn(server, 'report', '--campaign', 'c1', '--format', 'text')).stdout.normalize('NFC')
    for (const { of: node, formula, value, vi, base } of wanted) {
      const [item = '', option] = node.split('_')
      const told = profile.get(item)
      const placed = told?.order?.options.find(({ code }) => code === option)
      const sent = new Map<string, number | null | undefined>([
        ['first-place', placed?.firstShare],
        ['among-first', placed?.amongFirstShare],
        ['mean-place', placed?.meanPlace],
      ])
      expect([node, option === undefined ? told?.figure?.value : sent.get(formula)]).toEqual([node, expect.closeTo(value, 12)])
      const line = lines.find((one) => one['level'] === 'total' && one['node'] === node && one['formula'] === formula)
      expect(line).toMatchObject({ value: expect.closeTo(value, 12), base, tree: null, withheld: null })
      expect(csv.filter((row) => row.includes(`,${node},`) && row.includes(`,${String(line?.['value'])},`)).length).toBeGreaterThan(0)
      const named = say(`aside_${formula}`)
      const row = cells.find(
        (one) =>
          one[titles.indexOf(say('item'))] === item &&
          (one[titles.indexOf(say('optionCode'))] ?? undefined) === option &&
          one[titles.indexOf(say('figure'))] === named,
      )
      expect(row?.[titles.indexOf(say('unrounded', { field: say('value') }))]).toBe(line?.['value'])
      expect(row?.[titles.indexOf(say('base'))]).toBe(base)
      for (const words of [page, text, ...(formula === 'among-first' ? [] : [report])]) expect(words).toContain(vi)
    }
    // A percentage says so: behind its figure, and in files, whose numbers are numbers, behind its question.
    const ease = profile.get('ease')?.figure?.interval ?? expect.fail()
    for (const words of [page, report])
      for (const one of ['4,73%', `${ease.map((end) => apart(end / 100)).join('–')}%`]) expect(words).toContain(one)
    for (const words of [text, csv.join(), cells.join()]) expect(words).toContain('Dễ dàng (%)')
    // Intervals are the same too, and who was there when nobody learns from any of these.
    const { interval } = profile.get('again')?.figure ?? expect.fail()
    const ends = [interval?.[0] ?? NaN, interval?.[1] ?? NaN].map((end) => apart(end / 100)).join('–')
    for (const words of [page, report, text]) expect(words.replaceAll('−', '').replaceAll('\u00a0', ' ')).toContain(ends)
    for (const words of [page, report, text, csv.join(), JSON.stringify(json), JSON.stringify(cells)]) expect(words).not.toContain('08:30')
  })

  it('of a number or a recommendation is split by agency, month and channel as the API has it', async () => {
    for (const [item, by] of [
      ['ease', 'agency'],
      ['ease', 'month'],
      ['again', 'channel'],
    ] as const) {
      const given: PublishedResults<unknown> = await (
        await office.get(`/api/v1/campaigns/c1/results?by=${by === 'agency' ? 'month' : by}`)
      ).json()
      const groups = by === 'agency' ? given.agencies : (given.parts ?? [])
      const page = said(sectionOf(await office.html(`/admin/campaigns/c1/respondents?item=${item}&by=${by}`), 'cross')).replaceAll(
        '\u00a0',
        ' ',
      )
      const told = groups.flatMap(({ profile }) => profile.find(({ code }) => code === item) ?? [])
      const sign = item === 'ease' ? '%' : ''
      expect(told.filter(({ figure }) => figure !== null).length).toBe(by === 'month' ? 1 : 2)
      for (const { persons, figure } of told) {
        if (!figure || figure.value === null) continue
        const ends = (figure.interval ?? []).map((end) => `${end < 0 ? '−' : ''}${apart(end / 100)}`)
        expect(page).toContain(`${figure.value < 0 ? '−' : ''}${apart(figure.value / 100)}${sign}`)
        expect(page).toContain(`${ends.join('–')}${sign}`)
        expect(page).toContain(String(persons))
      }
    }
  })

  it('that is released says so wherever it leaves: in the name, first, and in every row, with its night, its threshold and what is left out', async () => {
    for (const [file, column] of [
      ['released', 'node'],
      ['released-comments', 'item'],
    ] as const) {
      const csv = await office.get(`/api/v1/campaigns/c1/exports/${file}.csv`)
      expect(csv.headers.get('content-disposition')).toBe(`attachment; filename="c1-${file}.csv"`)
      const [head = ''] = (await csv.text()).replace('\uFEFF', '').split('\r\n')
      expect(head.split(',')).toEqual(expect.arrayContaining(['figures', 'night', 'settled', 'threshold', column]))
      const book = await office.get(`/api/v1/campaigns/c1/exports/${file}.xlsx?lang=vi`)
      const [first] = (await readXlsx(new Uint8Array(await book.arrayBuffer()))).sheets
      expect(first?.name).toBe('Số liệu công bố')
      const told = (first?.rows ?? []).map((row) => row.join(' '))
      for (const text of [
        'ít nhất 10 người',
        `Chốt đêm ngày ${today}`,
        'Không nêu vì chưa đủ người told',
        'phải ghép nhiều câu trả lời của từng người J',
        'Câu hỏi ngoài chỉ số Không công bố',
      ])
        expect(told.join('\n')).toContain(text)
    }
    const lines = (await office.html('/api/v1/campaigns/c1/exports/released.jsonl'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    // Who answered, and what is of no tree, does not leave.
    expect(lines.filter(({ node }) => asides.has(node))).toEqual([])
    expect(said(await office.html('/admin/campaigns/c1/released'))).toContain('Không công bố: cơ cấu người trả lời')
    for (const line of lines) expect(line).toMatchObject({ figures: 'released', night: today, settled: 'no', threshold: 10 })
    expect(lines.find(({ code, node }) => code === 'A1' && node === 'told')).toMatchObject({
      withheld: 'small',
      persons: null,
      base: null,
      without: 'told',
    })
    const text = (await commandOn(server, 'report', '--campaign', 'c1', '--released')).stdout
    for (const line of ['Số liệu công bố.', today, 'ít nhất 10 người']) expect(text.split('\n\n')[0]).toContain(line)
    const page = said(await office.html('/admin/campaigns/c1/released/report'))
    expect(page).toContain(`Chốt đêm ngày ${today.split('-').reverse().join('/')}.`)
  })

  it.each([
    ['by a file', '/api/v1/campaigns/c1/exports/released.csv?channel=qr'],
    ['by a file of comments', '/api/v1/campaigns/c1/exports/released-comments.csv?block=commune'],
    ['by the report', '/admin/campaigns/c1/released/report?from=2026-10'],
  ])('that is released is filtered by nobody: %s', async (_, address) => {
    const refused = await office.get(address)
    expect(refused.status).toBe(422)
    expect(await refused.text()).toContain('Số liệu công bố không lọc được')
  })

  it('that is released is the same where one agency is picked out, beside its block and everything', async () => {
    const address = '/api/v1/campaigns/c1/exports/released.jsonl'
    const all = (await office.html(address)).split('\n')
    const picked = (await office.html(`${address}?agency=A1`)).split('\n')
    expect(picked).toEqual(all.filter((line) => line === '' || !['A2', 'A3'].includes(JSON.parse(line).code)))
    expect((await office.get(`${address}?agency=none`)).status).toBe(404)
    const page = said(await office.html('/admin/campaigns/c1/released/report?agency=A1'))
    expect(page).toContain('Xã A1')
    expect(page).not.toContain('Xã A2')
    const text = (await commandOn(server, 'report', '--campaign', 'c1', '--released', '--agency', 'A1')).stdout
    expect(text).toContain('Xã A1')
    expect(text).not.toContain('Xã A2')
  })

  it('that is released goes into a file of any format by command, and takes no filter there either', async () => {
    for (const format of ['csv', 'jsonl']) {
      const file = join(mkdtempSync(join(tmpdir(), 'released-')), 'figures')
      await commandOn(server, 'report', '--campaign', 'c1', '--released', '--format', format, '--output', file)
      expect(readFileSync(file, 'utf8')).toBe(
        Buffer.from(await (await office.get(`/api/v1/campaigns/c1/exports/released.${format}`)).arrayBuffer()).toString('utf8'),
      )
    }
    expect(await commandOn(server, 'report', '--campaign', 'c1', '--released', '--channel', 'qr')).toMatchObject({ code: 2 })
  })

  it('shows the digit that tells it from a target which it misses', async () => {
    const [near] = [...expected].filter(([, row]) => isNearTarget(row))
    expect(near).toEqual(['A1 m1', expect.objectContaining({ shown: '71.875', target: 0.71876, reached: false })])
    const words = said(await office.html('/admin/campaigns/c1/figures/m1?agency=A1'))
    for (const text of ['71,875%', 'Chưa đạt mục tiêu 71,876%']) expect(words).toContain(text)
    expect(words).not.toContain('71,88%')
  })

  it.each([
    ['m1', 'cộng lại đúng 100%', 100],
    ['rate', 'cộng lại đúng 100%', 100],
    ['W', 'cộng lại có thể quá 100%', undefined],
  ])('has parts in %s that do what is said of them: %s', async (node, sentence, whole) => {
    const section = sectionOf(await office.html(`/admin/campaigns/c1/figures/${node}`), 'options')
    const parts = [...section.matchAll(/([\d,]+)%<small>/g)].map(([, text = '']) => Number(text.replace(',', '')))
    expect(parts.length).toBeGreaterThan(1)
    expect(said(section)).toContain(sentence)
    if (whole !== undefined) expect(parts.reduce((sum, part) => sum + part, 0)).toBe(whole * 10)
  })

  it.each(bothViews)('is the same in the report: %s', async (view) => {
    const page = await office.html(views[view].report)
    const rows = [...page.matchAll(/<tr[^>]*>([\s\S]*?)<\/tr>/g)].map(([row]) => cellsOf(row))
    for (const { code } of json.total.nodes) {
      const row = of(view).expected.get(`total ${code}`)
      if (!row) throw new Error(code)
      const line = rows.find((cells) => cells.some((text) => text.endsWith(` (${code})`))) ?? []
      const wanted =
        row.withheld === null
          ? (['value', 'persons', 'base', ...(code === 'W' ? [] : (['share', 'level'] as const))] as const).map(
              (name) => readText(row, name) ?? '–',
            )
          : [readText(row, 'persons') ?? '–']
      expect([code, line]).toEqual([code, expect.arrayContaining(wanted)])
      // A tree that has neither share nor level has no columns of dashes.
      if (code === 'W') expect(line).not.toContain('–')
      const words = line.join(' ')
      if (row.grade !== null) expect(words).toContain(`Xếp mức: ${String(readText(row, 'grade'))}`)
      if (row.reached !== null)
        expect(words).toContain(`${row.reached === true ? 'Đạt' : 'Chưa đạt'} mục tiêu ${String(readText(row, 'target'))}`)
      if (row.intervalMethod !== null)
        expect(words).toContain(`${String(readText(row, 'intervalLow')).replace('%', '')}–${String(readText(row, 'intervalHigh'))}`)
    }
    expect(rows.some((cells) => cells.includes('Xã A2') && cells[0] === '1 (1–2)/2')).toBe(true)
  })
})

/** The questions of no tree, as rows of files name them. */
const asides: ReadonlySet<string> = new Set(['again', 'ease', 'first_x', 'first_y', 'first_z'])

/** Named by a code that machines go by. */
const isCode = (name: FieldName): boolean => ['tree', 'formula', 'rollUp', 'intervalMethod'].includes(name)
const isOfRank = (name: FieldName): boolean => name.startsWith('rank') || name === 'tier'

/** The figures of the API as fields, by whose they are and their node. */
function rowsOfJson(json: PublishedResults<unknown>): Rows {
  type Node = (typeof json.total.nodes)[number]
  const labels = nodeLabels(questionnaire, 'vi')
  const row = (node: Node, more: Partial<Fields>): Fields => ({
    rank: null,
    ranked: null,
    rankBest: null,
    rankWorst: null,
    tier: null,
    tree: node.tree,
    node: node.code,
    label: labels.get(node.code) ?? '',
    kind: node.kind,
    persons: node.persons,
    effectivePersons: node.effectivePersons === null ? null : Math.floor(node.effectivePersons + 1e-6),
    base: node.base,
    withheld: node.withheld ?? null,
    shown: node.shown,
    value: node.value,
    intervalLow: node.interval?.[0] ?? null,
    intervalHigh: node.interval?.[1] ?? null,
    intervalMethod: node.intervalMethod,
    share: node.share?.value ?? null,
    shareLow: node.share?.interval?.[0] ?? null,
    shareHigh: node.share?.interval?.[1] ?? null,
    level: node.level?.value ?? null,
    levelLow: node.level?.interval?.[0] ?? null,
    levelHigh: node.level?.interval?.[1] ?? null,
    grade: node.grade,
    target: node.target,
    reached: node.reached,
    meanOfAgencies: null,
    agenciesInMean: null,
    unit: node.unit,
    formula: node.formula,
    rollUp: node.rollUp,
    ...more,
  })
  const groups = [{ code: 'total', ...json.total }, ...json.blocks]
  return new Map([
    ...groups.flatMap(({ code, nodes, meanOfAgencies }) =>
      nodes.map((node, place) => {
        const mean = meanOfAgencies[place]
        return [`${code} ${node.code}`, row(node, { meanOfAgencies: mean?.value ?? null, agenciesInMean: mean?.agencies ?? null })] as const
      }),
    ),
    ...json.agencies.flatMap(({ code, rank, ranked, rankInterval, tier, nodes }) => {
      const [rankBest, rankWorst] = rankInterval ?? [null, null]
      return nodes.map((node) => [`${code} ${node.code}`, row(node, { rank, ranked, rankBest, rankWorst, tier })] as const)
    }),
  ])
}

/** What the columns of a table are called; held here too, since scripts rely on them. */
const columns: Readonly<Record<FieldName, string>> = {
  rank: 'rank',
  ranked: 'ranked',
  rankBest: 'rank_best',
  rankWorst: 'rank_worst',
  tier: 'tier',
  tree: 'tree',
  node: 'node',
  label: 'label',
  kind: 'kind',
  persons: 'persons',
  effectivePersons: 'effective_persons',
  base: 'base',
  withheld: 'withheld',
  shown: 'shown',
  value: 'value',
  intervalLow: 'interval_low',
  intervalHigh: 'interval_high',
  intervalMethod: 'interval_method',
  share: 'share',
  shareLow: 'share_low',
  shareHigh: 'share_high',
  level: 'level_value',
  levelLow: 'level_low',
  levelHigh: 'level_high',
  grade: 'grade',
  target: 'target',
  reached: 'reached',
  meanOfAgencies: 'mean_of_agencies',
  agenciesInMean: 'agencies_in_mean',
  unit: 'unit',
  formula: 'formula',
  rollUp: 'roll_up',
}

const inTable = (row: Fields, cell: (value: Value) => Value): Readonly<Record<string, Value>> =>
  Object.fromEntries(
    fieldNames.map((name) => {
      const value = row[name]
      return [name, cell(typeof value === 'boolean' ? (value ? 'yes' : 'no') : value)]
    }),
  )

const ofPercent = new Set<FieldName>(['share', 'shareLow', 'shareHigh', 'level', 'levelLow', 'levelHigh'])
const ofUnit = new Set<FieldName>(['value', 'intervalLow', 'intervalHigh', 'target', 'meanOfAgencies'])

/** A field as a Vietnamese reader must get it, worked out from the JSON alone. */
function readText(row: Fields, name: FieldName): string | null {
  const value = name === 'shown' ? row.value : row[name]
  if (value === null) return null
  if (name === 'withheld') return whyText(value)
  if (name === 'kind') return { overall: 'chung', factor: 'yếu tố', item: 'tiêu chí', option: 'phương án' }[String(value)] ?? null
  if (name === 'unit') return value === 'percent' ? '%' : 'số'
  if (name === 'grade') return value === 'high' ? 'Tốt' : 'Chưa tốt'
  if (typeof value === 'boolean') return value ? 'có' : 'không'
  if (typeof value === 'string') return value
  if (name === 'target' && row.node === 'S') return '85,125%'
  if (name === 'target' && row.node === 'm1') return '71,876%'
  if (isNearTarget(row) && !name.startsWith('level') && (ofPercent.has(name) || ofUnit.has(name) || name === 'shown'))
    return percent(value, 3)
  if (ofPercent.has(name) || ((ofUnit.has(name) || name === 'shown') && row.unit === 'percent')) return percent(value, 2)
  if (ofUnit.has(name) || name === 'shown') return `${value < 0 ? '−' : ''}${apart(value / 100)}`
  return String(value)
}

/** 23 of 32 are 71.875 %: with two digits they would read 71.88 % and not reach 71.876 %. */
const isNearTarget = ({ node, value }: Fields): boolean => node === 'm1' && value === 23 / 32

/** A number in a cell as it stands there, rounded once and no more. */
function asShown(row: Fields, name: FieldName, seen: number): string {
  if (!ofPercent.has(name) && !ofUnit.has(name) && name !== 'shown') return String(seen)
  const isPercent = ofPercent.has(name) || row.unit === 'percent'
  const least = isNearTarget(row) && !name.startsWith('level') ? 3 : 2
  const digits = { minimumFractionDigits: least, maximumFractionDigits: 12 }
  return seen.toLocaleString('vi-VN', isPercent ? { style: 'percent', ...digits } : digits).replace('-', '−')
}

const whyText = (withheld: Value): string =>
  ({
    small: 'không nêu: dưới 10 người trả lời',
    'no-answers': 'không nêu: chưa có câu trả lời',
    joint: 'không công bố: phải ghép nhiều câu trả lời của từng người',
  })[String(withheld)] ?? String(withheld)

/** An aligned table by the blank columns that all its lines have. */
function readTable(text: string): readonly Readonly<Record<string, string>>[] {
  const lines = text.split('\n').map((line) => line.normalize('NFC'))
  const width = Math.max(...lines.map((line) => line.length))
  const isBlank = Array.from({ length: width }, (_, at) => lines.every((line) => (line[at] ?? ' ') === ' '))
  const starts = isBlank.flatMap((blank, at) =>
    !blank && (at === 0 || (isBlank[at - 1] === true && isBlank[at - 2] === true)) ? [at] : [],
  )
  const cells = lines.map((line) => starts.map((start, place) => line.slice(start, starts[place + 1]).trim()))
  const [titles = [], ...rows] = cells
  return rows.map((row) => Object.fromEntries(titles.map((title, place) => [title, row[place] ?? ''])))
}

describe('what hardly anybody answered, or everybody alike', () => {
  let server: TestServer
  let office: Office
  beforeAll(async () => {
    server = await startServer({})
    office = officeOf(server)
    const author = designing(server)
    // Scores on both sides of 0, of which there are points and no level.
    const extremes = readSmall({
      ...questionnaire,
      id: 'extremes',
      trees: questionnaire.trees.map((tree) => ({ ...tree, nodes: tree.nodes.filter(({ code }) => code !== 'G') })),
      scales: questionnaire.scales.map((scale) =>
        scale.id === 'five'
          ? { ...scale, options: scale.options.map((option) => (option.score === 1 ? { ...option, score: -2 } : option)) }
          : scale,
      ),
    })
    await author.begin(extremes)
    await author.publish(extremes, 1)
    await fielded(server.database, { questionnaire: extremes.id, agencies: populations.map(({ code }) => agency(code)) })
    for (const { code, persons, answers } of populations)
      for (let person = 0; person < persons; person++) {
        const reply = await post(server.url, response({ late: 'no', ...answers }, { version: 1, touchpoint: 'k2', agency: code }))
        if (reply.status !== 201) throw new Error(await reply.text())
      }
    const night = await act({ database: server.database, now: Date.now }, atCommandLine(), releaseCampaign, { code: 'c1' })
    expect(night.kind).toBe('done')
  })
  afterAll(() => server.close())

  const alike = { m1: 'bad', m2: 'bad', rate: 'bad', met: 7, ways: ['desk'] }
  const populations = [
    { code: 'NONE', persons: 0, answers: {} },
    { code: 'ONE', persons: 1, answers: alike },
    { code: 'TWO', persons: 2, answers: alike },
    { code: 'BLANK', persons: 12, answers: {} },
    { code: 'ALIKE', persons: 12, answers: alike },
    { code: 'ASIDE', persons: 12, answers: { m1: 'na', m2: 'na', rate: 'na', ways: ['none'] } },
  ]

  it('has a stated outcome: a value within its interval, or none and why', async () => {
    for (const address of ['results', 'released']) {
      const given: PublishedResults<unknown> = await (await office.get(`/api/v1/campaigns/c1/${address}`)).json()
      const rows = [...rowsOfJson(given).entries()]
      expect(rows.length).toBeGreaterThan(populations.length * 9)
      for (const [key, { value, withheld, intervalLow, intervalHigh }] of rows) {
        expect([key, value === null]).toEqual([key, withheld !== null])
        if (typeof value !== 'number' || typeof intervalLow !== 'number' || typeof intervalHigh !== 'number') continue
        expect([key, intervalLow <= value, value <= intervalHigh]).toEqual([key, true, true])
      }
      const found = (code: string, node: string) => rowsOfJson(given).get(`${code} ${node}`)
      expect(found('ALIKE', 'P')).toMatchObject({ value: -2 })
      expect(found('ALIKE', 'F')).toMatchObject({ value: 0 })
      expect([found('ASIDE', 'F')?.withheld, found('BLANK', 'F')?.withheld, found('NONE', 'F')?.withheld]).toEqual(
        address === 'results' ? ['no-answers', 'no-answers', 'no-answers'] : [expect.any(String), expect.any(String), expect.any(String)],
      )
    }
  })

  it('is not called no responses where all of them said that it does not apply', async () => {
    for (const path of ['', '/figures/S']) {
      expect(said(await office.html(`/admin/campaigns/c1${path}?agency=NONE`))).toMatch(/Chưa có phiếu trả lời nào|Không có phiếu nào khớp/)
      expect(said(await office.html(`/admin/campaigns/c1${path}?agency=ASIDE`))).not.toMatch(
        /Chưa có phiếu trả lời nào|Không có phiếu nào khớp/,
      )
    }
  })

  it('leaves no number that is none, and no word of the machine, on any page, in any file or at the command line', async () => {
    const texts = new Map<string, string>()
    for (const path of [
      '/admin/campaigns/c1',
      '/admin/campaigns/c1?agency=ALIKE',
      '/admin/campaigns/c1?agency=BLANK',
      '/admin/campaigns/c1?agency=NONE',
      '/admin/campaigns/c1/report',
      '/admin/campaigns/c1/released',
      '/admin/campaigns/c1/released/report',
      ...['S', 'F', 'P', 'N', 'J', 'W'].flatMap((node) =>
        ['ALIKE', 'ASIDE', 'TWO', 'NONE'].map((code) => `/admin/campaigns/c1/figures/${node}?agency=${code}`),
      ),
    ])
      for (const language of ['vi', 'en']) texts.set(`${path} ${language}`, said(await office.html(path, language)))
    for (const { file } of Object.values(views))
      for (const format of ['csv', 'jsonl'])
        texts.set(`${file}.${format}`, await office.html(`/api/v1/campaigns/c1/exports/${file}.${format}`))
    for (const { file } of Object.values(views)) {
      const workbook = await (await office.get(`/api/v1/campaigns/c1/exports/${file}.xlsx`)).arrayBuffer()
      const { sheets } = await readXlsx(new Uint8Array(workbook))
      texts.set(`${file}.xlsx`, JSON.stringify(sheets.map(({ rows }) => rows.map((row) => row.map(String)))))
    }
    for (const { options } of Object.values(views))
      for (const format of ['text', 'json'])
        texts.set(`report ${format}`, (await commandOn(server, 'report', '--campaign', 'c1', '--format', format, ...options)).stdout)
    for (const [where, text] of texts) {
      expect([where, text.length > 100]).toEqual([where, true])
      expect([where, /.{0,40}(?:\bNaN\b|Infinity|∞|\bundefined\b|\[object).{0,40}/.exec(text)?.[0]]).toEqual([where, undefined])
    }
  })
})
