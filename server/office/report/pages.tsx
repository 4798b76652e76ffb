import { type Context, Hono } from 'hono'
import { doerOf, personOf, requireAct } from '../../access/permission'
import { areaFor, seenCampaign } from '../../access/seen'
import { requestReleasedReport, requestReport } from '../../acts/exports'
import { readReportForm } from '../../db/reports'
import { places, streamOf } from '../../files/export'
import { note } from '../../log/note'
import { type Filter, namedFields, noFilter, readFilter, readReleasedFilter } from '../../reading/filter'
import { isReportable, isWholeEdition, reportFacts, type WantedReport } from '../../report/facts'
import { reportPaper, sectionsOn } from '../../report/paper'
import { reportContentOf, reportFileName, reportOrderOf } from '../../report/ordered'
import { isReportFormat, reportBytes, reportTypes } from '../../report/write'
import { acting } from '../frame/acting'
import type { OfficeDeps } from '../frame/deps'
import { noticePage } from '../frame/document'
import { refused } from '../frame/door'
import { sentForm, valueOf } from '../frame/form'
import { done, type Reader, readerOf } from '../frame/reader'
import { Languages } from '../frame/shell'
import { OrderReport } from '../results/files'
import { addressQuery } from '../results/filter'
import { filterRefused } from '../results/filters'
import { reportFormPages } from './form'
import { reportSheet } from './sheet'
import { writingPages } from './writing'

/** The results of one campaign as a report that is signed: on screen, and as a file. */
export const reportPages = (deps: OfficeDeps): Hono => {
  const working = requireAct(deps, 'results.read', refused)
  const released = requireAct(deps, 'released.read', refused)
  return (
    new Hono()
      .get('/campaigns/:code/report', working, (c) => reported(deps, c, 'working', shown))
      .get('/campaigns/:code/released/report', released, (c) => reported(deps, c, 'released', shown))
      .post('/campaigns/:code/report/file', working, (c) => sentOrder(deps, c, 'working'))
      .post('/campaigns/:code/released/report/file', released, (c) => sentOrder(deps, c, 'released'))
      // For programs, which wait for it.
      .get('/campaigns/:code/report/file/:format', working, (c) => reported(deps, c, 'working', fetched))
      .get('/campaigns/:code/released/report/file/:format', released, (c) => reported(deps, c, 'released', fetched))
      .route('/', writingPages(deps))
      .route('/', reportFormPages(deps))
  )
}

type Answer = (deps: OfficeDeps, c: Context, wanted: WantedReport) => Promise<Response>

/** Answers with a report under the filter of the address or a form, or says what is wrong with it. */
async function reported(
  deps: OfficeDeps,
  c: Context,
  of: WantedReport['of'],
  answer: Answer,
  field: (name: keyof Filter) => string | undefined = (name) => c.req.query(name),
): Promise<Response> {
  const code = c.req.param('code') ?? ''
  const record = await seenCampaign(deps, c, code, of === 'released' ? 'released.read' : 'results.read')
  if (!record) return noticePage(c, 404, 'lostTitle', 'campaignUnknown', { seen: code })
  const reading = (of === 'released' ? readReleasedFilter : readFilter)(record, field)
  if (!reading.ok) return filterRefused(c, code, reading.refusal)
  const [own, ...others] = record.area === 'everywhere' ? [] : record.measured
  // Who sees one agency has no other report than its own.
  const filter = of === 'released' && own && others.length === 0 ? { ...reading.filter, agency: own.agency.code } : reading.filter
  return answer(deps, c, { record, filter, of, language: readerOf(c).language })
}

async function shown(deps: OfficeDeps, c: Context, wanted: WantedReport): Promise<Response> {
  const facts = await reportFacts(deps, wanted)
  if (!facts) return noticePage(c, 200, 'noIndicatorsTitle', 'noIndicatorsText')
  const reader = readerOf(c)
  const paper = await reportPaper(facts)
  const writes = (await seenCampaign(deps, c, wanted.record.campaign.code, 'campaigns.change')) !== undefined
  const forms = (await areaFor(deps, c, 'campaigns.change')) === 'everywhere'
  return reportSheet(c, { reader, paper, nav: <Ways {...{ reader, wanted, writes, forms }} /> })
}

