import { type Context, Hono } from 'hono'
import type { VNode } from 'preact'
import type { OfficeWord } from '../../../client/text/office'
import { localDay } from '../../../surveys/instrument/calendar'
import { nodeLabels } from '../../../surveys/instrument/indicators'
import { localised } from '../../../surveys/instrument/language'
import { doerOf, personOf, requireAct } from '../../access/permission'
import { seenCampaign } from '../../access/seen'
import { type CampaignRecord } from '../../db/campaigns'
import { note } from '../../log/note'
import { readComments } from '../../reading/comments'
import { type Filter, isNarrowed, keptSince, namedFields, readFilter } from '../../reading/filter'
import { readFigure } from '../../reading/results'
import type { OfficeDeps } from '../frame/deps'
import { noticePage, page } from '../frame/document'
import { refused } from '../frame/door'
import { type Reader, readerOf } from '../frame/reader'
import { Shell } from '../frame/shell'
import { Agencies, LackingAgencies } from './agencies'
import { Distribution, hasOpinions, Opinions } from './distribution'
import { FigurePage } from './figure'
import { Exports } from './files'
import { seenPart } from './filter'
import { FilterChips, filterRefused, Filters } from './filters'
import { Headline } from './headline'
import { Beside, Comments, Weakest } from './one-agency'
import { Channels, Months, Trend } from './over-time'
import { publishedPages } from './published'
import { releasedPages, ViewChoice } from './released'
import { hasRates, ResponseRate } from './response-rate'
import { Trees } from './trees'
import { campaignTitle, loadResults, nodeOf, readChoices, readListing, type ResultsView } from './view'
import { fewestADay } from '../../../surveys/figures/sums'

/** The results of one campaign, each of their figures, and what was published before. */
export const resultsPages = (deps: OfficeDeps) =>
  new Hono()
    .get('/campaigns/:code', requireAct(deps, 'results.read', refused), (c) => filtered(deps, c, c.req.param('code'), resultsPage))
    .get('/campaigns/:code/figures/:node', requireAct(deps, 'results.read', refused), (c) =>
      filtered(deps, c, c.req.param('code'), figurePage),
    )
    .route('/', releasedPages(deps))
    .route('/results/published', publishedPages(deps))

type Asked = { readonly record: CampaignRecord; readonly filter: Filter }
type Answer = (deps: OfficeDeps, c: Context, asked: Asked) => Promise<Response>

/** Answers with a page of a campaign under the filter of the address, or says what is wrong with it. */
async function filtered(deps: OfficeDeps, c: Context, code: string, answer: Answer): Promise<Response> {
  const record = await seenCampaign(deps, c, code, 'results.read')
  if (!record) return noticePage(c, 404, 'lostTitle', 'campaignUnknown', { seen: code })
  const reading = readFilter(record, (name) => c.req.query(name))
  if (reading.ok) return answer(deps, c, { record, filter: reading.filter })
  return filterRefused(c, code, reading.refusal)
}

async function resultsPage(deps: OfficeDeps, c: Context, { record, filter }: Asked): Promise<Response> {
  const reader = readerOf(c)
  const found = await loadResults(
    deps,
    record,
    filter,
    reader.language,
    readListing((name) => c.req.query(name)),
  )
  if (!found) return noticePage(c, 200, 'noIndicatorsTitle', 'noIndicatorsText')
  const view = { ...found, comments: await commentsFor(deps, c, found) }
  const person = await personOf(deps, c)
  if (person && view.comments?.some(({ texts }) => texts.length > 0))
    await note(deps, doerOf(person), 'comments.read', record.campaign.code, { filter: namedFields(filter) })
  return page(c, {
    reader,
    title: campaignTitle(record, reader.language),
    script: deps.assets.results,
    body: <Results reader={reader} view={view} today={localDay(deps.now())} />,
  })
}

/** What people wrote about the agency that is read alone, for who may read it as it was written. */
async function commentsFor(deps: OfficeDeps, c: Context, { record, filter, questionnaire }: ResultsView): Promise<ResultsView['comments']> {
  if (filter.agency === null) return []
  const seen = await seenCampaign(deps, c, record.campaign.code, 'comments.read')
  const isTheirs = seen?.measured.some(({ agency }) => agency.code === filter.agency) ?? false
  return isTheirs ? readComments(deps.database, record, questionnaire, filter.agency) : undefined
}

