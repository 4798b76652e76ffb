import { type Context, Hono } from 'hono'
import { createHash } from 'node:crypto'
import type { VNode } from 'preact'
import { renderToString } from 'preact-render-to-string'
import style from '../../../client/styles/report.css?inline'
import { isRunning } from '../../../surveys/fielding/campaign'
import { poolNeeds } from '../../../surveys/figures/comments'
import { localDay } from '../../../surveys/instrument/calendar'
import { headlineOf, nodeLabels } from '../../../surveys/instrument/indicators'
import { localised } from '../../../surveys/instrument/language'
import { itemsById } from '../../../surveys/instrument/questionnaire'
import { requireAct } from '../../access/permission'
import { seenCampaign } from '../../access/seen'
import { escaped } from '../../citizen/document'
import { tallyLayoutOf } from '../../db/questionnaires'
import type { OfficeDeps } from '../frame/deps'
import { noticePage } from '../frame/document'
import { refused } from '../frame/door'
import { blockName, channelName, type Reader, readerOf } from '../frame/reader'
import { Languages, SeeingBanner } from '../frame/shell'
import { keptSince, readFilter, readReleasedFilter } from '../../reading/filter'
import { addressQuery, filterShown, seenPart } from '../results/filter'
import { filterRefused } from '../results/filters'
import { pickedOf, readReleased, type ReleasedView } from '../../reading/released'
import { campaignTitle, isRanked, labelOf, loadResults, nodeOf } from '../results/view'
import { Distributions } from './distributions'
import { ResponseRateSheet } from './response-rate'
import { fewestADay } from '../../../surveys/figures/sums'
import {
  AgencyTables,
  FactorTables,
  FigureRow,
  FigureRowHeads,
  hasOwnValues,
  methodMark,
  methodsIn,
  type ReportProps,
  type ReportView,
  TableSheet,
  TreeTables,
} from './tables'

/** The results of one campaign as a report for paper. */
export const reportPages = (deps: OfficeDeps): Hono =>
  new Hono()
    .get('/campaigns/:code/report', requireAct(deps, 'results.read', refused), (c) => reportPage(deps, c, c.req.param('code')))
    .get('/campaigns/:code/released/report', requireAct(deps, 'released.read', refused), (c) => releasedPage(deps, c, c.req.param('code')))

async function reportPage(deps: OfficeDeps, c: Context, code: string): Promise<Response> {
  const reader = readerOf(c)
  const record = await seenCampaign(deps, c, code, 'results.read')
  if (!record) return noticePage(c, 404, 'lostTitle', 'campaignUnknown', { seen: code })
  const reading = readFilter(record, (name) => c.req.query(name))
  if (!reading.ok) return filterRefused(c, code, reading.refusal)
  const view = await loadResults(deps, record, reading.filter, reader.language)
  if (!view) return noticePage(c, 200, 'noIndicatorsTitle', 'noIndicatorsText')
  return reportOn(deps, c, reader, view, undefined)
}

/** What a campaign has released, for paper: the same sheets over released figures. */
async function releasedPage(deps: OfficeDeps, c: Context, code: string): Promise<Response> {
  const reader = readerOf(c)
  const record = await seenCampaign(deps, c, code, 'released.read')
  if (!record) return noticePage(c, 404, 'lostTitle', 'campaignUnknown', { seen: code })
  const reading = readReleasedFilter(record, (name) => c.req.query(name))
  if (!reading.ok) return filterRefused(c, code, reading.refusal)
  const { questionnaire } = await deps.questionnaires.get(record.campaign.questionnaire, record.campaign.version)
  const layout = tallyLayoutOf(questionnaire)
  const headline = layout.nodes.find(({ indicator }) => indicator.code === headlineOf(questionnaire))?.indicator
  if (!headline) return noticePage(c, 200, 'noIndicatorsTitle', 'noIndicatorsText')
  const released = pickedOf(await readReleased(deps, record, reader.language), reading.filter)
  const own = released.agencies.find((agency) => agency.code === reading.filter.agency)
  const results = own ? { ...released, total: { ...own, meanOfAgencies: [] } } : released
  const labels = nodeLabels(questionnaire, reader.language)
  const view = { record, questionnaire, layout, labels, headline, filter: reading.filter, channels: [], results }
  return reportOn(deps, c, reader, view, released)
}

