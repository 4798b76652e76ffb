import { isDay, isMonth, monthOf } from '../instrument/calendar'
import { folded } from '../instrument/folding'
import { type Agency, isThereBetween } from './campaign'
import type { DraftProblem } from './drafts'
import { isOffered, type Service } from './services'

/** How many dossiers an agency handled in a month, and how many of them on time where that is known; an empty service stands for all of them. */
export type Handled = {
  readonly agency: string
  readonly service: string
  readonly month: string
  readonly handled: number
  readonly onTime: number | null
}

export type HandledKey = Pick<Handled, 'agency' | 'service' | 'month'>

/** A month's cell, by its name. */
export const handledName = ({ agency, service, month }: HandledKey): string => `${agency} ${service} ${month}`

export const handledFields = ['agency', 'service', 'month', 'handled', 'on_time'] as const

/** The same as it is typed, in a form or in a line of a file. */
export type HandledDraft = Readonly<Record<(typeof handledFields)[number], string>>

export type HandledSurroundings = {
  readonly agencies: ReadonlyMap<string, Agency>
  readonly services: ReadonlyMap<string, Service>
  readonly thisMonth: string
}

/** What stands in a month's cell as it is typed there: the number, and behind a `/` how many were on time; empty where nothing is known. */
export const cellOf = (one: Pick<Handled, 'handled' | 'onTime'> | undefined): string =>
  one === undefined ? '' : one.onTime === null ? String(one.handled) : `${one.handled}/${one.onTime}`

export type HandledReading =
  { readonly ok: true; readonly handled: Handled } | { readonly ok: false; readonly problems: readonly DraftProblem[] }

/** More than any agency of the country handles in a month. */
export const mostHandled = 9_999_999

/** What was typed, or everything that is wrong with it. */
export function readHandled(draft: HandledDraft, { agencies, services, thisMonth }: HandledSurroundings): HandledReading {
  const [agency, service, month] = [agencies.get(draft.agency), services.get(draft.service), monthIn(draft.month)]
  const [handled, onTime] = [countIn(draft.handled), draft.on_time === '' ? null : countIn(draft.on_time)]
  const problems: readonly DraftProblem[] = [
    ...(agency ? [] : [missing('agency', draft.agency)]),
    ...(draft.service === '' || service ? [] : [missing('service', draft.service)]),
    ...(service && agency && !isOffered(service, agency.code)
      ? [{ field: 'service', code: 'not-offered', seen: service.code } as const]
      : []),
    ...monthProblems(draft.month, month, thisMonth, [agency, service]),
    ...countProblems('handled', draft.handled, handled, mostHandled),
    ...(onTime === null ? [] : countProblems('on_time', draft.on_time, onTime, handled ?? mostHandled)),
  ]
  if (problems.length > 0 || month === undefined || handled === undefined || onTime === undefined) return { ok: false, problems }
  return { ok: true, handled: { agency: draft.agency, service: draft.service, month, handled, onTime } }
}

const missing = (field: string, seen: string): DraftProblem =>
  seen === '' ? { field, code: 'needed' } : { field, code: 'unknown', seen, allowed: '' }

function monthProblems(
  typed: string,
  month: string | undefined,
  thisMonth: string,
  named: readonly (Pick<Agency, 'code' | 'validFrom' | 'validTo'> | undefined)[],
): readonly DraftProblem[] {
  if (month === undefined) return [typed === '' ? { field: 'month', code: 'needed' } : { field: 'month', code: 'bad-month', seen: typed }]
  if (month > thisMonth) return [{ field: 'month', code: 'future-month', seen: month, allowed: thisMonth }]
  return named.flatMap((one) =>
    !one || isThereBetween(one, `${month}-01`, lastDayOf(month))
      ? []
      : [{ field: 'month', code: 'not-there', seen: one.code, allowed: month } as const],
  )
}

function countProblems(field: string, typed: string, count: number | undefined, most: number): readonly DraftProblem[] {
  if (typed === '') return [{ field, code: 'needed' }]
  if (count === undefined) return [{ field, code: 'bad-number', seen: typed, allowed: '0' }]
  return count > most ? [{ field, code: 'more-than', seen: typed, allowed: String(most) }] : []
}

