import { findCampaign } from '../db/campaigns'
import { questionnaireSource } from '../db/questionnaires'
import { findResponse, responsesOfForm } from '../db/responses'
import { preparedAgain } from '../recording/prepare'
import type { Writer } from '../recording/writer'
import { type Act, type ActDeps, did, failed } from './act'

type Wanted = { readonly campaign: string; readonly id: string }
type Deps = ActDeps & { readonly writer: Pick<Writer, 'eraseWithin'> }

/** Takes one response out for good, or the whole form to which it belongs. Its event says which and by whom, and nothing of what it said. */
export const eraseResponse: Act<Wanted, undefined, { readonly code: 'unknown' }, Deps> = {
  name: 'responses.erase',
  run: async ({ database, writer }, _, { campaign, id }) => {
    const record = await findCampaign(database, campaign)
    const row = record && (await findResponse(database, campaign, id))
    if (!row) return failed({ code: 'unknown' })
    const { questionnaire } = await questionnaireSource(database).get(record.campaign.questionnaire, row.version)
    // What its person said of other agencies in the same form goes with it.
    const rows = row.form === '' ? [row] : await responsesOfForm(database, campaign, row.form)
    for (const one of rows) await writer.eraseWithin(database, preparedAgain(one, questionnaire, record.breakdowns))
    return did(id, { campaign })
  },
}
