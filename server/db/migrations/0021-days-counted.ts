import type { Kysely, Migration } from 'kysely'
import { addMarkedDay, dayOf, daysLength, emptyDays, encodeDays } from '../../../surveys/figures/days'
import { addEncodedSums, markAnswers, type TallyLayout, tallyLayout } from '../../../surveys/figures/tally'
import { monthOf } from '../../../surveys/instrument/calendar'
import { readPublished } from '../../../surveys/instrument/definition'
import type { Answers } from '../../../surveys/instrument/schema'
import type { CampaignRow, ResponseRow, Tables, TallyRow } from '../tables'

/** The sums of days counted of the responses that are stored: anew, because persons and hits stand among them now. */
export const daysCounted: Migration = {
  up: (db: Kysely<Tables>) => countDaysAnew(db),
}

/** Which responses are counted: all where nothing can be set aside yet. */
type Counting = 'all' | 'those that count'

/** Puts what the responses say in the place of all sums of days; nobody may write meanwhile. */
export async function countDaysAnew(db: Kysely<Tables>, counting: Counting = 'all'): Promise<void> {
  await db.deleteFrom('day_sums').execute()
  for (const campaign of await db.selectFrom('campaigns').selectAll().orderBy('code').execute()) await fill(db, campaign, counting)
}

type Key = Omit<TallyRow, 'sums'>
type Held = { readonly key: Key; readonly sums: Float64Array }

/** Numbers kept in memory at once, 48 MB. */
const numbersAtOnce = 6_000_000
const rowsAtOnce = 500

async function fill(db: Kysely<Tables>, campaign: CampaignRow, counting: Counting): Promise<void> {
  const any = await db.selectFrom('responses').select('id').where('campaign', '=', campaign.code).where('erased', '=', 0).limit(1).execute()
  if (any.length === 0) return
  const layout = await layoutOf(db, campaign)
  const held = new Map<string, Held>()
  const writers = await db.selectFrom('writers').select('slot').orderBy('slot').execute()
  for (const { slot } of writers)
    for (let after = 0; ;) {
      const stored = db
        .selectFrom('responses')
        .select(['agency', 'service', 'touchpoint', 'channel', 'answered_on', 'answers', 'erased', 'seq'])
        .where('campaign', '=', campaign.code)
        .where('writer', '=', slot)
        .where('seq', '>', after)
      const rows = await (counting === 'all' ? stored : stored.where('set_aside', '=', '')).orderBy('seq').limit(rowsAtOnce).execute()
      for (const row of rows) if (row.erased === 0) count(held, layout, { campaign, slot }, row)
      if (rows.length < rowsAtOnce) break
      after = rows.at(-1)?.seq ?? after
      if (held.size * daysLength(layout) > numbersAtOnce) await store(db, layout, held)
    }
  await store(db, layout, held)
}

async function layoutOf(db: Kysely<Tables>, { questionnaire, version }: CampaignRow): Promise<TallyLayout> {
  const { definition } = await db
    .selectFrom('questionnaires')
    .select('definition')
    .where('id', '=', questionnaire)
    .where('version', '=', version)
    .executeTakeFirstOrThrow()
  const read = readPublished(JSON.parse(definition))
  if (!read) throw new Error(`questionnaire "${questionnaire}" version ${version} cannot be read`)
  return tallyLayout(read)
}

type Counted = Pick<ResponseRow, 'agency' | 'service' | 'touchpoint' | 'channel' | 'answered_on' | 'answers'>
type Among = { readonly campaign: CampaignRow; readonly slot: number }

function count(held: Map<string, Held>, layout: TallyLayout, { campaign, slot }: Among, row: Counted): void {
  const answers: Answers = JSON.parse(row.answers)
  const apart = campaign.breakdowns.split(',')
  const key: Key = {
    campaign: campaign.code,
    month: monthOf(row.answered_on),
    version: campaign.version,
    agency: row.agency,
    touchpoint: apart.includes('touchpoint') ? row.touchpoint : '',
    service: apart.includes('service') ? row.service : '',
    channel: row.channel,
    writer: slot,
  }
  const name = JSON.stringify(key)
  const found = held.get(name) ?? { key, sums: emptyDays(layout) }
  held.set(name, found)
  markAnswers(layout, answers)
  addMarkedDay(layout, found.sums, dayOf(row.answered_on), 1)
}

/** Writes what was counted, added to what an earlier part left. */
async function store(db: Kysely<Tables>, layout: TallyLayout, held: Map<string, Held>): Promise<void> {
  for (const { key, sums } of held.values()) {
    const { campaign, month, version, agency, touchpoint, service, channel, writer } = key
    const same = db
      .selectFrom('day_sums')
      .select('sums')
      .where('campaign', '=', campaign)
      .where('month', '=', month)
      .where('agency', '=', agency)
      .where('version', '=', version)
      .where('touchpoint', '=', touchpoint)
      .where('service', '=', service)
      .where('channel', '=', channel)
      .where('writer', '=', writer)
    const before = await same.executeTakeFirst()
    if (before) addEncodedSums(layout, sums, before.sums, 1)
    await db
      .insertInto('day_sums')
      .values({ ...key, sums: encodeDays(layout, sums) })
      .onConflict((conflict) =>
        conflict
          .columns(['campaign', 'month', 'agency', 'version', 'touchpoint', 'service', 'channel', 'writer'])
          .doUpdateSet((update) => ({ sums: update.ref('excluded.sums') })),
      )
      .execute()
  }
  held.clear()
}
