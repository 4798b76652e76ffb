import { type Context, Hono } from 'hono'
import { localDay } from '../../../../surveys/calendar'
import { lateDays } from '../../../../surveys/campaign'
import { hindersClosing, hindersOpening } from '../../../../surveys/drafts/opening'
import { requireAct } from '../../../accounts/require-act'
import { type CampaignRecord, closeCampaign, openCampaign } from '../../../db/campaigns'
import type { AdminDeps } from '../../admin'
import { page } from '../document'
import { done } from '../flash'
import { noticePage, refused } from '../notice-page'
import { readerOf } from '../reader'
import { Confirm } from './Confirm'
import { setupAddress } from './first-steps'
import { withCampaign } from './with-campaign'

/** Opening and closing a campaign: what it means first, then the act. */
export function campaignStatePages(deps: AdminDeps): Hono {
  const change = requireAct(deps, 'campaigns.change', refused)
  return new Hono()
    .get('/campaigns/:code/setup/open', change, (c) => withCampaign(deps, c, c.req.param('code'), (record) => askToOpen(c, record)))
    .post('/campaigns/:code/setup/open', change, (c) => withCampaign(deps, c, c.req.param('code'), (record) => opened(deps, c, record)))
    .get('/campaigns/:code/setup/close', change, (c) => withCampaign(deps, c, c.req.param('code'), (record) => askToClose(c, record)))
    .post('/campaigns/:code/setup/close', change, (c) => withCampaign(deps, c, c.req.param('code'), (record) => closed(deps, c, record)))
}

async function askToOpen(c: Context, record: CampaignRecord): Promise<Response> {
  const hindrance = openingHindered(c, record)
  if (hindrance) return hindrance
  const reader = readerOf(c)
  const { campaign, measured } = record
  const { say, numbers } = reader
  const meanings = [
    say('openMeans_period', { from: numbers.day(campaign.opensOn), to: numbers.day(campaign.closesOn) }),
    say('openMeans_agencies', { n: numbers.count(measured.length) }),
    say('openMeans_threshold', { n: numbers.count(campaign.threshold) }),
    say('openMeans_trial'),
  ]
  return page(c, { reader, title: say('openTitle'), body: <Confirm {...{ reader, campaign, meanings }} act="open" /> })
}

async function opened({ database }: AdminDeps, c: Context, record: CampaignRecord): Promise<Response> {
  const hindrance = openingHindered(c, record)
  if (hindrance) return hindrance
  await openCampaign(database, record.campaign.code)
  return done(c, setupAddress(record.campaign.code), 'done_opened')
}

async function askToClose(c: Context, { campaign }: CampaignRecord): Promise<Response> {
  if (hindersClosing(campaign)) return noticePage(c, 409, 'closeNotTitle', 'closeNotText')
  const reader = readerOf(c)
  const { say, numbers } = reader
  const meanings = [say('closeMeans_today'), say('closeMeans_late', { n: numbers.count(lateDays) }), say('closeMeans_again'), say('closeMeans_results')]
  return page(c, { reader, title: say('closeTitle'), body: <Confirm {...{ reader, campaign, meanings }} act="close" /> })
}

async function closed({ database, now }: AdminDeps, c: Context, { campaign }: CampaignRecord): Promise<Response> {
  if (hindersClosing(campaign)) return noticePage(c, 409, 'closeNotTitle', 'closeNotText')
  await closeCampaign(database, campaign.code, localDay(now()))
  return done(c, setupAddress(campaign.code), 'done_closed')
}

function openingHindered(c: Context, { campaign, measured }: CampaignRecord): Response | undefined {
  const hindrance = hindersOpening(campaign, measured.length)
  return hindrance && noticePage(c, 409, 'openNotTitle', hindrance === 'closed' ? 'openNotClosed' : 'openNotAgencies')
}
