import { items } from '../../../../surveys/questionnaire'
import { localised } from '../../../../surveys/language'
import type { Questionnaire } from '../../../../surveys/schema'
import type { CampaignRecord } from '../../../db/campaigns'
import type { Database } from '../../../db/dialect'
import { listTouchpoints } from '../../../db/touchpoints'

export type NamedCode = { readonly value: string; readonly text: string }

/** What a campaign keeps apart besides agencies, months and channels; nothing where it does not. */
export type Choices = { readonly services: readonly NamedCode[]; readonly touchpoints: readonly NamedCode[] }

export async function readChoices(database: Database, { campaign, breakdowns }: CampaignRecord, questionnaire: Questionnaire, language: string): Promise<Choices> {
  const touchpoints = breakdowns.includes('touchpoint') ? await listTouchpoints(database, campaign.code) : []
  return {
    services: breakdowns.includes('service') ? servicesOf(questionnaire, language) : [],
    touchpoints: touchpoints.map(({ code, label }) => ({ value: code, text: `${localised(label, language)} (${code})` })),
  }
}

/** A code as it is called, else the code. */
export const nameIn = (choices: readonly NamedCode[], code: string): string => choices.find(({ value }) => value === code)?.text ?? code

function servicesOf(questionnaire: Questionnaire, language: string): readonly NamedCode[] {
  const item = items(questionnaire).find(({ id }) => id === questionnaire.serviceItem)
  return (item?.scale?.options ?? []).map(({ code, label }) => ({ value: code, text: localised(label, language, questionnaire.languages) }))
}
