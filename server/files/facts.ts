import type { FilesSay } from '../../client/text/files'
import type { Campaign } from '../../surveys/fielding/campaign'
import { localised } from '../../surveys/instrument/language'
import type { CampaignRecord } from '../db/campaigns'
import type { Database } from '../db/dialect'
import type { QuestionnaireSource, StoredQuestionnaire } from '../db/questionnaires'
import { type Filter, seenPartOf } from '../reading/filter'
import type { SheetColumn } from './document'

export const markColumns = ({ record: { campaign } }: Facts, say: FilesSay): readonly SheetColumn[] =>
  campaign.synthetic ? [{ title: say('mark'), width: 18 }] : []

/** The mark of made-up data, on every row. */
export const marksOf = ({ record: { campaign } }: Facts, say: FilesSay): readonly string[] => (campaign.synthetic ? [say('synthetic')] : [])

export type Source = { readonly database: Database; readonly questionnaires: QuestionnaireSource; readonly now: () => number }

/** What an export is made of, and for whom. */
export type WantedFile = { readonly record: CampaignRecord; readonly filter: Filter; readonly language: string }

/** Everything that is written on a file besides its rows. */
export type Facts = WantedFile & StoredQuestionnaire & { readonly made: number }

export const titleOf = ({ record: { campaign }, language }: WantedFile): string =>
  `${localised(campaign.title, language)} (${campaign.code})`

/** That figures of everything, or of a block, are of those agencies alone that whoever made the file may see; nothing where that is all of them. */
export function partWords({ record, filter }: WantedFile, say: FilesSay, block: string | null = null): string | undefined {
  const part = seenPartOf(record, { ...filter, block: filter.block ?? block })
  return part && say('seenPart', { n: String(part.agencies), all: String(part.measured) })
}

/** What leaves as a file. */
export type ContentName = 'results' | 'responses' | 'codebook' | 'released' | 'released-comments'

/** The name of a file without its ending; one of made-up data says so first. */
export const fileName = ({ campaign }: { readonly campaign: Pick<Campaign, 'code' | 'synthetic'> }, name: ContentName): string =>
  `${campaign.synthetic && !campaign.code.startsWith('sample-') ? 'sample-' : ''}${campaign.code}-${name}`

/** The filter as it stands in an address; null when nothing is left out. */
export function filterText(filter: Filter): string | null {
  const fields = Object.entries(filter).flatMap(([name, value]) => (value === null ? [] : [[name, value]]))
  return fields.length === 0 ? null : new URLSearchParams(fields).toString()
}
