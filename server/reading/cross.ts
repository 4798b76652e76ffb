import { type RawBuilder, sql } from 'kysely'
import { setImmediate as turn } from 'node:timers/promises'
import { packedPlace } from '../../surveys/answers/packing'
import type { Questionnaire } from '../../surveys/instrument/schema'
import { personsIn } from '../../surveys/figures/profile'
import type { ItemSlots, Tally } from '../../surveys/figures/tally'
import type { CampaignRecord } from '../db/campaigns'
import type { Database } from '../db/dialect'
import { type QuestionnaireSource, tallyLayoutOf } from '../db/questionnaires'
import { arrivalMark } from '../db/response-list'
import { type Filter, shownBy } from './filter'
import { readPartTallies } from './workspace'

/** By what the answers to an item are parted: where, when and how they came, or what else the same people answered. */
export const crossedBy = ['agency', 'month', 'channel'] as const

/** How many of each part chose each option; of those who may choose several how many answered. */
export type Crossed = {
  readonly parts: readonly { readonly code: string; readonly counts: readonly number[]; readonly answered: number }[]
}

type Deps = { readonly database: Database; readonly questionnaires: QuestionnaireSource }
/** What is crossed with what. */
export type CrossAsked = { readonly item: ItemSlots; readonly by: (typeof crossedBy)[number] | ItemSlots }

type Kept = { readonly mark: string; readonly made: Promise<Crossed> }
const kept = new WeakMap<Database, Map<string, Kept>>()
const mostKept = 60

/** The closed items of a questionnaire that can stand in a cross-table, by their ids. */
export const crossable = (questionnaire: Questionnaire): ReadonlyMap<string, ItemSlots> =>
  new Map(tallyLayoutOf(questionnaire).items.flatMap((item) => (item.answer === 'number' ? [] : [[item.id, item] as const])))

/**
 * The answers to one item by parts under a filter. By agency, month and channel they stand in the tallies; by another answer they are counted
 * from the packed answers in slices, and kept as long as nothing has come or gone.
 */
export async function readCross(deps: Deps, record: CampaignRecord, query: Filter, asked: CrossAsked): Promise<Crossed> {
  const { database, questionnaires } = deps
  if (typeof asked.by === 'string') return tallied(asked.item, await readPartTallies(deps, record, query, asked.by))
  const { questionnaire } = await questionnaires.get(record.campaign.questionnaire, record.campaign.version)
  const mark = await arrivalMark(database)
  const known = kept.get(database) ?? new Map<string, Kept>()
  kept.set(database, known)
  const { by } = asked
  const key = JSON.stringify([record.campaign.code, query, [...shownBy(record, query)], asked.item.id, by.id])
  const found = known.get(key)
  if (found?.mark === mark) return found.made
  if (known.size >= mostKept) known.clear()
  const made = counted(database, record, questionnaire, query, { item: asked.item, by })
  known.set(key, { mark, made })
  made.catch(() => known.delete(key))
  return made
}

/** Parts in which nobody answered are none. */
function tallied(item: ItemSlots, tallies: ReadonlyMap<string, Tally>): Crossed {
  const parts = [...tallies].map(([code, tally]) => ({
    code,
    counts: item.options.map((_, place) => (item.valid[place] === 1 ? (tally[item.offset + place] ?? 0) : 0)),
    answered: personsIn(item, tally),
  }))
  return { parts: parts.filter(({ answered }) => answered > 0) }
}

const sliceRows = 10_000

async function counted(
  { db }: Database,
  record: CampaignRecord,
  questionnaire: Questionnaire,
  query: Filter,
  { item, by }: { readonly item: ItemSlots; readonly by: ItemSlots },
): Promise<Crossed> {
  const { code, version } = record.campaign
  const bytesOf = (one: ItemSlots): RawBuilder<string | Uint8Array> => {
    const place = packedPlace(questionnaire, one.id)
    if (!place) throw new Error(`item "${one.id}" of questionnaire "${questionnaire.id}" is not packed`)
    return sql<string | Uint8Array>`substr(packed, ${sql.lit(place.offset + 1)}, ${sql.lit(place.length)})`
  }
  const parted = bytesOf(by)
  const shown = [...shownBy(record, query)]
  const isWhole = shown.length === record.peers.length
  const parts = new Map<string, { counts: number[]; answered: number }>()
  const slots = await db
    .selectFrom('responses')
    .select(({ fn }) => ['writer', fn.min('seq').as('first'), fn.max('seq').as('last')])
    .where('campaign', '=', code)
    .groupBy('writer')
    .execute()
  for (const { writer, first, last } of slots)
    for (let after = first - 1; after < last; after += sliceRows) {
      let select = db
        .selectFrom('responses')
        .select(({ fn }) => [parted.as('part'), bytesOf(item).as('chosen'), fn.countAll<number>().as('count')])
        .where('campaign', '=', code)
        .where('version', '=', version)
        .where('writer', '=', writer)
        .where('seq', '>', after)
        .where('seq', '<=', after + sliceRows)
        .where('erased', '=', 0)
        .where('set_aside', '=', '')
      if (!isWhole) select = select.where('agency', 'in', shown)
      if (query.channel !== null) select = select.where('channel', '=', query.channel)
      if (query.service !== null) select = select.where('service', '=', query.service)
      if (query.touchpoint !== null) select = select.where('touchpoint', '=', query.touchpoint)
      if (query.from !== null) select = select.where('answered_on', '>=', `${query.from}-01`)
      // Behind every day that the month can have.
      if (query.to !== null) select = select.where('answered_on', '<=', `${query.to}-31`)
      for (const row of await select.groupBy(['part', 'chosen']).execute()) {
        const options = chosenIn(item, bytesIn(row.chosen))
        if (options.length === 0) continue
        const codes = chosenIn(by, bytesIn(row.part)).map((place) => by.options[place]?.code ?? '')
        for (const part of codes) {
          const known = parts.get(part) ?? { counts: item.options.map(() => 0), answered: 0 }
          parts.set(part, known)
          known.answered += row.count
          for (const place of options) known.counts[place] = (known.counts[place] ?? 0) + row.count
        }
      }
      await turn()
    }
  return { parts: [...parts].map(([part, sums]) => ({ code: part, ...sums })) }
}

const bytesIn = (value: string | Uint8Array): Uint8Array => (typeof value === 'string' ? Buffer.from(value, 'latin1') : value)

/** Which valid options bytes name: the place from 1 on, or of many a byte each. */
function chosenIn({ answer, valid, options }: ItemSlots, bytes: Uint8Array): readonly number[] {
  const places = answer === 'many' ? options.flatMap((_, place) => (bytes[place] === 1 ? [place] : [])) : [(bytes[0] ?? 0) - 1]
  return places.filter((place) => place >= 0 && valid[place] === 1)
}
