import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { act, atCommandLine } from '../../server/acts/act'
import { eraseResponse } from '../../server/acts/responses'
import { findCampaign } from '../../server/db/campaigns'
import { openDatabase } from '../../server/db/dialect'
import { crossable, readCross } from '../../server/reading/cross'
import { type Filter, noFilter } from '../../server/reading/filter'
import { readPools } from '../../server/reading/pools'
import { readResults } from '../../server/reading/results'
import { readEarlier, readPersonTally } from '../../server/reading/workspace'
import { withWriter } from '../../server/recording/writer'
import { profileOf } from '../../surveys/figures/profile'
import { tallyLayout } from '../../surveys/figures/tally'
import { defined, looping } from '../surveys/looping'
import { seeded } from '../surveys/random'
import { fielded, post } from './fielded'
import { engines, type TestServer } from './harness'
import { codes, form, loopingServer, recorded } from './looping'
import { officeOf, said } from './office'

/** With two questions that are asked once. */
const questionnaire = defined({
  ...looping,
  sections: looping.sections.map((section) =>
    section.id === 'about'
      ? {
          ...section,
          questions: [
            ...section.questions,
            { id: 'young', type: 'yes-no', text: { vi: 'Dưới 5 năm?', en: 'Below five years?' }, scale: 'yes-no' },
          ],
        }
      : section,
  ),
})

const random = seeded(5)
const sent = Array.from({ length: 40 }, () => {
  const rated = codes.filter(() => random() < 0.6).slice(0, 4)
  const answers = { size: random() < 0.4 ? 'large' : 'small', young: random() < 0.5 ? 'yes' : 'no' }
  return form(
    Object.fromEntries(
      (rated.length > 0 ? rated : (['S1'] as const)).map((code) => [code, { open: String(1 + Math.floor(5 * random())) }]),
    ),
    { answers },
  )
})

type Said = Readonly<Record<string, unknown>>

