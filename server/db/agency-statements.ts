import type { AgencyStatement, ReturnedStatement } from '../../surveys/fielding/statements'
import type { Database } from './dialect'
import { eventsNamed } from './events'
import type { AgencyStatementRow, StatementReminderRow } from './tables'

export async function statementsIn({ db }: Database, quarter: string): Promise<ReadonlyMap<string, AgencyStatement>> {
  const rows = await db.selectFrom('agency_statements').selectAll().where('quarter', '=', quarter).orderBy('agency').execute()
  return new Map(rows.map((row) => [row.agency, statementOf(row)]))
}

const statementOf = ({ handed_at: handedAt, saved_at: _, ...row }: AgencyStatementRow): AgencyStatement => ({ ...row, handedAt })

/** Keeps a statement over the revision that was read; false where somebody else has saved it since. */
export async function saveStatement({ db }: Database, statement: AgencyStatement, savedAt: string): Promise<boolean> {
  const { quarter, agency, causes, measures, person, handedAt, revision } = statement
  const row = { causes, measures, person, saved_at: savedAt, handed_at: handedAt, revision: revision + 1 }
  const kept =
    revision === 0
      ? await db
          .insertInto('agency_statements')
          .values({ quarter, agency, ...row })
          .onConflict((conflict) => conflict.columns(['quarter', 'agency']).doNothing())
          .returning('agency')
          .executeTakeFirst()
      : await db
          .updateTable('agency_statements')
          .set(row)
          .where('quarter', '=', quarter)
          .where('agency', '=', agency)
          .where('revision', '=', revision)
          .returning('agency')
          .executeTakeFirst()
  return kept !== undefined
}

/** What was sent back of a quarter, by agency, the latest last; it stands in the log alone, where nobody changes it. */
export async function sentBackIn(database: Database, quarter: string): Promise<ReadonlyMap<string, readonly ReturnedStatement[]>> {
  const found = new Map<string, ReturnedStatement[]>()
  // Of a quarter nothing is handed in before it has ended, so nothing before its year is looked through.
  for (const { at, person: by, details } of await eventsNamed(database, 'statements.send-back', quarter.slice(0, 4))) {
    const told: Omit<ReturnedStatement, 'by' | 'at'> = JSON.parse(details)
    if (told.quarter === quarter) found.set(told.agency, [...(found.get(told.agency) ?? []), { ...told, by, at }])
  }
  return found
}

/** The days on which each agency was reminded of a quarter, the latest last. */
export async function remindersOf({ db }: Database, quarter: string): Promise<ReadonlyMap<string, readonly StatementReminderRow[]>> {
  const rows = await db.selectFrom('statement_reminders').selectAll().where('quarter', '=', quarter).orderBy('sent_on').execute()
  const found = new Map<string, StatementReminderRow[]>()
  for (const row of rows) found.set(row.agency, [...(found.get(row.agency) ?? []), row])
  return found
}

/** Notes a reminder, once a day for each agency; false where it had one today. */
export async function insertReminder({ db }: Database, row: StatementReminderRow): Promise<boolean> {
  const made = await db
    .insertInto('statement_reminders')
    .values(row)
    .onConflict((conflict) => conflict.columns(['quarter', 'agency', 'sent_on']).doNothing())
    .returning('agency')
    .executeTakeFirst()
  return made !== undefined
}
