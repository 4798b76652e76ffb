import { localDay } from '../../surveys/instrument/calendar'
import { type Language, localeOf } from './languages'
import { isPercent } from '../../surveys/figures/goals'
import type { Interval } from '../../surveys/figures/intervals'
import type { Figure } from '../../surveys/figures/results'
import type { FormulaName } from '../../surveys/instrument/schema'

/** A limit of bytes as people know it, in whole KB or MB of 1,024; no language writes that otherwise. */
export const sizeText = (bytes: number): string =>
  bytes >= mebibyte ? `${Math.round(bytes / mebibyte)} MB` : `${Math.round(bytes / 1024)} KB`

const mebibyte = 1024 * 1024

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
  /** A number as somebody entered it, with as many decimals as it has, six at the most. */
  readonly plain: (value: number) => string
  /** A number as it goes into a formula. */
  readonly exact: (value: number) => string
  readonly day: (day: string) => string
  readonly month: (month: string) => string
  /** An instant as a clock on the wall in Viet Nam shows it. */
  readonly moment: (instant: string) => string
}

export function numbersOf(language: Language): Numbers {
  const made = known.get(language) ?? newNumbers(localeOf(language))
  known.set(language, made)
  return made
}

const known = new Map<Language, Numbers>()

function newNumbers(locale: string): Numbers {
  const [plains, exacts, days, months] = [upToSix(locale), exactly(locale), dated(locale), monthly(locale)]
  const formats = { percent: byDigits(locale, 'percent'), number: byDigits(locale, 'decimal') }
  const signs = { percent: signed(locale, 'percent'), number: signed(locale, 'decimal') }
  const figure = (value: number, unit: Unit, digits: Digits) => withMinus(formats[unit][digits].format(value))
  const bare = (value: number, unit: Unit, digits: Digits) => withoutSign(figure(value, unit, digits))
  const dayText = (day: string) => days.format(new Date(`${day}T00:00:00Z`))
  return {
    count: (n) => figure(n, 'number', 0),
    figure,
    range: ([low, high], unit, digits) => `${bare(low, unit, digits)}–${figure(high, unit, digits)}`,
    apart: (difference, unit) => bare(Math.abs(difference), unit, 1),
    signed: (difference, unit, digits) => withoutSign(withMinus(signs[unit][digits].format(difference))),
    plain: (value) => withMinus(plains.format(value)),
    exact: (value) => (Number.isInteger(value) ? figure(value, 'number', 0) : withMinus(exacts.format(value))),
    day: dayText,
    moment: (instant) => `${dayText(localDay(Date.parse(instant)))} ${clock.format(new Date(instant))}`,
    month: (month) => (isFigured(locale) ? month.split('-').reverse().join('/') : months.format(new Date(`${month}-01T00:00:00Z`))),
  }
}

/** A number as it is printed: with a minus sign where a keyboard has only a hyphen. */
const withMinus = (number: string): string => number.replace(/^-/, '−')

/** Without its percent sign, where that stands elsewhere. */
const withoutSign = (figure: string): string => figure.replace(/\s?%$/, '')

/** Whether there is a figure to show. */
export const isShown = <F extends Figure>(figure: F | null | undefined): figure is F & { readonly value: number } =>
  figure !== null && figure !== undefined && figure.value !== null

/** A share is never multiplied in binary: 0.14375 is 14.38 %, while 0.14375 · 100 lies below 14.375. */
type Style = 'percent' | 'decimal'
const decimals = (locale: string, style: Style, digits: Digits) =>
  new Intl.NumberFormat(locale, { style, minimumFractionDigits: digits, maximumFractionDigits: digits })
const byDigits = (locale: string, style: Style) =>
  [decimals(locale, style, 0), decimals(locale, style, 1), decimals(locale, style, 2)] as const

const signed = (locale: string, style: Style) => {
  const digits = (n: 1 | 2) =>
    new Intl.NumberFormat(locale, { style, minimumFractionDigits: n, maximumFractionDigits: n, signDisplay: 'exceptZero' })
  return { 1: digits(1), 2: digits(2) } as const
}
const upToSix = (locale: string) => new Intl.NumberFormat(locale, { maximumFractionDigits: 6 })
const exactly = (locale: string) => new Intl.NumberFormat(locale, { minimumFractionDigits: 4, maximumFractionDigits: 4 })

/** A day and a month in figures in Vietnamese, as everybody writes them there, with the month's name elsewhere. */
const dated = (locale: string) =>
  new Intl.DateTimeFormat(locale, {
    ...(isFigured(locale) ? twoDigits : { day: 'numeric', month: 'short' }),
    year: 'numeric',
    timeZone: 'UTC',
  })
const monthly = (locale: string) => new Intl.DateTimeFormat(locale, { month: 'short', year: 'numeric', timeZone: 'UTC' })
const clock = new Intl.DateTimeFormat('vi-VN', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: 'Asia/Ho_Chi_Minh' })
const twoDigits = { day: '2-digit', month: '2-digit' } as const
const isFigured = (locale: string): boolean => locale.startsWith('vi')
