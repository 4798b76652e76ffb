import type { Context } from 'hono'
import { listCampaigns } from '../../../db/campaigns'
import { findDesign } from '../../../db/designs'
import { listEvents } from '../../../db/questionnaire-events'
import { listQuestionnaires } from '../../../db/questionnaires'
import { responseTotals } from '../../../db/response-totals'
import type { AdminDeps } from '../../admin'
import { page } from '../document'
import { noticePage } from '../notice-page'
import { readerOf } from '../reader'
import { History } from './History'

/** What became of a questionnaire: its versions, where they were asked, and who did what. */
export async function historyPage({ database, questionnaires }: AdminDeps, c: Context): Promise<Response> {
  const reader = readerOf(c)
  const id = c.req.param('id') ?? ''
  const versions = (await listQuestionnaires(database)).filter(({ questionnaire }) => questionnaire.id === id).reverse()
  const [events, design] = [await listEvents(database, id), await findDesign(database, id)]
  if (versions.length + events.length === 0) return noticePage(c, 404, 'lostTitle', 'questionnaireUnknown', { seen: id })
  const campaigns = (await listCampaigns(database)).filter(({ questionnaire }) => questionnaire === id)
  const totals = await responseTotals({ database, questionnaires }, campaigns)
  return page(c, { reader, title: reader.say('history'), body: <History {...{ reader, id, versions, events, design, campaigns, totals }} /> })
}
