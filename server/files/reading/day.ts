import { isDay } from '../../../surveys/instrument/calendar'
import type { TableKind } from './open'

/** A time of day behind a day, to be kept as it stands. */
const written = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:[ T]+(\d{1,2}):(\d{2})(?::(\d{2}))?)?$/
const yearFirst = /^(\d{4})[/.](\d{1,2})[/.](\d{1,2})$/

/** Days that a workbook counts from 30 December 1899, from 1954 to 2119; other numbers are no days. */
const serial = /^[2-7]\d{4}(?:\.\d+)?$/

/**
 * A day as cells of spreadsheets hold it, as `YYYY-MM-DD` (and its time of day, where there is one): `01/07/2025` is the
 * first of July, as Vietnamese dates are written. What is no such day comes back as it stood.
 */
export function isoDay(text: string, kind: TableKind): string {
  const [, day = '', month = '', year = '', hour, minute, second = '00'] = written.exec(text) ?? []
  if (year !== '')
    return orAsItStood(text, `${year}-${two(month)}-${two(day)}`, hour === undefined ? '' : `T${two(hour)}:${minute ?? '00'}:${second}`)
  const [, years = '', months = '', days = ''] = yearFirst.exec(text) ?? []
  if (years !== '') return orAsItStood(text, `${years}-${two(months)}-${two(days)}`)
  return kind === 'xlsx' && serial.test(text) ? new Date((Math.floor(Number(text)) - 25_569) * 86_400_000).toISOString().slice(0, 10) : text
}

const two = (digits: string): string => digits.padStart(2, '0')
const orAsItStood = (text: string, day: string, time = ''): string => (isDay(day) ? day + time : text)
