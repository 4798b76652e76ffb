import type { Transaction } from 'kysely'
import type { Database } from './dialect'
import type { Tables } from './tables'

/** Where tries are counted, and how long the next one has to wait after so many; all in milliseconds. */
export type Budget = { readonly key: string; readonly waitAfter: (tries: number) => number; readonly forgetAfter: number }

/**
 * Takes one try out of a budget before it is known whether it succeeds, so that many at once gain nothing.
 * Gives how long to wait when none is left.
 */
export async function takeTry({ db, engine }: Database, budget: Budget, now: number): Promise<number> {
  for (;;) {
    try {
      return await db.transaction().execute((trx) => taken(trx, budget, now))
    } catch (error) {
      if (!engine.isRetryable(error)) throw error
    }
  }
}

async function taken(trx: Transaction<Tables>, { key, waitAfter, forgetAfter }: Budget, now: number): Promise<number> {
  await trx.deleteFrom('guesses').where('forgotten_at', '<=', instant(now)).execute()
  const counted = await trx
    .insertInto('guesses')
    .values({ key, tries: 1, refused_until: instant(now), forgotten_at: instant(now + forgetAfter) })
    .onConflict((conflict) =>
      conflict
        .column('key')
        .doUpdateSet((old) => ({ tries: old('guesses.tries', '+', 1) }))
        .where('guesses.refused_until', '<=', instant(now)),
    )
    .returning('tries')
    .executeTakeFirst()
  if (!counted) {
    const full = await trx.selectFrom('guesses').select('refused_until').where('key', '=', key).executeTakeFirst()
    return Math.max(1, Date.parse(full?.refused_until ?? instant(now)) - now)
  }
  const until = now + waitAfter(counted.tries)
  await trx
    .updateTable('guesses')
    .set({ refused_until: instant(until), forgotten_at: instant(until + forgetAfter) })
    .where('key', '=', key)
    .execute()
  return 0
}

/** Gives a try back that succeeded: its wait too, but not those before it. */
export async function giveTryBack({ db }: Database, key: string, now: number): Promise<void> {
  await db
    .updateTable('guesses')
    .set((old) => ({ tries: old('tries', '-', 1), refused_until: instant(now) }))
    .where('key', '=', key)
    .where('tries', '>', 0)
    .execute()
}

export async function forgetTries({ db }: Database, key: string): Promise<void> {
  await db.deleteFrom('guesses').where('key', '=', key).execute()
}

const instant = (time: number): string => new Date(time).toISOString()
