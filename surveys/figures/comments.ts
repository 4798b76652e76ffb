import { folded } from '../instrument/folding'
import { type Holder, keyOfHolder, restAbove, type Step } from './release'

/**
 * What people wrote, in pools: nothing below ten texts whose words are seen and differ, since a text that many send may hide the one
 * that somebody meant; and without anything that tells who, when or where.
 */

/** Below this a comment could be matched with a person. */
const smallestPool = 10

/** How many different texts a pool needs. */
export const poolNeeds = (threshold: number): number => Math.max(smallestPool, threshold)

/** The texts of one pool, each of its words once; nothing where fewer than `least` differ. */
export function commentPool(texts: readonly string[], least: number): readonly string[] {
  const different = new Map<string, string>()
  for (const text of texts) {
    const words = sameWords(text)
    if (words !== '') different.set(words, text.trim())
  }
  return different.size < least ? [] : [...different.values()]
}

/**
 * Of comments about several agencies those that may stand together: of each agency that has enough different ones; of the others of a block,
 * and then of what blocks have left, only where together they have as many.
 */
export function inPools<One extends Placeable>(comments: readonly One[], least: number): readonly One[] {
  const [pooled, left] = parted(comments, ({ agency }) => agency, least)
  const [blocks, rest] = parted(left, ({ block }) => block, least)
  const [whole] = parted(rest, () => '', least)
  return [...pooled, ...blocks, ...whole]
}

/** `words` is the same for what a reader takes for the same. */
type Placeable = { readonly agency: string; readonly block: string; readonly words: string }

/** Those in groups with enough different texts, and the others. */
function parted<One extends Placeable>(
  all: readonly One[],
  keyOf: (one: One) => string,
  least: number,
): readonly [readonly One[], readonly One[]] {
  const groups = new Map<string, One[]>()
  for (const one of all) {
    const group = groups.get(keyOf(one))
    if (group) group.push(one)
    else groups.set(keyOf(one), [one])
  }
  const isPool = (group: readonly One[]): boolean => new Set(group.map(({ words }) => words)).size >= least
  return [[...groups.values()].filter(isPool).flat(), [...groups.values()].filter((group) => !isPool(group)).flat()]
}

/** What a reader would take for the same words: whatever their case, marks, spaces and signs, seen and unseen; empty where there are no letters. */
export function sameWords(text: string): string {
  // Marks that were typed apart go first: many of them on one letter take seconds to put in order.
  const seen = text
    .replace(/\p{M}/gu, '')
    .normalize('NFKC')
    .replace(/[\p{Default_Ignorable_Code_Point}\p{Cf}]/gu, '')
  const words = folded(seen)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
  return /\p{L}/u.test(words) ? words : ''
}

/** What somebody wrote to an open question. */
export type Comment = {
  readonly item: string
  readonly response: string
  /** Empty, as its block, where it was written once by somebody who rates several. */
  readonly agency: string
  readonly block: string
  readonly text: string
  /** Where it comes to stand among others, by chance. */
  readonly place: string
}

/** A comment that is no longer where it was written: it stands in a pool, or waits in the rest above. */
export type PlacedComment = {
  readonly item: string
  readonly response: string
  readonly holder: Holder
  readonly isPooled: boolean
  /** Kept with the pool, so that it reads the same until the next night, whatever becomes of its response; empty while it waits. */
  readonly text: string
  readonly place: string
}

export type CommentNight = {
  /** Those that have come into a pool or to the rest above. */
  readonly moved: readonly PlacedComment[]
  /** Those whose response was erased. */
  readonly gone: readonly PlacedComment[]
}

type CommentStep = { readonly least: number; readonly when: Step['when'] }

/**
 * One night of the comments. What waits at an agency joins its pool once there are enough new texts that differ from each other and
 * from those that stand there, so that two looks at a pool differ by as many; at the end of the period what waits goes upwards.
 * Nothing is ever taken back but what was erased.
 */
