import { type Language, localeOf, withMinus } from '../../../client/text/languages'
import { isPercent } from '../../../surveys/figures/goals'
import type { Interval } from '../../../surveys/figures/intervals'
import type { Figure } from '../../../surveys/figures/results'
import type { FormulaName } from '../../../surveys/instrument/schema'

/** Shares are read as percent; points and numbers in their own unit. */
export type Unit = 'percent' | 'number'
export type Digits = 0 | 1 | 2

export const unitOf = (formula: FormulaName): Unit => (isPercent(formula) ? 'percent' : 'number')

/** How one language writes figures; only here are shares multiplied by 100 and rounded. */
export type Numbers = {
  readonly count: (n: number) => string
  readonly figure: (value: number, unit: Unit, digits: Digits) => string
  readonly range: (interval: Interval, unit: Unit, digits: Digits) => string
  /** How far two figures lie apart, in percentage points or in their own unit: without a sign, or with one. */
  readonly apart: (difference: number, unit: Unit) => string
  readonly signed: (difference: number, unit: Unit, digits: 1 | 2) => string
  /** A number as it goes into a formula. */
  readonly exact: (value: number) => string
  readonly day: (day: string) => string
  readonly month: (month: string) => string
}

export function numbersOf(language: Language): Numbers {
  const made = known.get(language) ?? newNumbers(localeOf(language))
  known.set(language, made)
  return made
}

const known = new Map<Language, Numbers>()

function newNumbers(locale: string): Numbers {
  const [formats, signs, exacts, days, months] = [byDigits(locale), signed(locale), exactly(locale), dated(locale), monthly(locale)]
  const decimal = (value: number, digits: Digits) => withMinus(formats[digits].format(value))
  const figure = (value: number, unit: Unit, digits: Digits) =>
    unit === 'percent' ? `${decimal(value * 100, digits)}%` : decimal(value, digits)
  return {
    count: (n) => decimal(n, 0),
    figure,
    range: ([low, high], unit, digits) => `${decimal(unit === 'percent' ? low * 100 : low, digits)}–${figure(high, unit, digits)}`,
    apart: (difference, unit) => decimal(Math.abs(unit === 'percent' ? difference * 100 : difference), 1),
    signed: (difference, unit, digits) => withMinus(signs[digits].format(unit === 'percent' ? difference * 100 : difference)),
    exact: (value) => (Number.isInteger(value) ? decimal(value, 0) : withMinus(exacts.format(value))),
    day: (day) => days.format(new Date(`${day}T00:00:00Z`)),
    month: (month) => (isFigured(locale) ? month.split('-').reverse().join('/') : months.format(new Date(`${month}-01T00:00:00Z`))),
  }
}

/** Whether there is a figure to show. */
export const isShown = <F extends Figure>(figure: F | null | undefined): figure is F & { readonly value: number } =>
  figure !== null && figure !== undefined && figure.value !== null

const decimals = (locale: string, digits: Digits) =>
  new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits })
const byDigits = (locale: string) => [decimals(locale, 0), decimals(locale, 1), decimals(locale, 2)] as const

const signed = (locale: string) => {
  const digits = (n: 1 | 2) =>
    new Intl.NumberFormat(locale, { minimumFractionDigits: n, maximumFractionDigits: n, signDisplay: 'exceptZero' })
  return { 1: digits(1), 2: digits(2) } as const
}
const exactly = (locale: string) => new Intl.NumberFormat(locale, { minimumFractionDigits: 4, maximumFractionDigits: 4 })

/** A day and a month in figures in Vietnamese, as everybody writes them there, with the month's name elsewhere. */
const dated = (locale: string) =>
  new Intl.DateTimeFormat(locale, {
    ...(isFigured(locale) ? twoDigits : { day: 'numeric', month: 'short' }),
    year: 'numeric',
    timeZone: 'UTC',
  })
const monthly = (locale: string) => new Intl.DateTimeFormat(locale, { month: 'short', year: 'numeric', timeZone: 'UTC' })
const twoDigits = { day: '2-digit', month: '2-digit' } as const
const isFigured = (locale: string): boolean => locale.startsWith('vi')
