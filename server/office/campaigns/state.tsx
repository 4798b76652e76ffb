import { type Context, Hono } from 'hono'
import { type Campaign, goneIn, hindersClosing, hindersOpening, lateDays, type OpeningHindrance } from '../../../surveys/fielding/campaign'
import { localised } from '../../../surveys/instrument/language'
import { requireAct } from '../../access/permission'
import { closeCampaign, deleteCampaign, openCampaign } from '../../acts/campaigns'
import type { CampaignRecord } from '../../db/campaigns'
import type { Database } from '../../db/dialect'
import { type KioskRecord, kiosksAt } from '../../db/kiosks'
import { listTouchpoints } from '../../db/touchpoints'
import { validity } from '../agencies/naming'
import { acting } from '../frame/acting'
import { Ask } from '../frame/ask'
import { type OfficeDeps, setupAddress, withCampaign } from '../frame/deps'
import { hinderedPage, noticePage, page } from '../frame/document'
import { refused } from '../frame/door'
import { done, type Reader, readerOf } from '../frame/reader'
import { kioskAddress } from '../kiosks/place'
import { openingPage } from './opening'

/** Opening, closing and deleting a campaign: what it means first, then the act. */
export function campaignStatePages(deps: OfficeDeps): Hono {
  const change = requireAct(deps, 'campaigns.change', refused)
  return new Hono()
    .get('/campaigns/:code/setup/open', change, (c) =>
      withCampaign(deps, c, c.req.param('code'), 'campaigns.change', (record) => askToOpen(deps, c, record)),
    )
    .post('/campaigns/:code/setup/open', change, (c) => opened(deps, c, c.req.param('code')))
    .get('/campaigns/:code/setup/close', change, (c) =>
      withCampaign(deps, c, c.req.param('code'), 'campaigns.change', (record) => askToClose(c, record)),
    )
    .post('/campaigns/:code/setup/close', change, (c) => closed(deps, c, c.req.param('code')))
    .get('/campaigns/:code/setup/delete', change, (c) =>
      withCampaign(deps, c, c.req.param('code'), 'campaigns.change', (record) => askToDelete(deps, c, record)),
    )
    .post('/campaigns/:code/setup/delete', change, (c) => deleted(deps, c, c.req.param('code')))
}

async function askToOpen(deps: OfficeDeps, c: Context, record: CampaignRecord): Promise<Response> {
  const hindrance = hindersOpening(
    record.campaign,
    record.measured.map(({ agency }) => agency),
  )
  return hindrance ? notOpened(c, record, hindrance) : openingPage(deps, c, record)
}

const opened = (deps: OfficeDeps, c: Context, code: string): Promise<Response> =>
  acting(deps, c, openCampaign, { code }, (came) => {
    if (came.kind === 'done') return done(c, setupAddress(code), 'done_opened')
    const why = came.failure.code
    return why === 'unknown'
      ? noticePage(c, 404, 'lostTitle', 'campaignUnknown', { seen: code })
      : withCampaign(deps, c, code, 'campaigns.change', async (record) => notOpened(c, record, why))
  })

function notOpened(c: Context, { campaign, measured }: CampaignRecord, why: OpeningHindrance): Response {
  if (why === 'paused') return noticePage(c, 409, 'openNotTitle', 'lifeNot_paused', { seen: campaign.code })
  if (why !== 'agencies-gone')
    return noticePage(c, 409, 'openNotTitle', why === 'closed' ? 'openNotClosed' : 'openNotAgencies', {
      n: String(lateDays),
    })
  const reader = readerOf(c)
  const { language, numbers } = reader
  const gone = goneIn(
    campaign,
    measured.map(({ agency }) => agency),
  ).map((agency) => ({
    href: `/admin/agencies/${encodeURIComponent(agency.code)}`,
    text: `${localised(agency.name, language)} (${validity(reader, agency)})`,
  }))
  const period = { from: numbers.day(campaign.opensOn), to: numbers.day(campaign.closesOn) }
  return hinderedPage(c, 409, gone, 'openNotTitle', 'openNotGone', period)
}

