import { wordItems } from '../../surveys/answers/words'
import { sql } from 'kysely'
import { createHash } from 'node:crypto'
import { type Comment, inPools, poolNeeds, sameWords } from '../../surveys/figures/comments'
import { masked } from '../../surveys/figures/masking'
import { type Topic, topicsOf } from '../../surveys/figures/topics'
import { folded } from '../../surveys/instrument/folding'
import { isLooping, ratedItems } from '../../surveys/instrument/loop'
import type { Answers, Questionnaire } from '../../surveys/instrument/schema'
import { isVisible, ownValue } from '../../surveys/instrument/spelling'
import { type CampaignRecord, seesAll } from '../db/campaigns'
import type { Database } from '../db/dialect'
import { listHidden, markOfWords } from '../db/hidden-comments'
import { inTurns } from '../turns'
import { keeper } from './kept'

/** What people wrote to one open question about some agencies. */
export type CommentPool = {
  readonly item: string
  /** How many wrote something. */
  readonly written: number
  /** Nothing where fewer wrote something different than a pool needs; else each once, shuffled, without anything that tells who, when or where. */
  readonly texts: readonly ShownComment[]
  /** The words that the office keeps from everybody, and why, for who may show them again. */
  readonly hidden: readonly HiddenText[]
}

export type ShownComment = {
  readonly text: string
  /** By what it is hidden. */
  readonly words: string
  readonly topics: readonly string[]
  /** For search. */
  readonly folded: string
}

export type HiddenText = { readonly text: string; readonly words: string; readonly reason: string }

/** Of one agency, a block, or everything. */
export type CommentsOf = { readonly agency: string | null; readonly block: string | null }

const pageRows = 500

const keptComments = keeper<readonly Comment[]>(8)

/** A comment with what is asked of it at every look. */
type ReadComment = Comment & Pick<ShownComment, 'topics' | 'folded'> & { readonly words: string; readonly isWritten: boolean }

const madeOf = new WeakMap<readonly Comment[], Map<string, Promise<readonly ReadComment[]>>>()

/** Tells comments apart and by topic once, in slices, for as long as they are the same. */
function readOnce(stored: readonly Comment[], topics: readonly Topic[]): Promise<readonly ReadComment[]> {
  const known = madeOf.get(stored) ?? new Map<string, Promise<readonly ReadComment[]>>()
  madeOf.set(stored, known)
  const key = JSON.stringify(topics)
  const made =
    known.get(key) ??
    inTurns(stored, 100, (comment) => ({
      ...comment,
      words: markOfWords(comment.text),
      isWritten: sameWords(comment.text) !== '',
      topics: topicsOf(comment.text, topics),
      // A number that is masked is not found either: whoever looks for it would know that it is there.
      folded: folded(masked(comment.text)),
    }))
  known.set(key, made)
  return made
}

/**
 * The comments about an agency, a block or everything in a whole campaign, whatever else is filtered: two filters side by side would tell
 * whose is whose. Over several agencies stand those that have a pool of their own, and what the others have too little of only where together
 * it is a pool: less the agencies' own pages the whole would else give away the comments of one.
 */
export async function readComments(
  database: Database,
  record: CampaignRecord,
  questionnaire: Questionnaire,
  of: CommentsOf,
  topics: readonly Topic[] = [],
): Promise<readonly CommentPool[]> {
  const seen = new Set(record.measured.map(({ agency }) => agency.code))
  const stored = await keptComments(database, record, [], (db) => commentsOf({ ...database, db }, record, questionnaire))
  const meant = (await readOnce(stored, topics)).filter(
    ({ agency, block }) =>
      (agency === '' ? seesAll(record) : seen.has(agency)) &&
      (of.agency === null || agency === of.agency) &&
      (of.block === null || block === of.block),
  )
  const hidden = await listHidden(database, record.campaign.code)
  const reasons = new Map(hidden.map(({ item, words, reason }) => [`${item} ${words}`, reason]))
  const least = poolNeeds(record.campaign.threshold)
  return wordItems(questionnaire).map((item) => {
    const asked = meant.filter((comment) => comment.item === item)
    const shown = asked.filter(({ words, isWritten }) => isWritten && !reasons.has(`${item} ${words}`))
    const kept = new Map(asked.flatMap(({ text, words }) => (reasons.has(`${item} ${words}`) ? [[words, text.trim()] as const] : [])))
    return {
      item,
      written: asked.length,
      texts: oneOfEach(inPools(shown, least)),
      hidden: [...kept].map(([words, text]) => ({ words, text, reason: reasons.get(`${item} ${words}`) ?? '' })),
    }
  })
}

/** Each words once, where chance puts them. */
const oneOfEach = (comments: readonly ReadComment[]): readonly ShownComment[] =>
  [...new Map(comments.map((one) => [one.words, one])).values()]
    .sort((a, b) => (a.place < b.place ? -1 : 1))
    .map(({ text, words, topics, folded: plain }) => ({ text: text.trim(), words, topics, folded: plain }))

/** Every comment that a campaign holds, for a night of its pools. */
export async function commentsOf(database: Database, record: CampaignRecord, questionnaire: Questionnaire): Promise<readonly Comment[]> {
  const asked = wordItems(questionnaire)
  const blocks = new Map(record.peers.map(({ agency }) => [agency.code, agency.block]))
  const comments: Comment[] = []
  const rated = isLooping(questionnaire) ? ratedItems(questionnaire) : undefined
  const written = new Set<string>()
  for await (const page of asked.length === 0 ? [] : answersWithWords(database, record.campaign.code))
    for (const { id, form, agency, answers } of page) {
      const block = blocks.get(agency)
      if (block === undefined) continue
      const given: Answers = JSON.parse(answers)
      for (const item of asked) {
        const text = ownValue(given, item)
        if (typeof text !== 'string' || !isVisible(text)) continue
        const isOnce = rated !== undefined && !rated.has(item)
        // It stands in every rating of its form, and in the pools of two agencies it would tell who had rated both.
        if (isOnce && written.has(`${form} ${item}`)) continue
        if (isOnce) written.add(`${form} ${item}`)
        comments.push({ item, response: id, agency: isOnce ? '' : agency, block: isOnce ? '' : block, text, place: chancePlace(id, item) })
      }
    }
  return comments
}

type Page = readonly { readonly id: string; readonly form: string; readonly agency: string; readonly answers: string }[]

/** The answers with words about one agency or all of them, in the order of their index. */
async function* answersWithWords({ db }: Database, campaign: string, only?: string): AsyncGenerator<Page> {
  for (let [agency, writer, seq] = [only ?? '', 0, 0]; ;) {
    let select = db
      .selectFrom('responses')
      .select(['id', 'form', 'agency', 'writer', 'seq', 'answers'])
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
