import type { Database } from './dialect'
import type { PublishedFigureRow } from './tables'

/** A figure of an earlier year as it was published; it stands beside our own and is never counted among them. */
export type PublishedFigure = Readonly<PublishedFigureRow>
export type PublishedKey = Pick<PublishedFigure, 'place' | 'node' | 'formula' | 'year'>

/** Every published figure, the latest year first. */
export async function listPublished({ db }: Database): Promise<readonly PublishedFigure[]> {
  return db
    .selectFrom('published_figures')
    .selectAll()
    .orderBy('year', 'desc')
    .orderBy('place')
    .orderBy('node')
    .orderBy('formula')
    .execute()
}

/** Adds figures; one for the same place, indicator, formula and year takes the place of what was there. */
export async function savePublished({ db }: Database, figures: readonly PublishedFigure[]): Promise<void> {
  for (const figure of figures)
    await db
      .insertInto('published_figures')
      .values(figure)
      .onConflict((conflict) =>
        conflict.columns(['place', 'node', 'formula', 'year']).doUpdateSet({ value: figure.value, source: figure.source }),
      )
      .execute()
}

/** Takes one figure away and gives what it was. */
export async function removePublished(
  { db }: Database,
  { place, node, formula, year }: PublishedKey,
): Promise<PublishedFigure | undefined> {
  return db
    .deleteFrom('published_figures')
    .where('place', '=', place)
    .where('node', '=', node)
    .where('formula', '=', formula)
    .where('year', '=', year)
    .returningAll()
    .executeTakeFirst()
}
