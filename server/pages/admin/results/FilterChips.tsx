import type { ResultsQuery } from '../../../db/results'
import { addressQuery, isNarrowed } from '../filter'
import type { ResultsView } from '../load'
import { blockName, channelName, type Reader } from '../reader'
import { nameIn } from './choices'

type Props = { readonly reader: Reader; readonly view: ResultsView }

/** What narrows the page besides the agency, which is its title; each part can be dropped alone. */
export function FilterChips({ reader, view }: Props) {
  const { say } = reader
  const { record, filter } = view
  if (!isNarrowed({ ...filter, agency: null })) return null
  const here = `/admin/campaigns/${encodeURIComponent(record.campaign.code)}`
  return (
    <div class="showing">
      <p>{say('showing')}: <b>{filterParts(reader, view).map(({ text }) => text).join(' · ')}</b></p>
      <ul class="chips screen">
        {filterParts(reader, view).map(({ name, text }) => (
          <li key={name}><a href={`${here}${addressQuery(filter, { [name]: null })}`}>{text} <span aria-hidden="true">×</span><span class="unseen">{say('dropFilter')}</span></a></li>
        ))}
        <li><a class="all" href={here}>{say('clear')}</a></li>
      </ul>
    </div>
  )
}

type Part = { readonly name: keyof ResultsQuery; readonly text: string }

/** Each part of a filter in words. */
export function filterParts(reader: Reader, { filter, choices }: Pick<ResultsView, 'filter' | 'choices'>): readonly Part[] {
  const { say, numbers } = reader
  const { block, from, to, channel, service, touchpoint } = filter
  const parts: readonly (readonly [keyof ResultsQuery, string | null])[] = [
    ['block', block && `${say('block')}: ${blockName(reader, block)}`],
    ['from', from && `${say('from')} ${numbers.month(from)}`],
    ['to', to && `${say('to')} ${numbers.month(to)}`],
    ['channel', channel && `${say('channel')}: ${channelName(reader, channel)}`],
    ['service', service && `${say('service')}: ${nameIn(choices.services, service)}`],
    ['touchpoint', touchpoint && `${say('touchpoint')}: ${nameIn(choices.touchpoints, touchpoint)}`],
  ]
  return parts.flatMap(([name, text]) => (text === null ? [] : [{ name, text }]))
}
