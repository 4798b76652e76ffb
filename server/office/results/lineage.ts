import { comparesWhole } from '../../../surveys/fielding/lineage'
import { dayAfter } from '../../../surveys/instrument/calendar'
import { localised } from '../../../surveys/instrument/language'
import type { Earlier } from '../../reading/workspace'
import { someAgencies } from '../frame/names'
import type { Reader } from '../frame/reader'

/** What an agency was in an earlier campaign, where it was not simply itself: what its figure is pooled from, or why it has none to compare with. */
export function lineageText(reader: Reader, { lineages, names }: LineagesOf, code: string): string | undefined {
  const lineage = lineages.get(code)
  if (!lineage) return undefined
  const { say, numbers, language } = reader
  const { codes, until, divided, unmeasured } = lineage
  const listed = (all: readonly string[]) =>
    someAgencies(
      reader,
      all.map((one) => localised(names.get(one) ?? { vi: one }, language)),
    )
  if (comparesWhole(lineage)) {
    const day = until === null ? '' : numbers.day(dayAfter(until))
    return say(codes.length === 1 ? 'lineageRenamed' : 'lineagePooled', { list: listed(codes), day })
  }
  return divided.length > 0 ? say('lineageDivided', { list: listed(divided) }) : say('lineageUnmeasured', { list: listed(unmeasured) })
}

type LineagesOf = Pick<Earlier, 'lineages' | 'names'>
