import { type Language, spokenFor } from '../../client/text/languages'
import { numbersOf } from '../../client/text/numbers'
import { isOfficeWord, type OfficeWord, officeWords, type Say } from '../../client/text/office'
import { type Channel, channels, isChannel } from '../../surveys/fielding/campaign'
import { isMonth } from '../../surveys/instrument/calendar'
import { localised } from '../../surveys/instrument/language'
import type { Questionnaire } from '../../surveys/instrument/schema'
import { type CampaignRecord, type MeasuredAgency, seesAll } from '../db/campaigns'

/** What a reader may narrow figures to; months are inclusive. */
export type Filter = {
  readonly agency: string | null
  readonly block: string | null
  readonly from: string | null
  readonly to: string | null
  readonly channel: Channel | null
  readonly service: string | null
  readonly touchpoint: string | null
}

export const noFilter: Filter = { agency: null, block: null, from: null, to: null, channel: null, service: null, touchpoint: null }

/** What cannot be, where it stands, and the sentence that says so; `allowed` where that is a list. */
export type FilterRefusal = {
  readonly status: 404 | 422
  readonly code: 'agency_unknown' | 'block_unknown' | 'not_kept_apart' | 'query_invalid'
  readonly field: keyof Filter
  readonly word: OfficeWord
  readonly values: Readonly<Record<string, string>>
  readonly allowed?: readonly string[]
}

export type FilterReading = { readonly ok: true; readonly filter: Filter } | { readonly ok: false; readonly refusal: FilterRefusal }

/** The filter that an address, a form or a command names; an empty field filters nothing. Every door reads it here. */
export function readFilter(record: CampaignRecord, field: (name: keyof Filter) => string | undefined): FilterReading {
  const given = (name: keyof Filter) => field(name)?.trim() || null
  const [agency, block, from, to, channel] = [given('agency'), given('block'), given('from'), given('to'), given('channel')]
  const [service, touchpoint] = [given('service'), given('touchpoint')]
  const refusal = wrongPlace(record, agency, block) ?? notKeptApart(record, { service, touchpoint }) ?? wrongMonths(from, to)
  if (refusal) return { ok: false, refusal }
  if (channel !== null && !isChannel(channel))
    return {
      ok: false,
      refusal: { ...invalid('channel', 'channelInvalid', { seen: channel, allowed: channels.join(', ') }), allowed: channels },
    }
  return { ok: true, filter: { agency, block, from, to, channel, service, touchpoint } }
}

/** Of what is released an agency can be picked out, and nothing narrowed: whoever asks is told so instead of getting other figures than asked for. */
export function readReleasedFilter(record: CampaignRecord, field: (name: keyof Filter) => string | undefined): FilterReading {
  const named = narrowing.find((name) => field(name)?.trim())
  if (named) return { ok: false, refusal: invalid(named, 'releasedUnfiltered', {}) }
  return readFilter(record, (name) => (name === 'agency' ? field(name) : undefined))
}

const narrowing = ['block', 'from', 'to', 'channel', 'service', 'touchpoint'] as const

/** What a filter narrows, field by field. */
export const namedFields = (filter: Filter): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(filter).flatMap(([name, value]) => (value === null ? [] : [[name, value]])))

export const isNarrowed = (filter: Filter): boolean => Object.values(filter).some((value) => value !== null)

/** The codes of the agencies that a filter leaves. */
export const shownBy = ({ measured }: CampaignRecord, { agency, block }: Filter): ReadonlySet<string> =>
  new Set(
    measured
      .filter((one) => (agency === null || one.agency.code === agency) && (block === null || one.agency.block === block))
      .map((one) => one.agency.code),
  )

export type SeenPart = { readonly agencies: number; readonly measured: number }

