import type { CampaignRecord } from '../db/campaigns'
import type { Document } from './document'
import type { Source, Wanted } from './facts'
import { responsesDocument } from './responses'
import { resultsDocument } from './results'

export const contentNames = ['results', 'responses'] as const
export type ContentName = (typeof contentNames)[number]

/** The content of an export; its rows are read while it is written. */
export async function contentOf(source: Source, name: ContentName, wanted: Wanted): Promise<Document> {
  const { campaign } = wanted.record
  const facts = { ...wanted, ...(await source.questionnaires.get(campaign.questionnaire, campaign.version)), made: source.now() }
  return name === 'responses' ? responsesDocument(source, facts) : resultsDocument(source, facts)
}

/** The name of a file without its ending; one of made-up data says so first. */
export const fileName = ({ campaign }: CampaignRecord, name: ContentName): string => `${campaign.synthetic ? 'sample-' : ''}${campaign.code}-${name}`