/** A whole number as offices write it: `1020`, `1.020`, `1,020` or `1 020`; undefined for anything else. */
export function countIn(text: string): number | undefined {
  if (!/^\d{1,12}$|^\d{1,3}([., \u00A0\u202F])\d{3}(?:\1\d{3})*$/.test(text)) return undefined
  return Number(text.replace(/\D/g, ''))
}

/** A month as offices write it (`2026-10`, `10/2026`, "Month 10/2026" in Vietnamese, the first day of a month), as `YYYY-MM`; undefined for anything else. */
export function monthIn(text: string): string | undefined {
  const plain = folded(text).trim()
  if (isDay(plain)) return plain.endsWith('-01') ? monthOf(plain) : undefined
  const [, years = '', months = ''] = /^(\d{4})[-/.](\d{1,2})$/.exec(plain) ?? []
  const [, month = months, year = years] = /^(?:thang|t|month)?\s*(\d{1,2})\s*(?:[-/.]|\s+nam\s+)\s*(\d{4})$/.exec(plain) ?? []
  const found = `${year}-${month.padStart(2, '0')}`
  return isMonth(found) ? found : undefined
}

export function lastDayOf(month: string): string {
  const [year = 0, number = 0] = month.split('-').map(Number)
  return new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10)
}

export const monthAfter = (month: string): string => {
  const [year = 0, number = 0] = month.split('-').map(Number)
  return new Date(Date.UTC(year, number, 1)).toISOString().slice(0, 7)
}

/** Every month from one to another, both inclusive. */
export function monthsBetween(from: string, to: string): readonly string[] {
  const months: string[] = []
  for (let month = from; month <= to && months.length < mostMonths; month = monthAfter(month)) months.push(month)
  return months
}

/** A century of months is more than any campaign runs. */
const mostMonths = 1_200

/** Of how many dossiers something is, and whether they were added up from services because nobody gave the whole. */
export type HandledSum = Pick<Handled, 'handled' | 'onTime'> & { readonly isSummed: boolean }

type Part = Pick<Handled, 'service' | 'handled' | 'onTime'>

/**
 * What stands for all dossiers of an agency in a month, from what is known of its services: each field as it was given, else from its
 * procedures. What is missing is not zero: nothing is known of an agency and month of which no service is.
 */
export function summedHandled(parts: readonly Part[], fieldOf: ReadonlyMap<string, string>): HandledSum | undefined {
  const given = new Set(parts.map(({ service }) => service))
  const counted = parts.filter(({ service }) => {
    const field = fieldOf.get(service) ?? ''
    return service !== '' && (field === '' || !given.has(field))
  })
  return counted.length === 0 ? undefined : { ...addedUp(counted), isSummed: true }
}

/** How many were on time is known of a sum where it is known of each part. */
export const addedUp = (parts: readonly Pick<Handled, 'handled' | 'onTime'>[]): Pick<Handled, 'handled' | 'onTime'> => ({
  handled: parts.reduce((sum, { handled }) => sum + handled, 0),
  onTime: parts.reduce<number | null>((sum, { onTime }) => (sum === null || onTime === null ? null : sum + onTime), 0),
})

/**
 * A month of a campaign: only a whole one that is over is counted, as dossiers come by the month. `partial`: the campaign began or
 * ended within it; `running`: it is not over yet.
 */
export type RateMonth = { readonly month: string; readonly state: 'whole' | 'partial' | 'running' }

type Span = { readonly from: string | null; readonly to: string | null }

/** The months of a campaign that have begun by a local day, within those asked for. */
export function rateMonths(
  { opensOn, closesOn }: { readonly opensOn: string; readonly closesOn: string },
  { from, to }: Span,
  today: string,
): readonly RateMonth[] {
  const first = from !== null && from > monthOf(opensOn) ? from : monthOf(opensOn)
  const last = [monthOf(closesOn), monthOf(today), ...(to === null ? [] : [to])].sort()[0] ?? monthOf(today)
  return monthsBetween(first, last).map((month) => ({ month, state: stateOf(month, opensOn, closesOn, today) }))
}

