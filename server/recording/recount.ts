import { addIntegers, firstOf } from '../../surveys/figures/integers'
import { addMarkedDay, dayOf, daysLength, emptyDays } from '../../surveys/figures/days'
import {
  addEncodedSums,
  addEncodedTally,
  addMarked,
  addTally,
  emptyTally,
  markAnswers,
  type Tally,
  type TallyLayout,
} from '../../surveys/figures/tally'
import { daysAddUp } from '../../surveys/figures/month'
import type { Answers } from '../../surveys/instrument/schema'
import type { CampaignRecord } from '../db/campaigns'
import type { Database } from '../db/dialect'
import { tallyLayoutOf, type QuestionnaireSource, questionnaireSource } from '../db/questionnaires'
import { type Among, arrivedPages, type CountedResponse } from '../db/responses'
import type { TallyRow } from '../db/tables'
import { countDaysAnew } from '../db/migrations/0021-days-counted'
import { hasDied, holdWriters } from './lease'
import { preparedAgain } from './prepare'
import { type Key, monthKeyOf, tallyName, type Tallied } from './writer-tallies'

/** A tally whose stored sums are not those of the responses. */
export type Difference = Key & {
  readonly responses: { readonly stored: number; readonly counted: number }
  /** How many of its numbers differ. */
  readonly numbers: number
}

export type Recount = { readonly responses: number; readonly tallies: number; readonly differences: readonly Difference[] }

type Deps = {
  readonly database: Database
  readonly onProgress: (responses: number) => void
  /** Numbers kept in memory at once, 48 MB if nothing is said; a campaign with more is counted in several readings, some agencies each time. */
  readonly numbersAtOnce?: number
}

/**
 * Counts a campaign's tallies anew from its stored responses and compares them, number by number, with the
 * sums over all writers of what is stored; both as of one moment, while others go on writing.
 */
export async function recountCampaign({ database, ...how }: Deps, record: CampaignRecord): Promise<Recount> {
  return database.engine.snapshot(database.db, async (db) => {
    const reading = { ...database, db }
    const deps = { database: reading, questionnaires: questionnaireSource(reading), ...how }
    let responses = 0
    let tallies = 0
    const differences: Difference[] = []
    for (const portion of await portions(deps, record)) {
      const part = await recountPortion(deps, record, portion, responses)
      responses += part.responses
      tallies += part.tallies
      differences.push(...part.differences)
    }
    return { responses, tallies, differences }
  })
}

/** Everything that is read inside the one moment; a second connection would see another. */
type Reading = Deps & { readonly questionnaires: QuestionnaireSource }

/** Agencies whose tallies fit into memory together. The first portion takes those without a tally too, whichever they are. */
type Portion = { readonly agencies: readonly string[]; readonly among: Among }

async function portions(
  { database, questionnaires, numbersAtOnce = 6_000_000 }: Reading,
  { campaign }: CampaignRecord,
): Promise<readonly Portion[]> {
  const { questionnaire } = await questionnaires.get(campaign.questionnaire, campaign.version)
  const layout = tallyLayoutOf(questionnaire)
  const length = layout.length + daysLength(layout)
  const first: string[] = []
  const made = [first]
  let numbers = 0
  for (const { agency, rows } of await talliedAgencies(database, campaign.code)) {
    numbers += rows * length
    if (numbers > numbersAtOnce) {
      made.push([])
      numbers = rows * length
    }
    made.at(-1)?.push(agency)
  }
  const others = made.slice(1)
  return [{ agencies: first, among: { but: others.flat() } }, ...others.map((agencies) => ({ agencies, among: { only: agencies } }))]
}

async function recountPortion(deps: Reading, record: CampaignRecord, { agencies, among }: Portion, before: number): Promise<Recount> {
  const { campaign, breakdowns } = record
  const balance = newBalance()
  let responses = 0
  const questionnaireOf = async (version: number) => (await deps.questionnaires.get(campaign.questionnaire, version)).questionnaire
  const questionnaire = await questionnaireOf(campaign.version)
  const layout = tallyLayoutOf(questionnaire)
  // Written out: a row as the driver gives it is slow to spread.
  const pinned = ({ agency, channel, answered_on }: CountedResponse): Tallied['row'] => ({
    campaign: campaign.code,
    version: campaign.version,
    agency,
    channel,
    answered_on,
  })
  for await (const page of arrivedPages(deps.database, campaign.code, among)) {
    for (const row of page) {
      const { answers, breakdown } = preparedAgain(row, questionnaire, breakdowns)
      balance.count(layout, monthKeyOf({ row: pinned(row), breakdown }), answers, dayOf(row.answered_on))
    }
    responses += page.length
    deps.onProgress(before + responses)
  }
  balance.addUp(layout)
  for await (const page of tallyPages(deps.database, campaign.code, agencies))
    for (const row of page) balance.store(tallyLayoutOf(await questionnaireOf(row.version)), row)
  for await (const page of tallyPages(deps.database, campaign.code, agencies, 'day_sums'))
    for (const row of page) balance.storeDays(tallyLayoutOf(await questionnaireOf(row.version)), row)
  return { responses, tallies: balance.size(), differences: balance.differences() }
}

/**
 * The months of a campaign whose days do not add up to their tallies, or cannot be read: a look at the sums alone, without the
 * responses. What was moved from one day to another of its month only a recount sees.
 */