async function reportOn(
  deps: OfficeDeps,
  c: Context,
  reader: Reader,
  view: ReportView,
  released: ReleasedView | undefined,
): Promise<Response> {
  const { record } = view
  const { hash } = await deps.questionnaires.get(record.campaign.questionnaire, record.campaign.version)
  const about = campaignTitle(record, reader.language)
  const title = `${reader.say('report')}: ${released ? `${reader.say('releasedFigures')}, ` : ''}${about}`
  const today = localDay(deps.now())
  const isOpen = isRunning(record.campaign, today)
  const marks = [...(record.campaign.synthetic ? ['sample'] : []), ...(isOpen ? ['open'] : [])]
  return paper(c, { reader, title, marks, body: <Report {...{ reader, view, released, hash, today, isOpen }} /> })
}

type WholeReportProps = ReportProps & {
  readonly hash: string
  readonly today: string
  /** Of a report on released figures: of which night, what waits and what people wrote. */ readonly released: ReleasedView | undefined
  /** Whether the campaign still takes answers. */ readonly isOpen: boolean
}

/** What is signed: head, the result, its tables from the whole to every criterion, method and words. */
function Report({ reader, view, released, hash, today, isOpen }: WholeReportProps) {
  const { say } = reader
  const { code, threshold } = view.record.campaign
  const { nodes } = view.results.total
  const hasFigures = nodes.some(({ value }) => value !== null)
  return (
    <>
      <nav class="screen" aria-label={say('report')}>
        <p>{say('reportPrint')}</p>
        <p>
          <a href={`/admin/campaigns/${encodeURIComponent(code)}${released ? '/released' : addressQuery(view.filter)}`}>
            {say('reportBack')}
          </a>
        </p>
        <Languages reader={reader} />
      </nav>
      <main>
        <ReportHead {...{ reader, view, released, isOpen }} />
        {hasFigures ? (
          <ReportBody {...{ reader, view, released }} />
        ) : (
          <p class="nothing">
            {say(released ? 'reportReleasedNothing' : 'reportNothing', {
              persons: reader.numbers.count(nodeOf(nodes, view.headline.code)?.persons ?? 0),
              n: reader.numbers.count(threshold),
            })}
          </p>
        )}
        <Method {...{ reader, view, released, hash, today }} />
        <ReportFoot {...{ reader, isOpen }} />
      </main>
    </>
  )
}

const ReportBody = ({ released, ...props }: ReportProps & Pick<WholeReportProps, 'released'>) => (
  <>
    <ReportSummary {...props} />
    <ByChannel {...props} />
    <AgencyTables {...props} />
    <ResponseRateSheet {...props} />
    <FactorTables {...props} />
    <TreeTables {...props} />
    <Distributions {...props} />
    {released && <PooledComments {...props} released={released} />}
  </>
)

/** The head of an official annex: who issues it, nation and motto, number and date left to be written, title. */
function ReportHead({ reader, view, released, isOpen }: ReportProps & Pick<WholeReportProps, 'isOpen' | 'released'>) {
  const { say, numbers, language, province } = reader
  const { campaign, measured } = view.record
  const agency = measured.find((one) => one.agency.code === view.filter.agency)?.agency
  const filter = filterShown(reader, { ...view.filter, agency: null })
  const part = released ? undefined : seenPart(reader, view)
  const kept = keptSince(view.record, view.filter, language)
  return (
    <header>
      <div class="parties">
        <p>
          <b>{province.name ? localised(province.name, language) : say('issuer')}</b>
          <br />
          {say('number')}
        </p>
        <p>
          <b>{say('nation')}</b>
          <br />
          <b class="motto">{say('motto')}</b>
          <br />
          <i>{say('placeDate')}</i>
        </p>
      </div>
      {campaign.synthetic && (
        <p class="sample">
          <b>{say('synthetic')}.</b> {say('syntheticNote')}
        </p>
      )}
      <h1>
        {say('report')}
        <small>
          {say('reportTitle')} {say('reportOf', { title: campaignTitle(view.record, language) })}
        </small>
      </h1>
      {agency && (
        <p class="of">
          {say('agency')}: <b>{localised(agency.name, language)}</b> ({agency.code})
        </p>
      )}
      <p class="of">
        {say('period')}: {say('reportPeriod', { from: numbers.day(campaign.opensOn), to: numbers.day(campaign.closesOn) })}
      </p>
      {part !== undefined && <p class="of">{part}</p>}
      {kept !== undefined && <p class="of">{kept}</p>}
      {filter !== '' && (
        <p class="of">
          {say('reportFilter')}: {filter}
        </p>
      )}
      {released && (
        <p class="of">
          <b>{say('releasedFigures')}.</b>{' '}
          {released.asOf === null ? say('releasedNever') : say('releasedAsOf', { day: numbers.day(released.asOf) })}
        </p>
      )}
      {isOpen && (
        <p class="of">
          <b>{say('reportOpen')}</b>
        </p>
      )}
    </header>
  )
}

