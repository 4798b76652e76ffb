import { type Agency, agencyTypes } from '../../../surveys/fielding/campaign'
import type { AgencyField } from '../../../surveys/fielding/drafts'
import type { OfficeWord } from '../../../client/text/office'
import type { Reader } from '../frame/reader'

export const agencyAddress = (code: string): string => `/admin/agencies/${encodeURIComponent(code)}`

/** What each field of an agency is called. */
export const agencyWords: Readonly<Record<AgencyField, OfficeWord>> = {
  code: 'agencyCode',
  name: 'agencyName',
  name_en: 'agencyNameEn',
  block: 'agencyBlock',
  parent: 'agencyParent',
  valid_from: 'agencyFrom',
  valid_to: 'agencyTo',
  predecessors: 'agencyPredecessors',
  split_from: 'agencySplitFrom',
  type: 'agencyType',
  official_code: 'agencyOfficialCode',
  aliases: 'agencyAliases',
  names: 'agencyNames',
}

export const agencyLabels = ({ say }: Pick<Reader, 'say'>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(agencyWords).map(([field, word]) => [field, say(word)]))

export const typeItems = ({ say }: Reader) => agencyTypes.map((type) => ({ value: type, text: say(`agencyType_${type}`) }))

/** From when and until when an agency is there. */
export function validity({ say, numbers }: Reader, { validFrom, validTo }: Pick<Agency, 'validFrom' | 'validTo'>): string {
  const parts = [
    validFrom === null ? '' : say('fromOn', { day: numbers.day(validFrom) }),
    validTo === null ? '' : say('untilOn', { day: numbers.day(validTo) }),
  ]
  return parts.filter((part) => part !== '').join(' ') || say('always')
}
