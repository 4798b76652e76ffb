import { type Arrived, type Fieldwork, fieldworkOf, type YearBefore } from '../../surveys/fielding/fieldwork'
import { type Forerunners, lineagesOf } from '../../surveys/fielding/lineage'
import { lastYearOf } from '../../surveys/figures/comparison'
import { localDay } from '../../surveys/instrument/calendar'
import type { Campaign } from '../../surveys/fielding/campaign'
import { isLooping } from '../../surveys/instrument/loop'
import { itemsById } from '../../surveys/instrument/questionnaire'
import type { LocalText } from '../../surveys/instrument/schema'
import { listAgencies } from '../db/agencies'
import { breakOffsOf } from '../db/break-offs'
import { type CampaignRecord, findCampaign, listCampaigns, seesAll } from '../db/campaigns'
import type { Database } from '../db/dialect'
import type { QuestionnaireSource } from '../db/questionnaires'
import { type ArrivedRating, arrivedRatings, countArrived, countsOfWriters } from '../db/responses'
import { readOfficeHours } from '../db/settings'
import { targetsOf } from '../db/targets'
import type { ServingTouchpoint } from '../db/touchpoints'
import { countingOn, type ArrivalNumbers } from './counting-on'

type Deps = { readonly database: Database; readonly questionnaires: QuestionnaireSource; readonly now: () => number }

/** How a campaign fares, and which one a year before it is held against. */
export type ReadFieldwork = Fieldwork & {
  readonly campaignBefore: Campaign | undefined
  readonly today: string
  /** Whether one form rates several agencies, so that what is wanted of agencies are ratings, of which there are more than forms. */
  readonly isLooping: boolean
}

/** The fieldwork of a campaign within the agencies that somebody sees, at the places that serve these alone. */
export async function readFieldwork(
  { database, questionnaires, now }: Deps,
  record: CampaignRecord,
  touchpoints: readonly ServingTouchpoint[],
): Promise<ReadFieldwork> {
  const { campaign, measured } = record
  const today = localDay(now())
  const arrived = await arrivedIn(database, campaign.code)
  const before = await yearBefore({ database, questionnaires }, record)
  const fieldwork = fieldworkOf({
    campaign,
    hours: await readOfficeHours(database),
    today,
    agencies: measured.map(({ agency }) => agency),
    isWhole: seesAll(record),
    places: touchpoints.map(({ code, kind, agencies, asksSince, door }) => ({
      code,
      kind,
      agencies,
      asksSince,
      isPaused: door.pausedAt !== undefined,
    })),
    targets: await targetsOf(database, campaign.code),
    arrived,
    before,
  })
  const { questionnaire } = await questionnaires.get(campaign.questionnaire, campaign.version)
  return { ...fieldwork, campaignBefore: before?.campaign, today, isLooping: isLooping(questionnaire) }
}

/** A question after which people stopped answering who sent nothing. */
export type BreakOff = { readonly question: string; readonly text: LocalText; readonly persons: number }

/** Where people stopped, in the order of the questionnaire; of the whole campaign, since whose agency it was is not kept. */
export async function readBreakOffs({ database, questionnaires }: Omit<Deps, 'now'>, record: CampaignRecord): Promise<readonly BreakOff[]> {
  if (!seesAll(record)) return []
  const { questionnaire } = await questionnaires.get(record.campaign.questionnaire, record.campaign.version)
  const counts = await breakOffsOf(database, record.campaign.code)
  const asked = new Map([...itemsById(questionnaire).values()].map(({ question: { id, text } }) => [id, text]))
  return [...asked].map(([question, text]) => ({ question, text, persons: counts.get(question) ?? 0 })).filter(({ persons }) => persons > 0)
}

/** The comparable campaign of about a year before, with what each agency that is seen was in it. */
async function yearBefore(
  { database, questionnaires }: Omit<Deps, 'now'>,
  { campaign, measured, peers }: CampaignRecord,
): Promise<(YearBefore & { readonly campaign: Campaign }) | undefined> {
  const { questionnaire } = await questionnaires.get(campaign.questionnaire, campaign.version)
  const before = lastYearOf(campaign, await listCampaigns(database), questionnaire.comparableTo ?? [])
  const then = before && (await findCampaign(database, before.code))
  if (!then) return undefined
  const lineageOf = lineagesOf(await listAgencies(database))
  const [later, earlier] = [{ campaign, peers }, then].map(({ campaign: { opensOn, closesOn }, peers: all }) => ({
    opensOn,
    closesOn,
    agencies: new Set(all.map(({ agency }) => agency.code)),
  }))
  const forerunners = new Map<string, Forerunners>()
  if (later && earlier) for (const { agency } of measured) forerunners.set(agency.code, lineageOf(agency.code, later, earlier))
  return { campaign: then.campaign, arrived: await arrivedIn(database, then.campaign.code), forerunners }
}

