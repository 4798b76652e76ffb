import type { Database } from './dialect'
import type { TallyRow } from './tables'

/** Every agency that a campaign holds responses or tallies of, with the number of its tally rows. */
export async function countedAgencies({ db }: Database, campaign: string): Promise<readonly { readonly agency: string; readonly rows: number }[]> {
  const tallied = await db
    .selectFrom('tallies')
    .select(['agency', (select) => select.fn.countAll<number>().as('rows')])
    .where('campaign', '=', campaign)
    .groupBy('agency')
    .execute()
  const answered = await db.selectFrom('responses').select('agency').distinct().where('campaign', '=', campaign).where('erased', '=', 0).execute()
  const rows = new Map([...answered.map(({ agency }) => [agency, 0] as const), ...tallied.map((row) => [row.agency, row.rows] as const)])
  return [...rows].map(([agency, count]) => ({ agency, rows: count })).sort((a, b) => (a.agency < b.agency ? -1 : 1))
}

/** The tally rows of some agencies as they are stored, an agency at a time. */
export async function* tallyPages({ db }: Database, campaign: string, agencies: readonly string[]): AsyncGenerator<readonly TallyRow[]> {
  for (const agency of agencies) yield await db.selectFrom('tallies').selectAll().where('campaign', '=', campaign).where('agency', '=', agency).execute()
}
