import type { Agency, Campaign } from '../../surveys/fielding/campaign'
import { advance, nothingReleased, releaseLayout, stageOf, sumsOf } from '../../surveys/figures/release'
import { addAnswers, emptyTally } from '../../surveys/figures/tally'
import { rangesOf } from '../../surveys/fielding/beat'
import { dayAfter, localDay } from '../../surveys/instrument/calendar'
import type { Questionnaire, SubmittedResponse } from '../../surveys/instrument/schema'
import { saveAgencies } from '../db/agencies'
import { type CampaignRecord, createCampaign, findCampaign } from '../db/campaigns'
import { type Database, whole } from '../db/dialect'
import { type QuestionnaireSource, tallyLayoutOf } from '../db/questionnaires'
import { type Night, saveNight } from '../db/released'
import { changeKiosk, findKiosk, insertKiosk, noteArrived, noteKiosk, noteRefusals } from '../db/kiosks'
import { createTouchpoint } from '../db/touchpoints'
import { prepare, type Prepared } from '../recording/prepare'
import type { Writer } from '../recording/writer'
import { type Answering, answeringOf } from './answering'
import { fillAssessments } from './assessments'
import { fillDossiers } from './dossiers'
import { province, quarterOf, sampleKiosks, sampleQuarter, type SampleTouchpoint, sampleTouchpoints, sampleUnits } from './province'
import { drawn, idOf, seeded, seedOf } from './random'

export type FilledSample = {
  readonly added: number
  readonly previous: Campaign
  readonly current: Campaign
  readonly touchpoints: readonly SampleTouchpoint[]
}

type Deps = {
  readonly database: Database
  readonly questionnaires: QuestionnaireSource
  readonly writer: Writer
  readonly now: number
  readonly onProgress: (done: number) => void
}

/** Responses of the quarter before and of this one. */
const previousResponses = 12_000
const currentResponses = 8_000
export const sampleResponses = previousResponses + currentResponses

const groupRows = 250
const dayMs = 86_400_000

/** Fills the sample province, all of it made up. What a run before has stored is found again, so nothing is added twice. */
export async function fillSample(deps: Deps): Promise<FilledSample> {
  const today = localDay(deps.now)
  await whole(deps.database, (within) => saveAgencies(within, [...sampleUnits, ...province]))
  const previous = quarterOf(today, 1)
  const current = quarterOf(today)
  const before = await fillCampaign(deps, previous, previousResponses, 0, 0)
  const now = await fillCampaign(deps, current, currentResponses, 0.12, previousResponses)
  await fillKiosks(deps, current)
  await fillHandled(deps, [previous, current])
  const [root] = sampleUnits
  if (root) await fillAssessments(deps.database, { previous, current, agencies: province, root, now: deps.now })
  return { added: before + now, previous, current, touchpoints: sampleTouchpoints(current, province) }
}

/** What was handled in the campaigns of the sample, as their questionnaire counts it. */
async function fillHandled({ database, questionnaires, now }: Deps, campaigns: readonly Campaign[]): Promise<void> {
  const found = await Promise.all(campaigns.map(({ code }) => findCampaign(database, code)))
  const records = found.flatMap((record) => record ?? [])
  const last = records.at(-1)?.campaign
  if (!last) return
  const { questionnaire } = await questionnaires.get(last.questionnaire, last.version)
  await fillDossiers(database, records, questionnaire, now)
}

