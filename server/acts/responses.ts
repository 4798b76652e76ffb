import { findCampaign } from '../db/campaigns'
import { questionnaireSource } from '../db/questionnaires'
import { findResponse } from '../db/responses'
import { preparedAgain } from '../recording/prepare'
import type { Writer } from '../recording/writer'
import { type Act, type ActDeps, did, failed } from './act'

type Wanted = { readonly campaign: string; readonly id: string }
type Deps = ActDeps & { readonly writer: Pick<Writer, 'eraseWithin'> }

/** Takes one response out for good. Its event says which and by whom, and nothing of what it said. */
export const eraseResponse: Act<Wanted, undefined, { readonly code: 'unknown' }, Deps> = {
  name: 'responses.erase',
  run: async ({ database, writer }, _, { campaign, id }) => {
    const record = await findCampaign(database, campaign)
    const row = record && (await findResponse(database, campaign, id))
    if (!row) return failed({ code: 'unknown' })
    const { questionnaire } = await questionnaireSource(database).get(record.campaign.questionnaire, row.version)
    await writer.eraseWithin(database, preparedAgain(row, questionnaire, record.breakdowns))
    return did(id, { campaign })
  },
}
