import { type Goals, goalsOf } from '../goals'
import type { Indicator } from '../indicators'
import { nodeResults, type NodeResult } from '../results'
import type { IndicatorTree, Questionnaire } from '../schema'
import { tallyLayout } from '../tally'
import { knownScales } from './names'
import { type Obstacle, obstacles } from './obstacles'
import { type MadeUp, tallyOf } from './made-up'

/** What a tree would say of made-up answers, or why it says nothing. */
export type WhatIf = { readonly ok: true; readonly persons: number; readonly nodes: readonly WhatIfNode[] } | { readonly ok: false; readonly obstacles: readonly Obstacle[] }

export type WhatIfNode = Goals & {
  readonly result: NodeResult
  readonly depth: number
  /** Why there is no value. */
  readonly lacking: Lacking | undefined
}

/** Nothing is below; nobody answered; other agencies are needed; a part of a sum has no answers; the formula does not fit the items. */
export type Lacking = 'no-parts' | 'no-answers' | 'needs-agencies' | 'incomplete-sum' | 'formula-unfit'

/** The figures of one tree for made-up answers, counted and computed by the functions that real results come from. */
export function whatIf(design: Questionnaire, tree: IndicatorTree, made: MadeUp): WhatIf {
  const found = obstacles(design, tree)
  if (found.length > 0) return { ok: false, obstacles: found }
  const layout = tallyLayout({ ...knownScales(design), trees: [tree] })
  const tally = tallyOf(layout, made)
  const results = nodeResults(layout, tally, { threshold: 1 })
  const depths = depthsOf(layout.nodes.map(({ indicator }) => indicator))
  const nodes = layout.nodes.flatMap(({ indicator }, place) => {
    const result = results[place]
    return result ? [{ result, depth: depths.get(indicator.code) ?? 0, ...goalsOf(design, result), lacking: lackingOf(indicator, result) }] : []
  })
  return { ok: true, persons: tally[0] ?? 0, nodes }
}

function lackingOf(indicator: Indicator, { value, base, formula, rollUp }: NodeResult): Lacking | undefined {
  if (value !== null) return undefined
  if (indicator.asked.length === 0) return 'no-parts'
  if (base <= 0) return 'no-answers'
  if (formula === 'min-max') return 'needs-agencies'
  return rollUp === 'sum' || rollUp === 'capped-sum' ? 'incomplete-sum' : 'formula-unfit'
}

function depthsOf(found: readonly Indicator[]): ReadonlyMap<string, number> {
  const depths = new Map<string, number>()
  for (const { code, parts } of found) {
    const depth = depths.get(code) ?? 0
    depths.set(code, depth)
    for (const part of parts) depths.set(part.code, depth + 1)
  }
  return depths
}