/** How many responses that count came at a place, and how many of them on one local day. */
export type PlaceAnswers = { readonly all: number; readonly onDay: number }

/** The same of every place of a campaign at which anybody answered. */
export async function answersAtPlaces(database: Database, campaign: string, day: string): Promise<ReadonlyMap<string, PlaceAnswers>> {
  const answers = new Map<string, PlaceAnswers>()
  for (const { touchpoint, days } of await arrivedIn(database, campaign)) {
    const { all, onDay } = answers.get(touchpoint) ?? { all: 0, onDay: 0 }
    const more = [...days.values()].reduce((sum, n) => sum + n, 0)
    answers.set(touchpoint, { all: all + more, onDay: onDay + (days.get(day) ?? 0) })
  }
  return answers
}

/** Another one whenever a response was recorded anywhere, or taken out or put back. */
export const arrivalStamp = async (database: Database): Promise<string> =>
  (await countsOfWriters(database)).map(({ slot, last_seq, erasures }) => `${slot}:${last_seq}:${erasures}`).join(' ')

type Place = Arrived & { readonly days: Map<string, number>; doubtful: number }
/** `forms`: what is known of each form, whose ratings a file may bring one by one and far apart. */
type Places = { readonly all: Map<string, Place>; readonly forms: Map<string, ArrivedForm> }

/** Campaigns whose counts are kept: those that run, and what they are held against. So many numbers that whoever records meanwhile hardly waits. */
const arrivals = countingOn<Places>({ most: 8, slice: 2_000 })

/** How many responses of a campaign that count came at each place, about each agency, on each day. */
const arrivedIn = (database: Database, campaign: string): Promise<readonly Arrived[]> =>
  arrivals(database, campaign, {
    campaign,
    empty: () => ({ all: new Map(), forms: new Map() }),
    add: async (places, numbers) => {
      await addArrived(database, campaign, places, numbers)
      await addForms(database, campaign, places, numbers)
    },
    told: ({ all }) => [...all.values()],
  })

async function addArrived(database: Database, campaign: string, { all }: Places, numbers: ArrivalNumbers): Promise<void> {
  for (const { agency, answered_on: day, responses, doubtful, ...at } of await countArrived(database, campaign, numbers))
    addTo(all, { ...at, agencies: [agency], day, responses, doubtful })
}

type ArrivedForm = Pick<ArrivedRating, 'touchpoint' | 'channel'> & {
  readonly agencies: readonly string[]
  readonly day: string
  readonly doubtful: number
}

/** A form of several ratings is one of what came, at the day of the first. */
async function addForms(database: Database, campaign: string, { all, forms }: Places, numbers: ArrivalNumbers): Promise<void> {
  for (const { form, agency, answered_on: day, doubtful, ...at } of await arrivedRatings(database, campaign, numbers)) {
    const begun = forms.get(form)
    if (begun) addTo(all, { ...begun, responses: -1, doubtful: -begun.doubtful })
    const agencies = begun ? [...begun.agencies, agency].sort() : [agency]
    const whole: ArrivedForm = { ...(begun ?? { ...at, day }), agencies, doubtful: Math.max(doubtful, begun?.doubtful ?? 0) }
    addTo(all, { ...whole, responses: 1 })
    forms.set(form, whole)
  }
}

type Came = ArrivedForm & { readonly responses: number }

function addTo(all: Places['all'], { touchpoint, agencies, channel, day, responses, doubtful }: Came): void {
  const name = `${touchpoint} ${agencies.join(' ')} ${channel}`
  const place = all.get(name) ?? { touchpoint, agencies, channel, days: new Map<string, number>(), doubtful: 0 }
  all.set(name, place)
  place.doubtful += doubtful
  const count = (place.days.get(day) ?? 0) + responses
  if (count === 0) place.days.delete(day)
  else place.days.set(day, count)
}
