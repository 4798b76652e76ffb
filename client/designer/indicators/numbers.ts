import { isPercent } from '../../../surveys/goals'
import type { FormulaName } from '../../../surveys/schema'
import type { Interval } from '../../../surveys/statistics'
import type { OfficeLanguage } from '../../text/office/words'

/** How one language writes the figures of made-up answers; only here are shares multiplied by 100 and rounded. */
export type Figures = {
  readonly count: (n: number) => string
  readonly value: (value: number, formula: FormulaName) => string
  readonly range: (interval: Interval, formula: FormulaName) => string
}

export function figuresOf(office: OfficeLanguage): Figures {
  const { whole, exact } = formats[office]
  const value = (seen: number, formula: FormulaName): string => (isPercent(formula) ? `${exact.format(seen * 100)}%` : exact.format(seen))
  return {
    count: (n) => whole.format(n),
    value,
    range: ([low, high], formula) => `${exact.format(isPercent(formula) ? low * 100 : low)}–${value(high, formula)}`,
  }
}

/** A value as it is edited, and back: shares and the like in percent. */
export const edited = (value: number | undefined, formula: FormulaName): number | undefined =>
  value === undefined || !isPercent(formula) ? value : Number((value * 100).toFixed(6))
export const stored = (value: number | undefined, formula: FormulaName): number | undefined => (value === undefined || !isPercent(formula) ? value : value / 100)

const formatsFor = (locale: string) => ({ whole: new Intl.NumberFormat(locale), exact: new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 }) })
const formats = { vi: formatsFor('vi-VN'), en: formatsFor('en-GB') } as const
