import type { Interval } from '../figures/intervals'

/** The interval of a score of an agency by drawing persons anew, with the persons who have rated it. */
export type CountedScore = { readonly agency: string; readonly node: string; readonly interval: Interval; readonly persons: number }

/** Intervals as they were counted: over so many forms, with so many ratings in them, each the form of one person. */
export type CountedScores = {
  readonly forms: number
  readonly ratings: number
  readonly scores: readonly CountedScore[]
}

/** Where the counting of an assessment's intervals stands. */
export type ScoresStanding =
  | { readonly kind: 'none' | 'waiting' | 'failed' }
  /** How often persons were drawn, of how often they will be. */
  | { readonly kind: 'counting'; readonly drawn: number; readonly of: number }
  /** They are about other numbers than those that are shown now. */
  | { readonly kind: 'outdated' }
  | ({ readonly kind: 'counted'; readonly countedOn: string; readonly resamples: number } & CountedScores)

/** What was counted of a score, if anything. */
export function countedOf(standing: ScoresStanding | undefined, agency: string, node: string): CountedScore | undefined {
  if (standing?.kind !== 'counted') return undefined
  const known = byScore.get(standing.scores) ?? new Map(standing.scores.map((one) => [`${one.agency} ${one.node}`, one]))
  byScore.set(standing.scores, known)
  return known.get(`${agency} ${node}`)
}

const byScore = new WeakMap<readonly CountedScore[], ReadonlyMap<string, CountedScore>>()
