import { listCampaigns } from '../../../db/campaigns'
import type { Database } from '../../../db/dialect'
import { hasAgencies } from '../../../db/agencies'
import { readChosen } from '../../../db/settings'
import { hasTouchpoints } from '../../../db/touchpoints'

export const stepNames = ['questionnaire', 'agencies', 'campaign', 'qr'] as const
export type StepName = (typeof stepNames)[number]

export type Step = { readonly name: StepName; readonly isDone: boolean; readonly href: string }

/** What a newcomer does before the first answer can come; each step is seen from what is there. */
export async function firstSteps(database: Database): Promise<readonly Step[]> {
  const campaigns = await listCampaigns(database)
  const draft = campaigns.find(({ status }) => status === 'draft')
  return [
    { name: 'questionnaire', isDone: campaigns.length > 0 || (await readChosen(database)) !== undefined, href: '/admin/questionnaires' },
    { name: 'agencies', isDone: await hasAgencies(database), href: '/admin/agencies' },
    { name: 'campaign', isDone: campaigns.some(({ status }) => status !== 'draft'), href: draft ? setupAddress(draft.code) : '/admin/new/campaign' },
    { name: 'qr', isDone: await hasTouchpoints(database), href: campaigns[0] ? `/admin/new/touchpoint?campaign=${encodeURIComponent(campaigns[0].code)}` : '/admin/touchpoints' },
  ]
}

/** The page of a campaign from which it is run. */
export const setupAddress = (code: string): string => `/admin/campaigns/${encodeURIComponent(code)}/setup`