export function advanceComments(
  before: readonly PlacedComment[],
  comments: readonly Comment[],
  { least, when }: CommentStep,
): CommentNight {
  const stored = new Set(comments.map(keyOf))
  const placed = new Map(before.flatMap((one) => (stored.has(keyOf(one)) ? [[keyOf(one), one] as const] : [])))
  const gone = before.filter((one) => !stored.has(keyOf(one)))
  const moved = new Map<string, PlacedComment>()
  const move = ({ item, response, place }: Comment, to: Pick<PlacedComment, 'holder' | 'isPooled' | 'text'>): void => {
    const one = { item, response, place, ...to }
    placed.set(keyOf(one), one)
    moved.set(keyOf(one), one)
  }
  for (const level of ['leaf', 'block', 'province'] as const)
    for (const { holder, block, waiting, standing } of poolsAt(level, comments, placed, gone)) {
      const above = when === 'end' ? restAbove(holder, block) : undefined
      // Words take long to compare, and most pools have little new in a night.
      if (waiting.length < (above ? 1 : least)) continue
      const shown = new Set(standing.map(sameWords))
      const fresh = waiting.map(saidBy).filter(({ words }) => words !== '' && !shown.has(words))
      const different = firstOfEach(fresh.sort(byPlace))
      if (different.length >= least) for (const one of different) move(one, { holder, isPooled: true, text: one.text.trim() })
      else if (above) for (const one of fresh) move(one, { holder: above, isPooled: false, text: '' })
    }
  return { moved: [...moved.values()], gone }
}

/** Each words once, as they stand first. */
const firstOfEach = (ordered: readonly Said[]): readonly Said[] => [
  ...new Map([...ordered].reverse().map((comment) => [comment.words, comment])).values(),
]

/** A comment with the words that it has. */
type Said = Comment & { readonly words: string }
const saidBy = (comment: Comment): Said => ({ ...comment, words: sameWords(comment.text) })

type Pool = {
  readonly holder: Holder
  readonly block: string
  readonly waiting: Comment[]
  /** The texts that stand there, or stood there until now: somebody else's same words in this night would be taken for them. */
  readonly standing: string[]
}

/** What waits and what stands at each holder of a level, question by question. */
function poolsAt(
  level: Holder['level'],
  comments: readonly Comment[],
  placed: ReadonlyMap<string, PlacedComment>,
  gone: readonly PlacedComment[],
): readonly Pool[] {
  const pools = new Map<string, Pool>()
  for (const comment of comments) {
    const at = placed.get(keyOf(comment))
    const holder = at?.holder ?? { level: comment.agency === '' ? 'province' : 'leaf', code: comment.agency, part: '' }
    if (holder.level !== level) continue
    const key = poolKey(comment.item, holder)
    const pool = pools.get(key) ?? { holder, block: comment.block, waiting: [], standing: [] }
    pools.set(key, pool)
    if (at?.isPooled) pool.standing.push(comment.text)
    else pool.waiting.push(comment)
  }
  for (const { item, holder, text } of gone) pools.get(poolKey(item, holder))?.standing.push(text)
  return [...pools.values()]
}

const keyOf = ({ item, response }: Pick<Comment, 'item' | 'response'>): string => `${item} ${response}`
const poolKey = (item: string, holder: Holder): string => `${item} ${keyOfHolder(holder)}`
const byPlace = (a: { readonly place: string }, b: { readonly place: string }): number => (a.place < b.place ? -1 : 1)

/** The comments on one question that are released of an agency or a rest; nothing where they are too few, or have become so. */
export type ReleasedPool = { readonly item: string; readonly texts: readonly string[] }

/** What each holder shows, in an order that chance gives. */
export function releasedPools(
  items: readonly string[],
  placed: readonly PlacedComment[],
  least: number,
): (level: Holder['level'], code: string) => readonly ReleasedPool[] {
  const pools = new Map<string, PlacedComment[]>()
  for (const one of placed) {
    if (!one.isPooled) continue
    const key = poolKey(one.item, one.holder)
    const pool = pools.get(key)
    if (pool) pool.push(one)
    else pools.set(key, [one])
  }
  return (level, code) =>
    items.map((item) => {
      const texts = (pools.get(poolKey(item, { level, code, part: '' })) ?? []).sort(byPlace).map(({ text }) => text)
      return { item, texts: texts.length < least ? [] : texts }
    })
}