/** Of how many agencies figures over several are, where whoever reads them may see a part only; nothing where they see them all. */
export function seenPartOf(record: CampaignRecord, filter: Filter): SeenPart | undefined {
  const { agency, block } = filter
  if (agency !== null || seesAll(record, block)) return undefined
  const measured = record.peers.filter((peer) => block === null || peer.agency.block === block)
  return { agencies: shownBy(record, filter).size, measured: measured.length }
}

/** That agencies under a filter have another name or block today than in the campaign, in one sentence; nothing where none has. */
export function keptSince(record: CampaignRecord, filter: Filter, language: string): string | undefined {
  const [shown, spoken] = [shownBy(record, filter), spokenFor(language)]
  const say = officeWords(spoken)
  const told = record.measured.flatMap((one) => (shown.has(one.agency.code) ? (toldNow(one, spoken) ?? []) : []))
  if (told.length === 0) return undefined
  const more = told.length - mostNamed
  const list = [...told.slice(0, mostNamed), ...(more > 0 ? [say('andOthers', { n: numbersOf(spoken).count(more) })] : [])].join('; ')
  return say('keptAsOpened', { list })
}

const mostNamed = 5

/** What an agency is called today, and in which block it stands, where a reader would not find it otherwise. */
function toldNow({ agency, now }: MeasuredAgency, language: Language): string | undefined {
  if (!now) return undefined
  const say = officeWords(language)
  const values = { was: localised(agency.name, language), now: localised(now.name, language), block: blockOf(say, now.block) }
  const isMoved = agency.block !== now.block
  if (values.was === values.now) return isMoved ? say('keptBlock', values) : undefined
  return say(isMoved ? 'keptBoth' : 'keptName', values)
}

/** A block that has no word stands as its code, since codes are free. */
function blockOf(say: Say, code: string): string {
  const word = `block_${code}`
  return isOfficeWord(word) ? say(word) : code
}

const invalid = (field: keyof Filter, word: OfficeWord, values: FilterRefusal['values']): FilterRefusal => ({
  status: 422,
  code: 'query_invalid',
  field,
  word,
  values,
})

function wrongPlace({ measured }: CampaignRecord, agency: string | null, block: string | null): FilterRefusal | undefined {
  const found = measured.find((one) => one.agency.code === agency)
  if (agency !== null && !found)
    return { status: 404, code: 'agency_unknown', field: 'agency', word: 'agencyUnknown', values: { seen: agency } }
  if (block === null) return undefined
  if (!measured.some((one) => one.agency.block === block))
    return { status: 404, code: 'block_unknown', field: 'block', word: 'blockUnknown', values: { seen: block } }
  return found && agency !== null && found.agency.block !== block ? invalid('block', 'agencyElsewhere', { agency, block }) : undefined
}

/** Counted apart by a service field or a touchpoint is only what the campaign was set up to keep apart. */
function notKeptApart(
  { breakdowns }: CampaignRecord,
  asked: Readonly<Record<'service' | 'touchpoint', string | null>>,
): FilterRefusal | undefined {
  const words = { service: 'serviceNotKept', touchpoint: 'touchpointNotKept' } as const
  for (const field of ['service', 'touchpoint'] as const)
    if (asked[field] !== null && !breakdowns.includes(field))
      return { status: 422, code: 'not_kept_apart', field, word: words[field], values: {}, allowed: breakdowns }
  return undefined
}

function wrongMonths(from: string | null, to: string | null): FilterRefusal | undefined {
  if (from !== null && !isMonth(from)) return invalid('from', 'monthInvalid', { seen: from })
  if (to !== null && !isMonth(to)) return invalid('to', 'monthInvalid', { seen: to })
  return from !== null && to !== null && to < from ? invalid('to', 'monthsReversed', { from, to }) : undefined
}

/** How many ratings of those shown one person can have given: several where one form rates several agencies of them. */
export const ratingsAPersonIn = ({ loop }: Partial<Pick<Questionnaire, 'loop'>>, record: CampaignRecord, query: Filter): number =>
  loop ? Math.max(1, Math.min(loop.atMost, shownBy(record, query).size)) : 1
