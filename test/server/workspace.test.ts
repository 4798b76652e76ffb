import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Results } from '../../server/reading/results'
import { atConstantMixture, changeBetween } from '../../surveys/figures/comparison'
import { compared } from './compared'
import { post, response } from './fielded'
import { loadedBy, manifests, packed } from '../client/loaded'
import { clientDir, engines, type TestServer } from './harness'
import { apart, cellsOf, everyTab, percent, rowsOf, sectionOf, textOf } from './reading-html'

describe.each(engines)('the workspace on %s', (engine) => {
  let server: TestServer
  beforeAll(async () => {
    server = await compared({ engine })
  })
  afterAll(() => server.close())
  const get = (path: string, language = 'vi') =>
    fetch(server.url + path, { headers: { Authorization: `Bearer ${server.token}`, 'Accept-Language': language } })
  const html = (query = '', language?: string) =>
    everyTab(async (path) => (await get(path, language)).text(), `/admin/campaigns/q4${query}`)
  const api = async (query = '', campaign = 'q4'): Promise<Results> => (await get(`/api/v1/campaigns/${campaign}/results${query}`)).json()
  const headOf = (results: Results) => results.total.nodes.find(({ code }) => code === 'SIPAS') ?? expect.fail('no headline')
  const agencyHead = (results: Results, code: string) =>
    results.agencies.find((one) => one.code === code)?.nodes.find((one) => one.code === 'SIPAS') ?? expect.fail('no agency')
  const rowFor = (page: string, code: string) =>
    rowsOf(
      sectionOf(page, 'agencies')
        .split('<tr')
        .filter((row) => row.includes(`data-name="${code}"`))
        .map((row) => `<tr${row}`)
        .join(''),
    )[0] ?? []

  it('loads on each of its pages one script of at most 5 kB, before a chart comes near', async () => {
    const files = loadedBy(clientDir, manifests.office, 'client/office/main.ts')
    for (const page of ['', '/agencies', '/criteria', '/trend', '/comments', '/respondents', '/downloads']) {
      const text = await (await get(`/admin/campaigns/q4${page}`)).text()
      const scripts = [...text.matchAll(/<script\b[^>]*>/g)].map(([tag]) => /src="\/([^"]+)"/.exec(tag)?.[1])
      expect([page, scripts]).toEqual([page, files.slice(0, 1)])
    }
    expect(packed(clientDir, files)).toBeLessThanOrEqual(5_000)
  })

  it('lets no headline figure stand without its base', async () => {
    const text = textOf(sectionOf(await html(), 'headline')).replaceAll('\n', ' ')
    expect(text).toMatch(/Tỷ lệ hài lòng +[\d,]+% +khoảng tin cậy 95%: [\d,–]+% +\d+ câu trả lời của \d+ người/)
    expect(text).toMatch(/Mức độ hài lòng: +[\d,]+% +[\d,–]+% · n\u00a0=\u00a0\d+ \(\d+\u00a0người\) · điểm trung bình/)
    expect(text).toContain('Người trả lời tự nguyện')
    expect(text).toContain('Đợt này còn 41 ngày')
  })

  it('says in words how the headline changed since the last comparable campaign, with the interval of the change', async () => {
    const change = changeBetween(headOf(await api('', 'q3')), headOf(await api()))
    expect(change?.verdict).toBe('higher')
    const text = textOf(sectionOf(await html(), 'headline'))
    expect(text).toContain(`tăng ${apart(change?.difference ?? 0)} điểm so với Quý III`)
    expect(text).toContain(`+${apart(change?.interval?.[0] ?? 0, 2)} đến +${apart(change?.interval?.[1] ?? 0, 2)}`)
    expect(textOf(await html('', 'en'))).toContain('points on Third quarter')
  })

  it('says beside it what the agencies of both campaigns changed by at the same mixture, and who has a figure in one only', async () => {
    const [q3, q4] = [await api('', 'q3'), await api()]
    const waves = ['A1', 'A2'].map((code) => ({ code, before: agencyHead(q3, code), after: agencyHead(q4, code) }))
    const whole = changeBetween(headOf(q3), headOf(q4)) ?? expect.fail('no change')
    const { atSame, rest } = atConstantMixture(whole, waves)
    const signed = (value: number) => `${value < 0 ? '−' : '+'}${apart(value)}`
    const text = textOf(sectionOf(await html(), 'headline'))
    expect(text).toContain(`nếu giữ nguyên cơ cấu câu trả lời giữa các cơ quan: thay đổi ${signed(atSame?.difference ?? NaN)} điểm`)
    expect(text).toContain(`Phần còn lại, ${signed(rest)} điểm, là do cơ cấu thay đổi`)
    expect(text).not.toContain('Không so được vì chỉ có số ở một đợt')
    const shown = (value: number) => Math.round(value * 10_000)
    const isOff = shown(atSame?.difference ?? NaN) + shown(rest) !== shown(whole.difference)
    expect(text.includes('Mức tăng, giảm tính từ số chưa làm tròn')).toBe(isOff)
    const alone = textOf(sectionOf(await html('?agency=A1'), 'headline'))
    expect(alone).not.toContain('giữ nguyên cơ cấu')
    expect(alone).toMatch(/đủ phiếu của khối [^\n]+Trong ngoặc/)
  })

  it('does not call a change that its interval does not bear out', async () => {
    expect(textOf(sectionOf(await html('?agency=A2'), 'headline'))).toContain('chưa thể kết luận có thay đổi so với Quý III')
    const [q3, q4] = [await api('', 'q3'), await api()]
    const better = changeBetween(agencyHead(q3, 'A1'), agencyHead(q4, 'A1'))
    expect(rowFor(await html(), 'A1')).toContain(`tăng ${apart(better?.difference ?? 0)}`)
    expect(rowFor(await html(), 'A2')).toContain('chưa rõ (0,00)')
    expect(textOf(sectionOf(await html(), 'agencies'))).toContain('Thay đổi của 2 cơ quan được xét cùng nhau (Holm 1979)')
    expect(textOf(sectionOf(await html('?agency=A1'), 'agencies'))).not.toContain('xét cùng nhau')
  })

  it('compares like with like: not under a filter of months or touchpoints, and nothing before the first', async () => {
    expect(textOf(await html('?channel=qr'))).toContain('so với Quý III')
    for (const query of ['?from=2026-10', '?touchpoint=q4-qr']) {
      expect(textOf(await html(query))).toContain('Không so với đợt trước')
      expect(textOf(sectionOf(await html(query), 'headline'))).not.toContain('so với Quý III')
    }
    expect(textOf(await (await get('/admin/campaigns/q3/trend')).text())).toContain('Chưa có đợt nào trước đó so sánh được')
  })

  it.each([
    '',
    '?service=land',
    '?touchpoint=q4-kiosk',
    '?block=commune&channel=qr&service=civil-status',
    '?from=2026-11&to=2026-11',
    '?agency=A1&channel=qr',
  ])('shows the figures of the API under %s', async (query) => {
    const results = await api(query)
    const page = await html(query)
    expect(cellsOf(sectionOf(page, 'headline'))).toEqual(
      expect.arrayContaining([percent(headOf(results).share?.value, 2), percent(headOf(results).level?.value, 2)]),
    )
    for (const { code } of results.agencies.filter(({ nodes }) => nodes[0]?.value !== null))
      expect(rowFor(page, code)).toContain(percent(agencyHead(results, code).value, 2))
    const months = (await api(`${query}${query === '' ? '?' : '&'}by=month`)).parts ?? []
    for (const { code, nodes } of months) {
      const row = rowsOf(sectionOf(page, 'months')).find((cells) => cells[0] === code.split('-').reverse().join('/')) ?? []
      const value = nodes.find((node) => node.code === 'SIPAS')?.value ?? null
      expect(row).toContain(value === null ? 'chưa đủ 10 phiếu' : percent(value, 2))
    }
  })

  it('offers services and touchpoints only where a campaign keeps them apart', async () => {
    const page = await html('?service=land')
    expect(page).toContain('<select id="filter-service"')
    expect(page).toContain('<select id="filter-touchpoint"')
    expect(textOf(page)).toContain('Lĩnh vực: Đất đai')
    const other = await (await get('/admin/campaigns/q3')).text()
    expect(other).not.toMatch(/filter-(service|touchpoint)/)
    const refused = await get('/admin/campaigns/q3?service=land')
    expect([refused.status, (await refused.text()).includes('không tách kết quả theo lĩnh vực')]).toEqual([422, true])
  })

  it('says what is filtered, drops each part alone, and all at once', async () => {
    const page = await html('?block=commune&channel=qr&service=land')
    const links = [...page.matchAll(/<a(?: class="all")? href="([^"]+)">(?:(?!<\/a>).)*(?:×|Bỏ lọc)/g)].map(([, href = '']) =>
      href.replaceAll('&amp;', '&'),
    )
    expect(links).toEqual(
      expect.arrayContaining([
        '/admin/campaigns/q4?channel=qr&service=land',
        '/admin/campaigns/q4?block=commune&service=land',
        '/admin/campaigns/q4?block=commune&channel=qr',
        '/admin/campaigns/q4',
      ]),
    )
  })

  it('shows no figure on too few persons, in the page, the API and the files alike', async () => {
    const query = '?agency=A3'
    const page = await html(query)
    expect(textOf(page)).toContain('Phần đang xem có 7 người trả lời. Dưới 10 người thì không nêu số')
    expect(textOf(page)).not.toMatch(/\d%/)
    expect(headOf(await api(query))).toMatchObject({ withheld: 'small', value: null, interval: null, share: null, level: null })
    const lines = (await (await get(`/api/v1/campaigns/q4/exports/results.jsonl${query}`)).text())
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(lines.filter(({ value, share, level_value: level }) => value !== null || share !== null || level !== null)).toEqual([])
    expect(await (await get(`/admin/campaigns/q4/figures/SIPAS${query}`)).text()).toContain('Chưa đủ phiếu để nêu kết quả')
  })

  it('names who has too few responses under the table and on the overview, with how many there are', async () => {
    for (const id of ['agencies', 'weakest', 'moves'])
      expect(textOf((await html()).slice((await html()).indexOf(`id="${id}"`))).replaceAll('\n', ' ')).toMatch(
        /Chưa đủ 10 phiếu, chưa nêu kết quả: +Sở Tư pháp +7/,
      )
    expect(rowFor(await html(), 'A3')).toEqual([])
  })

  it('names the weakest criteria and the moves that the report to sign names, and no question that the headline leaves out', async () => {
    const both = (query: string) =>
      Promise.all(['', '/report'].map(async (path) => (await get(`/admin/campaigns/q4${path}${query}`)).text()))
    const moved = (page = '') =>
      sectionOf(page, 'moves')
        .split('<tr')
        .filter((row) => /change (better|worse)"/.test(row))
        .map((row) => cellsOf(`<tr${row}`)[0])
    const reported = (report = '') => /thay đổi rõ so với đợt trước: (.*)\.\n/i.exec(textOf(report))?.[1]
    const names = (told = '') => [...told.matchAll(/(?:^|; )([^:;]+):/g)].map(([, name]) => name)
    const [whole, reportOfWhole] = await both('')
    expect(moved(whole)).toEqual(['Xã Bảo Thắng'])
    const [page, report] = await both('?agency=A1')
    const table = /<caption>(?:(?!<\/caption>)[\s\S])*Tiêu chí có kết quả kém nhất[\s\S]*?<\/table>/.exec(report ?? '')?.[0] ?? ''
    const weakest = [...sectionOf(page ?? '', 'weakest').matchAll(/\/figures\/([^?"]+)/g)].map(([, code]) => code)
    expect(weakest).toHaveLength(2)
    expect(weakest).not.toContain('overall')
    expect([...textOf(table).matchAll(/\(([A-Z]\d)\)\n/g)].map(([, code]) => code)).toEqual(weakest)
    expect(moved(page)).toEqual(['Có đủ bàn viết, máy móc, thiết bị cho người dân'])
    expect(names(reported(report))).toEqual(moved(page))
    expect(names(reported(reportOfWhole))).toEqual(moved(whole))
  })

  it('sorts the agencies by the column that the address names, both ways', async () => {
    const order = async (query: string) =>
      [...sectionOf(await html(query), 'agencies').matchAll(/data-name="(\w+)"/g)].map(([, code]) => code)
    expect(await order('?block=commune&sort=name')).toEqual(['A1', 'A2'])
    expect(await order('?block=commune&sort=-name')).toEqual(['A2', 'A1'])
    expect(await order('?block=commune&sort=SIPAS')).toEqual(['A1', 'A2'])
    expect(await order('?block=commune&sort=-SIPAS')).toEqual(['A2', 'A1'])
    expect(await order('?block=commune&sort=change')).toEqual(['A1', 'A2'])
    expect(await html('?sort=-change')).toContain('aria-sort="ascending"')
  })

  it('finds agencies by words without marks, and hides the others', async () => {
    const page = sectionOf(await html('?find=dong+tam'), 'agencies')
    expect([...page.matchAll(/<tr hidden data-name="(\w+)"/g)].map(([, code]) => code)).toEqual(['A1'])
    expect(textOf(page)).toContain('Thấy 1 trong 2 cơ quan')
  })

  it('puts an agency beside its block and everything, as the API has them', async () => {
    const [alone, all] = [await api('?agency=A2'), await api()]
    const row = rowsOf(sectionOf(await html('?agency=A2'), 'beside')).find(([first]) => first?.includes('SIPAS')) ?? []
    const block = all.blocks.find(({ code }) => code === 'commune')?.nodes.find(({ code }) => code === 'SIPAS')
    expect(row.filter((cell) => /^[\d,]+%$/.test(cell))).toEqual([headOf(alone), block, headOf(all)].map((node) => percent(node?.value, 2)))
  })

  it('names the weakest criteria of an agency, lowest first, against its block', async () => {
    const items = (await api('?agency=A2')).total.nodes.filter(
      ({ kind, tree, code, value }) => kind === 'item' && tree === 'satisfaction' && code !== 'overall' && value !== null,
    )
    const lowest = [...items]
      .sort((a, b) => (a.value ?? 0) - (b.value ?? 0))
      .slice(0, Math.floor(items.length / 2))
      .map(({ value }) => percent(value, 2))
    const rows = rowsOf(sectionOf(await html('?agency=A2'), 'weakest').split('<tfoot')[0] ?? '').slice(1)
    expect(rows.map((row) => row.find((cell) => /^[\d,]+%$/.test(cell)))).toEqual(lowest)
    expect(rows.some((row) => row.some((cell) => cell.startsWith('thấp hơn') || cell.startsWith('cao hơn') || cell === 'bằng nhau'))).toBe(
      true,
    )
  })

  it('shows what came in a moment ago, in every part of the page', async () => {
    await html()
    const counts = async () =>
      rowsOf(sectionOf(await html(), 'months'))
        .slice(1)
        .map((row) => Number(row[1]))
    const before = (await counts()).reduce((sum, count) => sum + count, 0)
    await post(
      server.url,
      response({ A1: '5', overall: '5' }, { campaign: 'q4', agency: 'A2', touchpoint: 'q4-qr', answeredOn: '2026-11-19' }),
    )
    expect((await counts()).reduce((sum, count) => sum + count, 0)).toBe(before + 1)
    expect((await api()).total.responses).toBe(before + 1)
  })
})
