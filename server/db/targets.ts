import type { Database } from './dialect'

/** How many responses are wanted of each agency in a campaign, where that was said. */
export async function targetsOf({ db }: Pick<Database, 'db'>, campaign: string): Promise<ReadonlyMap<string, number>> {
  const rows = await db.selectFrom('targets').select(['agency', 'wanted']).where('campaign', '=', campaign).orderBy('agency').execute()
  return new Map(rows.map(({ agency, wanted }) => [agency, wanted]))
}

export async function saveTargets({ db }: Database, campaign: string, targets: ReadonlyMap<string, number>): Promise<void> {
  await db.deleteFrom('targets').where('campaign', '=', campaign).execute()
  const rows = [...targets].map(([agency, wanted]) => ({ campaign, agency, wanted }))
  for (let at = 0; at < rows.length; at += 500)
    await db
      .insertInto('targets')
      .values(rows.slice(at, at + 500))
      .execute()
}
