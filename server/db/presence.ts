import type { Database } from './dialect'

/** Somebody else who has a design open, and at which place of it. */
export type Present = { readonly name: string; readonly place: string }

/** A sign of life is good for so long. */
export const presentMs = 60_000

/** Notes where somebody is in a design, forgets everybody of whom nothing was heard for a minute, and gives the others. */
export async function noteHere(
  { db }: Database,
  here: { readonly questionnaire: string; readonly person: string } & Present,
  now: number,
): Promise<readonly Present[]> {
  const { questionnaire, person, name, place } = here
  const [seen, gone] = [now, now - presentMs].map((ms) => new Date(ms).toISOString())
  await db
    .deleteFrom('design_presence')
    .where('seen_at', '<', gone ?? '')
    .execute()
  await db
    .insertInto('design_presence')
    .values({ questionnaire, person, name, place, seen_at: seen ?? '' })
    .onConflict((conflict) => conflict.columns(['questionnaire', 'person']).doUpdateSet({ name, place, seen_at: seen ?? '' }))
    .execute()
  return db
    .selectFrom('design_presence')
    .select(['name', 'place'])
    .where('questionnaire', '=', questionnaire)
    .where('person', '!=', person)
    .orderBy('name')
    .orderBy('person')
    .execute()
}