/** Where it goes and who signs, and once more that it is not the end. */
const ReportFoot = ({ reader: { say }, isOpen }: Pick<WholeReportProps, 'reader' | 'isOpen'>) => (
  <footer>
    {isOpen && (
      <p class="of">
        <b>{say('reportOpen')}</b>
      </p>
    )}
    <div class="parties">
      <p>
        <b>
          <i>{say('receivers')}:</i>
        </b>
        <br />- ……………
        <br />- {say('receiverArchive')}
      </p>
      <p>
        <b>{say('signature')}</b>
        <br />
        <i>{say('signHere')}</i>
      </p>
    </div>
  </footer>
)

/** The headline and what it stands on, with the aspects below it. */
function ReportSummary({ reader, view }: ReportProps) {
  const { say, numbers } = reader
  const { total, agencies } = view.results
  const { campaign } = view.record
  const head = nodeOf(total.nodes, view.headline.code)
  const shown = [head, ...total.nodes.filter(({ tree, kind }) => tree === view.headline.tree && (kind === 'aspect' || kind === 'factor'))]
  const lacking = agencies.filter((agency) => !isRanked(view, agency))
  return (
    <section>
      <h2>{say('reportSummary')}</h2>
      <p>
        {say('reportSummaryText', {
          responses: numbers.count(total.responses),
          agencies: numbers.count(agencies.length),
          kind: say(campaign.kind),
        })}
      </p>
      {lacking.length > 0 && (
        <p>{say('reportUnranked', { n: numbers.count(campaign.threshold), names: lacking.map(({ name }) => name).join('; ') })}</p>
      )}
      <TableSheet
        {...{ reader, view }}
        kind={hasOwnValues(view) ? 'figures own' : 'figures'}
        caption={say('reportSummary')}
        head={
          <tr>
            <th scope="col">{say('reportFigure')}</th>
            <FigureRowHeads {...{ reader, view }} tree={view.headline.tree} />
          </tr>
        }
      >
        <tbody>
          {shown.map(
            (node) =>
              node && (
                <tr key={node.code} class={node === head ? 'sum' : undefined}>
                  <th scope="row">{labelOf(view, node.code)}</th>
                  <FigureRow {...{ reader, view, node }} />
                </tr>
              ),
          )}
        </tbody>
      </TableSheet>
      <p class="note">{say('reportChart')}</p>
    </section>
  )
}

/** What was said to an interviewer, beside what people tapped themselves; nothing where there is only one of them. */
function ByChannel({ reader, view }: ReportProps) {
  const { say } = reader
  const channels = view.channels.flatMap(({ code, nodes }) => {
    const node = nodeOf(nodes, view.headline.code)
    return node ? [{ code, node }] : []
  })
  if (channels.length < 2 || !channels.some(({ code }) => code === 'interviewer')) return null
  return (
    <section>
      <h2>{say('channels')}</h2>
      <p>{say('reportAssisted')}</p>
      <TableSheet
        {...{ reader, view }}
        kind={hasOwnValues(view) ? 'figures own' : 'figures'}
        caption={say('channels')}
        head={
          <tr>
            <th scope="col">{say('channel')}</th>
            <FigureRowHeads {...{ reader, view }} tree={view.headline.tree} />
          </tr>
        }
      >
        <tbody>
          {channels.map(({ code, node }) => (
            <tr key={code}>
              <th scope="row">{channelName(reader, code)}</th>
              <FigureRow {...{ reader, view, node }} />
            </tr>
          ))}
        </tbody>
      </TableSheet>
    </section>
  )
}

