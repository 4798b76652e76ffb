import { type Filter, seenPartOf } from '../../reading/filter'
import { blockName, channelName, type Reader } from '../frame/reader'
import { nameIn, type ResultsView } from './view'

/** The filter as it stands in an address, for links that keep it. */
export function addressQuery(filter: Filter, changed: Readonly<Record<string, string | null>> = {}): string {
  const all: Readonly<Record<string, string | null>> = { ...filter, ...changed }
  let text = ''
  // A page asks for a thousand of these.
  for (const name in all) {
    const value = all[name] ?? null
    if (value !== null) text += `${text === '' ? '?' : '&'}${name}=${encodeURIComponent(value)}`
  }
  return text
}

type Part = { readonly name: keyof Filter; readonly text: string }

/** Each part of a filter in words; services and touchpoints by their names where those are at hand. */
export function filterParts(reader: Reader, filter: Filter, choices?: ResultsView['choices']): readonly Part[] {
  const { say, numbers } = reader
  const { agency, block, from, to, channel, service, touchpoint } = filter
  const parts: readonly (readonly [keyof Filter, string | null])[] = [
    ['agency', agency && `${say('agency')}: ${agency}`],
    ['block', block && `${say('block')}: ${blockName(reader, block)}`],
    ['from', from && `${say('from')} ${numbers.month(from)}`],
    ['to', to && `${say('to')} ${numbers.month(to)}`],
    ['channel', channel && `${say('channel')}: ${channelName(reader, channel)}`],
    ['service', service && `${say('service')}: ${nameIn(choices?.services ?? [], service)}`],
    ['touchpoint', touchpoint && `${say('touchpoint')}: ${nameIn(choices?.touchpoints ?? [], touchpoint)}`],
  ]
  return parts.flatMap(([name, text]) => (text === null ? [] : [{ name, text }]))
}

/** A filter in one line; empty when nothing is left out. */
export const filterShown = (reader: Reader, filter: Filter, choices?: ResultsView['choices']): string =>
  filterParts(reader, filter, choices)
    .map(({ text }) => text)
    .join(' · ')

type View = Pick<ResultsView, 'record' | 'filter'>

/** That figures over several agencies are of those alone that whoever reads them may see; nothing where that is all of them. */
export function seenPart({ say, numbers }: Reader, { record, filter }: View): string | undefined {
  const part = seenPartOf(record, filter)
  return part && say('seenPart', { n: numbers.count(part.agencies), all: numbers.count(part.measured) })
}

export const campaignAddress = ({ record }: Pick<View, 'record'>): string => `/admin/campaigns/${encodeURIComponent(record.campaign.code)}`

/** Where a figure of this page is explained. */
export const figureAddress = (view: View, node: string, changed: Readonly<Partial<Record<keyof Filter, string | null>>> = {}): string =>
  `${campaignAddress(view)}/figures/${encodeURIComponent(node)}${addressQuery(view.filter, changed)}`

export const publishedAddress = '/admin/results/published'
