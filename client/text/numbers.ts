import { localDay } from '../../surveys/instrument/calendar'
import { filled } from '../../surveys/instrument/language'
import { en } from './en/numbers'
import { type Language, localeOf, type Vocabulary } from './languages'
import { vi } from './vi/numbers'
import type { Interval } from '../../surveys/figures/intervals'
import type { AgencyRank, Figure } from '../../surveys/figures/results'
import { allDigits, type Digits, decimalsOf, type Rounded, type Unit } from '../../surveys/figures/rounding'
import { rounded } from '../../surveys/instrument/decimal'

/** A limit of bytes as people know it, in whole KB or MB of 1,024; no language writes that otherwise. */
export const sizeText = (bytes: number): string =>
  bytes >= mebibyte ? `${Math.round(bytes / mebibyte)} MB` : `${Math.round(bytes / 1024)} KB`

const mebibyte = 1024 * 1024

/** How one language writes figures; only here does a share become a percentage, rounded by the one rule. */
export type Numbers = {
  readonly count: (n: number) => string
  readonly figure: (value: number, unit: Unit, digits: Digits) => string
  /** A figure that must stay on its side of a bound: with its own digits, or as "below 80%". */
  readonly shown: (shown: Rounded, unit: Unit) => string
  /** A grade's end or a target: as it was set, with no fewer digits than figures have. */
  readonly bound: (value: number, unit: Unit, digits: Digits) => string
  readonly range: (interval: Interval, unit: Unit, digits: Digits) => string
  /** How far two figures lie apart, in percentage points or in their own unit: without a sign, or with one. */
  readonly apart: (difference: number, unit: Unit, digits: Digits) => string
  readonly signed: (difference: number, unit: Unit, digits: Digits) => string
  /** A number as somebody entered it, with as many decimals as it has, six at the most. */
  readonly plain: (value: number) => string
  /** A number as it goes into a formula. */
  readonly exact: (value: number) => string
  /** One that is computed on with, however small: six digits that count. */
  readonly fine: (value: number) => string
  readonly day: (day: string) => string
  readonly month: (month: string) => string
  /** An instant as a clock on the wall in Viet Nam shows it. */
  readonly moment: (instant: string) => string
}

export function numbersOf(language: Language): Numbers {
  const made = known.get(language) ?? newNumbers(language, localeOf(language))
  known.set(language, made)
  return made
}

const known = new Map<Language, Numbers>()

function newNumbers(language: Language, locale: string): Numbers {
  const [plains, exacts, fines, days, months] = [upToSix(locale), exactly(locale), significant(locale), dated(locale), monthly(locale)]
  const formats = { percent: byDigits(locale, 'percent'), number: byDigits(locale, 'decimal') }
  const ends = { percent: bounds(locale, 'percent'), number: bounds(locale, 'decimal') }
  const written = (value: number, unit: Unit, digits: Digits) => formats[unit][digits].format(rounded(value, decimalsOf(unit, digits)))
  const figure = (value: number, unit: Unit, digits: Digits) => withMinus(written(value, unit, digits))
  const bound = (value: number, unit: Unit, digits: Digits) => withMinus(ends[unit][digits].format(value))
  const bare = (value: number, unit: Unit, digits: Digits) => withoutSign(figure(value, unit, digits))
  const plus = (value: number, unit: Unit, digits: Digits) => (rounded(value, decimalsOf(unit, digits)) > 0 ? '+' : '')
  const dayText = (day: string) => days.format(new Date(`${day}T00:00:00Z`))
  return {
    count: (n) => figure(n, 'number', 0),
    figure,
    shown: (shown, unit) =>
      shown.kind === 'rounded'
        ? figure(shown.value, unit, shown.digits)
        : filled(sides[language][shown.kind], { n: bound(shown.bound, unit, 0) }),
    bound,
    range: ([low, high], unit, digits) => `${bare(low, unit, digits)}–${figure(high, unit, digits)}`,
    apart: (difference, unit, digits) => bare(Math.abs(difference), unit, digits),
    signed: (difference, unit, digits) => `${plus(difference, unit, digits)}${bare(difference, unit, digits)}`,
    plain: (value) => withMinus(plains.format(rounded(value, 6))),
    exact: (value) => (Number.isInteger(value) ? figure(value, 'number', 0) : withMinus(exacts.format(rounded(value, 4)))),
    fine: (value) => withMinus(fines.format(value)),
    day: dayText,
    moment: (instant) => `${dayText(localDay(Date.parse(instant)))} ${clock.format(new Date(instant))}`,
    month: (month) => (isFigured(locale) ? month.split('-').reverse().join('/') : months.format(new Date(`${month}-01T00:00:00Z`))),
  }
}

/** A rank, between which ranks it lies, and among how many: "3 (1–7)/21", and "21/21" where there is no doubt. */
export function rankText({ count }: Numbers, { rank, ranked, rankInterval }: AgencyRank): string {
  if (rank === null) return '–'
  const range = rankInterval && rankInterval[0] < rankInterval[1] ? ` (${rankInterval.map(count).join('–')})` : ''
  return `${count(rank)}${range}/${count(ranked)}`
}

const sides: Vocabulary<keyof typeof vi> = { vi, en }

/** A number as it is printed: with a minus sign where a keyboard has only a hyphen. */
const withMinus = (number: string): string => number.replace(/^-/, '−')

/** Without its percent sign, where that stands elsewhere. */
const withoutSign = (figure: string): string => figure.replace(/\s?%$/, '')

/** Whether there is a figure to show. */
export const isShown = <F extends Figure>(figure: F | null | undefined): figure is F & { readonly value: number } =>
  figure !== null && figure !== undefined && figure.value !== null

/** A value that is rounded already is only written here, so that no engine rounds it a second time in a way of its own. */
type Style = 'percent' | 'decimal'
const byDigits = (locale: string, style: Style): Readonly<Record<Digits, Intl.NumberFormat>> =>
  perDigits((digits) => new Intl.NumberFormat(locale, { style, minimumFractionDigits: digits, maximumFractionDigits: digits }))
const bounds = (locale: string, style: Style): Readonly<Record<Digits, Intl.NumberFormat>> =>
  perDigits((digits) => new Intl.NumberFormat(locale, { style, minimumFractionDigits: digits, maximumFractionDigits: 12 }))

const perDigits = <T>(make: (digits: Digits) => T): Readonly<Record<Digits, T>> => {
  const [zero, one, two, three, four, five, six] = allDigits
  return { 0: make(zero), 1: make(one), 2: make(two), 3: make(three), 4: make(four), 5: make(five), 6: make(six) }
}
const upToSix = (locale: string) => new Intl.NumberFormat(locale, { maximumFractionDigits: 6 })
const significant = (locale: string) => new Intl.NumberFormat(locale, { maximumSignificantDigits: 6 })
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
