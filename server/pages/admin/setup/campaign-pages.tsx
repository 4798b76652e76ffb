import { type Context, Hono } from 'hono'
import { localDay } from '../../../../surveys/calendar'
import { requireAct } from '../../../accounts/require-act'
import { type CampaignRecord, listCampaigns } from '../../../db/campaigns'
import { responseTotals } from '../../../db/response-totals'
import { listTouchpoints } from '../../../db/touchpoints'
import type { AdminDeps } from '../../admin'
import { page } from '../document'
import { refused } from '../notice-page'
import { readerOf } from '../reader'
import { campaignFormPages } from './campaign-form-pages'
import { campaignStatePages } from './campaign-state-pages'
import { CampaignSetup } from './CampaignSetup'
import { Campaigns } from './Campaigns'
import { originFor } from './origin'
import { withCampaign } from './with-campaign'

/** Every campaign, and the page from which each is run. */
export const campaignPages = (deps: AdminDeps): Hono =>
  new Hono()
    .get('/campaigns', requireAct(deps, 'results.read', refused), (c) => listPage(deps, c))
    .get('/campaigns/:code/setup', requireAct(deps, 'results.read', refused), (c) => withCampaign(deps, c, c.req.param('code'), (record) => setupPage(deps, c, record)))
    .route('/', campaignFormPages(deps))
    .route('/', campaignStatePages(deps))

async function listPage(deps: AdminDeps, c: Context): Promise<Response> {
  const reader = readerOf(c)
  const campaigns = await listCampaigns(deps.database)
  const totals = await responseTotals(deps, campaigns)
  return page(c, { reader, title: reader.say('campaigns'), body: <Campaigns {...{ reader, campaigns, totals }} today={localDay(deps.now())} /> })
}

async function setupPage(deps: AdminDeps, c: Context, record: CampaignRecord): Promise<Response> {
  const reader = readerOf(c)
  const { code, synthetic } = record.campaign
  const { questionnaire } = await deps.questionnaires.get(record.campaign.questionnaire, record.campaign.version)
  const touchpoints = await listTouchpoints(deps.database, code)
  const origin = originFor(deps.config, c, synthetic)
  return page(c, { reader, title: reader.say('campaign'), body: <CampaignSetup {...{ reader, record, questionnaire, touchpoints, origin }} today={localDay(deps.now())} /> })
}
