import type { Remark, RemarkPlace } from '../../surveys/designing/threads'
import type { Database } from './dialect'
import type { DesignCommentRow } from './tables'

/** Everything said about a questionnaire, in the order in which it was said. */
export async function remarksOn({ db }: Database, questionnaire: string): Promise<readonly Remark[]> {
  const rows = await db.selectFrom('design_comments').selectAll().where('questionnaire', '=', questionnaire).orderBy('seq').execute()
  return rows.map(remarkOf)
}

/** One more; acts come one after another, so that nobody else has the number after the last. */
export async function addRemark({ db }: Database, questionnaire: string, { who, ...remark }: Omit<Remark, 'seq'>): Promise<void> {
  const last = await db
    .selectFrom('design_comments')
    .select('seq')
    .where('questionnaire', '=', questionnaire)
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst()
  await db
    .insertInto('design_comments')
    .values({ ...remark, questionnaire, seq: (last?.seq ?? 0) + 1, person: who })
    .execute()
}

/** Moves what was said about some places to others; all at once, so that two may change places. */
export async function moveRemarks(database: Database, questionnaire: string, moved: ReadonlyMap<RemarkPlace, RemarkPlace>): Promise<void> {
  if (moved.size === 0) return
  for (const { seq, place } of await remarksOn(database, questionnaire)) {
    const to = moved.get(place)
    if (to !== undefined)
      await database.db
        .updateTable('design_comments')
        .set({ place: to })
        .where('questionnaire', '=', questionnaire)
        .where('seq', '=', seq)
        .execute()
  }
}

/** What was said about a design goes along when that gets another number. */
export async function renumberRemarks(
  { db }: Database,
  questionnaire: string,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<void> {
  await db
    .updateTable('design_comments')
    .set({ version: to })
    .where('questionnaire', '=', questionnaire)
    .where('version', '=', from)
    .execute()
}

/** Takes away what was said about a version that will not be; gives how much that was. */
export async function dropRemarks({ db }: Database, questionnaire: string, version: number): Promise<number> {
  const gone = await db
    .deleteFrom('design_comments')
    .where('questionnaire', '=', questionnaire)
    .where('version', '=', version)
    .returning('seq')
    .execute()
  return gone.length
}

const remarkOf = ({ seq, version, place, kind, words, person, link, at }: DesignCommentRow): Remark => ({
  seq,
  version,
  place,
  kind,
  words,
  who: person,
  link,
  at,
})
