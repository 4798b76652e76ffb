import { type Context, Hono } from 'hono'
import { csrf } from 'hono/csrf'
import { HTTPException } from 'hono/http-exception'
import { localDay } from '../../surveys/calendar'
import { holderOf } from '../access'
import type { Config } from '../config'
import { findCampaign, listCampaigns } from '../db/campaigns'
import type { Database } from '../db/dialect'
import type { QuestionnaireSource } from '../db/questionnaires'
import { responseTotals } from '../db/response-totals'
import { CampaignList } from './admin/CampaignList'
import { page } from './admin/document'
import { readFilter } from './admin/filter'
import { loadResults, titleOf } from './admin/load'
import { Notice } from './admin/Notice'
import { readerOf } from './admin/reader'
import { Results } from './admin/Results'
import { isOwnOrigin, signIn, signInPage, signOut } from './admin/session'

export type AdminDeps = {
  readonly config: Config
  readonly database: Database
  readonly questionnaires: QuestionnaireSource
  readonly now: () => number
}

/** The administrator's and officer's pages: HTML from the server, no script; only for holders of a token. */
export const adminPages = (deps: AdminDeps) =>
  new Hono()
    .onError(refusedPage)
    .use(csrf({ origin: isOwnOrigin(deps.config) }))
    .post('/sign-in', signIn(deps))
    .post('/sign-out', signOut(deps))
    .use(async (c, next) => ((await holderOf(deps.database, c)) === undefined ? signInPage(c) : next()))
    .get('/', (c) => campaignsPage(deps, c))
    .get('/campaigns/:code', (c) => resultsPage(deps, c, c.req.param('code')))
    .all('/*', (c) => noticePage(c, 404, 'lostTitle', 'lostText'))

async function campaignsPage(deps: AdminDeps, c: Context): Promise<Response> {
  const reader = readerOf(c)
  const campaigns = await listCampaigns(deps.database)
  const totals = await responseTotals(deps, campaigns)
  return page(c, { reader, title: reader.say('campaigns'), body: <CampaignList {...{ reader, campaigns, totals }} today={localDay(deps.now())} /> })
}

async function resultsPage(deps: AdminDeps, c: Context, code: string): Promise<Response> {
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
  return page(c, { reader, title: titleOf(record, reader.language), body: <Results reader={reader} view={view} today={localDay(deps.now())} /> })
}

type Words = Parameters<ReturnType<typeof readerOf>['say']>

function noticePage(c: Context, status: 200 | 400 | 403 | 404, title: Words[0], ...text: Words): Response {
  const reader = readerOf(c)
  return page(c, { reader, title: reader.say(title), status, body: <Notice reader={reader} title={reader.say(title)} text={reader.say(...text)} /> })
}

/** A form from elsewhere or an unreadable one is answered kindly; what is a bug is the application's to log. */
function refusedPage(error: Error, c: Context): Response {
  if (!(error instanceof HTTPException)) throw error
  return error.status === 403 ? noticePage(c, 403, 'refusedTitle', 'refusedText') : noticePage(c, 400, 'refusedTitle', 'unreadableText')
}
