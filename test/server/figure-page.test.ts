import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Results } from '../../server/reading/results'
import { tQuantile, wilsonAt, z975 } from '../../surveys/figures/intervals'
import { workspacePages } from '../../server/office/results/tabs'
import { compared } from './compared'
import { engines, type TestServer } from './harness'
import { cellsOf, percent, rowsOf, sectionOf, textOf } from './reading-html'
import { shippedVersion } from './fielded'

describe.each(engines)('the page of one figure on %s', (engine) => {
  let server: TestServer
  beforeAll(async () => {
    server = await compared({ engine })
  })
  afterAll(() => server.close())
  const get = (path: string, language = 'vi') =>
    fetch(server.url + path, { headers: { Authorization: `Bearer ${server.token}`, 'Accept-Language': language } })
  const html = async (path: string, language?: string) => (await get(`/admin/campaigns/q4/figures/${path}`, language)).text()
  const node = async (query: string, code: string) => {
    const results: Results = await (await get(`/api/v1/campaigns/q4/results${query}`)).json()
    return results.total.nodes.find((one) => one.code === code) ?? expect.fail(`no node ${code}`)
  }

  it.each(['', '?agency=A1', '?block=commune&channel=qr', '?service=land', '?from=2026-11'])(
    'shows every figure as the API has it under %s',
    async (query) => {
      for (const code of ['SIPAS', 'A', 'A1', 'overall']) {
        const found = await node(query, code)
        const value = cellsOf(sectionOf(await html(`${code}${query}`), 'value'))
        expect(value).toContain(percent(found.value, 2))
        expect(value).toContain(`khoảng tin cậy 95%: ${percent(found.interval?.[0], 2).slice(0, -1)}–${percent(found.interval?.[1], 2)}`)
        expect(value).toContain(`${found.base} câu trả lời của ${found.persons} người`)
      }
    },
  )

  it('counts each option, those outside the base too', async () => {
    const { counts } = await node('', 'A2')
    const rows = rowsOf(sectionOf(await html('A2'), 'options')).slice(1)
    expect(counts?.['na']).toBeGreaterThan(0)
    expect(rows.map((row) => row.find((cell, place) => place > 1 && /^\d+$/.test(cell)))).toEqual(Object.values(counts ?? {}).map(String))
    expect(rows.at(-1)).toContain('không tính')
  })

  it('puts the numbers into the formula of a criterion', async () => {
    const { counts, base, value } = await node('', 'A1')
    expect(textOf(sectionOf(await html('A1'), 'formula'))).toContain(
      `(${counts?.['4']} + ${counts?.['5']}) / ${base} = ${percent(value, 2)}`,
    )
  })

  it('shows what each criterion adds to a rolled-up figure', async () => {
    const found = await node('', 'SIPAS')
    const page = await html('SIPAS')
    const adds = rowsOf(sectionOf(page, 'parts'))
      .slice(1)
      .map((row) => Number(row.at(-1)?.replace(',', '.')))
    expect(adds.reduce((sum, one) => sum + one, 0)).toBeCloseTo(found.value ?? 0, 3)
    expect(textOf(sectionOf(page, 'formula'))).toContain('Trung bình các tiêu chí')
    expect(textOf(sectionOf(page, 'formula'))).toMatch(/\(0,\d{4} \+ .*\) \/ \d = \d/)
  })

  it('accounts for every response: counted, not applicable, no opinion, blank', async () => {
    const results: Results = await (await get('/api/v1/campaigns/q4/results')).json()
    for (const row of rowsOf(sectionOf(await html('SIPAS'), 'left-out'))
      .slice(1)
      .filter((cells) => cells.length === 5))
      expect(row.slice(1).reduce((sum, cell) => sum + Number(cell), 0)).toBe(results.total.responses)
    const [, row = []] = rowsOf(sectionOf(await html('C1'), 'left-out'))
    expect(row.slice(1).map(Number)).toEqual([(await node('', 'C1')).base, 0, 0, results.total.responses - (await node('', 'C1')).base])
  })

  it('says what the blanks could make of a share', async () => {
    const results: Results = await (await get('/api/v1/campaigns/q4/results')).json()
    const { base, value } = await node('', 'C1')
    const [all, satisfied] = [results.total.responses, Math.round((value ?? NaN) * base)]
    expect(all).toBeGreaterThan(base)
    expect(textOf(sectionOf(await html('C1'), 'value'))).toContain(
      `${all - base} câu bị bỏ trống. Nếu mọi người bỏ trống đều không hài lòng: ${percent(satisfied / all, 2)}; đều hài lòng: ${percent((satisfied + all - base) / all, 2)}.`,
    )
    expect(await html('overall')).not.toContain('id="bounds"')
  })

  it('names the questionnaire by version and content hash, and the method of the interval', async () => {
    const { hash } = await server.database.db
      .selectFrom('questionnaires')
      .select('hash')
      .where('id', '=', 'sipas-service')
      .where('version', '=', shippedVersion['sipas-service'])
      .executeTakeFirstOrThrow()
    const page = textOf(sectionOf(await html('SIPAS'), 'instrument'))
    expect(page).toContain(hash)
    expect(page).toContain(`sipas-service, bản ${shippedVersion['sipas-service']}`)
    expect(page).toContain('wilson-cluster')
    expect(page).toMatch(/Cách chọn người trả lời\s+Người trả lời tự nguyện/)
    expect(textOf(sectionOf(await html('A1', 'en'), 'instrument'))).toContain('wilson: the Wilson interval (1927)')
  })

  it.each([
    ['', 6, 3],
    ['?agency=A1', 2, 1],
    ['?from=2026-11', 0, 0],
  ])(
    'shows both variances, the days and which of them counts, enough to compute the interval again by hand under %s',
    async (query, days, agencies) => {
      for (const code of ['SIPAS', 'A', 'A1', 'overall']) {
        const found = await node(query, code)
        const text = textOf(sectionOf(await html(`${code}${query}`, 'en'), 'interval'))
        const number = (before: string, within = text): number => Number(new RegExp(`(?:${before})([\\d.]+)`).exec(within)?.[1] ?? NaN)
        const [persons = '', rest = ''] = text.split('Over days')
        const share = number('p = ', persons)
        const ofPersons = persons.includes('p × (1 − p) / n')
          ? (share * (1 - share)) / number(', n = ', persons)
          : (1 + 1 / number('f = ', persons)) * number('Σe² = ', persons) * (tQuantile(number('f = ', persons)) / z975) ** 2
        expect(number('\\)² = |/ n = ', persons) / ofPersons).toBeCloseTo(1, 4)
        const ofDays = days === 0 ? 0 : number('with Σ = ', rest) * (tQuantile(Math.max(4, number('at ', rest))) / z975) ** 2
        if (days === 0) expect(rest).toContain('Not counted: too few days')
        else {
          expect(number('\\)² = ', rest) / ofDays).toBeCloseTo(1, 4)
          expect([number('agency-days: ', rest), number('agencies: ', rest)]).toEqual([days, agencies])
        }
        expect(text.includes('The variance over days, which is larger')).toBe(ofDays > ofPersons)
        const [p, n] = [number('interval at p = ', rest), number('and N = ', rest)]
        const m = number('m = ', rest)
        const seen = Math.max(ofPersons, ofDays)
        const spread = p * (1 - p)
        const blended = Number.isNaN(m) ? seen : (m * seen + spread / number('; ', persons)) / (m + 1)
        const least = Number.isNaN(number('unrelated: ', rest)) ? 0 : number('unrelated: ', rest)
        expect(n / (spread / Math.max(blended, least))).toBeCloseTo(1, 3)
        const [low, high] = wilsonAt(p, n)
        expect([low, high]).toEqual([expect.closeTo(found.interval?.[0] ?? NaN, 5), expect.closeTo(found.interval?.[1] ?? NaN, 5)])
        expect(found.intervalMethod?.endsWith('-days')).toBe(ofDays > Math.max(ofPersons, least))
      }
    },
  )

  it('keeps a figure on too few persons closed, with its counts and what was left out', async () => {
    const page = await html('SIPAS?agency=A3')
    expect(textOf(page)).toContain('Phần đang xem có 7 người trả lời')
    expect(textOf(page)).not.toMatch(/\d%/)
    for (const id of ['formula', 'options', 'parts', 'left-out', 'interval']) expect(sectionOf(page, id)).toBe('')
  })

  it('says that the number of persons is allowed for only in a drawn sample, and where it is known of every agency that goes in', async () => {
    const { db } = server.database
    const says = async (query: string) => (await html(`SIPAS${query}`)).includes('đã điều chỉnh theo số người đã biết')
    const interval = async (query: string) => (await node(query, 'SIPAS')).interval ?? expect.fail('no interval')
    const width = async (query: string) => ((await interval(query))[1] ?? 0) - ((await interval(query))[0] ?? 0)
    const open = await width('?agency=A1')
    expect([await says(''), await says('?agency=A1')]).toEqual([false, false])
    await db.updateTable('campaigns').set({ kind: 'sampled' }).where('code', '=', 'q4').execute()
    expect([await says('?agency=A1'), await width('?agency=A1')]).toEqual([false, open])
    await db.updateTable('campaign_agencies').set({ population: 60 }).where('campaign', '=', 'q4').where('agency', '=', 'A1').execute()
    expect([await says('?agency=A1'), await says('')]).toEqual([true, false])
    expect(await width('?agency=A1')).toBeLessThan(open)
    await db.updateTable('campaign_agencies').set({ population: null }).where('campaign', '=', 'q4').execute()
    await db.updateTable('campaigns').set({ kind: 'open' }).where('code', '=', 'q4').execute()
  })

  it('is where the figures of the results lead', async () => {
    const places = workspacePages.map(async ({ path }) => (await get(`/admin/campaigns/q4${path}?channel=qr`)).text())
    const page = (await Promise.all(places)).join('')
    const links = [
      ...new Set(
        [...page.matchAll(/href="(\/admin\/campaigns\/q4\/figures\/[^"]+)"/g)].map(([, href = '']) => href.replaceAll('&amp;', '&')),
      ),
    ]
    expect(links).toContain('/admin/campaigns/q4/figures/SIPAS?agency=A1&channel=qr')
    const replies = await Promise.all(links.map(async (link) => (await get(link)).status))
    expect(new Set(replies)).toEqual(new Set([200]))
    expect(links.length).toBeGreaterThan(20)
  })

  it.each(['vi', 'en'])('never shows what is no figure (%s)', async (language) => {
    for (const path of ['SIPAS', 'A1?agency=A1', 'E4', 'late_notice', 'SIPAS?agency=A3', 'overall?service=land'])
      expect(textOf(await html(path, language))).not.toMatch(/NaN|undefined|Infinity|null|\[object|\{[a-z]+\}/)
  })

  it.each([
    ['none', 404, 'không có chỉ số mang mã'],
    ['%3Cscript%3E', 404, '“<script>”'],
    ['SIPAS?agency=zz', 404, 'không có cơ quan'],
    ['SIPAS?from=2026-13', 422, 'không phải là tháng'],
  ])('answers %s with %d and a kind word', async (path, status, words) => {
    const reply = await get(`/admin/campaigns/q4/figures/${path}`)
    const page = await reply.text()
    expect([reply.status, textOf(page).includes(words)]).toEqual([status, true])
    expect(page).not.toContain('<script>')
  })
})