/** What people wrote, about each agency that has enough, then what its blocks and everything have besides. */
function PooledComments({ reader, view: { questionnaire }, released }: ReportProps & { readonly released: ReleasedView }) {
  const { say, language } = reader
  const questions = itemsById(questionnaire)
  const groups = [
    ...released.agencies.map(({ name, comments }) => ({ name, comments })),
    ...released.blocks.map(({ code, comments }) => ({ name: blockName(reader, code), comments })),
    { name: say('everything'), comments: released.total.comments },
  ].flatMap(({ name, comments }) => comments.filter(({ texts }) => texts.length > 0).map((pool) => ({ name, ...pool })))
  if (groups.length === 0) return null
  return (
    <section class="said">
      <h2>{say('releasedComments')}</h2>
      {groups.map(({ name, item, texts }) => (
        <div key={`${name} ${item}`}>
          <h3>
            {name}: {localised(questions.get(item)?.text ?? {}, language, questionnaire.languages)}
          </h3>
          <ul>
            {texts.map((text, place) => (
              <li key={place}>{text}</li>
            ))}
          </ul>
        </div>
      ))}
    </section>
  )
}

type MethodProps = ReportProps & Pick<WholeReportProps, 'hash' | 'today' | 'released'>

/** How the figures came about, and what the words mean. */
function Method({ reader, view, released, hash, today }: MethodProps) {
  const { say, numbers, language } = reader
  const {
    questionnaire,
    record: { campaign },
    results: {
      total: { nodes },
    },
  } = view
  const values = {
    title: localised(questionnaire.title, language, questionnaire.languages),
    id: questionnaire.id,
    version: String(questionnaire.version),
    hash: hash.slice(0, 16),
  }
  const lines = [
    say('reportVersion', values),
    say('reportMade', { day: numbers.day(today) }),
    ...(released ? releasedLines(reader, view, released) : []),
    ...distinct(nodes.map(({ formula }) => say(`formula_${formula}`))),
    ...distinct(nodes.flatMap(({ rollUp }) => (rollUp ? say(`rollUp_${rollUp}`) : []))),
    ...methodsIn(view).map((method) => `(${methodMark(view, method)}) ${say(`method_${method}`)}`),
    ...(methodsIn(view).some((method) => !method.endsWith('-bound')) ? [say('daysRule', { n: numbers.count(fewestADay) })] : []),
    say('rounding'),
    say('missing'),
    say('smallWhy', { n: numbers.count(campaign.threshold) }),
    say('totalsWhy'),
    ...(campaign.kind === 'open' ? [say('openWhy')] : []),
    ...terms.map((term) => say(released && term === 'termPersons' ? 'termPersonsReleased' : term)),
    ...(nodes.some(({ tree }) => tree !== 'satisfaction') ? [say('termShareOther')] : []),
  ]
  return (
    <section class="method">
      <h2>{say('reportMethod')}</h2>
      <ul>
        {distinct(lines).map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </section>
  )
}

/** By what rule figures were released, and what is left out. */
function releasedLines(
  { say, numbers }: Reader,
  { record: { campaign } }: ReportView,
  { settled, total }: ReleasedView,
): readonly string[] {
  const without = distinct(total.nodes.flatMap((node) => (node.withheld === undefined ? node.without : [])))
  return [
    say('releasedText', { n: numbers.count(campaign.threshold) }),
    ...(total.waiting > 0 ? [say(settled ? 'releasedKept' : 'releasedWaiting', { n: numbers.count(total.waiting) })] : []),
    ...(without.length > 0 ? [`${say('releasedWithout')}: ${without.join(', ')}.`] : []),
    say('releasedCommentsText', { n: numbers.count(poolNeeds(campaign.threshold)) }),
  ]
}

const terms = ['termBase', 'termPersons', 'termShare', 'termLevel', 'termInterval'] as const

const distinct = (all: readonly string[]): readonly string[] => [...new Set(all)]

type Paper = { readonly reader: Reader; readonly title: string; readonly marks: readonly string[]; readonly body: VNode }

/** A document made for A4 sheets; every sheet of made-up data says so at its top, of an open campaign at its foot. */
function paper(c: Context, { reader, title, marks, body }: Paper): Response {
  c.header('Content-Security-Policy', policy)
  c.header('Cache-Control', 'private, no-store')
  c.header('Content-Language', reader.language)
  return c.html(
    `<!doctype html><html lang="${reader.language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${escaped(title)}</title><meta name="color-scheme" content="light"><style>${style}</style></head><body class="${marks.length > 0 ? [...marks, reader.language].join('-') : ''}">${renderToString(<SeeingBanner reader={reader} />)}${renderToString(body)}</body></html>`,
  )
}

const policy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  "img-src 'self' data:",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')
