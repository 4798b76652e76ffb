import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { act, atCommandLine } from '../../server/acts/act'
import { createAssessment, openAssessment } from '../../server/acts/assessments'
import { releaseCampaign } from '../../server/acts/releases'
import { publishQuestionnaire } from '../../server/db/questionnaires'
import type { AssessmentDocument } from '../../surveys/indices/document'
import { readDefinition } from '../../surveys/instrument/definition'
import { scoring } from '../surveys/looping'
import { seeded } from '../surveys/random'
import { commandOn } from './cli'
import { post } from './fielded'
import { engines, type TestServer } from './harness'
import { codes, form, loopingServer } from './looping'
import { type Office, officeOf, said } from './office'
import { written } from './stored-rows'
import { tokenOf } from './token'

const random = seeded(3)
const sent = Array.from({ length: 80 }, () => {
  const rated = codes.filter(() => random() < 0.7).slice(0, 4)
  const mood = random()
  const level = (at: number) => String(1 + Math.min(4, Math.floor((5 * (mood + random() + at / 4)) / 2.5)))
  return form(
    Object.fromEntries((rated.length > 0 ? rated : (['S1'] as const)).map((code, at) => [code, { open: level(at), quick: level(4 - at) }])),
  )
})
const personsOf = (code: string): number => sent.filter(({ ratings = {} }) => Object.hasOwn(ratings, code)).length

