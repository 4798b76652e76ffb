import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { localDay } from '../../../../surveys/calendar'
import { campaignState } from '../../../../surveys/campaign'
import { planTouchpoint, type TouchpointDraft } from '../../../../surveys/drafts/touchpoint'
import { type CampaignRecord, listCampaigns } from '../../../db/campaigns'
import { makeTouchpoint, makeTouchpointsEach } from '../../../setup/touchpoints'
import type { AdminDeps } from '../../admin'
import { page } from '../document'
import { done } from '../flash'
import { type Filled, prefilled, sentForm, valueOf, type Values } from '../forms/filled'
import { noticePage } from '../notice-page'
import { readerOf } from '../reader'
import { setupAddress } from './first-steps'
import { TouchpointForm } from './TouchpointForm'
import { withCampaign } from './with-campaign'

/** Making touchpoints in a campaign that is not over: one, one for each of some agencies, or one for every agency. */
export function touchpointFormPages(deps: AdminDeps, change: MiddlewareHandler): Hono {
  const within = async (c: Context, next: (record: CampaignRecord) => Promise<Response>): Promise<Response> => {
    const code = c.req.query('campaign') || (await listCampaigns(deps.database)).find((campaign) => campaignState(campaign, localDay(deps.now())) !== 'closed')?.code
    if (code === undefined) return c.redirect('/admin/touchpoints', 303)
    return withCampaign(deps, c, code, async (record) => (campaignState(record.campaign, localDay(deps.now())) === 'closed' ? noticePage(c, 409, 'touchpointNotTitle', 'touchpointNotText') : next(record)))
  }
  return new Hono()
    .get('/', change, (c) => within(c, async (record) => formPage(c, record, blank)))
    .post('/', change, (c) => within(c, (record) => made(deps, c, record)))
}

const blank = prefilled({ kind: 'qr', spread: 'every' })

function formPage(c: Context, record: CampaignRecord, filled: Filled): Response {
  const reader = readerOf(c)
  return page(c, { reader, title: reader.say('touchpointNew'), status: filled.problems.length > 0 ? 422 : 200, body: <TouchpointForm {...{ reader, record, filled }} /> })
}

async function made(deps: AdminDeps, c: Context, record: CampaignRecord): Promise<Response> {
  const { values } = await sentForm(c)
  const measured = record.measured.map(({ agency }) => agency.code)
  const spread = valueOf(values, 'spread')
  const plan = planTouchpoint(draftIn(values, measured), measured)
  if (!plan.ok) return formPage(c, record, { values, problems: plan.problems })
  const campaign = record.campaign.code
  if (spread !== 'one') return done(c, setupAddress(campaign), 'done_touchpoints', await makeTouchpointsEach(deps.database, campaign, plan.touchpoint))
  const code = await makeTouchpoint(deps.database, campaign, plan.touchpoint)
  if (code === undefined) return formPage(c, record, { values, problems: [{ field: 'code', code: 'taken', seen: valueOf(values, 'code') }] })
  return done(c, setupAddress(campaign), 'done_touchpoint')
}

const draftIn = (values: Values, measured: readonly string[]): TouchpointDraft => ({
  code: valueOf(values, 'spread') === 'one' ? valueOf(values, 'code') : '',
  kind: valueOf(values, 'kind'),
  label: valueOf(values, 'label'),
  labelEn: valueOf(values, 'labelEn'),
  agencies: valueOf(values, 'spread') === 'every' ? measured : (values['agencies'] ?? []),
})
