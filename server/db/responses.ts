import type { Database } from './dialect'
import type { ResponseRow } from './tables'

const pageRows = 1_000

/** The responses of a campaign, or of some of its agencies, as they stood at the call, writer by writer in order of arrival, in pages. */
export async function* responsePages({ db }: Database, campaign: string, agencies?: readonly string[]): AsyncGenerator<readonly ResponseRow[]> {
  const writers = await db
    .selectFrom('responses')
    .select(['writer', (select) => select.fn.max('seq').as('last')])
    .where('campaign', '=', campaign)
    .groupBy('writer')
    .orderBy('writer')
    .execute()
  for (const { writer, last } of writers) {
    let seq = 0
    for (;;) {
      let select = db
        .selectFrom('responses')
        .selectAll()
        .where('campaign', '=', campaign)
        .where('writer', '=', writer)
        .where('seq', '>', seq)
        .where('seq', '<=', last)
      if (agencies) select = select.where('agency', 'in', agencies)
      const page = await select.orderBy('seq').limit(pageRows).execute()
      const end = page.at(-1)
      if (!end) break
      seq = end.seq
      yield page.filter(({ erased }) => erased === 0)
    }
  }
}

/** One response that is stored and not erased. */
export async function findResponse({ db }: Database, campaign: string, id: string): Promise<ResponseRow | undefined> {
  return db.selectFrom('responses').selectAll().where('campaign', '=', campaign).where('id', '=', id).where('erased', '=', 0).executeTakeFirst()
}

export async function countResponses({ db }: Database, campaign: string): Promise<number> {
  const { count } = await db
    .selectFrom('responses')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where('campaign', '=', campaign)
    .where('erased', '=', 0)
    .executeTakeFirstOrThrow()
  return count
}
