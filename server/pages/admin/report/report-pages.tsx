import { type Context, Hono } from 'hono'
import { localDay } from '../../../../surveys/calendar'
import { requireAct } from '../../../accounts/require-act'
import { findCampaign } from '../../../db/campaigns'
import type { AdminDeps } from '../../admin'
import { page } from '../document'
import { readFilter } from '../filter'
import { loadResults, titleOf } from '../load'
import { Notice } from '../Notice'
import { noticePage, refused } from '../notice-page'
import { readerOf } from '../reader'
import { paper } from './paper'
import { Report } from './Report'

/** The results of one campaign as a report for paper. */
export const reportPages = (deps: AdminDeps): Hono =>
  new Hono().get('/campaigns/:code/report', requireAct(deps, 'results.read', refused), (c) => reportPage(deps, c, c.req.param('code')))

async function reportPage(deps: AdminDeps, c: Context, code: string): Promise<Response> {
  const reader = readerOf(c)
  const record = await findCampaign(deps.database, code)
  if (!record) return noticePage(c, 404, 'lostTitle', 'campaignUnknown', { seen: code })
  const reading = readFilter(record, (name) => c.req.query(name))
  if (!reading.ok) {
    const link = { href: `/admin/campaigns/${encodeURIComponent(code)}`, text: reader.say('backToResults') }
    return page(c, { reader, title: reader.say('filterTitle'), status: reading.status, body: <Notice {...{ reader, link }} title={reader.say('filterTitle')} text={reader.say(reading.word, reading.values)} /> })
  }
  const view = await loadResults(deps, record, reading.filter, reader.language)
  if (!view) return noticePage(c, 200, 'noIndicatorsTitle', 'noIndicatorsText')
  const { hash } = await deps.questionnaires.get(record.campaign.questionnaire, record.campaign.version)
  const title = `${reader.say('report')}: ${titleOf(record, reader.language)}`
  return paper(c, { reader, title, isSample: record.campaign.synthetic, body: <Report {...{ reader, view, hash }} today={localDay(deps.now())} /> })
}
