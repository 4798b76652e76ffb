import { type RawBuilder, sql } from 'kysely'
import { packedPlace } from '../../surveys/answers/packing'
import type { Questionnaire } from '../../surveys/instrument/schema'
import { personsIn } from '../../surveys/figures/orders'
import { hasOwnFigure, type ProfileItem, type ProfileOptions, readAlone } from '../../surveys/figures/profile'
import type { ItemSlots, Tally, TallyLayout } from '../../surveys/figures/tally'
import type { CampaignRecord } from '../db/campaigns'
import type { Database } from '../db/dialect'
import { type QuestionnaireSource, tallyLayoutOf } from '../db/questionnaires'
import { countingOn, type ArrivalNumbers } from './counting-on'
import { type Filter, ratingsAPersonIn, shownBy } from './filter'
import { readPools, poolsStamp } from './pools'
import { readPartTallies } from './workspace'

/** By what the answers to an item are parted: where, when and how they came, or what else the same people answered. */
export const crossedBy = ['agency', 'month', 'channel'] as const

/** How many of each part chose each option; of those who may choose several how many answered. */
export type Crossed = {
  /** What is counted: people, or where one rates several agencies what they said of each. */
  readonly of: 'persons' | 'ratings'
  /** Whether one person stands in several parts, so that these add up to nothing. */
  readonly overlaps: boolean
  readonly parts: readonly CrossedPart[]
}

export type CrossedPart = {
  readonly code: string
  readonly counts: readonly number[]
  readonly answered: number
  /** Of a question that has a figure of its own, where it stands in the tallies. */
  readonly alone?: ProfileItem
}

type Deps = { readonly database: Database; readonly questionnaires: QuestionnaireSource }
/** What is crossed with what. */
export type CrossAsked = { readonly item: ItemSlots; readonly by: (typeof crossedBy)[number] | ItemSlots }

/** The numbers of a questionnaire, which have a mean by agency, month and channel. */
export const measurable = (questionnaire: Questionnaire): ReadonlyMap<string, ItemSlots> =>
  new Map(tallyLayoutOf(questionnaire).items.flatMap((item) => (item.answer === 'number' ? [[item.id, item] as const] : [])))

/** The closed items of a questionnaire that can stand in a cross-table, by their ids. */
export const crossable = (questionnaire: Questionnaire): ReadonlyMap<string, ItemSlots> =>
  new Map(tallyLayoutOf(questionnaire).items.flatMap((item) => (item.answer === 'number' ? [] : [[item.id, item] as const])))

/**
 * The answers to one item by parts under a filter. By agency, month and channel they stand in the tallies; by another answer they are counted
 * from the packed answers, and on from there when more have come.
 */
export async function readCross(deps: Deps, record: CampaignRecord, query: Filter, asked: CrossAsked): Promise<Crossed> {
  const { database, questionnaires } = deps
  const { item, by } = asked
  const { code: campaign, version } = record.campaign
  const { questionnaire } = await questionnaires.get(record.campaign.questionnaire, version)
  const shown = [...shownBy(record, query)]
  const { isOfForms, of, overlaps } = countedAs(tallyLayoutOf(questionnaire), shown, asked)
  if (typeof by === 'string') {
    const pools = isOfForms && by !== 'agency' ? await readPools(database, tallyLayoutOf(questionnaire), record, query) : undefined
    const tallies = pools && by !== 'agency' ? pools[by] : await readPartTallies(deps, record, query, by)
    const options = {
      threshold: record.campaign.threshold,
      ratingsAPerson: of === 'ratings' ? ratingsAPersonIn(questionnaire, record, query) : 1,
    }
    return { of, overlaps, ...tallied(tallyLayoutOf(questionnaire), item, tallies, options) }
  }
  const agencies = shown.length === record.peers.length ? undefined : shown
  const pair: Pair = { campaign, version, agencies, query, isOfForms, item: placed(questionnaire, item), by: placed(questionnaire, by) }
  // Which rating of a form is its first may be another once a file has brought more of them.
  const mark = isOfForms ? await poolsStamp(database, record) : ''
  const counted = await crossings(database, JSON.stringify([campaign, version, query, agencies, item.id, by.id, mark]), {
    campaign,
    empty: () => new Map(),
    add: (parts, numbers) => addCrossed(database, pair, parts, numbers),
    told: (parts) => ({ parts: [...parts].map(([part, { counts, answered }]) => ({ code: part, counts: [...counts], answered })) }),
  })
  return { of, overlaps, ...counted }
}

/** Where one form rates several agencies of those shown, what was asked once is counted once, and of each agency each rating. */
function countedAs(
  { rated }: TallyLayout,
  shown: readonly string[],
  { item, by }: CrossAsked,
): Pick<Crossed, 'of' | 'overlaps'> & { readonly isOfForms: boolean } {
  if (!rated || shown.length < 2) return { of: 'persons', overlaps: false, isOfForms: false }
  const isOnce = ({ index }: ItemSlots): boolean => rated[index] !== 1
  const isOfForms = isOnce(item) && (typeof by === 'string' || isOnce(by))
  // Of one agency a person has said one thing.
  return { of: isOfForms || by === 'agency' ? 'persons' : 'ratings', overlaps: by === 'agency', isOfForms }
}

