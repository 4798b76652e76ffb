import type { Finding } from '../../../surveys/designing/findings'
import { combinedParts, type OutlineRow } from '../../../surveys/designing/trees'
import { decimalsOf, type Unit, unitOf } from '../../../surveys/figures/rounding'
import type { IndicatorNode, IndicatorTree, NodeStep } from '../../../surveys/instrument/schema'
import { numbersOf } from '../../text/numbers'
import type { Desk } from '../frame/desk'
import { inEditor } from './chosen'

type Teller = Pick<Desk, 'say' | 'office'>

/** What the checks found at one node. */
export const nodeFindings = (findings: readonly Finding[], { id }: IndicatorTree, { code }: IndicatorNode): readonly Finding[] =>
  findings.filter(({ path }) => path === `trees "${id}".nodes "${code}"`)

/** Whether it was found at one of the node's steps: at that one, if it is named. */
export function isOfStep(finding: Finding, place?: number): boolean {
  const step = finding.severity === 'error' ? finding.source.values?.['step'] : undefined
  return step !== undefined && (place === undefined || step === place + 1)
}

/** What a step does, as part of a sentence; its numbers as the node is read. */
export function stepText(teller: Teller, step: NodeStep, unit: Unit): string {
  const { say, office } = teller
  const numbers = numbersOf(office)
  const range = ([from, to]: readonly [number, number]): string =>
    `${numbers.plain(inEditor(from, unit) ?? from)}–${numbers.bound(to, unit, 0)}`
  switch (step.type) {
    case 'linear':
      return say('ind_tells_linear', { from: range(step.from), to: range(step.to) })
    case 'observed':
      return say('ind_tells_observed', { to: range(step.to) })
    case 'reverse':
      return say('ind_tells_reverse', { within: range(step.within) })
    case 'clamp':
      return withinText(teller, step.low, step.high, unit) || say('ind_tells_open')
    case 'round':
      return say(`ind_tells_${step.mode}`, { n: numbers.plain(step.digits - decimalsOf(unit, 0)) })
  }
}

/** Between which two a value lies, as part of a sentence. */
export const withinText = ({ say, office }: Teller, low: number | undefined, high: number | undefined, unit: Unit): string => {
  const written = (value: number): string => numbersOf(office).bound(value, unit, 0)
  return [
    ...(low === undefined ? [] : [say('ind_tells_low', { n: written(low) })]),
    ...(high === undefined ? [] : [say('ind_tells_high', { n: written(high) })]),
  ].join(', ')
}

/** In one sentence what a node computes: from what, and then step by step in the order in which it happens. */
export function nodeText(teller: Teller, tree: IndicatorTree, row: OutlineRow): string {
  const { say } = teller
  const { node, formula, rollUp } = row
  const { cap, maximum, steps = [], direction } = node
  const unit = unitOf({ ...node, formula })
  const atMost = (most: number | undefined): readonly string[] =>
    most === undefined ? [] : [stepText(teller, { type: 'clamp', high: most }, unit)]
  const then = [
    ...(rollUp === 'capped-sum' ? atMost(cap) : []),
    ...steps.map((step) => stepText(teller, step, unit)),
    ...atMost(maximum),
  ].map((what, place) => (place === 0 ? say('ind_tellsThen', { what }) : what))
  const all = [begun(teller, tree, row), ...then, ...(direction === 'lower' ? [say('ind_tellsLower')] : [])]
  return `${capital(all.join('; '))}.`
}

/** What a node has before its first step. */
function begun(teller: Teller, tree: IndicatorTree, { node, formula, rollUp }: OutlineRow): string {
  const { say, office } = teller
  if (node.input !== undefined) return say(`ind_tells_${node.input}`)
  const name = say(`ind_formula_${formula}`)
  if (rollUp === null) return name
  const { of, count } = combinedParts(tree, node)
  if (count === 0) return say('ind_noParts')
  const parts = say(of === 'items' ? 'ind_tellsItems' : 'ind_tellsChildren', { n: numbersOf(office).count(count) })
  if (formula === 'all-positive') return `${name} (${parts})`
  const where = withinText(teller, node.where?.atLeast, node.where?.atMost, 'number')
  const combined = say(`ind_tells_${rollUp}`, { parts, where: where || '…' })
  return of === 'items' ? `${combined} (${name})` : combined
}

const capital = (text: string): string => text.slice(0, 1).toLocaleUpperCase() + text.slice(1)
