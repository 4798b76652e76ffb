import { wordItems } from '../../surveys/answers/check'
import { sql } from 'kysely'
import { createHash } from 'node:crypto'
import { commentPool } from '../../surveys/figures/release'
import type { Answers, Questionnaire } from '../../surveys/instrument/schema'
import { isVisible, ownValue } from '../../surveys/instrument/spelling'
import type { CampaignRecord } from '../db/campaigns'
import type { Database } from '../db/dialect'

/** What people wrote to one open question about one agency. */
export type CommentPool = {
  readonly item: string
  /** How many wrote something. */
  readonly written: number
  /** Nothing where fewer wrote something different than a pool needs; else each once, shuffled, without anything that tells who, when or where. */
  readonly texts: readonly string[]
}

/** Below this a comment could be matched with a person. */
const smallestPool = 10
const pageRows = 500

/** How many comments a campaign needs before it shows any. */
export const poolNeeds = ({ campaign }: Pick<CampaignRecord, 'campaign'>): number => Math.max(smallestPool, campaign.threshold)

/** The comments about an agency in a whole campaign, whatever else is filtered: two filters side by side would tell whose is whose. */
export async function readComments(
  database: Database,
  record: CampaignRecord,
  questionnaire: Questionnaire,
  agency: string,
): Promise<readonly CommentPool[]> {
  const asked = wordItems(questionnaire)
  const pools = new Map(asked.map((item) => [item, new Map<string, string>()]))
  for await (const page of asked.length === 0 ? [] : answerPages(database, record.campaign.code, agency))
    for (const { id, answers } of page) {
      const given: Answers = JSON.parse(answers)
      for (const [item, pool] of pools) {
        const text = ownValue(given, item)
        if (typeof text === 'string' && isVisible(text)) pool.set(placeOf(id, item), text.trim())
      }
    }
  return [...pools].map(([item, pool]) => ({ item, written: pool.size, texts: commentPool(shuffled(pool), poolNeeds(record)) }))
}

type Page = readonly { readonly id: string; readonly answers: string }[]

async function* answerPages({ db }: Database, campaign: string, agency: string): AsyncGenerator<Page> {
  const writers = await db.selectFrom('writers').select('slot').orderBy('slot').execute()
  for (const { slot } of writers)
    for (let seq = 0; ;) {
      const page = await db
        .selectFrom('responses')
        .select(['id', 'seq', 'answers'])
        .where('campaign', '=', campaign)
        .where('agency', '=', agency)
        .where('has_text', '=', sql.lit(1))
        .where('writer', '=', slot)
        .where('seq', '>', seq)
        .where('erased', '=', 0)
        .orderBy('seq')
        .limit(pageRows)
        .execute()
      const last = page.at(-1)
      if (!last) break
      seq = last.seq
      yield page
    }
}

/** Where a comment comes to stand: by chance for a reader, the same at every reading, and another at each question. */
const placeOf = (id: string, item: string): string => createHash('sha256').update(`${item} ${id}`).digest('hex')

const shuffled = (pool: ReadonlyMap<string, string>): readonly string[] =>
  [...pool].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, text]) => text)
