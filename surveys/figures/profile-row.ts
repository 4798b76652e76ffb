import { rounded } from '../instrument/decimal'
import { isValidOption } from '../instrument/item'
import type { Questionnaire } from '../instrument/schema'
import { ownValue } from '../instrument/spelling'
import { shownFigure } from './goals'
import type { Interval } from './intervals'
import { type PlacedOption, shownFirsts, withinFirst } from './orders'
import type { AsideFigure, ProfileItem } from './profile'
import { decimalsOf, type Digits, digitsOf, partDigitsOf, partsOfWhole, type Rounded, roundedText, type Unit } from './rounding'
import { type FigureField, type FigureFields, figureEnds, noFields } from './row'

/** What an option that was put in order is read as: the share who put it first, or among the first, and its mean place. */
export type PlaceFigure = 'first-place' | 'among-first' | 'mean-place'

/** One figure of a question that no indicator stands on, unrounded and as it is read. */
export type AsideLine = Pick<ProfileItem, 'item' | 'withheld'> & {
  /** The option that it is of. */
  readonly option: string | null
  readonly formula: NonNullable<ProfileItem['formula']> | PlaceFigure | 'option-share'
  readonly unit: Unit
  /** Of a share the persons who are it. */
  readonly count: number | null
  readonly base: number
  readonly value: number | null
  readonly shown: Rounded | null
  readonly interval: Interval | null
  readonly intervalMethod: AsideFigure['intervalMethod']
  readonly digits: Digits
}

type Reading = Pick<Questionnaire, 'digits'>

/** The figures of a question that no indicator stands on; what is only counted by options has none. */
export function asideLines(questionnaire: Reading, profiled: ProfileItem): readonly AsideLine[] {
  if (profiled.answer === 'order') return placeLines(questionnaire, profiled)
  const { item, withheld, formula, persons, figure } = profiled
  if (!formula) return []
  const shown = shownFigure(figure, 'number', digitsOf(questionnaire))
  return [
    {
      item,
      option: null,
      withheld,
      formula,
      unit: 'number',
      count: null,
      base: persons,
      value: figure?.value ?? null,
      shown: shown?.shown ?? null,
      interval: figure?.interval ?? null,
      intervalMethod: figure?.intervalMethod ?? null,
      digits: shown?.digits ?? digitsOf(questionnaire),
    },
  ]
}

/** How many digits a mean place is shown with. */
export const placeDigits: Digits = 2

function placeLines(questionnaire: Reading, { item, withheld, persons, options, depth, order }: ProfileItem): readonly AsideLine[] {
  const digits = partDigitsOf(questionnaire)
  const firsts = order ? shownFirsts(order, digits) : []
  return options.flatMap(({ code }, at) => {
    const placed = order?.options[at]
    const of = { item, option: code, withheld, base: persons, digits }
    const among = placed && rounded(placed.amongFirstShare, decimalsOf('percent', digits))
    return [
      shareLine(of, 'first-place', placed && { count: placed.first, value: placed.firstShare, shown: firsts[at] ?? 0 }),
      ...(withinFirst(depth) > 1
        ? [shareLine(of, 'among-first', placed && { count: placed.amongFirst, value: placed.amongFirstShare, shown: among ?? 0 })]
        : []),
      meanLine(of, placed),
    ]
  })
}

/** How many chose each option of a question that no indicator stands on; of what was put in order `asideLines` says it. */
export function optionLines(questionnaire: Reading, profiled: ProfileItem): readonly AsideLine[] {
  const { item, answer, withheld, persons, counts } = profiled
  if (answer === 'order' || answer === 'number') return []
  const digits = partDigitsOf(questionnaire)
  if (!counts) return [shareLine({ item, option: null, withheld, base: persons, digits }, 'option-share', undefined)]
  const shown = shownShares(questionnaire, profiled)
  return profiled.options.filter(isValidOption).map(({ code }, at) => {
    const count = ownValue(counts, code) ?? 0
    const of = { item, option: code, withheld, base: persons, digits }
    return shareLine(of, 'option-share', { count, value: count / persons, shown: shown[at] ?? 0 })
  })
}

/** The share of each option that counts as it is read: of one choice the shares add up to the whole. */
export function shownShares(questionnaire: Reading, { answer, options, persons, counts }: ProfileItem): readonly number[] {
  const places = decimalsOf('percent', partDigitsOf(questionnaire))
  const chosen = options.filter(isValidOption).map(({ code }) => ownValue(counts ?? {}, code) ?? 0)
  return answer === 'many' ? chosen.map((count) => rounded(count / persons, places)) : partsOfWhole(chosen, places)
}

type Of = Pick<AsideLine, 'item' | 'option' | 'withheld' | 'base' | 'digits'>
type Share = { readonly count: number; readonly value: number; readonly shown: number }

const shareLine = (of: Of, formula: AsideLine['formula'], share: Share | undefined): AsideLine => ({
  ...of,
  formula,
  unit: 'percent',
  count: share?.count ?? null,
  value: share?.value ?? null,
  shown: share ? { kind: 'rounded', value: share.shown, digits: of.digits } : null,
  interval: null,
  intervalMethod: null,
})

/** A mean place stands on those who gave the option any. */
function meanLine(of: Of, placed: PlacedOption | undefined): AsideLine {
  const mean = placed?.meanPlace ?? null
  const isFew = placed !== undefined && mean === null
  return {
    ...of,
    ...(isFew && { withheld: placed.ranked > 0 ? 'small' : 'no-answers' }),
    formula: 'mean-place',
    unit: 'number',
    count: null,
    base: placed?.ranked ?? of.base,
    value: mean,
    shown: mean === null ? null : { kind: 'rounded', value: rounded(mean, placeDigits), digits: placeDigits },
    interval: null,
    intervalMethod: null,
    digits: placeDigits,
  }
}

/** The same as the fields that every output of figures walks over: an option's code stands behind its question's, as in names of variables. */
export function asideRow(line: AsideLine, label: string): FigureFields {
  const { item, option, withheld, formula, unit, base, value, shown, interval, intervalMethod, digits } = line
  const text = (of: string | null | undefined): FigureField => ({ is: 'text', value: of ?? null })
  const ends = figureEnds({ value, interval }, unit, shown && { shown, unit, digits, interval })
  return {
    ...noFields,
    node: text(option === null ? item : `${item}_${option}`),
    label: text(label),
    kind: text(option === null ? 'item' : 'option'),
    persons: { is: 'count', value: base },
    base: { is: 'count', value: base },
    withheld: text(withheld),
    shown: text(shown && roundedText(shown, unit)),
    value: ends.value,
    intervalLow: ends.low,
    intervalHigh: ends.high,
    intervalMethod: text(intervalMethod),
    unit: text(unit),
    formula: text(formula),
  }
}