/** Orders the file, which is prepared while its reader does something else. */
async function sentOrder(deps: OfficeDeps, c: Context, of: WantedReport['of']): Promise<Response> {
  const { values } = await sentForm(c)
  const format = valueOf(values, 'format')
  return reported(
    deps,
    c,
    of,
    (_, __, wanted) => ordered(deps, c, wanted, format),
    (name) => valueOf(values, name),
  )
}

async function ordered(deps: OfficeDeps, c: Context, wanted: WantedReport, format: string): Promise<Response> {
  const { record, filter, of } = wanted
  if (!isReportFormat(format)) return noticePage(c, 404, 'lostTitle', 'lostText')
  if (!(await isReportable(deps, record))) return noticePage(c, 200, 'noIndicatorsTitle', 'noIndicatorsText')
  const person = await personOf(deps, c)
  const row = deps.exporter.planned({
    campaign: record.campaign.code,
    content: reportContentOf(of),
    format,
    filter: JSON.stringify(reportOrderOf(person?.id ?? '', wanted)),
    language: wanted.language,
    requested_by: person?.name ?? '',
    expected_rows: sectionsOn(await readReportForm(deps.database)).length,
  })
  const agencies = filter.agency === null ? record.measured.map(({ agency }) => agency.code) : [filter.agency]
  const asking = of === 'released' ? requestReleasedReport : requestReport
  return acting(deps, c, asking, { row, agencies, filter: namedFields(filter) }, () => {
    deps.exporter.begin(row)
    return done(c, '/admin/exports', 'done_export')
  })
}

/** Two at once take a processor each; whoever comes third is told so. */
const writing = places(2)

async function fetched(deps: OfficeDeps, c: Context, wanted: WantedReport): Promise<Response> {
  const format = c.req.param('format') ?? ''
  if (!isReportFormat(format)) return noticePage(c, 404, 'lostTitle', 'lostText')
  if (!(await isReportable(deps, wanted.record))) return noticePage(c, 200, 'noIndicatorsTitle', 'noIndicatorsText')
  const leave = writing.take()
  if (!leave) {
    c.header('Retry-After', '30')
    return noticePage(c, 409, 'report', 'reportBusy')
  }
  const person = await personOf(deps, c)
  const { campaign } = wanted.record
  if (person && c.req.method !== 'HEAD')
    await note(deps, doerOf(person), 'files.fetch', campaign.code, { content: 'report', format, filter: namedFields(wanted.filter) })
  return new Response(streamOf(reportBytes(deps, wanted, format), leave), {
    headers: {
      'Content-Type': reportTypes[format],
      'Content-Disposition': `attachment; filename="${reportFileName(wanted.record, wanted.filter)}.${format}"`,
      'Cache-Control': 'private, no-store, no-transform',
    },
  })
}

type WaysProps = {
  readonly reader: Reader
  readonly wanted: WantedReport
  /** Whether they may write into it, and say how reports look. */
  readonly writes: boolean
  readonly forms: boolean
}

/** What can be done with a report: fetched as a file, written into, printed, left. */
function Ways({ reader, wanted: { record, filter, of }, writes, forms }: WaysProps) {
  const { say } = reader
  const campaign = `/admin/campaigns/${encodeURIComponent(record.campaign.code)}`
  const [home, query] = [of === 'released' ? `${campaign}/released` : campaign, addressQuery(filter)]
  return (
    <nav class="screen" aria-label={say('report')}>
      {reader.done !== undefined && (
        <p class="done" role="status">
          {reader.done}
        </p>
      )}
      <div class="files">
        <OrderReport {...{ reader, home, filter }} />
        {writes && isWholeEdition(record, filter) && (
          <a href={`${campaign}/report/texts${addressQuery({ ...noFilter, agency: filter.agency, block: filter.block })}`}>
            {say('reportWrite')}
          </a>
        )}
        {forms && <a href="/admin/report-form">{say('reportForm')}</a>}
        <a href={`${home}${of === 'released' ? '' : query}`}>{say('reportBack')}</a>
      </div>
      <Languages reader={reader} />
    </nav>
  )
}
