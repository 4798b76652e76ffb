import { type Interval, z975 } from './intervals'

/** An estimate with its 95 % interval. */
type Estimated = { readonly value: number | null; readonly interval: Interval | null }

/** Between which ranks one of several lies, and in which tier; both null where it has no value or nothing has an interval. */
export type RankRange = { readonly rankInterval: readonly [best: number, worst: number] | null; readonly tier: number | null }

/**
 * Simultaneous 95 % intervals of the ranks of independent estimates (Mogstad, Romano, Shaikh & Wilhelm 2024, from intervals of all
 * differences at once; Klein, Wright & Wieczorek 2020 draw them from intervals of the values, which is wider). One is surely
 * above another when its value v is by more than q/√2/1.96 · √((v − low)² + (high′ − v′)²) the higher, with the intervals' own
 * ends and q the 95 % point of the range of as many normal numbers (Tukey 1949; for unequal errors Kramer 1956, Hayter 1984).
 * Its rank is at best 1 + those surely above it, at worst all less those surely below it. With 95 % confidence no statement
 * "surely above" is wrong, so all true ranks lie in their intervals together. No chance enters, so that a figure stays what it was.
 *
 * Tiers are cut from the top: the highest opens one, and each that is surely below whoever opened it opens the next. Within a
 * tier nobody can be told apart from its first.
 */
export function rankRanges(figures: readonly Estimated[]): readonly RankRange[] {
  const order = figures
    .flatMap(({ value, interval }, index): readonly Standing[] => {
      if (value === null) return []
      return [{ index, value, down: interval ? value - interval[0] : Infinity, up: interval ? interval[1] - value : Infinity }]
    })
    .sort((a, b) => b.value - a.value || b.up - a.up || b.down - a.down)
  const ranges: RankRange[] = figures.map(() => ({ rankInterval: null, tier: null }))
  if (order.every(({ down }) => down === Infinity)) return ranges
  const { above, below } = sureOf(order)
  const tiers = tiersOf(order)
  for (const [place, { index }] of order.entries())
    ranges[index] = {
      rankInterval: [1 + (above[place] ?? 0), order.length - (below[place] ?? 0)],
      tier: tiers[place] ?? null,
    }
  return ranges
}

/** An estimate with the lengths of its interval's arms. */
type Standing = { readonly index: number; readonly value: number; readonly down: number; readonly up: number }

/** For each place how many are surely above and surely below it. Plain loops: a nation has five million pairs of communes. */
function sureOf(order: readonly Standing[]): { readonly above: Int32Array; readonly below: Int32Array } {
  const count = order.length
  const [above, below] = [new Int32Array(count), new Int32Array(count)]
  const values = Float64Array.from(order, ({ value }) => value)
  const factor = squaredFactor(count)
  const down = Float64Array.from(order, (one) => factor * one.down ** 2)
  const up = Float64Array.from(order, (one) => factor * one.up ** 2)
  for (let higher = 0; higher < count; higher++) {
    const [value, reach] = [values[higher] ?? 0, down[higher] ?? 0]
    for (let lower = higher + 1; lower < count; lower++) {
      const apart = value - (values[lower] ?? 0)
      if (apart * apart <= reach + (up[lower] ?? 0) || apart <= noise) continue
      below[higher] = (below[higher] ?? 0) + 1
      above[lower] = (above[lower] ?? 0) + 1
    }
  }
  return { above, below }
}

/** What adding in another order may make of equal values. */
const noise = 1e-12

function tiersOf(order: readonly Standing[]): readonly number[] {
  const factor = squaredFactor(order.length)
  let first: Standing | undefined
  let tier = 0
  return order.map((one) => {
    const apart = first ? first.value - one.value : Infinity
    const isBelow = !first || (apart > noise && apart ** 2 > factor * (first.down ** 2 + one.up ** 2))
    if (isBelow) [first, tier] = [one, tier + 1]
    return tier
  })
}

/** By what the squared arms of 95 % intervals are multiplied so that all differences of so many hold at once. */
const squaredFactor = (count: number): number => (count < 2 ? 1 : rangeQuantile(count) ** 2 / 2 / z975 ** 2)

const known = new Map<number, number>()

/** The 95 % point of the range of so many independent standard normal numbers (Tukey's q with infinite degrees of freedom), to 1e-6. */
export function rangeQuantile(count: number): number {
  const found = known.get(count)
  if (found !== undefined) return found
  let low = 0
  let high = 20
  for (let step = 0; step < 26; step++) {
    const middle = (low + high) / 2
    if (rangeWithin(middle, count) < 0.95) low = middle
    else high = middle
  }
  known.set(count, high)
  return high
}

/** P(range ≤ q) = n ∫ φ(z) (Φ(z) − Φ(z − q))ⁿ⁻¹ dz, z the largest; the sum at even steps is exact to rounding for so smooth a bell. */
function rangeWithin(q: number, count: number): number {
  let sum = 0
  for (let z = -8; z <= 8; z += step) sum += density(z) * (normalBelow(z) - normalBelow(z - q)) ** (count - 1)
  return count * sum * step
}

const step = 1 / 16
const density = (x: number): number => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI)

/** The standard normal distribution function by its series (Marsaglia 2004). */
export function normalBelow(x: number): number {
  if (Math.abs(x) > 8.5) return x < 0 ? 0 : 1
  let sum = x
  let term = x
  for (let k = 3; Math.abs(term) > 1e-17; k += 2) sum += term *= (x * x) / k
  return 0.5 + sum * density(x)
}
