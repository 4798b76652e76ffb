import { type Context, Hono } from 'hono'
import type { VNode } from 'preact'
import type { OfficeWord } from '../../../client/text/office'
import { campaignState } from '../../../surveys/fielding/campaign'
import { daysBetween, localDay } from '../../../surveys/instrument/calendar'
import type { Topic } from '../../../surveys/figures/topics'
import { nodeLabels } from '../../../surveys/instrument/indicators'
import { localised } from '../../../surveys/instrument/language'
import { doerOf, personOf, requireAct } from '../../access/permission'
import { seenCampaign } from '../../access/seen'
import { type CampaignRecord } from '../../db/campaigns'
import { readCommentTopics } from '../../db/settings'
import { note } from '../../log/note'
import { readComments } from '../../reading/comments'
import { type Filter, isNarrowed, keptSince, namedFields, readFilter } from '../../reading/filter'
import { readCross } from '../../reading/cross'
import { readFigure } from '../../reading/results'
import type { OfficeDeps } from '../frame/deps'
import { noticePage, page } from '../frame/document'
import { refused } from '../frame/door'
import { type Reader, readerOf } from '../frame/reader'
import { Shell } from '../frame/shell'
import { Agencies, GatherMore } from './agencies'
import { Cross, crossAsked } from './cross'
import { Distribution, hasOpinions, Opinions } from './distribution'
import { Drivers } from './drivers'
import { FigurePage } from './figure'
import { Exports } from './files'
import { seenPart } from './filter'
import { FilterChips, filterRefused, Filters } from './filters'
import { Headline } from './headline'
import { commentPages, Comments } from './comments'
import { Beside } from './one-agency'
import { Weaknesses } from './telling'
import { Channels, Months, Trend } from './over-time'
import { Profile } from './profile'
import { publishedPages } from './published'
import { releasedPages, ViewChoice } from './released'
import { ResponseRate } from './response-rate'
import { Trees } from './trees'
import { type WorkspacePage, WorkspaceNav, workspacePages } from './tabs'
import { campaignTitle, loadResults, type Needs, nodeOf, readChoices, readListing, type ResultsView } from './view'
import { fewestADay } from '../../../surveys/figures/sums'

/** The results of one campaign, each of their figures, and what was published before. */
export const resultsPages = (deps: OfficeDeps) =>
  new Hono()
    .route('/', tabPages(deps))
    .get('/campaigns/:code/figures/:node', requireAct(deps, 'results.read', refused), (c) =>
      filtered(deps, c, c.req.param('code'), figurePage),
    )
    .route('/', releasedPages(deps))
    .route('/', commentPages(deps))
    .route('/results/published', publishedPages(deps))

const tabPages = (deps: OfficeDeps) =>
  workspacePages.reduce(
    (app, { id, path }) =>
      app.get(`/campaigns/:code${path}`, requireAct(deps, 'results.read', refused), (c) =>
        filtered(deps, c, c.req.param('code') ?? '', resultsPage(id)),
      ),
    new Hono(),
  )

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

const resultsPage =
  (tab: WorkspacePage): Answer =>
  async (deps, c, { record, filter }) => {
    const reader = readerOf(c)
    const found = await loadResults(deps, record, filter, reader.language, {
      listing: readListing((name) => c.req.query(name)),
      needs: { ...nothing, ...parts[tab].needs },
    })
    if (!found) return noticePage(c, 200, 'noIndicatorsTitle', 'noIndicatorsText')
    const topics = tab === 'comments' ? await readCommentTopics(deps.database) : undefined
    const view = topics
      ? {
          ...found,
          comments: await commentsFor(deps, c, found, topics),
          topics,
          topic: c.req.query('topic')?.trim() || undefined,
        }
      : { ...found, crossed: tab === 'respondents' ? await crossedFor(deps, c, found) : undefined }
    await noteRead(deps, c, view)
    return page(c, {
      reader,
      title: `${reader.say(tabWord(tab))} · ${campaignTitle(record, reader.language)}`,
      script: deps.assets.results,
      body: <Results {...{ reader, view, tab }} today={localDay(deps.now())} />,
    })
  }

async function crossedFor(deps: OfficeDeps, c: Context, view: ResultsView): Promise<ResultsView['crossed']> {
  const asked = crossAsked(view, (name) => c.req.query(name))
  return asked && { asked, found: await readCross(deps, view.record, view.filter, asked) }
}

/** Who read what people wrote stands in the log. */
async function noteRead(deps: OfficeDeps, c: Context, { comments, record, filter }: ResultsView): Promise<void> {
  if (!comments?.some(({ texts }) => texts.length > 0)) return
  const person = await personOf(deps, c)
  if (person) await note(deps, doerOf(person), 'comments.read', record.campaign.code, { filter: namedFields(filter) })
}

