import { randomUUID } from 'node:crypto'
import { contactMark } from '../../surveys/answers/contact'
import type { Database, Executing } from './dialect'
import type { ContactRow } from './tables'

/** A contact that has been checked and waits for its key. */
export type GivenContact = Readonly<Omit<ContactRow, 'id' | 'handled'>>

/** Stores contacts in the transaction of the responses with which they came, each under a key of its own. */
export async function insertContacts(within: Executing, { db }: Pick<Database, 'db'>, given: readonly GivenContact[]): Promise<void> {
  if (given.length === 0) return
  // In no order of the responses that are written with them.
  const rows = given.map((one) => ({ ...one, id: randomUUID(), handled: 0 })).sort((one, other) => (one.id < other.id ? -1 : 1))
  await within.executeQuery(db.insertInto('contacts').values(rows).compile())
}

/** Writes the contacts of a campaign anew by their keys, in the transaction of an act, so that nothing joins one to the response with which it came. */
export async function mixContacts({ db, engine }: Database, campaign: string): Promise<void> {
  if (!engine.tellsTransaction) return
  const rows = await db.selectFrom('contacts').selectAll().where('campaign', '=', campaign).orderBy('id').execute()
  for (let first = 0; first < rows.length; first += engine.rowsAtOnce) {
    const some = rows.slice(first, first + engine.rowsAtOnce)
    await db
      .deleteFrom('contacts')
      .where('campaign', '=', campaign)
      .where(
        'id',
        'in',
        some.map(({ id }) => id),
      )
      .execute()
    await db.insertInto('contacts').values(some).execute()
  }
}

/** How often contacts were let go of; while the number stands, none was. */
export async function contactsLetGo(db: Database['db']): Promise<number> {
  const { count } = await db
    .selectFrom('events')
    .select(({ fn }) => fn.countAll<number | string | bigint>().as('count'))
    .where('kind', '=', 'contacts')
    .where('act', 'in', ['contacts.delete', 'contacts.expire'])
    .executeTakeFirstOrThrow()
  return Number(count)
}

export const contactKeys = ({ db }: Pick<Database, 'db'>): Promise<readonly Pick<ContactRow, 'campaign' | 'id'>[]> =>
  db.selectFrom('contacts').select(['campaign', 'id']).orderBy('campaign').orderBy('id').execute()

/** The contacts of a campaign, by agency and key. */
export const listContacts = ({ db }: Pick<Database, 'db'>, campaign: string): Promise<readonly Readonly<ContactRow>[]> =>
  db.selectFrom('contacts').selectAll().where('campaign', '=', campaign).orderBy('agency').orderBy('handled').orderBy('id').execute()

/** The campaigns that hold contacts. */
export const campaignsWithContacts = async ({ db }: Pick<Database, 'db'>): Promise<readonly string[]> =>
  (await db.selectFrom('contacts').select('campaign').distinct().orderBy('campaign').execute()).map(({ campaign }) => campaign)

/** The contacts that say the same as what somebody gives on the telephone. */
export const isSameContact = ({ contact }: Pick<ContactRow, 'contact'>, asked: string): boolean =>
  contactMark(contact) === contactMark(asked)

export const findContact = (
  { db }: Pick<Database, 'db'>,
  { campaign, id }: Pick<ContactRow, 'campaign' | 'id'>,
): Promise<Readonly<ContactRow> | undefined> =>
  db.selectFrom('contacts').selectAll().where('campaign', '=', campaign).where('id', '=', id).executeTakeFirst()

export const setHandled = async (
  { db }: Pick<Database, 'db'>,
  { campaign, id }: Pick<ContactRow, 'campaign' | 'id'>,
  handled: boolean,
): Promise<boolean> => {
  const { numUpdatedRows } = await db
    .updateTable('contacts')
    .set({ handled: handled ? 1 : 0 })
    .where('campaign', '=', campaign)
    .where('id', '=', id)
    .where('handled', '=', handled ? 0 : 1)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

export const dropContact = async ({ db }: Pick<Database, 'db'>, { campaign, id }: Pick<ContactRow, 'campaign' | 'id'>): Promise<void> => {
  await db.deleteFrom('contacts').where('campaign', '=', campaign).where('id', '=', id).execute()
}

/** Lets go of what was promised to be kept no longer; how many there were. */
export async function dropExpired({ db }: Pick<Database, 'db'>, month: string): Promise<number> {
  const { numDeletedRows } = await db.deleteFrom('contacts').where('until', '<', month).executeTakeFirst()
  return Number(numDeletedRows)
}

/** The agencies of a campaign that so many responses or more are about, among which nobody's is the only one. */
export async function agenciesHidingEach({ db }: Pick<Database, 'db'>, campaign: string, fewest: number): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom('responses')
    .select(['agency', ({ fn }) => fn.countAll<number | string | bigint>().as('count')])
    .where('campaign', '=', campaign)
    .where('erased', '=', 0)
    .groupBy('agency')
    .execute()
  return new Set(rows.filter(({ count }) => Number(count) >= fewest).map(({ agency }) => agency))
}
