import type { NodeResult } from '../../../surveys/results'
import { isShown, unitOf } from './numbers'
import type { Reader } from './reader'

type CellProps = { readonly reader: Reader; readonly node: Pick<NodeResult, 'value' | 'formula' | 'withheld'> | undefined; readonly threshold: number; /** Where the figure is explained. */ readonly href?: string | undefined }

/** A figure in a cell that is the deeper the higher it is; what is withheld is a dash with its reason for those who listen. */
export function HeatCell({ reader: { say, numbers }, node, threshold, href }: CellProps) {
  if (!node || node.value === null) {
    const why = node?.withheld === 'small' ? say('small', { n: numbers.count(threshold) }) : say('noAnswersHere')
    return <td class="h"><span aria-hidden="true">–</span><span class="unseen">{why}</span></td>
  }
  const unit = unitOf(node.formula)
  const [colour, text] = [unit === 'percent' ? `heat h${stepOf(node.value)}` : 'heat', numbers.figure(node.value, unit, 1)]
  return <td class="h">{href === undefined ? <span class={colour}>{text}</span> : <a class={colour} href={href}>{text}</a>}</td>
}

type WhiskerProps = { readonly reader: Reader; readonly node: NodeResult | undefined; readonly from: number }

/** An interval drawn from `from` to 100 % and written beside; the dot is the figure. */
export function Whisker({ reader: { numbers }, node, from }: WhiskerProps) {
  if (!isShown(node) || node.interval === null) return <td class="i out">–</td>
  const unit = unitOf(node.formula)
  const text = numbers.range(node.interval, unit, 1)
  if (unit !== 'percent') return <td class="i">{text}</td>
  const at = (value: number) => Math.round(placeOn(from, value) * 10) / 10
  const [low, high] = node.interval
  return (
    <td class="i">
      <svg viewBox="0 0 76 14" width="76" height="14" aria-hidden="true">
        <line class="axis" x1="3" x2="73" y1="7" y2="7" />
        <line class="reach" x1={at(low)} x2={at(high)} y1="7" y2="7" />
        <circle class="point" cx={at(node.value)} cy="7" r="3.5" />
      </svg>
      {text}
    </td>
  )
}

/** Where the axis of the drawn intervals begins: the tenth below the lowest of them. */
export const axisStart = (nodes: readonly (NodeResult | undefined)[]): number =>
  Math.max(0, Math.floor(Math.min(0.9, ...nodes.flatMap((node) => node?.interval?.[0] ?? [])) * 10) / 10)

/** The colours with the figures from which they begin. */
export const Legend = ({ reader: { say, numbers } }: { readonly reader: Reader }) => (
  <p class="legend">
    <span>{say('legend')}:</span>
    {[0, ...steps].map((from, step) => (
      <span key={from} class={`heat h${step}`}>
        {step === 0 ? say('below', { n: numbers.figure(steps[0], 'percent', 0) }) : say('above', { n: numbers.figure(from, 'percent', 0) })}
      </span>
    ))}
  </p>
)

const steps = [0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95] as const

const stepOf = (value: number): number => steps.filter((step) => value >= step).length

const placeOn = (from: number, value: number): number => 3 + (70 * (Math.min(1, Math.max(from, value)) - from)) / (1 - from)