describe.each(engines)('cross-tables of forms about several agencies on %s', (engine) => {
  let server: TestServer
  beforeAll(async () => {
    server = await loopingServer(engine, questionnaire)
    for (const one of sent) expect((await post(server.url, one)).status).toBe(201)
  })
  afterAll(() => server.close())

  const crossed = async (item: string, by: string, filter: Partial<Filter> = {}) => {
    const { record, deps } = await recorded(server)
    const items = crossable(questionnaire)
    const [first, second] = [items.get(item), items.get(by)]
    if (!first) throw new Error(item)
    const named = by === 'agency' || by === 'month' || by === 'channel' ? by : second
    if (!named) throw new Error(by)
    const { parts, of, overlaps } = await readCross(deps, record, { ...noFilter, ...filter }, { item: first, by: named })
    const counts = Object.fromEntries(
      parts.flatMap(({ code, counts: own }) =>
        first.options.flatMap((option, place) => ((own[place] ?? 0) > 0 ? [[`${code} ${option.code}`, own[place]] as const] : [])),
      ),
    )
    return { counts, of, overlaps }
  }
  /** The same one by one: forms where both were asked once, else ratings. */
  const counted = (rows: readonly (readonly [unknown, unknown])[]): Readonly<Record<string, number>> => {
    const counts: Record<string, number> = {}
    for (const [part, option] of rows) counts[`${String(part)} ${String(option)}`] = (counts[`${String(part)} ${String(option)}`] ?? 0) + 1
    return counts
  }
  const ratings = (wanted: (agency: string) => boolean = () => true): readonly (Said & { readonly agency: string })[] =>
    sent.flatMap(({ answers, ratings: rated = {} }) =>
      Object.entries(rated).flatMap(([agency, own]) => (wanted(agency) ? [{ ...answers, ...own, agency }] : [])),
    )

  it('count what was asked once once, whichever agencies are shown', async () => {
    expect(await crossed('young', 'size')).toEqual({
      counts: counted(sent.map(({ answers }) => [answers['size'], answers['young']])),
      of: 'persons',
      overlaps: false,
    })
    const isCommune = ({ ratings: rated = {} }: (typeof sent)[number]) => Object.keys(rated).some((code) => code.startsWith('W'))
    const block = await crossed('young', 'size', { block: 'commune' })
    expect(block.counts).toEqual(counted(sent.filter(isCommune).map(({ answers }) => [answers['size'], answers['young']])))
    const { counts } = await crossed('size', 'channel')
    expect(counts).toEqual(counted(sent.map(({ answers }) => ['link', answers['size']])))
  })

  it('count ratings of each agency, and say so', async () => {
    expect(await crossed('open', 'size')).toEqual({
      counts: counted(ratings().map((one) => [one['size'], one['open']])),
      of: 'ratings',
      overlaps: false,
    })
    expect(await crossed('size', 'agency')).toEqual({
      counts: counted(ratings().map((one) => [one.agency, one['size']])),
      of: 'persons',
      overlaps: true,
    })
    expect((await crossed('open', 'size', { agency: 'S1' })).of).toBe('persons')
    const page = said(await officeOf(server).html('/admin/campaigns/c1/respondents?item=open&by=size'))
    expect(page).toContain('ở đây đếm lượt đánh giá, mỗi người tối đa 4 lượt, nên chỉ hiện từ 40 lượt trở lên')
    const agencies = said(await officeOf(server).html('/admin/campaigns/c1/respondents?item=size&by=agency'))
    expect(agencies).toContain('các dòng không cộng lại thành tổng')
  })

  it('tell of people as many as there are', async () => {
    const { record, deps } = await recorded(server)
    const profile = profileOf(tallyLayout(questionnaire), await readPersonTally(deps, record, noFilter), {
      threshold: 10,
      ratingsAPerson: 4,
    })
    expect(profile.find(({ item }) => item === 'young')).toMatchObject({ persons: 40 })
  })

  it('stand on people who are counted on as they come, the same as counted anew', async () => {
    const { record, deps } = await recorded(server)
    const layout = tallyLayout(questionnaire)
    const filters = [noFilter, { ...noFilter, block: 'commune' }]
    const same = async () => {
      // Another connection has counted nothing yet.
      const fresh = openDatabase(server.database.address)
      try {
        for (const filter of filters) {
          const counted = await readPools(deps.database, layout, record, filter)
          expect(counted).toEqual(await readPools(fresh, layout, record, filter))
        }
      } finally {
        await fresh.db.destroy()
      }
      return readPools(deps.database, layout, record, noFilter)
    }
    const before = await same()
    const kept = before?.total.slice()
    const more = [form({ S1: { open: '5' }, W1: { open: '1' }, W2: { open: '3' } }), form({ W2: { open: '2' } })].map((one) => ({
      ...one,
      answers: { size: 'small', young: 'no' },
    }))
    for (const one of more) {
      expect((await post(server.url, one)).status).toBe(201)
      await same()
    }
    expect(before?.total).toEqual(kept)
    await withWriter(server.database, async (writer) => {
      for (const { id } of more)
        await act({ database: server.database, now: Date.now, writer }, atCommandLine(), eraseResponse, { campaign: 'c1', id })
    })
    expect((await same())?.total).toEqual(kept)
  })

  it('are compared with an earlier campaign whose total has its interval over persons too', async () => {
    const { record, deps } = await recorded(server)
    const { total } = await readResults(deps, record, noFilter, 'vi')
    await server.database.db.updateTable('campaigns').set({ closes_on: '2026-12-31' }).where('code', '=', 'c1').execute()
    await fielded(server.database, {
      code: 'c2',
      questionnaire: 'rating',
      version: 1,
      opensOn: '2027-01-01',
      agencies: record.peers.map(({ agency }) => agency),
      touchpoints: [],
    })
    const later = await findCampaign(server.database, 'c2')
    const [before] = later ? await readEarlier(deps, later, noFilter) : []
    const node = (nodes: readonly { readonly code: string }[]) => nodes.find(({ code }) => code === 'ALL')
    expect(node(before?.total.nodes ?? [])).toEqual(node(total.nodes))
    expect(node(total.nodes)).toMatchObject({ persons: 40, intervalMethod: 'wilson-cluster' })
  })
})