async function askToClose(c: Context, { campaign }: CampaignRecord): Promise<Response> {
  const hindrance = hindersClosing(campaign)
  if (hindrance) return notClosed(c, campaign.code, hindrance)
  const reader = readerOf(c)
  const { say, numbers } = reader
  const meanings = [
    say('closeMeans_today'),
    say('closeMeans_late', { n: numbers.count(lateDays) }),
    say('closeMeans_again', { n: numbers.count(lateDays) }),
    say('closeMeans_results'),
  ]
  return page(c, { reader, title: say('closeTitle'), body: <Confirm {...{ reader, campaign, meanings }} act="close" /> })
}

const closed = (deps: OfficeDeps, c: Context, code: string): Promise<Response> =>
  acting(deps, c, closeCampaign, { code }, (came) =>
    came.kind === 'done' ? done(c, setupAddress(code), 'done_closed') : notClosed(c, code, came.failure.code),
  )

const notClosed = (c: Context, code: string, why: 'unknown' | 'never-opened'): Response =>
  why === 'unknown'
    ? noticePage(c, 404, 'lostTitle', 'campaignUnknown', { seen: code })
    : noticePage(c, 409, 'closeNotTitle', 'closeNotText')

async function askToDelete({ database }: OfficeDeps, c: Context, { campaign }: CampaignRecord): Promise<Response> {
  if (campaign.status !== 'draft') return notDeleted(database, c, campaign.code, 'opened')
  const kiosks = await kiosksIn(database, campaign.code)
  if (kiosks.length > 0) return notUnder(c, 200, kiosks)
  const reader = readerOf(c)
  const touchpoints = await listTouchpoints(database, campaign.code)
  const meanings = [
    reader.say('campaignDeleteMeans', { n: reader.numbers.count(touchpoints.length) }),
    reader.say('deleteMeans_log'),
    reader.say('deleteMeans_final'),
  ]
  return page(c, { reader, title: reader.say('campaignDeleteTitle'), body: <Confirm {...{ reader, campaign, meanings }} act="delete" /> })
}

const deleted = (deps: OfficeDeps, c: Context, code: string): Promise<Response> =>
  acting(deps, c, deleteCampaign, { code }, (came) =>
    came.kind === 'done' ? done(c, '/admin/campaigns', 'done_campaign-deleted') : notDeleted(deps.database, c, code, came.failure.code),
  )

async function notDeleted(database: Database, c: Context, code: string, why: 'unknown' | 'opened' | 'kiosk'): Promise<Response> {
  if (why === 'kiosk') return notUnder(c, 409, await kiosksIn(database, code))
  return why === 'unknown'
    ? noticePage(c, 404, 'lostTitle', 'campaignUnknown', { seen: code })
    : noticePage(c, 409, 'campaignDeleteNotTitle', 'campaignDeleteNot')
}

const kiosksIn = async (database: Database, code: string): Promise<readonly KioskRecord[]> =>
  kiosksAt(
    database,
    (await listTouchpoints(database, code)).map((touchpoint) => touchpoint.code),
  )

/** Nobody takes away a place from under a device. */
const notUnder = (c: Context, status: 200 | 409, kiosks: readonly KioskRecord[]): Response =>
  hinderedPage(
    c,
    status,
    kiosks.map(({ id, name }) => ({ href: kioskAddress(id), text: name })),
    'campaignDeleteNotTitle',
    'campaignDeleteNotKiosk',
  )

const words = {
  close: ['closeTitle', 'closeGo'],
  delete: ['campaignDeleteTitle', 'campaignDeleteGo'],
} as const

type Props = {
  readonly reader: Reader
  readonly campaign: Campaign
  readonly act: keyof typeof words
  readonly meanings: readonly string[]
}

/** What an act means, before it is done. */
function Confirm({ reader, campaign, act, meanings }: Props) {
  const home = setupAddress(campaign.code)
  const what = localised(campaign.title, reader.language)
  const [title, go] = words[act]
  return (
    <Ask
      {...{ reader, what, meanings }}
      title={reader.say(title)}
      back={{ href: home, text: what }}
      code={campaign.code}
      action={`${home}/${act}`}
      go={reader.say(go)}
      isGrave
    />
  )
}
