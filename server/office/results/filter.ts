import type { OfficeWord } from '../../../client/text/office'
import { channels, isChannel } from '../../../surveys/fielding/campaign'
import { isMonth } from '../../../surveys/instrument/calendar'
import type { CampaignRecord } from '../../db/campaigns'
import { noFilter, type ResultsQuery } from '../../reading/results'
import { blockName, channelName, type Reader } from '../frame/reader'
import type { ResultsView } from './view'

/** What stands in an address but cannot be, and how to say so. */
export type FilterRefusal = { readonly status: 404 | 422; readonly word: OfficeWord; readonly values: Readonly<Record<string, string>> }

export type FilterReading = { readonly ok: true; readonly filter: ResultsQuery } | ({ readonly ok: false } & FilterRefusal)

/** The filter that an address names; an empty field of the form filters nothing. */
export function readFilter(record: CampaignRecord, field: (name: string) => string | undefined): FilterReading {
  const given = (name: string) => field(name)?.trim() || null
  const [agency, block, from, to, channel] = [given('agency'), given('block'), given('from'), given('to'), given('channel')]
  const [service, touchpoint] = [given('service'), given('touchpoint')]
  const misplaced = wrongPlace(record, agency, block) ?? notKeptApart(record, { service, touchpoint })
  if (misplaced) return { ok: false, ...misplaced }
  for (const month of [from, to]) if (month !== null && !isMonth(month)) return refused('monthInvalid', { seen: month })
  if (from !== null && to !== null && to < from) return refused('monthsReversed', { from, to })
  if (channel !== null && !isChannel(channel)) return refused('channelInvalid', { seen: channel, allowed: channels.join(', ') })
  return { ok: true, filter: { ...noFilter, agency, block, from, to, channel, service, touchpoint } }
}

/** The filter as it stands in an address, for links that keep it. */
export function addressQuery(filter: ResultsQuery, changed: Readonly<Record<string, string | null>> = {}): string {
  const all: Readonly<Record<string, string | null>> = { ...filter, ...changed }
  let text = ''
  // A page asks for a thousand of these.
  for (const name in all) {
    const value = all[name] ?? null
    if (value !== null) text += `${text === '' ? '?' : '&'}${name}=${encodeURIComponent(value)}`
  }
  return text
}

export const isNarrowed = (filter: ResultsQuery): boolean => Object.values(filter).some((value) => value !== null)

const refused = (word: OfficeWord, values: FilterRefusal['values']): FilterReading => ({ ok: false, status: 422, word, values })

function wrongPlace({ measured }: CampaignRecord, agency: string | null, block: string | null): FilterRefusal | undefined {
  const found = measured.find((one) => one.agency.code === agency)
  if (agency !== null && !found) return { status: 404, word: 'agencyUnknown', values: { seen: agency } }
  if (block === null) return undefined
  if (!measured.some((one) => one.agency.block === block)) return { status: 404, word: 'blockUnknown', values: { seen: block } }
  if (found && agency !== null && found.agency.block !== block) return { status: 422, word: 'agencyElsewhere', values: { agency, block } }
  return undefined
}

/** Counted apart by a service field or a touchpoint is only what the campaign was set up to keep apart. */
function notKeptApart(
  { breakdowns }: CampaignRecord,
  asked: Readonly<Record<'service' | 'touchpoint', string | null>>,
): FilterRefusal | undefined {
  if (asked.service !== null && !breakdowns.includes('service')) return { status: 422, word: 'serviceNotKept', values: {} }
  return asked.touchpoint !== null && !breakdowns.includes('touchpoint')
    ? { status: 422, word: 'touchpointNotKept', values: {} }
    : undefined
}

/** A filter in words; empty when nothing is left out. */
export function filterText(reader: Reader, { agency, block, from, to, channel, service, touchpoint }: ResultsQuery): string {
  const { say, numbers } = reader
  return [
    agency === null ? '' : `${say('agency')}: ${agency}`,
    block === null ? '' : `${say('block')}: ${blockName(reader, block)}`,
    from === null ? '' : `${say('from')} ${numbers.month(from)}`,
    to === null ? '' : `${say('to')} ${numbers.month(to)}`,
    channel === null ? '' : `${say('channel')}: ${channelName(reader, channel)}`,
    service === null ? '' : `${say('exportService')}: ${service}`,
    touchpoint === null ? '' : `${say('exportTouchpoint')}: ${touchpoint}`,
  ]
    .filter((part) => part !== '')
    .join(' · ')
}

type View = Pick<ResultsView, 'record' | 'filter'>

export const campaignAddress = ({ record }: Pick<View, 'record'>): string => `/admin/campaigns/${encodeURIComponent(record.campaign.code)}`

/** Where a figure of this page is explained. */
export const figureAddress = (
  view: View,
  node: string,
  changed: Readonly<Partial<Record<keyof ResultsQuery, string | null>>> = {},
): string => `${campaignAddress(view)}/figures/${encodeURIComponent(node)}${addressQuery(view.filter, changed)}`

export const publishedAddress = '/admin/results/published'