type Parts = Map<string, { readonly counts: number[]; answered: number }>

/** A slice takes about as long as a page. */
const crossings = countingOn<Parts>({ most: 60, slice: 10_000 })

/** Parts in which nobody answered are none. */
function tallied(
  layout: TallyLayout,
  item: ItemSlots,
  tallies: ReadonlyMap<string, Tally>,
  options: ProfileOptions,
): Pick<Crossed, 'parts'> {
  const parts = [...tallies].map(([code, tally]): CrossedPart => ({
    code,
    counts: item.options.map((_, place) => (item.valid[place] === 1 ? (tally[item.offset + place] ?? 0) : 0)),
    answered: personsIn(item, tally),
    ...(hasOwnFigure(item) && { alone: readAlone(layout, item, tally, options) }),
  }))
  return { parts: parts.filter(({ answered }) => answered > 0) }
}

/** An item with its bytes in packed answers. */
type Placed = ItemSlots & { readonly bytes: RawBuilder<string | Uint8Array> }

/** What is counted by what, of which responses; `agencies`: undefined for all. */
type Pair = {
  readonly campaign: string
  readonly version: number
  readonly agencies: readonly string[] | undefined
  readonly query: Filter
  /** Whether a form counts once, by the first of its ratings that is shown. */
  readonly isOfForms: boolean
  readonly item: Placed
  readonly by: Placed
}

function placed(questionnaire: Questionnaire, item: ItemSlots): Placed {
  const place = packedPlace(questionnaire, item.id)
  if (!place) throw new Error(`item "${item.id}" of questionnaire "${questionnaire.id}" is not packed`)
  return { ...item, bytes: sql`substr(packed, ${sql.lit(place.offset + 1)}, ${sql.lit(place.length)})` }
}

/** Adds the responses with some numbers to their parts, grouped by the database. */
async function addCrossed({ db }: Database, pair: Pair, parts: Parts, { writer, after, upTo }: ArrivalNumbers): Promise<void> {
  const { campaign, version, agencies, query, isOfForms, item, by } = pair
  let select = db
    .selectFrom('responses')
    .select(({ fn }) => [by.bytes.as('part'), item.bytes.as('chosen'), fn.countAll<number>().as('count')])
    .where('campaign', '=', campaign)
    .where('version', '=', version)
    .where('writer', '=', writer)
    .where('seq', '>', after)
    .where('seq', '<=', upTo)
    .where('erased', '=', 0)
    .where('set_aside', '=', '')
  if (agencies) select = select.where('agency', 'in', agencies)
  if (isOfForms)
    select = select.where((row) => {
      // The ids of a form's ratings begin alike, and lie together wherever they came.
      const earlier = row
        .selectFrom('responses as earlier')
        .select('earlier.id')
        .whereRef('earlier.campaign', '=', 'responses.campaign')
        .where(sql<boolean>`earlier.id >= substr(responses.id, 1, 11)`)
        .whereRef('earlier.id', '<', 'responses.id')
        .whereRef('earlier.form', '=', 'responses.form')
        .where('earlier.form', '<>', '')
        .where('earlier.erased', '=', 0)
        .where('earlier.set_aside', '=', '')
      return row.not(row.exists(agencies ? earlier.where('earlier.agency', 'in', agencies) : earlier))
    })
  if (query.channel !== null) select = select.where('channel', '=', query.channel)
  if (query.service !== null) select = select.where('service', '=', query.service)
  if (query.touchpoint !== null) select = select.where('touchpoint', '=', query.touchpoint)
  if (query.from !== null) select = select.where('answered_on', '>=', `${query.from}-01`)
  // Behind every day that the month can have.
  if (query.to !== null) select = select.where('answered_on', '<=', `${query.to}-31`)
  for (const row of await select.groupBy(['part', 'chosen']).execute()) {
    const options = chosenIn(item, bytesIn(row.chosen))
    if (options.length === 0) continue
    for (const place of chosenIn(by, bytesIn(row.part))) {
      const part = by.options[place]?.code ?? ''
      const known = parts.get(part) ?? { counts: item.options.map(() => 0), answered: 0 }
      parts.set(part, known)
      known.answered += row.count
      for (const option of options) known.counts[option] = (known.counts[option] ?? 0) + row.count
    }
  }
}

const bytesIn = (value: string | Uint8Array): Uint8Array => (typeof value === 'string' ? Buffer.from(value, 'latin1') : value)

/** Which valid options bytes name: the place from 1 on, or of many and of an order a byte each. */
function chosenIn({ answer, valid, options }: ItemSlots, bytes: Uint8Array): readonly number[] {
  // Of an order the place of each is there, and only who comes first counts.
  const places = answer === 'one' ? [(bytes[0] ?? 0) - 1] : options.flatMap((_, place) => (bytes[place] === 1 ? [place] : []))
  return places.filter((place) => place >= 0 && valid[place] === 1)
}
