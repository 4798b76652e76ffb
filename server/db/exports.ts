import type { Database } from './dialect'
import type { ExportRow } from './tables'

/** The content of an export that is a run of posters. */
export const posterContent = 'posters'

/** The contents that are a report to sign, of working figures and of released ones. */
export const reportContents = ['report', 'released-report'] as const
export type ReportContent = (typeof reportContents)[number]

/** What holds released figures and the comments that are released with them. */
export const releasedContents = ['released', 'released-comments', 'released-report'] as const

export type NewExport = Omit<ExportRow, 'state' | 'written_rows' | 'bytes' | 'expires_at'>

export async function createExport({ db }: Database, row: NewExport): Promise<void> {
  await db
    .insertInto('exports')
    .values({ ...row, ...fresh })
    .execute()
}

const shownAtMost = 100

/** Whether posters of a campaign were ever ordered, whatever became of the file. */
export const werePostersOrdered = async ({ db }: Database, campaign: string): Promise<boolean> =>
  (await db.selectFrom('exports').select('id').where('content', '=', posterContent).where('campaign', '=', campaign).limit(1).execute())
    .length > 0

/** The latest exports of such contents, the newest first; `requestedBy`: by whoever is called so. */
export async function listExports({ db }: Database, contents: readonly string[], requestedBy?: string): Promise<readonly ExportRow[]> {
  let select = db.selectFrom('exports').selectAll().where('content', 'in', contents)
  if (requestedBy !== undefined) select = select.where('requested_by', '=', requestedBy)
  return select.orderBy('requested_at', 'desc').orderBy('id').limit(shownAtMost).execute()
}

export async function findExport({ db }: Database, id: string): Promise<ExportRow | undefined> {
  return db.selectFrom('exports').selectAll().where('id', '=', id).executeTakeFirst()
}

/** Who works on an export, and until when the others leave it alone. */
export type Hold = Pick<ExportRow, 'owner' | 'leased_until'>

/** The states of an export that has no file. */
export const withoutFile = ['failed', 'deleted', 'expired', 'withdrawn'] as const

/** Makes an export that is in one of these states wait again, for the process that was asked; undefined when it is in another. */
export async function retryExport(
  { db }: Database,
  id: string,
  hold: Hold,
  from: readonly ExportRow['state'][],
): Promise<ExportRow | undefined> {
  return db
    .updateTable('exports')
    .set({ ...fresh, ...hold })
    .where('id', '=', id)
    .where('state', 'in', from)
    .returningAll()
    .executeTakeFirst()
}

/** Begins a waiting export; false when it is no longer this process's to make. */
export async function beginExport({ db }: Database, id: string, hold: Hold): Promise<boolean> {
  const begun = await db
    .updateTable('exports')
    .set({ ...hold, state: 'running' })
    .where('id', '=', id)
    .where('owner', '=', hold.owner)
    .where('state', '=', 'waiting')
    .returning('id')
    .executeTakeFirst()
  return begun !== undefined
}

export type WrittenExport = Pick<ExportRow, 'written_rows' | 'bytes'>

/** Notes how far a running export is, and holds those that wait behind it; false when it was deleted or given up meanwhile. */
export async function noteProgress({ db }: Database, id: string, hold: Hold, written: WrittenExport): Promise<boolean> {
  await db.updateTable('exports').set(hold).where('owner', '=', hold.owner).where('state', '=', 'waiting').execute()
  const held = await db
    .updateTable('exports')
    .set({ ...hold, ...written })
    .where('id', '=', id)
    .where('owner', '=', hold.owner)
    .where('state', '=', 'running')
    .returning('id')
    .executeTakeFirst()
  return held !== undefined
}

/** Ends a running export with its file complete; false when it was deleted or given up meanwhile. */
export async function finishExport(
  { db }: Database,
  id: string,
  owner: string,
  written: WrittenExport,
  expiresAt: string,
): Promise<boolean> {
  const done = await db
    .updateTable('exports')
    .set({ ...written, state: 'done', expires_at: expiresAt })
    .where('id', '=', id)
    .where('owner', '=', owner)
    .where('state', '=', 'running')
    .returning('id')
    .executeTakeFirst()
  return done !== undefined
}

export async function failExport({ db }: Database, id: string, owner: string): Promise<void> {
  await db
    .updateTable('exports')
    .set({ state: 'failed' })
    .where('id', '=', id)
    .where('owner', '=', owner)
    .where('state', 'in', ['waiting', 'running'])
    .execute()
}

/** Gives up what a process left behind that no longer renews its hold. */
export async function failAbandoned({ db }: Database, now: string): Promise<void> {
  await db
    .updateTable('exports')
    .set({ state: 'failed' })
    .where('state', 'in', ['waiting', 'running'])
    .where('leased_until', '<', now)
    .execute()
}

/** Takes an export's file away and keeps who asked for what; a running one stops. */
export async function deleteExport({ db }: Database, id: string): Promise<void> {
  await db.updateTable('exports').set({ state: 'deleted' }).where('id', '=', id).execute()
}

/** Takes back every file of such contents that a campaign has; one that is being made stops. It can be made again. */
export async function withdrawExports(db: Database['db'], campaign: string, contents: readonly string[]): Promise<void> {
  await db
    .updateTable('exports')
    .set({ state: 'withdrawn' })
    .where('campaign', '=', campaign)
    .where('content', 'in', contents)
    .where('state', 'in', ['waiting', 'running', 'done'])
    .execute()
  if (contents.includes('released')) await dropDelivered(db, campaign)
}

/** What of it was sent by itself lies here as well; what a mailbox or a folder has is no longer ours. */
async function dropDelivered(db: Database['db'], campaign: string): Promise<void> {
  const sent = await db
    .selectFrom('deliveries')
    .select(['schedule', 'due_on'])
    .where('campaign', '=', campaign)
    .where((one) => one.or([one('file_name', 'like', '%-released.%'), one('file_name', 'like', '%-released-__.%')]))
    .execute()
  for (const { schedule, due_on } of sent)
    await db.deleteFrom('delivery_files').where('schedule', '=', schedule).where('due_on', '=', due_on).execute()
}

export async function expireExports({ db }: Database, now: string): Promise<void> {
  await db.updateTable('exports').set({ state: 'expired' }).where('state', '=', 'done').where('expires_at', '<=', now).execute()
}

/** The exports that have a file, complete or being written. */
export async function exportsWithFile({ db }: Database): Promise<ReadonlySet<string>> {
  const rows = await db.selectFrom('exports').select('id').where('state', 'in', ['running', 'done']).execute()
  return new Set(rows.map(({ id }) => id))
}

const fresh = { state: 'waiting', written_rows: 0, bytes: 0, expires_at: '' } as const