async function figurePage(deps: OfficeDeps, c: Context, { record, filter }: Asked): Promise<Response> {
  const reader = readerOf(c)
  const { language } = reader
  const code = c.req.param('node') ?? ''
  const figure = await readFigure(deps, record, filter, code)
  if (!figure) return noticePage(c, 404, 'lostTitle', 'nodeUnknown', { seen: code })
  const { questionnaire, hash } = await deps.questionnaires.get(record.campaign.questionnaire, record.campaign.version)
  const view = {
    ...figure,
    record,
    questionnaire,
    hash,
    filter,
    choices: await readChoices(deps.database, record, questionnaire, language),
    labels: nodeLabels(questionnaire, language),
  }
  return page(c, {
    reader,
    title: `${view.labels.get(code) ?? code} · ${campaignTitle(record, language)}`,
    body: <FigurePage {...{ reader, view }} />,
  })
}

type ResultsProps = { readonly reader: Reader; readonly view: ResultsView; readonly today: string }

/** The results of a campaign, from the one figure to every count, under one filter. */
function Results({ reader, view, today }: ResultsProps) {
  const anchors = hasFigures(view)
    ? sectionsOf(view).map(({ id, word }) => ({ id, text: reader.say(word) }))
    : [{ id: 'main', text: reader.say('results') }]
  return (
    <Shell reader={reader} anchors={anchors}>
      <Heading {...{ reader, view }} />
      <Filters {...{ reader, view, today }} />
      <Body {...{ reader, view }} />
    </Shell>
  )
}

type ViewProps = Omit<ResultsProps, 'today'>

/** The sections in their order; an agency read alone has some of its own. */
function sectionsOf(
  view: ResultsView,
): readonly { readonly id: string; readonly word: OfficeWord; readonly Part: (props: ViewProps) => VNode | null }[] {
  const isAlone = view.filter.agency !== null
  return [
    { id: 'headline', word: 'headline', Part: Headline },
    ...(isAlone
      ? ([
          { id: 'beside', word: 'beside', Part: Beside },
          { id: 'weakest', word: 'weakestItems', Part: Weakest },
          { id: 'comments', word: 'comments', Part: Comments },
        ] as const)
      : []),
    { id: 'agencies', word: 'agencies', Part: Agencies },
    ...(hasRates(view) ? ([{ id: 'response-rate', word: 'rateTitle', Part: ResponseRate }] as const) : []),
    { id: 'distribution', word: 'distribution', Part: Distribution },
    ...(hasOpinions(view) ? ([{ id: 'opinions', word: 'opinions', Part: Opinions }] as const) : []),
    { id: 'months', word: 'months', Part: Months },
    { id: 'trend', word: 'trend', Part: Trend },
    { id: 'channels', word: 'channels', Part: Channels },
    { id: 'indicators', word: 'indicators', Part: Trees },
    ...(isAlone ? [] : ([{ id: 'lacking', word: 'lackingTitle', Part: LackingAgencies }] as const)),
    { id: 'how', word: 'howTo', Part: HowTo },
    { id: 'exports', word: 'exports', Part: Exports },
  ]
}

/** Whether anything may be shown: any node of the total with a figure. */
const hasFigures = ({ results }: ResultsView): boolean => results.total.nodes.some(({ value }) => value !== null)

function Heading({ reader, view }: ViewProps) {
  const { say, numbers, language } = reader
  const { record, filter, questionnaire } = view
  const { campaign, measured } = record
  const agency = measured.find((one) => one.agency.code === filter.agency)?.agency
  const part = seenPart(reader, view)
  const kept = keptSince(record, filter, language)
  return (
    <>
      {campaign.synthetic && (
        <p class="synthetic">
          <strong>{say('synthetic')}.</strong> {say('syntheticNote')}
        </p>
      )}
      <h1>{agency ? localised(agency.name, language) : campaignTitle(record, language)}</h1>
      <p class="sub">
        {agency && <>{campaignTitle(record, language)} · </>}
        {localised(questionnaire.title, language, questionnaire.languages)} ({campaign.questionnaire},{' '}
        {say('version', { n: String(campaign.version) })}) · {numbers.day(campaign.opensOn)} – {numbers.day(campaign.closesOn)} ·{' '}
        {say(campaign.kind)}
      </p>
      <ViewChoice reader={reader} code={campaign.code} here="workingFigures" />
      {part !== undefined && <p class="note">{part}</p>}
      {kept !== undefined && <p class="note">{kept}</p>}
      <FilterChips {...{ reader, view }} />
    </>
  )
}

