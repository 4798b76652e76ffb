import type { Change } from '../../surveys/figures/comparison'
import type { ShownFigure } from '../../surveys/figures/goals'
import { type Digits, shownAs, type Unit } from '../../surveys/figures/rounding'
import type { Numbers } from './numbers'
import type { Say } from './office'

/** Who reads figures in words. */
export type FigureReader = { readonly say: Say; readonly numbers: Numbers }

/** A change in words and how far and how surely: "giảm 2,10 (−3,40 đến −0,80)"; never a rise or a fall that is not sure. */
export function changeWithInterval(
  { say, numbers }: FigureReader,
  { difference, interval, verdict }: Change,
  unit: Unit,
  wanted: Digits,
): string {
  const digits = changeDigits({ difference, interval, verdict }, unit, wanted)
  const signed = (value: number): string => numbers.signed(value, unit, digits)
  const word =
    verdict === 'unclear'
      ? say('shortUnclear', { n: signed(difference) })
      : say(verdict === 'higher' ? 'shortUp' : 'shortDown', { n: numbers.apart(difference, unit, digits) })
  return interval ? `${word}; ${signed(interval[0])} ${say('toEnd')} ${signed(interval[1])}` : word
}

/** As many digits as keep a rise, a fall and the ends of their interval on their own side of 0. */
export function changeDigits({ difference, interval, verdict }: Change, unit: Unit, digits: Digits): Digits {
  const signs = [
    { at: 0, holds: 'from' },
    { at: 0, holds: 'past' },
  ] as const
  const needed = [...(verdict === 'unclear' ? [] : [difference]), ...(interval ?? [])].map((value) => shownAs(value, unit, digits, signs))
  return needed.reduce<Digits>((most, shown) => (shown.kind === 'rounded' && shown.digits > most ? shown.digits : most), digits)
}

/** A figure with its interval behind it: "86,40% (84,10–88,20%)". */
export const withInterval = ({ numbers }: FigureReader, { shown, unit, digits, interval }: ShownFigure): string =>
  interval === null ? numbers.shown(shown, unit) : `${numbers.shown(shown, unit)} (${numbers.range(interval, unit, digits)})`
