import type { Change } from '../../surveys/figures/comparison'
import type { ShownFigure } from '../../surveys/figures/goals'
import { type Digits, shownAs, type Unit } from '../../surveys/figures/rounding'
import type { Numbers } from './numbers'
import type { Say } from './office'

/** Who reads figures in words. */
export type FigureReader = { readonly say: Say; readonly numbers: Numbers }

/** A change in short, never a rise or a fall that is not sure, and its interval; that is empty where there is none. */
export function changeText(
  { say, numbers }: FigureReader,
  change: Change,
  unit: Unit,
  wanted: Digits,
): { readonly text: string; readonly range: string } {
  const digits = changeDigits(change, unit, wanted)
  const [low, high] = (change.interval ?? []).map((end) => numbers.signed(end, unit, digits))
  return {
    text:
      change.verdict === 'unclear'
        ? say('shortUnclear', { n: numbers.signed(change.difference, unit, digits) })
        : say(change.verdict === 'higher' ? 'shortUp' : 'shortDown', { n: numbers.apart(change.difference, unit, digits) }),
    range: low === undefined || high === undefined ? '' : say('fromTo', { low, high }),
  }
}

/** The same in one piece that can stand in a list: "giảm 2,10 (−3,40 đến −0,80)". */
export function changeWithInterval(reader: FigureReader, change: Change, unit: Unit, wanted: Digits): string {
  const { text, range } = changeText(reader, change, unit, wanted)
  return range === '' ? text : `${text} (${range})`
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
export const withInterval = ({ numbers }: FigureReader, { shown, unit, digits, interval }: ShownFigure, sign = ''): string =>
  `${numbers.shown(shown, unit)}${sign}${interval === null ? '' : ` (${numbers.range(interval, unit, digits)}${sign})`}`
