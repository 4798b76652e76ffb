import type { Database } from './dialect'
import type { BreakOffRow } from './tables'

/** Adds to what is counted of each question and day. */
export async function addBreakOffs({ db }: Pick<Database, 'db'>, rows: readonly BreakOffRow[]): Promise<void> {
  if (rows.length === 0) return
  await db
    .insertInto('break_offs')
    .values(rows)
    .onConflict((conflict) =>
      conflict
        .columns(['campaign', 'layout', 'question', 'day'])
        .doUpdateSet((update) => ({ persons: update('break_offs.persons', '+', update.ref('excluded.persons')) })),
    )
    .execute()
}

/** On how many visits each question was the last that was answered by who sent nothing, over all days. */
export async function breakOffsOf({ db }: Pick<Database, 'db'>, campaign: string): Promise<ReadonlyMap<string, number>> {
  const rows = await db
    .selectFrom('break_offs')
    .select(['question', (select) => select.fn.sum<number>('persons').as('persons')])
    .where('campaign', '=', campaign)
    .groupBy('question')
    .execute()
  return new Map(rows.map(({ question, persons }) => [question, persons]))
}