async function fillCampaign(deps: Deps, campaign: Campaign, count: number, trend: number, done: number): Promise<number> {
  const touchpoints = sampleTouchpoints(campaign, province)
  const agencies = province.map(({ code }) => ({ code, population: undefined }))
  const isNew = await whole(deps.database, (within) => createCampaign(within, { ...campaign, breakdowns: [], agencies }))
  if (isNew)
    await whole(deps.database, async (within) => {
      for (const { weight: _, ...touchpoint } of touchpoints) await createTouchpoint(within, touchpoint)
    })
  const record = await findCampaign(deps.database, campaign.code)
  if (!record) throw new Error(`campaign "${campaign.code}" was not created`)
  // A sample of an earlier day keeps the version with which it was made.
  const { questionnaire } = await deps.questionnaires.get(record.campaign.questionnaire, record.campaign.version)
  const setting = { campaign: record.campaign, breakdowns: record.breakdowns, questionnaire }
  const person = respondents(record.campaign, touchpoints, answeringOf(questionnaire), trend, deps.now)
  const known = isNew ? new Set() : await storedIds(deps.database, campaign.code)
  let added = 0
  const stored: Prepared[] = []
  for (let first = 0; first < count; first += groupRows) {
    const numbers = Array.from({ length: Math.min(groupRows, count - first) }, (_, index) => first + index)
    const group = numbers.filter((number) => !known.has(idOfPerson(campaign, number))).map((number) => prepared(setting, person(number)))
    stored.push(...group)
    const outcomes = group.length === 0 ? [] : await deps.writer.commit(group)
    added += outcomes.filter(({ kind }) => kind === 'recorded').length
    deps.onProgress(done + first + numbers.length)
    await new Promise((resolve) => setImmediate(resolve))
  }
  if (isNew) await fillNights(deps, record, questionnaire, stored)
  return added
}

/** The nights since the campaign opened, as the product would have had them: what each made visible follows from the days before it. */
async function fillNights(
  { database, now }: Deps,
  { campaign, measured }: CampaignRecord,
  questionnaire: Questionnaire,
  responses: readonly Prepared[],
): Promise<void> {
  const tallies = tallyLayoutOf(questionnaire)
  const layout = releaseLayout(tallies)
  const byDay = new Map<string, Prepared[]>()
  for (const response of responses) byDay.set(response.row.answered_on, [...(byDay.get(response.row.answered_on) ?? []), response])
  const places = measured.map(({ agency: { code, block } }) => ({ agency: code, block, part: '', tally: emptyTally(tallies) }))
  const tallyOf = new Map(places.map(({ agency, tally }) => [agency, tally]))
  let state = nothingReleased
  const nights: Night[] = []
  for (let day = campaign.opensOn; day < localDay(now) && nights.at(-1)?.final !== true; day = dayAfter(day)) {
    for (const { row, answers } of byDay.get(day) ?? []) addAnswers(tallies, tallyOf.get(row.agency) ?? emptyTally(tallies), answers, 1)
    const night = dayAfter(day)
    const { when, final } = stageOf(campaign, state, night)
    const leaves = places.map(({ tally, ...place }) => ({ ...place, sums: sumsOf(layout, tally) }))
    const advanced = advance(layout, state, leaves, { threshold: campaign.threshold, when })
    state = advanced.state
    const cells = advanced.moves.filter(({ kind }) => kind === 'cell').length
    nights.push({ night, settled: state.settled, final, cells, erasures: 0, waiting: advanced.waiting })
  }
  await whole(database, async (within) => {
    for (const night of nights) await saveNight(within, campaign.code, night, night === nights.at(-1) ? [...state.held.values()] : [])
  })
}

/** Kiosks of the quarter that goes on, as if their devices had told of themselves just now; one that was enrolled since is left as it is. */
async function fillKiosks({ database, now }: Deps, { code }: Campaign): Promise<void> {
  const quarter = sampleQuarter(code)
  for (const { name, at, device } of sampleKiosks) {
    const id = idOf(`sample kiosk ${quarter} ${at}`)
    if (!(await findKiosk(database, id))) {
      await insertKiosk(database, { id, name, touchpoint: `sn-${quarter}-${at}` })
      if (device) await changeKiosk(database, id, { public_key: noKey, enrolled_on: localDay(now - 20 * dayMs) })
    }
    const kiosk = await findKiosk(database, id)
    if (!device || kiosk?.public_key !== noKey) continue
    const { ago, made, waiting, setAside, lost, refused } = device
    const numbers = Array.from({ length: made - waiting - setAside }, (_, place) => place + 1).filter((number) => !lost.includes(number))
    await database.transact((within) =>
      noteArrived(
        within,
        database,
        numbers.map((number) => ({ kiosk: id, device: noKey, number })),
      ),
    )
    await noteRefusals(database, id, refused, localDay(now))
    const last = made - waiting
    const held = {
      issued: made,
      waiting: rangesOf(Array.from({ length: waiting }, (_, place) => last + 1 + place)),
      aside: rangesOf(Array.from({ length: setAside }, (_, place) => last - place)),
      free: [],
    }
    await noteKiosk(database, kiosk, { made, waiting, setAside, held, at: minuteOf(now - ago * 60_000), build: 'minh-hoa' })
  }
}

