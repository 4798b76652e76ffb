import { wordItems } from '../../surveys/answers/check'
import { sql } from 'kysely'
import { createHash } from 'node:crypto'
import { type Comment, commentPool, poolNeeds } from '../../surveys/figures/comments'
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

const pageRows = 500

/** The comments about an agency in a whole campaign, whatever else is filtered: two filters side by side would tell whose is whose. */
export async function readComments(
  database: Database,
  record: CampaignRecord,
  questionnaire: Questionnaire,
  agency: string,
): Promise<readonly CommentPool[]> {
  const asked = wordItems(questionnaire)
  const pools = new Map(asked.map((item) => [item, new Map<string, string>()]))
  for await (const page of asked.length === 0 ? [] : answersWithWords(database, record.campaign.code, agency))
    for (const { id, answers } of page) {
      const given: Answers = JSON.parse(answers)
      for (const [item, pool] of pools) {
        const text = ownValue(given, item)
        if (typeof text === 'string' && isVisible(text)) pool.set(chancePlace(id, item), text.trim())
      }
    }
  return [...pools].map(([item, pool]) => ({
    item,
    written: pool.size,
    texts: commentPool(shuffled(pool), poolNeeds(record.campaign.threshold)),
  }))
}

/** Every comment that a campaign holds, for a night of its pools. */
export async function commentsOf(database: Database, record: CampaignRecord, questionnaire: Questionnaire): Promise<readonly Comment[]> {
  const asked = wordItems(questionnaire)
  const blocks = new Map(record.peers.map(({ agency }) => [agency.code, agency.block]))
  const comments: Comment[] = []
  for await (const page of asked.length === 0 ? [] : answersWithWords(database, record.campaign.code))
    for (const { id, agency, answers } of page) {
      const block = blocks.get(agency)
      if (block === undefined) continue
      const given: Answers = JSON.parse(answers)
      for (const item of asked) {
        const text = ownValue(given, item)
        if (typeof text === 'string' && isVisible(text))
          comments.push({ item, response: id, agency, block, text, place: chancePlace(id, item) })
      }
    }
  return comments
}

type Page = readonly { readonly id: string; readonly agency: string; readonly answers: string }[]

/** The answers with words about one agency or all of them, in the order of their index. */
async function* answersWithWords({ db }: Database, campaign: string, only?: string): AsyncGenerator<Page> {
  for (let [agency, writer, seq] = [only ?? '', 0, 0]; ;) {
    let select = db
      .selectFrom('responses')
      .select(['id', 'agency', 'writer', 'seq', 'answers'])
      .where('campaign', '=', campaign)
      .where('has_text', '=', sql.lit(1))
      .where((compare) => compare(compare.refTuple('agency', 'writer', 'seq'), '>', compare.tuple(agency, writer, seq)))
      .where('erased', '=', 0)
      .where('set_aside', '=', '')
    if (only !== undefined) select = select.where('agency', '=', only)
    const page = await select.orderBy('agency').orderBy('writer').orderBy('seq').limit(pageRows).execute()
    const last = page.at(-1)
    if (!last) return
    ;[agency, writer, seq] = [last.agency, last.writer, last.seq]
    yield page
  }
}

/** Where a comment comes to stand: by chance for a reader, the same at every reading, and another at each question. */
export const chancePlace = (id: string, item: string): string => createHash('sha256').update(`${item} ${id}`).digest('hex')

const shuffled = (pool: ReadonlyMap<string, string>): readonly string[] =>
  [...pool].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, text]) => text)