/** What people wrote about what is shown, for who may read it as it was written. */
async function commentsFor(
  deps: OfficeDeps,
  c: Context,
  { record, filter, questionnaire }: ResultsView,
  topics: readonly Topic[],
): Promise<ResultsView['comments']> {
  const seen = await seenCampaign(deps, c, record.campaign.code, 'comments.read')
  const isTheirs = filter.agency === null || (seen?.measured.some(({ agency }) => agency.code === filter.agency) ?? false)
  return seen && isTheirs ? readComments(deps.database, seen, questionnaire, filter, topics) : undefined
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

type ResultsProps = { readonly reader: Reader; readonly view: ResultsView; readonly tab: WorkspacePage; readonly today: string }

/** A page of the results of a campaign under one filter. */
function Results({ reader, view, tab, today }: ResultsProps) {
  return (
    <Shell reader={reader}>
      <Heading {...{ reader, view, today }} />
      <WorkspaceNav {...{ reader }} campaign={view.record.campaign.code} filter={view.filter} here={tab} />
      <Filters {...{ reader, view, today }} />
      <FilterChips {...{ reader, view }} />
      <Body {...{ reader, view, today, tab }} />
    </Shell>
  )
}

type ViewProps = { readonly reader: Reader; readonly view: ResultsView; readonly today: string }
type TabProps = ViewProps & { readonly tab: WorkspacePage }

type TabParts = {
  /** What it reads besides figures. */
  readonly needs: Partial<Needs>
  readonly sections: (view: ResultsView) => readonly ((props: ViewProps) => VNode | null)[]
}

const nothing: Needs = { earlier: 'none', cuts: [], rates: false, whole: false, published: false }

/** What stands on each page, and what is read for it. */
const parts: Readonly<Record<WorkspacePage, TabParts>> = {
  overview: {
    needs: { earlier: 'last' },
    sections: ({ filter }) => [Headline, Weaknesses, ...(filter.agency === null ? [] : [Beside]), HowTo],
  },
  agencies: {
    needs: { earlier: 'last' },
    sections: () => [Agencies],
  },
  criteria: {
    needs: { earlier: 'last', whole: true },
    sections: (view) => [Distribution, Drivers, ...(hasOpinions(view) ? [Opinions] : []), Trees],
  },
  trend: { needs: { earlier: 'all', cuts: ['month', 'channel'], published: true }, sections: () => [Months, Trend, Channels] },
  comments: { needs: {}, sections: () => [Comments] },
  respondents: { needs: { cuts: ['channel'], rates: true, whole: true }, sections: () => [Profile, Cross, ResponseRate, Channels] },
  downloads: { needs: {}, sections: () => [Exports] },
}

const tabWord = (tab: WorkspacePage): OfficeWord => workspacePages.find(({ id }) => id === tab)?.word ?? 'results'

/** Whether anything may be shown: any node of the total with a figure. */
const hasFigures = ({ results }: ResultsView): boolean => results.total.nodes.some(({ value }) => value !== null)

function Heading({ reader, view, today }: ViewProps) {
  const { say, numbers, language } = reader
  const { record, filter, questionnaire } = view
  const { campaign, measured } = record
  const agency = measured.find((one) => one.agency.code === filter.agency)?.agency
  const part = seenPart(reader, view)
  const kept = keptSince(record, filter, language)
  return (
    <>
      <div class="heading">
        <h1>{agency ? localised(agency.name, language) : campaignTitle(record, language)}</h1>
        {campaign.synthetic && (
          <p class="badge" title={say('syntheticNote')}>
            {say('synthetic')} <span class="unseen">{say('syntheticNote')}</span>
          </p>
        )}
        <StateOf {...{ reader, record, today }} />
      </div>
      <div class="subhead">
        <p class="sub">
          {agency && <>{campaignTitle(record, language)} · </>}
          {localised(questionnaire.title, language, questionnaire.languages)} ({campaign.questionnaire},{' '}
          {say('version', { n: String(campaign.version) })}) · {numbers.day(campaign.opensOn)} – {numbers.day(campaign.closesOn)} ·{' '}
          {say(campaign.kind)}
        </p>
        <ViewChoice reader={reader} code={campaign.code} here="workingFigures" />
      </div>
      {part !== undefined && <p class="note">{part}</p>}
      {kept !== undefined && <p class="note">{kept}</p>}
    </>
  )
}

type StateProps = { readonly reader: Reader; readonly record: CampaignRecord; readonly today: string }

/** Whether the campaign still asks, and for how long: its figures will be others until then. */
function StateOf({ reader: { say, numbers }, record: { campaign }, today }: StateProps) {
  const state = campaignState(campaign, today)
  return (
    <p class="stateof">
      <b>{say(`state_${state}`)}</b>
      {state === 'open' &&
        `, ${say('daysLeft', { n: numbers.count(daysBetween(today, campaign.closesOn)), day: numbers.day(campaign.closesOn) })}`}
    </p>
  )
}

/** What people wrote has a rule of its own, and files carry their reasons in them. */
const hasOwnRule: ReadonlySet<WorkspacePage> = new Set(['comments', 'downloads'])

function Body({ reader, view, today, tab }: TabProps) {
  if (view.results.total.responses <= 0) return <Empty {...{ reader, view }} />
  if (!hasFigures(view) && !hasOwnRule.has(tab)) return <Withheld {...{ reader, view }} />
  return (
    <>
      {parts[tab].sections(view).map((Part, place) => (
        <Part key={place} {...{ reader, view, today }} />
      ))}
    </>
  )
}

function Empty({ reader: { say, path }, view: { record, filter } }: Omit<ViewProps, 'today'>) {
  const { code, status } = record.campaign
  return (
    <section class="card empty">
      <h2>{say('emptyTitle')}</h2>
      {isNarrowed(filter) ? (
        <p>
          {say('emptyFilter')} <a href={path}>{say('clear')}</a>
        </p>
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

function Withheld({ reader, view }: Omit<ViewProps, 'today'>) {
  const { say, numbers, path } = reader
  const persons = nodeOf(view.results.total.nodes, view.headline.code)?.persons ?? 0
  return (
    <section class="card empty">
      <h2>{say('withheldTitle')}</h2>
      <p>{say('withheldText', { persons: numbers.count(persons), n: numbers.count(view.record.campaign.threshold) })}</p>
      <p class="acts">
        {isNarrowed(view.filter) && <a href={path}>{say('clear')}</a>}
        <GatherMore {...{ reader, view }} />
      </p>
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
    <details class="card how" id="how">
      <summary>
        <h2>{say('howTo')}</h2>
      </summary>
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
    </details>
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
