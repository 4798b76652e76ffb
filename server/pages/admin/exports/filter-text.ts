import type { ResultsQuery } from '../../../db/results'
import { blockName, channelName, type Reader } from '../reader'

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
