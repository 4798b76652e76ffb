import { type Context, Hono } from 'hono'
import { channels, isChannel } from '../../../../surveys/campaign'
import { localised } from '../../../../surveys/language'
import { requireAct } from '../../../accounts/require-act'
import { type CampaignRecord, findCampaign } from '../../../db/campaigns'
import { findTouchpoint, listTouchpoints, type ServingTouchpoint } from '../../../db/touchpoints'
import type { AdminDeps } from '../../admin'
import { page } from '../document'
import { noticePage, refused } from '../notice-page'
import { readerOf } from '../reader'
import { setupAddress } from './first-steps'
import { originFor } from './origin'
import { isPaper, posterSheet } from './poster-style'
import { Posters } from './Posters'
import { qrPages } from './qr-pages'
import { withCampaign } from './with-campaign'

/** Posters to print, of one touchpoint or of all of a campaign, and each QR code as a file. */
export function posterPages(deps: AdminDeps): Hono {
  const read = requireAct(deps, 'results.read', refused)
  return new Hono()
    .get('/campaigns/:code/setup/posters', read, (c) => withCampaign(deps, c, c.req.param('code'), (record) => runPage(deps, c, record)))
    .get('/touchpoints/:code/poster', read, (c) => onePage(deps, c, c.req.param('code')))
    .route('/touchpoints/:code', qrPages(deps, read))
}

async function runPage(deps: AdminDeps, c: Context, record: CampaignRecord): Promise<Response> {
  const kind = c.req.query('kind') || undefined
  if (kind !== undefined && !isChannel(kind)) return noticePage(c, 404, 'lostTitle', 'channelInvalid', { seen: kind, allowed: channels.join(', ') })
  const all = await listTouchpoints(deps.database, record.campaign.code)
  return printed(deps, c, record, all.filter((touchpoint) => kind === undefined || touchpoint.kind === kind), setupAddress(record.campaign.code))
}

async function onePage(deps: AdminDeps, c: Context, code: string): Promise<Response> {
  const touchpoint = await findTouchpoint(deps.database, code)
  const record = touchpoint && (await findCampaign(deps.database, touchpoint.campaign))
  if (!record) return noticePage(c, 404, 'lostTitle', 'touchpointUnknown', { seen: code })
  return printed(deps, c, record, [touchpoint], setupAddress(record.campaign.code))
}

async function printed(deps: AdminDeps, c: Context, record: CampaignRecord, touchpoints: readonly ServingTouchpoint[], back: string): Promise<Response> {
  const paper = c.req.query('size') || 'a4'
  if (!isPaper(paper)) return noticePage(c, 404, 'lostTitle', 'paperInvalid', { seen: paper })
  const { campaign, measured } = record
  const origin = originFor(deps.config, c, campaign.synthetic)
  if (!origin.isPrintable) return noticePage(c, 409, 'printNotTitle', 'printNotText')
  if (touchpoints.length === 0) return noticePage(c, 404, 'printNoneTitle', 'printNoneText')
  const { questionnaire } = await deps.questionnaires.get(campaign.questionnaire, campaign.version)
  const reader = readerOf(c)
  const names = new Map(measured.map(({ agency }) => [agency.code, agency.name]))
  const sorted = [...touchpoints].sort((a, b) => order.compare(nameOf(a), nameOf(b)))
  function nameOf({ agencies, label }: ServingTouchpoint): string {
    return `${localised(names.get(agencies[0] ?? '') ?? {}, 'vi')} ${localised(label, 'vi')}`
  }
  return page(c, { reader, title: reader.say('posters'), sheet: posterSheet(paper), body: <Posters {...{ reader, campaign, questionnaire, names, origin, paper, back }} touchpoints={sorted} path={new URL(c.req.url).pathname} /> })
}

const order = new Intl.Collator('vi', { numeric: true })
