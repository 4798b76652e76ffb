import { localised } from '../../surveys/language'
import type { CampaignRecord } from '../db/campaigns'
import type { Database } from '../db/dialect'
import type { QuestionnaireSource, StoredQuestionnaire } from '../db/questionnaires'
import type { ResultsQuery } from '../db/results'

export type Source = { readonly database: Database; readonly questionnaires: QuestionnaireSource; readonly now: () => number }

/** What an export is made of, and for whom. */
export type Wanted = { readonly record: CampaignRecord; readonly filter: ResultsQuery; readonly language: string }

/** Everything that is written on a file besides its rows. */
export type Facts = Wanted & StoredQuestionnaire & { readonly made: number }

export const titleOf = ({ record: { campaign }, language }: Wanted): string => `${localised(campaign.title, language)} (${campaign.code})`

/** The filter as it stands in an address; null when nothing is left out. */
export function filterText(filter: ResultsQuery): string | null {
  const fields = Object.entries(filter).flatMap(([name, value]) => (value === null ? [] : [[name, value]]))
  return fields.length === 0 ? null : new URLSearchParams(fields).toString()
}
