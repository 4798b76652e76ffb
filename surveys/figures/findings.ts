import { type Change, changeBetween, type JudgedBy, judgedTogether, type Verdict } from './comparison'
import { steady } from '../instrument/decimal'
import { unitOf } from './rounding'
import type { FigureNode } from './row'

/** A criterion, and whether it is surely worse than the figure of its whole tree. */
export type WeakCriterion<N> = { readonly node: N; readonly isSure: boolean }

/** A figure with its own whole; `best` is the end of its values that is good. */
export type Judged<N> = { readonly nodes: readonly N[]; readonly headline: N | undefined; readonly best: 'higher' | 'lower' }

/**
 * The criteria of a tree with the worst values, the worst first and never more than half of them, each with what may surely be said of it
 * beside the whole. The two are answers of the same persons, who agree with themselves, so an interval of their difference as of
 * unrelated ones is too wide: what it calls worse is.
 */
export function weakestCriteria<N extends FigureNode>(judged: Judged<N>, most: number): readonly WeakCriterion<N>[] {
  const { headline, best } = judged
  const ordered = bestFirst(judged)
  const worse: Verdict = best === 'higher' ? 'lower' : 'higher'
  return ordered
    .slice(ordered.length - Math.min(most, Math.floor(ordered.length / 2)))
    .toReversed()
    .map((node) => ({ node, isSure: headline !== undefined && changeBetween(headline, node)?.verdict === worse }))
}

/** The criteria with the best value, all that share it; none where all do. */
export function strongestCriteria<N extends FigureNode>(judged: Judged<N>): readonly N[] {
  const ordered = bestFirst(judged)
  const alike = ordered.filter(({ value }) => steady(value ?? 0) === steady(ordered[0]?.value ?? 0))
  return alike.length < ordered.length ? alike : []
}

/** Criteria that are read as their whole is; of another unit or another formula a higher number says nothing beside it. */
const bestFirst = <N extends FigureNode>({ nodes, headline, best }: Judged<N>): readonly N[] =>
  nodes
    .filter(({ tree, kind, value }) => tree === headline?.tree && kind === 'item' && value !== null)
    .filter((node) => headline !== undefined && unitOf(node) === unitOf(headline))
    .toSorted((one, other) => (best === 'higher' ? 1 : -1) * ((other.value ?? 0) - (one.value ?? 0)))

/** A figure in two waves. */
export type Moved<N> = { readonly node: N; readonly before: FigureNode; readonly change: Change }

export type Moves<N> = { readonly moved: readonly Moved<N>[]; readonly by: JudgedBy }

/** How each figure of a tree changed since an earlier wave, in the order of the tree, all of them judged together. */
export function movesSince<N extends FigureNode>(before: readonly FigureNode[], nodes: readonly N[], tree: FigureNode['tree']): Moves<N> {
  const then = new Map(before.filter((node) => node.tree === tree).map((node) => [node.code, node]))
  const pairs = nodes.flatMap((node) => {
    const earlier = node.tree === tree ? then.get(node.code) : undefined
    const change = earlier && changeBetween(earlier, node)
    return change ? [{ node, before: earlier, change }] : []
  })
  const { changes, by } = judgedTogether(new Map(pairs.map(({ node, change }) => [node, change])))
  return { moved: pairs.map(({ node, before: earlier, change }) => ({ node, before: earlier, change: changes.get(node) ?? change })), by }
}

/** Those that are called a rise or a fall, the farthest first. */
export const sureMoves = <N>({ moved }: Moves<N>): readonly Moved<N>[] =>
  moved
    .filter(({ change }) => change.verdict !== 'unclear')
    .toSorted((one, other) => Math.abs(other.change.difference) - Math.abs(one.change.difference))

/** A part of a year that an office reports on, where a span of days is just that. */
export type Period =
  | { readonly is: 'quarter'; readonly n: 1 | 2 | 3 | 4; readonly year: string }
  | { readonly is: 'half'; readonly n: 1 | 2; readonly year: string }
  | { readonly is: 'nine-months'; readonly year: string }
  | { readonly is: 'year'; readonly year: string }

/** The period from the first to the last of these months `YYYY-MM`, both inclusive; undefined where offices have no name for it. */
export function periodOf(from: string, to: string): Period | undefined {
  const [year = '', first = ''] = from.split('-')
  const [end = '', last = ''] = to.split('-')
  if (year !== end) return undefined
  const quarter = quarters.find(([begin, until]) => begin === first && until === last)
  if (quarter) return { is: 'quarter', n: quarter[2], year }
  if (first === '01' && last === '06') return { is: 'half', n: 1, year }
  if (first === '07' && last === '12') return { is: 'half', n: 2, year }
  if (first === '01' && last === '09') return { is: 'nine-months', year }
  return first === '01' && last === '12' ? { is: 'year', year } : undefined
}

const quarters = [
  ['01', '03', 1],
  ['04', '06', 2],
  ['07', '09', 3],
  ['10', '12', 4],
] as const
