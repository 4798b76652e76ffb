import { type DraftProblem, nameProblems } from '../fielding/drafts'
import { countIn } from '../fielding/dossiers'
import type { Interval } from '../figures/intervals'
import type { Unit } from '../figures/rounding'
import { steady } from '../instrument/decimal'
import type { LocalText } from '../instrument/schema'
import { isLongerThan, namePatterns } from '../instrument/spelling'
import shipped from './province-indices.json'

/** An index by which the province is judged, each under its own name and method. */
export type ProvinceIndex = {
  readonly code: string
  readonly name: LocalText
  /** How it comes about, so that no two are taken for one. */
  readonly method: LocalText
  /** Who answers for it. */
  readonly owner: LocalText
  readonly unit: Unit
  readonly maximum: number | null
  /** Up to which rank the province wants to stand. */
  readonly top: number | null
}

/** The indices that directives name, until an office makes them its own. */
export const shippedIndices: readonly ProvinceIndex[] = shipped.map(({ unit, ...index }) => ({
  ...index,
  unit: unit === 'percent' ? 'percent' : 'number',
}))

/** Where a value of a year comes from: it is entered, or drawn from what a campaign has released or an agency has in an assessment. */
export type YearSource =
  | { readonly from: 'entered' }
  | { readonly from: 'campaign'; readonly campaign: string }
  | { readonly from: 'assessment'; readonly assessment: string; readonly agency: string }

/** An index in one year as it is kept; what is drawn has no value of its own. */
export type IndexYear = {
  readonly index: string
  readonly year: number
  readonly source: YearSource
  readonly value: number | null
  readonly rank: number | null
  /** Among how many provinces. */
  readonly ranked: number | null
  readonly target: number | null
  /** Its method is another than the year before: no change is told. */
  readonly isBreak: boolean
  /** Where an entered value was published. */
  readonly reference: string
}

/** A value as it stands in a year, entered or drawn; `basis` says by what it was measured, so that only like is held against like; `isStillOpen`: it may change while it is verified. */
export type YearValue = {
  readonly value: number | null
  readonly interval: Interval | null
  /** Of a figure of a survey its valid answers, and at least so many persons; of anything else there are none. */
  readonly base?: number | null
  readonly persons?: number | null
  /** By drawing persons anew who have rated several agencies each; for inside. */
  readonly redrawn?: { readonly interval: Interval; readonly persons: number } | undefined
  readonly basis: string
  readonly isStillOpen?: boolean
}

/** What is told of an index in a year beside the year before. */
export type YearLine = {
  readonly index: ProvinceIndex
  readonly now: (IndexYear & YearValue) | undefined
  readonly before: (IndexYear & YearValue) | undefined
  /** Undefined where one of the two is missing, or they were measured otherwise. */
  readonly change: number | undefined
  /** Why two values are not held against each other. */
  readonly unlike: 'break' | 'basis' | undefined
  /** Places won or lost; undefined where a rank is missing, or it is among another number of provinces. */
  readonly places: number | undefined
  readonly isReached: boolean | undefined
  readonly isAtTop: boolean | undefined
}

/** Every index in a year beside the year before, in the order of the list. */
export function yearLines(indices: readonly ProvinceIndex[], years: readonly (IndexYear & YearValue)[], year: number): readonly YearLine[] {
  const at = (code: string, wanted: number) => years.find((one) => one.index === code && one.year === wanted)
  return indices.map((index) => lineOf(index, at(index.code, year), at(index.code, year - 1)))
}

function lineOf(index: ProvinceIndex, now: YearLine['now'], before: YearLine['before']): YearLine {
  const unlike = !now || !before ? undefined : now.isBreak ? 'break' : now.basis === before.basis ? undefined : 'basis'
  const isTold = now !== undefined && before !== undefined && unlike === undefined
  const value = now?.value ?? null
  return {
    index,
    now,
    before,
    change: isTold && now.value !== null && before.value !== null ? steady(now.value - before.value) : undefined,
    unlike,
    places: now && before && now.rank !== null && before.rank !== null && now.ranked === before.ranked ? before.rank - now.rank : undefined,
    isReached: now && now.target !== null && value !== null ? steady(value) >= steady(now.target) : undefined,
    isAtTop: now && now.rank !== null && index.top !== null ? now.rank <= index.top : undefined,
  }
}

/** How many digits it is published and read with: one out of 1 has four. */
export const indexDigits = ({ unit, maximum }: Pick<ProvinceIndex, 'unit' | 'maximum'>): 2 | 4 =>
  unit === 'number' && maximum !== null && maximum <= 1 ? 4 : 2

export const indexFields = ['code', 'name', 'name_en', 'method', 'method_en', 'owner', 'owner_en', 'unit', 'maximum', 'top'] as const
/** An index as it is typed; its maximum in percent where its unit is. */
export type IndexDraft = Readonly<Record<(typeof indexFields)[number], string>>

export type IndexReading =
  { readonly ok: true; readonly index: ProvinceIndex } | { readonly ok: false; readonly problems: readonly DraftProblem[] }

const longestMethod = 400

