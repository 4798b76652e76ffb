import type { Database } from './dialect'

/** How many responses were ever taken out again, by any writer and of any campaign. */
export async function erasuresIn(db: Database['db']): Promise<number> {
  const writers = await db.selectFrom('writers').select('erasures').execute()
  return writers.reduce((sum, { erasures }) => sum + erasures, 0)
}
