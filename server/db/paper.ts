import type { Keying } from '../../surveys/fielding/paper'
import type { Database } from './dialect'
import type { PaperBatchRow, PaperSheetRow } from './tables'

/** A pile of paper sheets; who keyed is known of the pile alone. */
export type Pile = Omit<PaperBatchRow, 'keying' | 'first_by' | 'second_by'> & {
  readonly keying: Keying
  readonly firstBy: readonly string[]
  readonly secondBy: readonly string[]
}

const pileOf = ({ first_by: firstBy, second_by: secondBy, ...row }: PaperBatchRow): Pile => ({
  ...row,
  firstBy: JSON.parse(firstBy),
  secondBy: JSON.parse(secondBy),
})

/** The piles of a touchpoint, the last begun first. */
export async function listPiles({ db }: Pick<Database, 'db'>, touchpoint: string): Promise<readonly Pile[]> {
  const rows = await db
    .selectFrom('paper_batches')
    .selectAll()
    .where('touchpoint', '=', touchpoint)
    .orderBy('begun_on', 'desc')
    .orderBy('code')
    .execute()
  return rows.map(pileOf)
}

export async function findPile({ db }: Pick<Database, 'db'>, code: string): Promise<Pile | undefined> {
  const row = await db.selectFrom('paper_batches').selectAll().where('code', '=', code).executeTakeFirst()
  return row && pileOf(row)
}

export async function insertPile({ db }: Database, pile: Omit<Pile, 'firstBy' | 'secondBy'>): Promise<void> {
  await db
    .insertInto('paper_batches')
    .values({ ...pile, first_by: '[]', second_by: '[]' })
    .execute()
}

/** Notes one more who keys a pile, the first or the second time; false where somebody else was noted since it was read. */
export async function notePerson(
  { db }: Database,
  { code, firstBy, secondBy }: Pile,
  which: 'first' | 'second',
  account: string,
): Promise<boolean> {
  const noted = await db
    .updateTable('paper_batches')
    .set(which === 'first' ? { first_by: JSON.stringify([...firstBy, account]) } : { second_by: JSON.stringify([...secondBy, account]) })
    .where('code', '=', code)
    .where('first_by', '=', JSON.stringify(firstBy))
    .where('second_by', '=', JSON.stringify(secondBy))
    .returning('code')
    .executeTakeFirst()
  return noted !== undefined
}

/** The second keyings of a campaign that wait for somebody with the paper. */
export const waitingKeyings = ({ db }: Pick<Database, 'db'>, campaign: string) =>
  db
    .selectFrom('paper_sheets')
    .innerJoin('paper_batches', 'paper_batches.code', 'paper_sheets.batch')
    .select(['batch', 'number', 'seed'])
    .where('campaign', '=', campaign)
    .where('compared', '=', 'waits')
    .orderBy('batch')
    .orderBy('number')
    .execute()

/** The second keyings of a pile so far, by the number of the sheet. */
export async function secondKeyings({ db }: Pick<Database, 'db'>, batch: string): Promise<ReadonlyMap<number, PaperSheetRow>> {
  const rows = await db.selectFrom('paper_sheets').selectAll().where('batch', '=', batch).orderBy('number').execute()
  return new Map(rows.map((row) => [row.number, row]))
}

/** Keeps a second keying; a sheet that both agree about stays as it was found. */
export async function saveKeying({ db }: Database, row: PaperSheetRow): Promise<void> {
  await db
    .insertInto('paper_sheets')
    .values(row)
    .onConflict((conflict) =>
      conflict.columns(['batch', 'number']).doUpdateSet((update) => ({
        answers: update.ref('excluded.answers'),
        day: update.ref('excluded.day'),
        compared: update.ref('excluded.compared'),
        asked: update.ref('excluded.asked'),
        differing: update.ref('excluded.differing'),
      })),
    )
    .execute()
}

/** Takes a second keying back, so that the sheet is keyed once more. */
export async function dropKeying({ db }: Pick<Database, 'db'>, batch: string, number: number): Promise<void> {
  await db.deleteFrom('paper_sheets').where('batch', '=', batch).where('number', '=', number).execute()
}

/** Which of these ids were stored, whatever became of them since, or those of them that are there still. */
export async function storedAmong(
  { db }: Pick<Database, 'db'>,
  campaign: string,
  ids: readonly string[],
  which: 'ever' | 'still' = 'ever',
): Promise<ReadonlySet<string>> {
  const stored = db.selectFrom('responses').select('id').where('campaign', '=', campaign).where('id', 'in', ids)
  const rows = await (which === 'ever' ? stored : stored.where('erased', '=', 0)).execute()
  return new Set(rows.map(({ id }) => id))
}
