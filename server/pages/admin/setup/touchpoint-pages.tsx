import { type Context, Hono } from 'hono'
import { localDay } from '../../../../surveys/calendar'
import { type Campaign, campaignState } from '../../../../surveys/campaign'
import { localised } from '../../../../surveys/language'
import { requireAct } from '../../../accounts/require-act'
import { findCampaign, listCampaigns } from '../../../db/campaigns'
import { listTouchpoints } from '../../../db/touchpoints'
import type { AdminDeps } from '../../admin'
import { page } from '../document'
import { noticePage, refused } from '../notice-page'
import { readerOf } from '../reader'
import { originFor } from './origin'
import { touchpointFormPages } from './touchpoint-form-pages'
import { Touchpoints } from './Touchpoints'

/** The touchpoints of a campaign, and making more. */
export const touchpointPages = (deps: AdminDeps): Hono =>
  new Hono()
    .get('/touchpoints', requireAct(deps, 'results.read', refused), (c) => listPage(deps, c))
    .route('/new/touchpoint', touchpointFormPages(deps, requireAct(deps, 'touchpoints.change', refused)))

async function listPage(deps: AdminDeps, c: Context): Promise<Response> {
  const reader = readerOf(c)
  const campaigns = await listCampaigns(deps.database)
  const today = localDay(deps.now())
  const asked = c.req.query('campaign') || shownFirst(campaigns, today)?.code
  const title = reader.say('navTouchpoints')
  if (asked === undefined) return page(c, { reader, title, body: <Touchpoints {...{ reader, campaigns, today }} shown={undefined} /> })
  const record = await findCampaign(deps.database, asked)
  if (!record) return noticePage(c, 404, 'lostTitle', 'campaignUnknown', { seen: asked })
  const shown = {
    campaign: record.campaign,
    touchpoints: await listTouchpoints(deps.database, asked),
    names: new Map(record.measured.map(({ agency }) => [agency.code, localised(agency.name, reader.language)])),
    origin: originFor(deps.config, c, record.campaign.synthetic),
  }
  return page(c, { reader, title, body: <Touchpoints {...{ reader, campaigns, today, shown }} /> })
}

/** The newest campaign that is not over, else the newest. */
const shownFirst = (campaigns: readonly Campaign[], today: string): Campaign | undefined => campaigns.find((campaign) => campaignState(campaign, today) !== 'closed') ?? campaigns[0]
