import type { AsideCause, AsideState, SetAside } from '../../surveys/fielding/set-aside'
import type { Database } from './dialect'
import { responsesOfForm } from './responses'
import type { SetAsideRow, StoredResponse } from './tables'

/** Rows in one statement. */
const rowsAtOnce = 200

function* slices<T>(all: readonly T[]): Generator<readonly T[]> {
  for (let first = 0; first < all.length; first += rowsAtOnce) yield all.slice(first, first + rowsAtOnce)
}

/**
 * Responses of a campaign by their ids, those that do not count too; erased ones are not there. Of a form about several agencies all ratings come with
 * each: a person is believed whole or not at all.
 */
export async function responsesNamed(
  database: Pick<Database, 'db'>,
  campaign: string,
  ids: readonly string[],
): Promise<readonly StoredResponse[]> {
  const named = await rowsNamed(database, campaign, ids)
  const forms = [...new Set(named.flatMap(({ form }) => (form === '' ? [] : [form])))]
  if (forms.length === 0) return named
  const found = new Map(named.map((row) => [row.id, row]))
  for (const form of forms) for (const row of await responsesOfForm(database, campaign, form)) found.set(row.id, row)
  return [...found.values()]
}

async function rowsNamed({ db }: Pick<Database, 'db'>, campaign: string, ids: readonly string[]): Promise<readonly StoredResponse[]> {
  const found: StoredResponse[] = []
  for (const some of slices(ids))
    found.push(
      ...(await db
        .selectFrom('responses')
        .selectAll()
        .where('campaign', '=', campaign)
        .where('id', 'in', some)
        .where('erased', '=', 0)
        .execute()),
    )
  return found
}

/** Says why responses are set aside; what was said before of the same gives way. */
export async function noteSetAsides({ db }: Database, rows: readonly SetAsideRow[]): Promise<void> {
  for (const some of slices(rows))
    await db
      .insertInto('set_asides')
      .values([...some])
      .onConflict((conflict) =>
        conflict.columns(['campaign', 'response']).doUpdateSet((row) => ({
          cause: row.ref('excluded.cause'),
          reason: row.ref('excluded.reason'),
          person: row.ref('excluded.person'),
          confirmed_by: row.ref('excluded.confirmed_by'),
          set_on: row.ref('excluded.set_on'),
        })),
      )
      .execute()
}

/** Forgets why, of responses that count again. */
export async function dropSetAsides({ db }: Database, campaign: string, ids: readonly string[]): Promise<void> {
  for (const some of slices(ids)) await db.deleteFrom('set_asides').where('campaign', '=', campaign).where('response', 'in', some).execute()
}

/** Why these are set aside, by their ids. */
export async function setAsidesOf(
  { db }: Pick<Database, 'db'>,
  campaign: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, SetAsideRow>> {
  const found = new Map<string, SetAsideRow>()
  for (const some of slices(ids))
    for (const row of await db
      .selectFrom('set_asides')
      .selectAll()
      .where('campaign', '=', campaign)
      .where('response', 'in', some)
      .execute())
      found.set(row.response, row)
  return found
}

/** How many responses of an agency do not count. */
export type AsideCount = Readonly<Record<AsideState, number>> & { readonly agency: string }

/** The same of every agency that has any; from the index of those alone. */
export async function asideCounts({ db }: Pick<Database, 'db'>, campaign: string): Promise<readonly AsideCount[]> {
  const rows = await db
    .selectFrom('responses')
    .select(['agency', 'set_aside', (select) => select.fn.countAll<number>().as('responses')])
    .where('campaign', '=', campaign)
    .where('set_aside', '<>', '')
    .groupBy(['agency', 'set_aside'])
    .orderBy('agency')
    .orderBy('set_aside')
    .execute()
  const counts = new Map<string, { agency: string; void: number; quarantine: number }>()
  for (const { agency, set_aside: state, responses } of rows) {
    const count = counts.get(agency) ?? { agency, void: 0, quarantine: 0 }
    counts.set(agency, count)
    if (state !== '') count[state] += responses
  }
  return [...counts.values()]
}

/** How many of each agency's responses one person alone has set aside. */
export async function asideByOne({ db }: Pick<Database, 'db'>, campaign: string): Promise<ReadonlyMap<string, number>> {
  const rows = await db
    .selectFrom('responses')
    .innerJoin('set_asides', (join) =>
      join.onRef('set_asides.campaign', '=', 'responses.campaign').onRef('set_asides.response', '=', 'responses.id'),
    )
    .select(['responses.agency', (select) => select.fn.countAll<number>().as('responses')])
    .where('responses.campaign', '=', campaign)
    .where('responses.set_aside', '<>', '')
    .where('set_asides.confirmed_by', '=', '')
    .groupBy('responses.agency')
    .execute()
  return new Map(rows.map(({ agency, responses }) => [agency, responses]))
}

/** What waits for a second person. */
export type AsideRequest = {
  readonly id: string
  readonly campaign: string
  readonly state: SetAside
  readonly ids: readonly string[]
  readonly cause: AsideCause
  readonly reason: string
  readonly account: string
  readonly person: string
  readonly askedAt: string
}

/** The requests that were made since an instant, of one campaign or of all, the oldest first. */
export async function asideRequests({ db }: Pick<Database, 'db'>, since: string, campaign?: string): Promise<readonly AsideRequest[]> {
  let asked = db.selectFrom('set_aside_requests').selectAll().where('asked_at', '>', since)
  if (campaign !== undefined) asked = asked.where('campaign', '=', campaign)
  const rows = await asked.orderBy('asked_at').orderBy('id').execute()
  return rows.map(({ responses, asked_at: askedAt, ...row }) => ({ ...row, ids: idsIn(responses), askedAt }))
}

const idsIn = (json: string): readonly string[] => JSON.parse(json)

/** Keeps a request, and takes those away that nobody has confirmed in time. */
export async function saveAsideRequest({ db }: Database, { ids, askedAt, ...request }: AsideRequest, since: string): Promise<void> {
  await db.deleteFrom('set_aside_requests').where('asked_at', '<=', since).execute()
  await db
    .insertInto('set_aside_requests')
    .values({ ...request, responses: JSON.stringify(ids), asked_at: askedAt })
    .execute()
}

export async function dropAsideRequest({ db }: Database, id: string): Promise<void> {
  await db.deleteFrom('set_aside_requests').where('id', '=', id).execute()
}
