import { rounded } from '../instrument/decimal'

/** Where an axis begins and ends, and the round values that are marked on it, both ends among them. */
export type Axis = { readonly from: number; readonly to: number; readonly ticks: readonly number[] }

/** An axis that fits what is drawn on it, between round ends no wider than shares can be where these are shares. */
export function axisAround(values: readonly number[], limits?: readonly [number, number]): Axis {
  const [low, high] = values.length === 0 ? [0, 1] : [Math.min(...values), Math.max(...values)]
  const span = high > low ? high - low : Math.max(Math.abs(high), 1) / 20
  const step = roundStep(span / wantedSteps)
  const from = Math.max(Math.floor(low / step + 1e-9), limits ? Math.ceil(limits[0] / step) : -Infinity)
  const to = Math.max(from + 1, Math.min(Math.ceil(high / step - 1e-9), limits ? Math.floor(limits[1] / step + 1e-9) : Infinity))
  const ticks = Array.from({ length: to - from + 1 }, (_, place) => rounded((from + place) * step, 12))
  return { from: ticks[0] ?? low, to: ticks.at(-1) ?? high, ticks }
}

const wantedSteps = 5

/** The next of 1, 2 and 5 times a power of ten. */
function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least))
  return rounded(([1, 2, 5].find((times) => times * power >= least * (1 - 1e-9)) ?? 10) * power, 12)
}

/** Where a value stands between the ends, 0 to 1; what lies beyond stands at the end. */
export const placeOn = ({ from, to }: Axis, value: number): number => (Math.min(to, Math.max(from, value)) - from) / (to - from)
