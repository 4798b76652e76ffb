import type { Database } from './dialect'

/** What became of the last backup that some process of the installation made by itself. */
export type LastBackup = {
  readonly outcome: 'made' | 'failed'
  readonly at: string
  readonly day: string
  readonly host: string
  readonly file: string
  /** Why it failed, as the command said it. */
  readonly why: string
}

export async function readLastBackup({ db }: Pick<Database, 'db'>): Promise<LastBackup | undefined> {
  const row = await db.selectFrom('settings').select('value').where('name', '=', 'backup-last').executeTakeFirst()
  return row && parseLast(row.value)
}

export async function saveLastBackup({ db }: Database, last: LastBackup): Promise<void> {
  await db
    .insertInto('settings')
    .values({ name: 'backup-last', value: JSON.stringify(last) })
    .onConflict((conflict) => conflict.column('name').doUpdateSet((row) => ({ value: row.ref('excluded.value') })))
    .execute()
}

type Hold = { readonly owner: string; readonly until: string }

/** Takes the right to make backups until some instant; false while another process that lives holds it. */
export async function holdBackups(
  { db }: Database,
  { owner, until }: Hold,
  now: string,
  hasDied: (owner: string) => boolean,
): Promise<boolean> {
  const value = JSON.stringify({ owner, until })
  const row = await db.selectFrom('settings').select('value').where('name', '=', holdName).executeTakeFirst()
  if (!row) {
    const made = await db
      .insertInto('settings')
      .values({ name: holdName, value })
      .onConflict((conflict) => conflict.column('name').doNothing())
      .returning('name')
      .executeTakeFirst()
    return made !== undefined
  }
  const held = parseHold(row.value)
  if (held.owner !== owner && held.until > now && !hasDied(held.owner)) return false
  const taken = await db
    .updateTable('settings')
    .set({ value })
    .where('name', '=', holdName)
    .where('value', '=', row.value)
    .returning('name')
    .executeTakeFirst()
  return taken !== undefined
}

const holdName = 'backup-hold'

const parseLast = (json: string): LastBackup => JSON.parse(json)
const parseHold = (json: string): Hold => JSON.parse(json)
