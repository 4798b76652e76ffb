import { pairSums } from './pairs'
import type { Tally, TallyLayout } from './tally'
import { z975 } from './intervals'

/**
 * How closely being satisfied with one criterion goes with being satisfied with the others of the headline: the correlation of the item with
 * the sum of the rest, from the shares and pair sums of a tally. An association of answers, and no cause.
 */
export type Driver = {
  readonly code: string
  /** −1 to 1; null where answers do not differ. */
  readonly importance: number | null
  /** The fewest persons that any of its pairs stands on. */
  readonly persons: number
}

/**
 * Whether an importance is more than chance gives: against no association at all at the five per cent level, by Fisher's transformation
 * (1921), on the fewest persons.
 */
export const isTied = ({ importance, persons }: Pick<Driver, 'persons'> & { readonly importance: number }): boolean =>
  persons > 3 && Math.atanh(Math.min(importance, 0.999999)) * Math.sqrt(persons - 3) > z975

/** Every criterion of an indicator whose good end is the indicator's own and that is paired with others on enough persons, in its order. */
export function driversOf(
  layout: TallyLayout,
  tally: Tally,
  headline: { readonly tree: string; readonly code: string },
  threshold: number,
): readonly Driver[] {
  const root = layout.nodes.find(({ indicator }) => indicator.tree === headline.tree && indicator.code === headline.code)
  const whole = root?.indicator
  const alike = new Set(whole?.leaves.filter(({ direction }) => direction === whole.direction).flatMap(({ items }) => items))
  const places = [...alike].filter((place) => layout.items[place]?.hasShare === true)
  const codes = new Map(
    layout.nodes.flatMap(({ indicator }) =>
      indicator.kind === 'item' && indicator.tree === headline.tree ? [[indicator.asked[0] ?? -1, indicator.code] as const] : [],
    ),
  )
  const kept = answeredTogether(places, (one, other) => pairOf(layout, tally, one, other).persons >= threshold)
  const moments = new Map(kept.map((place) => [place, new Map(kept.map((other) => [other, covariance(layout, tally, place, other)]))]))
  const between = (one: number, other: number) => moments.get(one)?.get(other) ?? 0
  return kept.flatMap((place) => {
    const code = codes.get(place)
    const others = kept.filter((other) => other !== place)
    if (code === undefined || others.length === 0) return []
    const joint = others.reduce((sum, other) => sum + between(place, other), 0)
    const spread = others.reduce((sum, one) => sum + others.reduce((inner, other) => inner + between(one, other), 0), 0)
    const own = between(place, place)
    const importance = own > 0 && spread > 0 ? Math.max(-1, Math.min(1, joint / Math.sqrt(own * spread))) : null
    return [{ code, importance, persons: Math.min(...others.map((other) => pairOf(layout, tally, place, other).persons)) }]
  })
}

/** Those of which every two are enough: whichever lacks the most others goes first, so that one that hardly anybody was asked hides none. */
function answeredTogether(places: readonly number[], isEnough: (one: number, other: number) => boolean): readonly number[] {
  const lackingIn = (some: readonly number[], place: number): number =>
    some.reduce((count, other) => count + Number(other !== place && !isEnough(place, other)), 0)
  let kept = places
  for (;;) {
    const lacking = kept.map((place) => lackingIn(kept, place))
    const most = Math.max(0, ...lacking)
    if (most === 0) return kept
    const last = lacking.lastIndexOf(most)
    kept = kept.filter((_, at) => at !== last)
  }
}

type PairOf = { readonly persons: number; readonly both: number; readonly one: number; readonly other: number }

/** Over the persons who answered both: how many were satisfied with both, with the one, with the other. */
function pairOf({ pairs: { offsets, count } }: TallyLayout, tally: Tally, one: number, other: number): PairOf {
  const [first, second] = one < other ? [one, other] : [other, one]
  const at = offsets[first * count + second] ?? 0
  if (at === 0) return { persons: 0, both: 0, one: 0, other: 0 }
  const sum = (place: number) => tally[at + place] ?? 0
  const sides = [sum(pairSums.xm), sum(pairSums.mx)] as const
  return {
    persons: sum(pairSums.mm),
    both: sum(pairSums.xx),
    one: one < other ? sides[0] : sides[1],
    other: one < other ? sides[1] : sides[0],
  }
}

/** Of one item with itself its variance over all who answered it. */
function covariance(layout: TallyLayout, tally: Tally, one: number, other: number): number {
  if (one === other) {
    const share = shareOf(layout, tally, one)
    return share * (1 - share)
  }
  const pair = pairOf(layout, tally, one, other)
  return pair.persons <= 0 ? 0 : pair.both / pair.persons - (pair.one / pair.persons) * (pair.other / pair.persons)
}

function shareOf({ items }: TallyLayout, tally: Tally, place: number): number {
  const item = items[place]
  if (!item) return 0
  let [base, positive] = [0, 0]
  for (let option = 0; option < item.options.length; option++) {
    const chosen = tally[item.offset + option] ?? 0
    if (item.valid[option] === 1) base += chosen
    if (item.positive[option] === 1) positive += chosen
  }
  return base <= 0 ? 0 : positive / base
}
