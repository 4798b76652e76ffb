import type { Questionnaire } from '../instrument/schema'
import { aimOf, type Band, bandOf, boundsOf, inUnitOf, type Measured } from './aims'
import type { Interval } from './intervals'
import type { Figure, NodeResult } from './results'
import { steady } from '../instrument/decimal'
import { type Digits, digitsOf, type Legible, type Rounded, shownAs, type Unit, unitOf } from './rounding'

/** What a figure is measured against. */
export type Goals = {
  readonly band: Band | undefined
  /** The value that the node is to reach, in the unit of its value. */
  readonly target: number | undefined
  /** Whether it does, on the unrounded value; undefined where there is no target or no value. */
  readonly isReached: boolean | undefined
}

type Valued = Legible & Pick<NodeResult, 'tree' | 'code' | 'value'>

/** The grade and the target of a node's figure, as its questionnaire sets them. */
export function goalsOf(questionnaire: Measured, { tree, code, formula, unit, value }: Valued): Goals {
  const { target, bands, direction } = aimOf(questionnaire, tree, code)
  if (target === undefined && bands === undefined) return noGoals
  return {
    band: gradeOf(questionnaire, bands, { formula, unit, value }),
    target,
    isReached:
      target === undefined || value === null
        ? undefined
        : direction === 'lower'
          ? steady(value) <= steady(target)
          : steady(value) >= steady(target),
  }
}

const noGoals: Goals = { band: undefined, target: undefined, isReached: undefined }

/** The grade of a value; a set that reaches above 1 grades shares in percent, and one of quantiles needs the values of others. */
export function gradeOf(
  { bandSets }: Pick<Questionnaire, 'bandSets'>,
  id: string | undefined,
  { value, ...read }: Legible & Pick<NodeResult, 'value'>,
): Band | undefined {
  const set = bandSets.find((one) => one.id === id)
  if (!set || set.ends !== undefined || value === null) return undefined
  return bandOf(inUnitOf(read, set), value) ?? undefined
}

/** A figure as it is read, and its interval with as many digits. */
export type ShownFigure = { readonly shown: Rounded; readonly unit: Unit; readonly digits: Digits; readonly interval: Interval | null }

export type ShownFigures = Readonly<Record<'value' | 'share' | 'level', ShownFigure | null>>

/**
 * How a node's figures are read wherever they are shown: with their questionnaire's digits, or as many more as a rank asks for,
 * and the published one never on another side of a grade or the target than it lies; null for what there is not.
 */
export function shownFigures(
  questionnaire: Measured & Pick<Questionnaire, 'digits'>,
  node: Valued & Pick<NodeResult, 'interval' | 'share' | 'level'>,
  digits: Digits = digitsOf(questionnaire),
): ShownFigures {
  const shown = shownValue(questionnaire, node, digits)
  const value = shown && figureShown(shown, unitOf(node), digits, node.interval)
  const beside = (which: 'share' | 'level') =>
    node.value !== null && publishedAs(node) === which ? value : shownFigure(node[which], 'percent', digitsOf(questionnaire))
  return { value, share: beside('share'), level: beside('level') }
}

/** Which of the figures beside it a node's own value is, share or level; a sum, what has steps, and a mean of several kinds are neither. */
export const publishedAs = ({
  formula,
  value,
  share,
  level,
}: Valued & Pick<NodeResult, 'share' | 'level'>): 'share' | 'level' | undefined => {
  if (formula === 'share' && (value === null || share?.value === value)) return 'share'
  return formula === 'level' && (value === null || level?.value === value) ? 'level' : undefined
}

/** How a node's value is read, by the same rule. */
export const shownValue = (
  questionnaire: Measured & Pick<Questionnaire, 'digits'>,
  node: Valued,
  digits: Digits = digitsOf(questionnaire),
): Rounded | null => (node.value === null ? null : shownAs(node.value, unitOf(node), digits, boundsOf(questionnaire, node)))

/** A figure that nothing is measured against. */
export const shownFigure = (figure: Figure | null, unit: Unit, digits: Digits): ShownFigure | null =>
  figure === null || figure.value === null ? null : figureShown(shownAs(figure.value, unit, digits), unit, digits, figure.interval)

const figureShown = (shown: Rounded, unit: Unit, wanted: Digits, interval: Interval | null): ShownFigure => ({
  shown,
  unit,
  digits: shown.kind === 'rounded' ? shown.digits : wanted,
  interval,
})
