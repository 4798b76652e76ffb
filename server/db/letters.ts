import type { Database } from './dialect'
import type { LetterRow } from './tables'

export type NewLetter = Pick<LetterRow, 'id' | 'kind' | 'account' | 'name' | 'address' | 'body' | 'written_at'>

/** Puts a letter where the sender finds it once the transaction has ended. */
export async function insertLetter({ db }: Database, letter: NewLetter): Promise<void> {
  await db
    .insertInto('letters')
    .values({ ...letter, state: 'waiting', tries: 0, due_at: letter.written_at, ended_at: '', trouble: '' })
    .execute()
}

/** What is on its way: to be sent, or held by somebody who sends it. */
const open = ['waiting', 'sending'] as const

/** Letters whose time has come, or whose sender has not been heard of, the longest due first. */
export async function dueLetters({ db }: Database, now: string, most: number): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('letters')
    .select('id')
    .where('state', 'in', open)
    .where('due_at', '<=', now)
    .orderBy('due_at')
    .orderBy('id')
    .limit(most)
    .execute()
  return rows.map(({ id }) => id)
}

/** Takes a letter for one try, until then nobody else has it; undefined when it is not due, or somebody was quicker. */
export const claimLetter = ({ db }: Database, id: string, now: string, until: string): Promise<LetterRow | undefined> =>
  db
    .updateTable('letters')
    .set((old) => ({ state: 'sending', tries: old('tries', '+', 1), due_at: until }))
    .where('id', '=', id)
    .where('state', 'in', open)
    .where('due_at', '<=', now)
    .returningAll()
    .executeTakeFirst()

/** The try of a letter that somebody holds. */
export type LetterTry = Pick<LetterRow, 'id' | 'tries'>

type LetterEnd = { readonly state: 'sent' | 'failed'; readonly ended_at: string; readonly trouble: string }

/** Ends a letter; what it said is kept no longer. False where its time ran out and somebody else has it. */
export async function endLetter({ db }: Database, { id, tries }: LetterTry, end: LetterEnd): Promise<boolean> {
  const ended = await db
    .updateTable('letters')
    .set({ ...end, body: '' })
    .where('id', '=', id)
    .where('state', '=', 'sending')
    .where('tries', '=', tries)
    .returning('id')
    .executeTakeFirst()
  return ended !== undefined
}

/** Lets a letter wait for its next try. */
export async function delayLetter({ db }: Database, { id, tries }: LetterTry, dueAt: string, trouble: string): Promise<void> {
  await db
    .updateTable('letters')
    .set({ state: 'waiting', due_at: dueAt, trouble })
    .where('id', '=', id)
    .where('state', '=', 'sending')
    .where('tries', '=', tries)
    .execute()
}

export type LetterStanding = Pick<LetterRow, 'state' | 'tries' | 'trouble'>

export const letterStanding = ({ db }: Database, id: string): Promise<LetterStanding | undefined> =>
  db.selectFrom('letters').select(['state', 'tries', 'trouble']).where('id', '=', id).executeTakeFirst()

/** Letters of one state without what they say, the newest first. */
export const lettersIn = (
  { db }: Database,
  states: readonly LetterRow['state'][],
  most: number,
): Promise<readonly Omit<LetterRow, 'body'>[]> =>
  db
    .selectFrom('letters')
    .select(['id', 'kind', 'account', 'name', 'address', 'state', 'tries', 'due_at', 'written_at', 'ended_at', 'trouble'])
    .where('state', 'in', states)
    .orderBy('written_at', 'desc')
    .orderBy('id')
    .limit(most)
    .execute()

/** How many letters of each state there are. */
export async function countLetters({ db }: Database): Promise<ReadonlyMap<LetterRow['state'], number>> {
  const rows = await db
    .selectFrom('letters')
    .select((select) => ['state', select.fn.countAll<number>().as('count')])
    .groupBy('state')
    .execute()
  return new Map(rows.map(({ state, count }) => [state, count]))
}

/** Forgets letters that ended before then. */
export async function sweepLetters({ db }: Database, before: string): Promise<void> {
  await db.deleteFrom('letters').where('state', 'in', ['sent', 'failed']).where('ended_at', '<', before).execute()
}
