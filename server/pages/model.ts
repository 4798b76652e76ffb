import { createHash } from 'node:crypto'
import type { SurveyModel } from '../../client/survey/model'
import type { Fielding } from '../../surveys/campaign'

/** What the browser gets of a fielding: names and texts, nothing that only results need. */
export const modelOf = ({ touchpoint, campaign, agencies, questionnaire }: Fielding): SurveyModel => ({
  touchpoint: touchpoint.code,
  place: touchpoint.label,
  campaign: { code: campaign.code, version: campaign.version, title: campaign.title, synthetic: campaign.synthetic },
  agencies: agencies.map(({ code, name }) => ({ code, name })),
  questionnaire: { ...questionnaire, source: {}, trees: [], bandSets: [] },
})

/** Changes whenever anything in the model does, so that its address can be cached for good. */
export function modelHash(fielding: Fielding): string {
  const { questionnaire: _, ...rest } = modelOf(fielding)
  return createHash('sha256').update(fielding.hash).update(JSON.stringify(rest)).digest('base64url').slice(0, 16)
}

export const modelAddress = (fielding: Fielding): string => `/s/${encodeURIComponent(fielding.touchpoint.code)}/model.json?v=${modelHash(fielding)}`