/** What was typed as an index, or everything that is wrong with it. */
export function readIndex(draft: IndexDraft): IndexReading {
  const unit = draft.unit === 'percent' ? 'percent' : 'number'
  const maximum = valueOfYear(draft.maximum, unit)
  const top = draft.top === '' ? null : countIn(draft.top)
  const problems: readonly DraftProblem[] = [
    ...(namePatterns.code.test(draft.code)
      ? []
      : [{ field: 'code', code: draft.code === '' ? 'needed' : 'bad-code', seen: draft.code } as const]),
    ...nameProblems('name', draft.name, 'needed'),
    ...nameProblems('name_en', draft.name_en, 'optional'),
    ...nameProblems('owner', draft.owner, 'optional'),
    ...nameProblems('owner_en', draft.owner_en, 'optional'),
    ...(['method', 'method_en'] as const).flatMap((field) =>
      isLongerThan(longestMethod, draft[field]) ? [{ field, code: 'too-long', allowed: String(longestMethod) } as const] : [],
    ),
    ...(maximum === undefined || (maximum !== null && maximum <= 0)
      ? [{ field: 'maximum', code: 'bad-number', seen: draft.maximum, allowed: '0' } as const]
      : []),
    ...(top === undefined || top === 0 ? [{ field: 'top', code: 'bad-number', seen: draft.top, allowed: '1' } as const] : []),
  ]
  if (problems.length > 0 || maximum === undefined || top === undefined) return { ok: false, problems }
  const text = (vi: string, en: string): LocalText => ({ ...(vi !== '' && { vi }), ...(en !== '' && { en }) })
  return {
    ok: true,
    index: {
      code: draft.code,
      name: text(draft.name, draft.name_en),
      method: text(draft.method, draft.method_en),
      owner: text(draft.owner, draft.owner_en),
      unit,
      maximum,
      top,
    },
  }
}

export const yearFields = ['source', 'value', 'rank', 'ranked', 'target', 'reference', 'break'] as const
/** An index in a year as it is typed: `source` is empty for an entered value, else `campaign CODE` or `assessment CODE AGENCY`. */
export type YearDraft = Readonly<Record<(typeof yearFields)[number], string>>

export type YearReading =
  { readonly ok: true; readonly year: IndexYear } | { readonly ok: false; readonly problems: readonly DraftProblem[] }

/** More provinces than there were at any time. */
const mostProvinces = 99
const longestReference = 300
export const firstYear = 2005

/** What was typed for a year of an index, or everything that is wrong with it. */
export function readYear({ code, unit, maximum }: ProvinceIndex, year: number, draft: YearDraft, thisYear: number): YearReading {
  const [value, target] = [valueOfYear(draft.value, unit), valueOfYear(draft.target, unit)]
  const [rank, ranked] = [placeIn(draft.rank), placeIn(draft.ranked)]
  const source = sourceIn(draft.source)
  const outside = (field: 'value' | 'target', number: number | null | undefined): readonly DraftProblem[] => {
    if (number === undefined) return [{ field, code: 'bad-number', seen: draft[field], allowed: '0' }]
    if (number === null || maximum === null) return []
    // What has a most is counted from nothing.
    if (number < 0) return [{ field, code: 'less-than', seen: draft[field], allowed: '0' }]
    if (number <= maximum) return []
    return [{ field, code: 'more-than', seen: draft[field], allowed: String(unit === 'percent' ? steady(maximum * 100) : maximum) }]
  }
  const problems: readonly DraftProblem[] = [
    ...(Number.isInteger(year) && year >= firstYear && year <= thisYear + 1
      ? []
      : [{ field: 'year', code: 'bad-number', seen: String(year), allowed: String(firstYear) } as const]),
    ...(source ? [] : [{ field: 'source', code: 'unknown', seen: draft.source } as const]),
    ...outside('value', value),
    ...outside('target', target),
    ...(['rank', 'ranked'] as const).flatMap((field) =>
      placeIn(draft[field]) === undefined ? [{ field, code: 'bad-number', seen: draft[field], allowed: '1' } as const] : [],
    ),
    ...(rank !== null && rank !== undefined && ranked === null ? [{ field: 'ranked', code: 'needed' } as const] : []),
    ...(rank && ranked && rank > ranked ? [{ field: 'rank', code: 'more-than', seen: draft.rank, allowed: String(ranked) } as const] : []),
    ...(isLongerThan(longestReference, draft.reference)
      ? [{ field: 'reference', code: 'too-long', allowed: String(longestReference) } as const]
      : []),
    ...(source?.from === 'entered' && value !== null && value !== undefined && draft.reference.trim() === ''
      ? [{ field: 'reference', code: 'needed' } as const]
      : []),
  ]
  if (problems.length > 0 || !source || value === undefined || target === undefined || rank === undefined || ranked === undefined)
    return { ok: false, problems }
  const kept = source.from === 'entered' ? value : null
  return {
    ok: true,
    year: {
      index: code,
      year,
      source,
      value: kept,
      rank,
      ranked,
      target,
      isBreak: draft.break === 'yes',
      reference: draft.reference.trim(),
    },
  }
}

const placeIn = (text: string): number | null | undefined => {
  if (text === '') return null
  const place = countIn(text)
  return place !== undefined && place >= 1 && place <= mostProvinces ? place : undefined
}

export function sourceIn(text: string): YearSource | undefined {
  if (text === '') return { from: 'entered' }
  const [from, code = '', agency = '', ...more] = text.split(' ')
  if (more.length > 0 || code === '') return undefined
  if (from === 'campaign') return agency === '' ? { from, campaign: code } : undefined
  return from === 'assessment' && agency !== '' ? { from, assessment: code, agency } : undefined
}

export const sourceText = (source: YearSource): string =>
  source.from === 'entered'
    ? ''
    : source.from === 'campaign'
      ? `campaign ${source.campaign}`
      : `assessment ${source.assessment} ${source.agency}`

/** A value as it is written: `82,66` or `82.66`, with `%` or without; a percentage comes out as 0…1. */
function valueOfYear(text: string, unit: Unit): number | null | undefined {
  const plain = text.trim().replace(/\s*%$/, '').replace(',', '.')
  if (plain === '') return null
  if (!/^-?\d{1,9}(\.\d{1,6})?$/.test(plain)) return undefined
  return unit === 'percent' ? steady(Number(plain) / 100) : Number(plain)
}
