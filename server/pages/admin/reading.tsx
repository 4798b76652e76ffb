import { type Context, Hono } from 'hono'
import { localDay } from '../../../surveys/calendar'
import { nodeLabels } from '../../../surveys/labels'
import { requireAct } from '../../accounts/require-act'
import { type CampaignRecord, findCampaign } from '../../db/campaigns'
import { readFigure } from '../../db/figure'
import type { ResultsQuery } from '../../db/results'
import type { AdminDeps } from '../admin'
import { page } from './document'
import { readFilter } from './filter'
import { loadResults, titleOf } from './load'
import { Notice } from './Notice'
import { noticePage, refused } from './notice-page'
import { readerOf } from './reader'
import { Results } from './Results'
import { readChoices } from './results/choices'
import { FigurePage } from './results/FigurePage'
import { readListing } from './results/listing'
import { publishedPages } from './results/published-pages'

/** The results of one campaign, each of their figures, and what was published before. */
export const resultsPages = (deps: AdminDeps) =>
  new Hono()
    .get('/campaigns/:code', requireAct(deps, 'results.read', refused), (c) => filtered(deps, c, c.req.param('code'), resultsPage))
    .get('/campaigns/:code/figures/:node', requireAct(deps, 'results.read', refused), (c) => filtered(deps, c, c.req.param('code'), figurePage))
    .route('/results/published', publishedPages(deps))

type Asked = { readonly record: CampaignRecord; readonly filter: ResultsQuery }
type Answer = (deps: AdminDeps, c: Context, asked: Asked) => Promise<Response>

/** Answers with a page of a campaign under the filter of the address, or says what is wrong with it. */
async function filtered(deps: AdminDeps, c: Context, code: string, answer: Answer): Promise<Response> {
  const record = await findCampaign(deps.database, code)
  if (!record) return noticePage(c, 404, 'lostTitle', 'campaignUnknown', { seen: code })
  const reading = readFilter(record, (name) => c.req.query(name))
  if (reading.ok) return answer(deps, c, { record, filter: reading.filter })
  const reader = readerOf(c)
  const link = { href: `/admin/campaigns/${encodeURIComponent(code)}`, text: reader.say('backToResults') }
  return page(c, { reader, title: reader.say('filterTitle'), status: reading.status, body: <Notice {...{ reader, link }} title={reader.say('filterTitle')} text={reader.say(reading.word, reading.values)} /> })
}

async function resultsPage(deps: AdminDeps, c: Context, { record, filter }: Asked): Promise<Response> {
  const reader = readerOf(c)
  const view = await loadResults(deps, record, filter, reader.language, readListing((name) => c.req.query(name)))
  if (!view) return noticePage(c, 200, 'noIndicatorsTitle', 'noIndicatorsText')
  return page(c, { reader, title: titleOf(record, reader.language), script: deps.assets.results, body: <Results reader={reader} view={view} today={localDay(deps.now())} /> })
}

async function figurePage(deps: AdminDeps, c: Context, { record, filter }: Asked): Promise<Response> {
  const reader = readerOf(c)
  const { language } = reader
  const code = c.req.param('node') ?? ''
  const figure = await readFigure(deps, record, filter, code)
  if (!figure) return noticePage(c, 404, 'lostTitle', 'nodeUnknown', { seen: code })
  const { questionnaire, hash } = await deps.questionnaires.get(record.campaign.questionnaire, record.campaign.version)
  const view = { ...figure, record, questionnaire, hash, filter, choices: await readChoices(deps.database, record, questionnaire, language), labels: nodeLabels(questionnaire, language) }
  return page(c, { reader, title: `${view.labels.get(code) ?? code} · ${titleOf(record, language)}`, body: <FigurePage {...{ reader, view }} /> })
}
