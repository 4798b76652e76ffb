import type { Indicator } from '../instrument/indicators'
import { type Change, changeBetween, type JudgedBy, judgedTogether, type Verdict } from './comparison'
import { steady } from '../instrument/decimal'
import { unitOf } from './rounding'
import type { FigureNode } from './row'

/** The criteria that a headline stands on: a question beside it, such as how people find things on the whole, is none of them. */
export function criteriaUnder<N extends FigureNode>({ tree, leaves }: HeadIndicator, nodes: readonly N[]): readonly N[] {
  const codes = new Set(leaves.map(({ code }) => code))
  return nodes.filter((node) => node.tree === tree && node.kind === 'item' && codes.has(node.code))
}

type HeadIndicator = Pick<Indicator, 'code' | 'tree' | 'leaves' | 'direction'>

/** A headline with those of its criteria whose good end is its own. */
export function judgedUnder<N extends FigureNode>(headline: HeadIndicator, nodes: readonly N[]): Judged<N> {
  const leaves = headline.leaves.filter(({ direction }) => direction === headline.direction)
  return {
    nodes: criteriaUnder({ ...headline, leaves }, nodes),
    headline: nodes.find(({ code, tree }) => code === headline.code && tree === headline.tree),
    best: headline.direction,
  }
}

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

/** A figure in two waves, and whose it is. */
export type Moved<N> = { readonly node: N; readonly before: FigureNode; readonly change: Change }

export type Moves<N> = { readonly moved: readonly Moved<N>[]; readonly by: JudgedBy }

/** How each figure of a tree changed since an earlier wave, in the order of the tree, all of them judged together. */
export function movesSince<N extends FigureNode>(before: readonly FigureNode[], nodes: readonly N[], tree: FigureNode['tree']): Moves<N> {
  const then = new Map(before.filter((node) => node.tree === tree).map((node) => [node.code, node]))
  return movesOf(nodes.map((node) => ({ node, before: node.tree === tree ? then.get(node.code) : undefined, after: node })))
}

type Agency = { readonly code: string; readonly nodes: readonly FigureNode[] }

/** How one figure of each agency changed since an earlier wave, all of them judged together. */
export const agencyMovesSince = <A extends Agency>(
  before: ReadonlyMap<string, FigureNode>,
  agencies: readonly A[],
  code: string,
): Moves<A> =>
  movesOf(
    agencies.map((agency) => ({ node: agency, before: before.get(agency.code), after: agency.nodes.find((node) => node.code === code) })),
  )

type InBoth<N> = { readonly node: N; readonly before: FigureNode | undefined; readonly after: FigureNode | undefined }

function movesOf<N>(all: readonly InBoth<N>[]): Moves<N> {
  const pairs = all.flatMap(({ node, before, after }) => {
    const change = before && after && changeBetween(before, after)
    return change ? [{ node, before, change }] : []
  })
  const { changes, by } = judgedTogether(new Map(pairs.map(({ node, change }) => [node, change])))
  return { moved: pairs.map((pair) => ({ ...pair, change: changes.get(pair.node) ?? pair.change })), by }
}

/** Of several agencies the change of a figure may be their mixture: but of the headline its size is said, and never a rise or a fall. */
export const uncalled = <N extends FigureNode>(
  moved: readonly Moved<N>[],
  headline: { readonly code: string; readonly verdict: Verdict },
): readonly Moved<N>[] =>
  moved.map((one) => ({ ...one, change: { ...one.change, verdict: one.node.code === headline.code ? headline.verdict : 'unclear' } }))

/** Those that are called a rise or a fall, the farthest first. */
export const sureMoves = <N>(moved: readonly Moved<N>[]): readonly Moved<N>[] => largestFirst(moved).filter(isCalled)

/** What is called a rise or a fall before what is not, and of each the farthest first. */
export const largestFirst = <M extends Pick<Moved<unknown>, 'change'>>(moved: readonly M[]): readonly M[] =>
  moved.toSorted(
    (one, other) => Number(isCalled(other)) - Number(isCalled(one)) || Math.abs(other.change.difference) - Math.abs(one.change.difference),
  )

const isCalled = ({ change }: Pick<Moved<unknown>, 'change'>): boolean => change.verdict !== 'unclear'

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
