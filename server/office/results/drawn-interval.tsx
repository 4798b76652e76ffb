import { type Axis, placeOn } from '../../../surveys/figures/axis'
import type { Figure } from '../../../surveys/figures/results'
import type { Unit } from '../../../surveys/figures/rounding'
import { rounded } from '../../../surveys/instrument/decimal'
import type { Numbers } from '../../../client/text/numbers'

type DrawnProps = {
  readonly axis: Axis
  readonly figure: Figure
  /** What it is held against, as a dashed line through all rows. */
  readonly mean?: number | null | undefined
  /** How it lies to that, for its colour. */
  readonly look?: string | undefined
  /** A second mark, such as the factor of a criterion. */
  readonly mark?: number | null | undefined
  /** The same figure before, above it. */
  readonly before?: Figure | undefined
}

/** A figure with its interval on an axis, in the width and height of whatever it stands in; its numbers stand beside it. */
export function DrawnInterval({ axis, figure, mean, look, mark, before }: DrawnProps) {
  const height = before ? 64 : 50
  return (
    <svg class={`drawn ${look ?? ''}`} viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
      {axis.ticks.map((tick) => (
        <path key={tick} class="grid" d={`M${at(axis, tick)} 0V100`} />
      ))}
      {typeof mean === 'number' && <path class="mean" d={`M${at(axis, mean)} 0V100`} />}
      {before && <Reach {...{ axis }} figure={before} height={34} look="before" />}
      {before && isThere(before) && isThere(figure) && (
        <path class="way" d={`M${at(axis, before.value)} 34L${at(axis, figure.value)} ${height}`} />
      )}
      <Reach {...{ axis, figure, height }} look="now" />
      {typeof mark === 'number' && <path class="other" d={`M${at(axis, mark)} ${height}h.001`} />}
    </svg>
  )
}

type ReachProps = { readonly axis: Axis; readonly figure: Figure; readonly height: number; readonly look: 'now' | 'before' }

/** The interval with caps, and the value as a dot: a line of no length with round ends stays round however it is stretched. */
function Reach({ axis, figure, height, look }: ReachProps) {
  if (!isThere(figure)) return null
  const { value, interval } = figure
  const [low, high] = interval ?? [value, value]
  const cap = (end: number) => `M${at(axis, end)} ${height - 13}V${height + 13}`
  return (
    <g class={look}>
      {interval && <path class="reach" d={`M${at(axis, low)} ${height}H${at(axis, high)}${cap(low)}${cap(high)}`} />}
      <path class="point" d={`M${at(axis, value)} ${height}h.001`} />
      {look === 'before' && <path class="hole" d={`M${at(axis, value)} ${height}h.001`} />}
    </g>
  )
}

const isThere = (figure: Figure): figure is Figure & { readonly value: number } => figure.value !== null

const at = (axis: Axis, value: number): number => rounded(3 + 94 * placeOn(axis, value), 2)

/** The marks of an axis in words, over the column that it runs through. */
export const AxisMarks = ({ axis, numbers, unit }: { readonly axis: Axis; readonly numbers: Numbers; readonly unit: Unit }) => (
  <span class="marks" aria-hidden="true">
    {axis.ticks.map((tick, place) => (
      <span key={tick}>{isMarked(place, axis) && markText(numbers, tick, unit, place === axis.ticks.length - 1, axis)}</span>
    ))}
  </span>
)

/** Where marks need digits there is room for the ends alone; the last bears its unit and wants room before it. */
const isMarked = (place: number, { ticks }: Axis): boolean =>
  place === 0 ||
  place === ticks.length - 1 ||
  ticks.length <= 3 ||
  ((ticks[1] ?? 0) - (ticks[0] ?? 0) >= 0.0099 && ticks.length <= 6 && (ticks.length <= 4 || place < ticks.length - 2))

/** With as few digits as tell the marks apart; the sign of the unit stands at the last alone. */
function markText(numbers: Numbers, tick: number, unit: Unit, isLast: boolean, { ticks: [first = 0, second = 1] }: Axis): string {
  const step = (second - first) * (unit === 'percent' ? 100 : 1)
  const text = numbers.figure(tick, unit, step >= 0.999 ? 0 : step >= 0.0999 ? 1 : 2)
  return isLast ? text : text.replace(/\s?%$/, '')
}

/** The ends of an axis in one line. */
export const axisText = ({ numbers }: { readonly numbers: Numbers }, axis: Axis, unit: Unit): string =>
  numbers.range([axis.from, axis.to], unit, (axis.ticks[1] ?? 1) - axis.from < 0.0099 ? 1 : 0)