function stateOf(month: string, opensOn: string, closesOn: string, today: string): RateMonth['state'] {
  if (opensOn > `${month}-01` || closesOn < lastDayOf(month)) return 'partial'
  return month >= monthOf(today) ? 'running' : 'whole'
}

/** What is known of an agency month by month; a month without responses has none, one without dossiers is not known. */
export type AgencyCounts = Pick<Agency, 'code' | 'block' | 'validFrom' | 'validTo'> & {
  readonly responses: ReadonlyMap<string, number>
  readonly handled: ReadonlyMap<string, HandledSum>
}

export type RateBase = {
  /** In the months that are counted, as are the dossiers. */
  readonly responses: number
  readonly handled: number
  readonly onTime: number | null
  /** Responses to dossiers; null where there are no dossiers. Never cut at 1: more responses than dossiers is told by `isOver`. */
  readonly rate: number | null
  readonly isOver: boolean
}

export type AgencyRate = RateBase & {
  readonly code: string
  readonly block: string
  /** Whole months of which the dossiers are known, and those of which they are not. */
  readonly counted: readonly string[]
  readonly missing: readonly string[]
  /** The whole was added up from services in some month. */
  readonly isSummed: boolean
  /** Each month that is counted. */
  readonly byMonth: readonly (RateBase & { readonly month: string })[]
  /** Months in which more responses came than dossiers were handled. */
  readonly over: readonly { readonly month: string; readonly responses: number; readonly handled: number }[]
}

export type GroupRate = RateBase & {
  readonly code: string
  /** Of how many agencies dossiers are known at all, among how many. */
  readonly agencies: number
  readonly of: number
  /** Agencies that lack some month. */
  readonly lacking: number
}

export type ResponseRates = {
  readonly months: readonly RateMonth[]
  readonly agencies: readonly AgencyRate[]
  readonly blocks: readonly GroupRate[]
  readonly total: GroupRate
}

/** Responses to dossiers handled, over the same agencies and the same whole months. */
export function responseRates(months: readonly RateMonth[], counts: readonly AgencyCounts[]): ResponseRates {
  const whole = months
    .filter(({ state }) => state === 'whole')
    .map(({ month }) => ({ month, first: `${month}-01`, last: lastDayOf(month) }))
  const agencies = counts.map((one) => agencyRate(whole, one))
  const blocks = [...new Set(agencies.map(({ block }) => block))]
  return {
    months,
    agencies,
    blocks: blocks.map((block) =>
      groupRate(
        block,
        agencies.filter((one) => one.block === block),
      ),
    ),
    total: groupRate('', agencies),
  }
}

type WholeMonth = { readonly month: string; readonly first: string; readonly last: string }

function agencyRate(months: readonly WholeMonth[], agency: AgencyCounts): AgencyRate {
  const { code, block, responses, handled } = agency
  const there = months.filter(({ first, last }) => isThereBetween(agency, first, last))
  const known = there.flatMap(({ month }) => {
    const sum = handled.get(month)
    return sum ? [{ month, ...sum, responses: responses.get(month) ?? 0 }] : []
  })
  const counted = known.map(({ month }) => month)
  return {
    code,
    block,
    ...based(known),
    counted,
    missing: there.flatMap(({ month }) => (handled.has(month) ? [] : [month])),
    isSummed: known.some(({ isSummed }) => isSummed),
    byMonth: known.map((one) => ({ month: one.month, ...based([one]) })),
    over: known.flatMap((one) =>
      one.responses > one.handled ? [{ month: one.month, responses: one.responses, handled: one.handled }] : [],
    ),
  }
}

function groupRate(code: string, rates: readonly AgencyRate[]): GroupRate {
  const known = rates.filter(({ counted }) => counted.length > 0)
  const lacking = rates.filter(({ missing: months }) => months.length > 0).length
  return { code, ...based(known), agencies: known.length, of: rates.length, lacking }
}

function based(parts: readonly (Pick<Handled, 'handled' | 'onTime'> & { readonly responses: number })[]): RateBase {
  const responses = parts.reduce((sum, part) => sum + part.responses, 0)
  const { handled, onTime } = parts.length === 0 ? { handled: 0, onTime: null } : addedUp(parts)
  return { responses, handled, onTime, rate: handled === 0 ? null : responses / handled, isOver: responses > handled }
}