describe.each(engines)('a score of agencies that businesses have rated on %s', (engine) => {
  let server: TestServer
  let office: Office
  beforeAll(async () => {
    server = await loopingServer(engine)
    office = officeOf(server)
    const reading = readDefinition(scoring)
    if (!reading.ok) throw new Error(JSON.stringify(reading.problems))
    await publishQuestionnaire(server.database, reading.questionnaire, '2026-01-01')
    const replies = await Promise.all(sent.map((one) => post(server.url, one)))
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([201]))
    const made = await act({ database: server.database, now: Date.now }, atCommandLine(), createAssessment, {
      code: 'd-2026',
      title: 'DDCI 2026',
      title_en: '',
      set: 'small-ddci 1',
      from: '2026-01',
      to: '2026-12',
      self_due: '2027-01-15',
      look_due: '2027-02-15',
      agencies: codes,
      sources: { 'campaign rating': 'c1' },
    })
    expect(made.kind).toBe('done')
  })
  afterAll(() => server.close())

  const computed = async (token = server.token): Promise<AssessmentDocument> =>
    (await fetch(`${server.url}/api/v1/assessments/d-2026`, { headers: { Authorization: `Bearer ${token}` } })).json()
  const head = (made: AssessmentDocument, code: string) =>
    made.agencies.find((one) => one.code === code)?.nodes.find((node) => node.code === 'D')
  const counted = async (): Promise<AssessmentDocument> => {
    await expect.poll(async () => (await computed()).redrawn).not.toBe(null)
    return computed()
  }

  it('has an interval over persons, the same each time, from one form of each about several agencies', async () => {
    const { stdout } = await commandOn(server, 'assessments', 'intervals', 'd-2026', '--format', 'json')
    const rows: readonly {
      readonly code: string
      readonly persons: number
      readonly value: number
      readonly low: number
      readonly high: number
    }[] = JSON.parse(stdout)
    expect(rows.map(({ code, persons }) => `${code} ${persons}`)).toEqual(codes.map((code) => `${code} ${personsOf(code)}`))
    const share = (code: string, item: string): number => {
      const all = sent.flatMap(({ ratings = {} }) => ratings[code]?.[item] ?? [])
      return all.filter((one) => one === '4' || one === '5').length / all.length
    }
    const placed = (code: string, item: string): number => {
      const all = codes.map((one) => share(one, item))
      return 1 + (9 * (share(code, item) - Math.min(...all))) / (Math.max(...all) - Math.min(...all))
    }
    for (const { code, value, low, high } of rows) {
      expect(value).toBeCloseTo((2 * placed(code, 'open') + placed(code, 'quick')) / 3, 9)
      expect(low <= value && value <= high && low < high).toBe(true)
    }
    expect((await commandOn(server, 'assessments', 'intervals', 'd-2026', '--format', 'json')).stdout).toBe(stdout)
  })

  it('is counted aside when it is asked for, and stands with method and persons on the page, in the files and in the API', async () => {
    // A draft draws nothing that anybody is told.
    expect((await office.send('/admin/assessments/d-2026/intervals')).status).toBe(409)
    await act({ database: server.database, now: Date.now }, atCommandLine(), openAssessment, { code: 'd-2026' })
    await act({ database: server.database, now: Date.now }, atCommandLine(), releaseCampaign, { code: 'c1' })
    expect(said(await office.html('/admin/assessments/d-2026'))).toContain('Chưa tính.')
    const asked = await written(server, 'POST /admin/assessments/:code/intervals', () => office.send('/admin/assessments/d-2026/intervals'))
    expect(asked.left).toEqual(['assessments.count'])
    const made = await counted()
    const ratings = codes.reduce((sum, code) => sum + personsOf(code), 0)
    expect(made.redrawn).toMatchObject({ forms: 80, ratings, resamples: 500 })
    for (const code of codes) {
      const { value = null, interval = null, intervalMethod, persons } = head(made, code) ?? {}
      expect([intervalMethod, persons]).toEqual(['persons-redrawn', personsOf(code)])
      if (value === null || !interval) throw new Error(`${code} has no interval`)
      expect(interval[0] <= value && value <= interval[1] && interval[0] < interval[1]).toBe(true)
    }
    const page = said(await office.html('/admin/assessments/d-2026'))
    expect(page).toContain(`trên ${ratings} lượt đánh giá của 80 người`)
    expect(page).toContain(`${personsOf('S1')} người đánh giá`)
    expect(page).toContain('500 lần rút lại ngẫu nhiên người trả lời')
    expect(said(await office.html('/admin/assessments/d-2026/agencies/S2'))).toContain(`${personsOf('S2')} người đánh giá`)
    const file = await (await office.get('/admin/assessments/d-2026/export/result.csv')).text()
    expect(file.split('\r\n')[0]).toContain(',lacking,interval_method')
    expect(file).toContain('lấy lại mẫu theo người trả lời')
    // What is there is not counted again.
    expect((await office.send('/admin/assessments/d-2026/intervals')).status).toBe(409)
  })

  it('is for inside: who sees some of the agencies sees none', async () => {
    const token = await tokenOf(server.database, 's1', [{ role: 'analyst', agency: 'S1', endsOn: '' }])
    const own = await computed(token)
    expect(own.redrawn).toBe(null)
    expect(head(own, 'S1')).toMatchObject({ interval: null, persons: null })
    expect(said(await officeOf({ ...server, token }).html('/admin/assessments/d-2026'))).not.toContain('người đánh giá')
  })

  it('goes with its numbers: others are asked for again, and closing keeps them', async () => {
    const more = Array.from({ length: 12 }, () => form({ S1: { open: '1', quick: '1' }, W2: { open: '5', quick: '5' } }))
    for (const one of more) expect((await post(server.url, one)).status).toBe(201)
    // What is released is the same until the night.
    expect((await computed()).redrawn?.forms).toBe(80)
    const tomorrow = () => Date.now() + 86_400_000
    await act({ database: server.database, now: tomorrow }, atCommandLine(), releaseCampaign, { code: 'c1' })
    expect((await computed()).redrawn).toBe(null)
    expect(said(await office.html('/admin/assessments/d-2026'))).toContain('Số liệu đã thay đổi sau lần tính trước.')
    expect((await office.send('/admin/assessments/d-2026/close')).status).toBe(303)
    const closed = await counted()
    expect([closed.status, closed.redrawn?.forms]).toEqual(['closed', 92])
    const index = { code: 'ddci', name: 'DDCI', name_en: '', unit: 'number', maximum: '10', top: '' }
    await office.send('/admin/new/index', index)
    const year = { source: 'assessment d-2026 S1', value: '', rank: '', ranked: '', target: '', reference: '' }
    expect((await office.send('/admin/indices/ddci/2026', year)).status).toBe(303)
    expect(said(await office.html('/admin/indices?year=2026'))).toContain(`${personsOf('S1') + 12} người đánh giá`)
  })
})