export async function monthsAmiss(database: Database, { campaign }: CampaignRecord): Promise<readonly Key[]> {
  const questionnaires = questionnaireSource(database)
  const amiss: Key[] = []
  for (const { agency } of await talliedAgencies(database, campaign.code)) {
    const months = new Map<
      string,
      { readonly key: Key; readonly layout: TallyLayout; readonly tally: Tally; readonly days: Float64Array; unread: number }
    >()
    const monthOf = async ({ writer: _, sums: _sums, ...key }: TallyRow) => {
      const layout = tallyLayoutOf((await questionnaires.get(campaign.questionnaire, key.version)).questionnaire)
      const known = months.get(tallyName(key)) ?? { key, layout, tally: emptyTally(layout), days: emptyDays(layout), unread: 0 }
      months.set(tallyName(key), known)
      return known
    }
    for await (const page of tallyPages(database, campaign.code, [agency]))
      for (const row of page) {
        if (row.month === '') continue
        const month = await monthOf(row)
        addEncodedTally(month.layout, month.tally, row.sums, 1)
      }
    for await (const page of tallyPages(database, campaign.code, [agency], 'day_sums'))
      for (const row of page) {
        const month = await monthOf(row)
        if (!addIntegers(row.sums, month.days, 1)) month.unread += 1
      }
    for (const { key, layout, tally, days, unread } of months.values()) if (unread > 0 || !daysAddUp(layout, tally, days)) amiss.push(key)
  }
  return amiss
}

/** Counts the sums of days anew from the responses and stores them; 'busy' where a server or an import holds a writer's slot. */
export async function rebuildDays({ db }: Database, now: number): Promise<'rebuilt' | 'busy'> {
  return db.transaction().execute(async (trx) => {
    await holdWriters({ db: trx })
    const writers = await trx.selectFrom('writers').select(['owner', 'expires_at']).execute()
    const isHeld = writers.some(({ owner, expires_at }) => expires_at > new Date(now).toISOString() && !hasDied(owner))
    if (isHeld) return 'busy'
    await countDaysAnew(trx, 'those that count')
    return 'rebuilt'
  })
}

type Sum = {
  readonly key: Key
  readonly difference: Tally
  /** Of a month its days. */
  readonly days: Float64Array
  counted: number
  stored: number
}

/** What was counted less what is stored, for each key; nothing but zeros when both agree. */
function newBalance() {
  const sums = new Map<string, Sum>()
  const sumOf = (key: Key, layout: TallyLayout): Sum => {
    const name = tallyName(key)
    const known = sums.get(name)
    if (known) return known
    const days = key.month === '' ? new Float64Array(0) : emptyDays(layout)
    const sum = { key, difference: emptyTally(layout), days, counted: 0, stored: 0 }
    sums.set(name, sum)
    return sum
  }
  return {
    count: (layout: TallyLayout, month: Key, answers: Answers, day: number): void => {
      const sum = sumOf(month, layout)
      sum.counted += 1
      markAnswers(layout, answers)
      addMarked(layout, sum.difference, 1)
      addMarkedDay(layout, sum.days, day, 1)
    },
    /** Makes the sums of the whole campaign from those of its months. */
    addUp: (layout: TallyLayout): void => {
      for (const { key, difference, counted } of sums.values()) {
        if (key.month === '') continue
        const whole = sumOf({ ...key, month: '' }, layout)
        whole.counted += counted
        addTally(whole.difference, difference)
      }
    },
    store: (layout: TallyLayout, { sums: bytes, writer: _, ...key }: TallyRow): void => {
      const sum = sumOf(key, layout)
      sum.stored += firstOf(bytes)
      addEncodedTally(layout, sum.difference, bytes, -1)
    },
    storeDays: (layout: TallyLayout, { sums: bytes, writer: _, ...key }: TallyRow): void =>
      addEncodedSums(layout, sumOf(key, layout).days, bytes, -1),
    size: () => sums.size,
    differences: (): readonly Difference[] =>
      [...sums.values()].flatMap(({ key, difference, days, counted, stored }) => {
        const numbers = notZero(difference) + notZero(days)
        return numbers === 0 ? [] : [{ ...key, responses: { stored, counted }, numbers }]
      }),
  }
}

const notZero = (numbers: Float64Array): number => numbers.reduce((count, number) => count + (number === 0 ? 0 : 1), 0)

/** Every agency that a campaign has tallies of, with the number of their rows. */
async function talliedAgencies({ db }: Database, campaign: string): Promise<readonly { readonly agency: string; readonly rows: number }[]> {
  return db
    .selectFrom('tallies')
    .select(['agency', (select) => select.fn.countAll<number>().as('rows')])
    .where('campaign', '=', campaign)
    .groupBy('agency')
    .orderBy('agency')
    .execute()
}

/** The tally rows of some agencies as they are stored, an agency at a time. */
export async function* tallyPages(
  { db }: Database,
  campaign: string,
  agencies: readonly string[],
  table: 'tallies' | 'day_sums' = 'tallies',
): AsyncGenerator<readonly TallyRow[]> {
  for (const agency of agencies)
    yield await db.selectFrom(table).selectAll().where('campaign', '=', campaign).where('agency', '=', agency).execute()
}