/** No point on any curve: nobody can sign for it. */
const noKey = 'sample'

const minuteOf = (instant: number): string => `${new Date(instant).toISOString().slice(0, 16)}Z`

/** One by one they would be recognised too, at the price of recording them. */
async function storedIds({ db }: Database, campaign: string): Promise<ReadonlySet<string>> {
  const rows = await db.selectFrom('responses').select('id').where('campaign', '=', campaign).execute()
  return new Set(rows.map(({ id }) => id))
}

const idOfPerson = ({ code }: Campaign, number: number): string => idOf(`sample response ${code} ${number}`)

type Sent = { readonly submitted: SubmittedResponse; readonly touchpoint: SampleTouchpoint; readonly at: number }

function prepared(setting: Parameters<typeof prepare>[0], { submitted, touchpoint, at }: Sent): Prepared {
  const preparation = prepare(setting, submitted, touchpoint.kind, at)
  if (preparation.ok) return preparation.prepared
  throw new Error(`sample response "${submitted.id}" was refused: ${JSON.stringify(preparation.outcome)}`)
}

/** The person with a number: who, where, when and what; always the same for the same campaign and day of filling. */
function respondents(
  campaign: Campaign,
  touchpoints: readonly SampleTouchpoint[],
  answering: Answering,
  trend: number,
  now: number,
): (number: number) => Sent {
  const agencies = province.map((agency, index) => [agency, visitsOf(agency, index)] as const)
  const opens = Date.parse(`${campaign.opensOn}T03:00:00Z`)
  const days = Math.floor((Math.min(now, Date.parse(`${campaign.closesOn}T03:00:00Z`)) - opens) / dayMs) + 1
  return (number) => {
    const seed = `${campaign.code} ${number}`
    const uniform = seeded(seedOf(seed))
    const agency = number < rareVisits.length ? (province[rareVisits[number] ?? 0] ?? drawn(uniform, agencies)) : drawn(uniform, agencies)
    const serving = touchpoints.filter((touchpoint) => touchpoint.agencies.includes(agency.code))
    const touchpoint = drawn(
      uniform,
      serving.map((one) => [one, one.weight] as const),
    )
    const at = opens + Math.floor(uniform() * Math.max(1, days)) * dayMs
    return {
      touchpoint,
      at,
      submitted: {
        id: idOfPerson(campaign, number),
        campaign: campaign.code,
        version: campaign.version,
        touchpoint: touchpoint.code,
        agency: agency.code,
        language: uniform() < 0.985 ? 'vi' : 'en',
        answeredOn: localDay(at),
        answers: answering({ seed: `answers ${seed}`, agency: agency.code, block: agency.block, trend }),
      },
    }
  }
}

/** Three small communes get 4, 6 and 8 responses, under the threshold: their figures are withheld. */
const rareVisits = [4, 6, 8].flatMap((visits, index) => Array.from({ length: visits }, () => province.length - 1 - index))

/** How busy an agency is, from quiet communes to the police. */
function visitsOf(agency: Agency, index: number): number {
  if (index >= province.length - 3) return 0
  const busy = agency.block === 'vertical' ? 5 : agency.block === 'department' ? 2 : 2.5
  return busy * (0.4 + 1.2 * seeded(seedOf(`visits ${agency.code}`))())
}
