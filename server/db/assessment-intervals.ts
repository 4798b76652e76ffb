import type { Database } from './dialect'
import type { AssessmentIntervalsRow } from './tables'

/** Which process counts, and until when the others leave it alone. */
export type CountingHold = Pick<AssessmentIntervalsRow, 'owner' | 'leased_until'>

export async function findIntervals({ db }: Pick<Database, 'db'>, code: string): Promise<AssessmentIntervalsRow | undefined> {
  return await db.selectFrom('assessment_intervals').selectAll().where('assessment', '=', code).executeTakeFirst()
}

const nobody: CountingHold = { owner: '', leased_until: '' }

/** Has the intervals of an assessment counted anew, by whichever process takes them up first. */
export async function orderIntervals({ db }: Database, code: string): Promise<void> {
  const fresh = { ...nobody, state: 'waiting' as const, drawn: 0, stamp: '', found: '', counted_on: '' }
  await db
    .insertInto('assessment_intervals')
    .values({ assessment: code, ...fresh })
    .onConflict((conflict) => conflict.column('assessment').doUpdateSet(fresh))
    .execute()
}

/** Takes up one that waits, or that a process left which renews its hold no longer; its code. */
export async function takeUpIntervals({ db }: Database, hold: CountingHold, now: string): Promise<string | undefined> {
  const waiting = await db
    .selectFrom('assessment_intervals')
    .selectAll()
    .where('state', 'in', ['waiting', 'counting'])
    .where('leased_until', '<', now)
    .orderBy('assessment')
    .executeTakeFirst()
  if (!waiting) return undefined
  const taken = await db
    .updateTable('assessment_intervals')
    .set({ ...hold, state: 'counting', drawn: 0 })
    .where('assessment', '=', waiting.assessment)
    .where('owner', '=', waiting.owner)
    .where('leased_until', '=', waiting.leased_until)
    .where('state', '=', waiting.state)
    .returning('assessment')
    .executeTakeFirst()
  return taken?.assessment
}

/** Notes how far the counting is, or how it ended; false where another process has it, or it was ordered anew. */
export async function noteIntervals(
  { db }: Database,
  code: string,
  owner: string,
  noted: Partial<Omit<AssessmentIntervalsRow, 'assessment' | 'owner'>>,
): Promise<boolean> {
  const held = await db
    .updateTable('assessment_intervals')
    .set(noted)
    .where('assessment', '=', code)
    .where('owner', '=', owner)
    .where('state', '=', 'counting')
    .returning('assessment')
    .executeTakeFirst()
  return held !== undefined
}