function Body({ reader, view }: ViewProps) {
  if (view.results.total.responses <= 0) return <Empty {...{ reader, view }} />
  if (!hasFigures(view))
    return (
      <>
        <Withheld {...{ reader, view }} />
        {view.filter.agency !== null && <Comments {...{ reader, view }} />}
        <Exports {...{ reader, view }} />
      </>
    )
  return (
    <>
      {sectionsOf(view).map(({ id, Part }) => (
        <Part key={id} {...{ reader, view }} />
      ))}
    </>
  )
}

function Empty({ reader: { say }, view: { record, filter } }: ViewProps) {
  const { code, status } = record.campaign
  return (
    <section class="card empty">
      <h2>{say('emptyTitle')}</h2>
      {isNarrowed(filter) ? (
        <p>{say('emptyFilter')}</p>
      ) : (
        <>
          <p>{say(status === 'draft' ? 'emptyDraft' : 'emptyText')}</p>
          <p>
            <a class="button" href={`/admin/campaigns/${encodeURIComponent(code)}/setup`}>
              {say('emptyNext')}
            </a>
          </p>
        </>
      )}
    </section>
  )
}

function Withheld({ reader: { say, numbers }, view }: ViewProps) {
  const persons = nodeOf(view.results.total.nodes, view.headline.code)?.persons ?? 0
  return (
    <section class="card empty">
      <h2>{say('withheldTitle')}</h2>
      <p>{say('withheldText', { persons: numbers.count(persons), n: numbers.count(view.record.campaign.threshold) })}</p>
    </section>
  )
}

type HowToProps = { readonly reader: Reader; readonly view: ResultsView }

/** What the figures of this page mean: formula, roll-up, interval, what is left out. */
function HowTo({ reader: { say, numbers }, view: { results, record } }: HowToProps) {
  const { nodes } = results.total
  const formulas = distinct(nodes.map(({ formula }) => formula))
  const rollUps = distinct(nodes.flatMap(({ rollUp }) => rollUp ?? []))
  const shown = [results.total, ...results.agencies].flatMap((one) => one.nodes)
  const methods = distinct(shown.flatMap(({ intervalMethod }) => intervalMethod ?? []))
  return (
    <section class="card" id="how">
      <h2>{say('howTo')}</h2>
      <dl>
        <Entry title={say('howFormula')} lines={formulas.map((formula) => say(`formula_${formula}`))} />
        <Entry title={say('howRollUp')} lines={rollUps.map((rollUp) => say(`rollUp_${rollUp}`))} />
        <Entry
          title={say('howInterval')}
          lines={
            methods.length === 0
              ? []
              : [...methods.map((method) => say(`method_${method}`)), say('daysRule', { n: numbers.count(fewestADay) })]
          }
        />
        <Entry title={say('howMissing')} lines={[say('missing')]} />
        <Entry title={say('howAsked')} lines={record.campaign.kind === 'open' ? [say('openWhy')] : []} />
        <Entry title={say('howSmall')} lines={[say('smallWhy', { n: numbers.count(record.campaign.threshold) })]} />
        <Entry title={say('howTotals')} lines={[say('totalsWhy')]} />
      </dl>
    </section>
  )
}

const Entry = ({ title, lines }: { readonly title: string; readonly lines: readonly string[] }): VNode | null =>
  lines.length === 0 ? null : (
    <div>
      <dt>{title}</dt>
      {lines.map((line) => (
        <dd key={line}>{line}</dd>
      ))}
    </div>
  )

const distinct = <T,>(all: readonly T[]): readonly T[] => [...new Set(all)]
