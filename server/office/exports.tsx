import { type Context, Hono } from 'hono'
import { localDay } from '../../surveys/instrument/calendar'
import { localised } from '../../surveys/instrument/language'
import type { OfficeWord } from '../../client/text/office'
import { doerOf, personOf, requireAct } from '../access/permission'
import { seenCampaign } from '../access/seen'
import { type CampaignRecord, findCampaign, listCampaigns } from '../db/campaigns'
import { deleteExport, deleteReport, repeatExport, requestExport } from '../acts/exports'
import { findExport, listExports, type ReportContent, reportContents, withoutFile } from '../db/exports'
import type { ExportRow } from '../db/tables'
import { isSeparator } from '../files/csv'
import type { Encoder } from '../files/document'
import { contentNames, downloadHeaders, encoderFor, expectedRows, formatOf, readFilterFor, streamOf } from '../files/export'
import { type ContentName, fileName } from '../files/facts'
import { note } from '../log/note'
import { type Filter, noFilter } from '../reading/filter'
import { reportContentIn, reportFileName, reportOrderIn, seesOrdered } from '../report/ordered'
import { isReportFormat, reportTypes } from '../report/write'
import { acting } from './frame/acting'
import type { OfficeDeps } from './frame/deps'
import { Notice, page } from './frame/document'
import { refused } from './frame/door'
import { sentForm, valueOf } from './frame/form'
import { done, momentText, type Reader, readerOf } from './frame/reader'
import { ColumnHeads, Region, Shell } from './frame/shell'
import { formatName } from './results/files'
import { addressQuery, filterShown } from './results/filter'

/** Files that are prepared in the background: asked for, looked at, fetched and deleted. */
export function exportPages(deps: OfficeDeps): Hono {
  // Whoever may read anything may order a report of it; of the rest each row says whose it is.
  const may = requireAct(deps, 'released.read', refused)
  return new Hono()
    .get('/exports', may, (c) => listPage(deps, c))
    .post('/exports', requireAct(deps, 'responses.export', refused), (c) => ask(deps, c))
    .get('/exports/:id/file', may, (c) => fetchFile(deps, c, c.req.param('id')))
    .post('/exports/:id/delete', may, (c) => remove(deps, c, c.req.param('id')))
    .post('/exports/:id/again', requireAct(deps, 'responses.export', refused), (c) => again(deps, c, c.req.param('id')))
}

const home = '/admin/exports'

/** While something is being prepared the page asks for itself again, unless its reader wants it still. */
async function listPage(deps: OfficeDeps, c: Context): Promise<Response> {
  const { database, exporter } = deps
  await exporter.tidy()
  const reader = readerOf(c)
  const all = [...(reader.may('responses.export') ? await listExports(database, contentNames) : []), ...(await ownReports(deps, c))]
  const rows = await Promise.all(
    all
      .sort((one, other) => (one.requested_at > other.requested_at ? -1 : 1))
      .map(async (row): Promise<ShownExport> => ((await isLost({ exporter }, row)) ? { ...row, state: 'lost' } : row)),
  )
  const titles = new Map((await listCampaigns(database)).map(({ code, title }) => [code, localised(title, reader.language)]))
  const isBusy = rows.some(({ state }) => state === 'waiting' || state === 'running')
  const isStill = c.req.query('still') !== undefined
  if (isBusy && !isStill) c.header('Refresh', `2; url=${home}`)
  return page(c, { reader, title: reader.say('jobs'), body: <ExportList {...{ reader, rows, titles, isBusy, isStill }} /> })
}

async function ask(deps: OfficeDeps, c: Context): Promise<Response> {
  const { values } = await sentForm(c)
  const field = (name: string): string => valueOf(values, name)
  const [stem = '', ending = ''] = field('file').split('.')
  const content = contentNames.find((one) => one === stem)
  const record = await findCampaign(deps.database, field('campaign'))
  if (!record) return noFile(c, 404, 'campaignUnknown', { seen: field('campaign') })
  if (!content) return noFile(c, 422, 'jobUnknown', { seen: field('file') })
  const reading = readFilterFor(content, record, field)
  if (!reading.ok) return noFile(c, reading.refusal.status, reading.refusal.word, reading.refusal.values)
  const separator = field('separator')
  const format = formatOf(ending, isSeparator(separator) ? separator : undefined)
  if (!encoderFor(content, format)) return noFile(c, 422, 'jobUnknown', { seen: field('file') })
  const { language } = readerOf(c)
  const row = deps.exporter.planned({
    campaign: record.campaign.code,
    content,
    format,
    filter: JSON.stringify(reading.filter),
    language,
    requested_by: (await personOf(deps, c))?.name ?? '',
    expected_rows: await expectedRows(deps, content, { record, filter: reading.filter, language }),
  })
  return acting(deps, c, requestExport, row, () => {
    deps.exporter.begin(row)
    return done(c, home, 'done_export')
  })
}

/** The reports of whoever asks, as far as they may still read them. */
async function ownReports(deps: OfficeDeps, c: Context): Promise<readonly ExportRow[]> {
  const person = await personOf(deps, c)
  const rows = person ? await listExports(deps.database, reportContents, person.name) : []
  const own: ExportRow[] = []
  for (const row of rows) if (await isOwnReport(deps, c, row)) own.push(row)
  return own
}

/** Whether they ordered it, and see today what they saw when they did. */
async function isOwnReport(deps: OfficeDeps, c: Context, row: ExportRow): Promise<boolean> {
  const content = reportContentIn(row)
  const order = content && reportOrderIn(row)
  if (!order || order.account !== (await personOf(deps, c))?.id) return false
  const record = await seenCampaign(deps, c, row.campaign, content === 'report' ? 'results.read' : 'released.read')
  return record !== undefined && seesOrdered(record, order)
}

/** An export of this page; what else is prepared in the background belongs to others. */
async function exportAt(deps: OfficeDeps, c: Context, id: string): Promise<ExportRow | undefined> {
  const row = await findExport(deps.database, id)
  if (!row) return undefined
  const isTheirs = contentNames.some((one) => one === row.content) ? readerOf(c).may('responses.export') : await isOwnReport(deps, c, row)
  return isTheirs ? row : undefined
}

/** What kind of file it is, and how it is called. */
function fileOf(record: CampaignRecord, row: ExportRow): Pick<Encoder, 'contentType' | 'extension'> & { readonly name: string } {
  if (reportContentIn(row) && isReportFormat(row.format))
    return { contentType: reportTypes[row.format], extension: row.format, name: reportFileName(record, reportOrderIn(row).filter) }
  const content = contentNames.find((one) => one === row.content)
  const encoder = content && encoderFor(content, row.format)
  if (!encoder) throw new Error(`export ${row.id}: content "${row.content}", format "${row.format}"`)
  return { ...encoder, name: fileName(record, content) }
}

async function fetchFile(deps: OfficeDeps, c: Context, id: string): Promise<Response> {
  const { database, exporter, now } = deps
  const row = await exportAt(deps, c, id)
  const record = await findCampaign(database, row?.campaign ?? '')
  const isThere = row?.state === 'done' && row.expires_at > new Date(now()).toISOString()
  const file = isThere ? await exporter.read(row) : undefined
  if (!row || !file || !record) return noFile(c, 404, 'jobGone')
  const { content, format } = row
  const kind = fileOf(record, row)
  const person = await personOf(deps, c)
  if (person && c.req.method !== 'HEAD')
    await note(deps, doerOf(person), 'files.fetch', record.campaign.code, { content, format, export: id })
  return new Response(streamOf(file.pieces), {
    headers: { ...downloadHeaders(kind, kind.name), 'Content-Length': String(file.size) },
  })
}

async function remove(deps: OfficeDeps, c: Context, id: string): Promise<Response> {
  const row = await exportAt(deps, c, id)
  if (!row) return noFile(c, 404, 'jobGone')
  return acting(deps, c, reportContentIn(row) ? deleteReport : deleteExport, { id }, async (came) => {
    if (came.kind === 'failed') return noFile(c, 404, 'jobGone')
    await deps.exporter.tidy()
    return done(c, home, 'done_export-deleted')
  })
}

async function again(deps: OfficeDeps, c: Context, id: string): Promise<Response> {
  const row = await exportAt(deps, c, id)
  if (!row || reportContentIn(row)) return noFile(c, 404, 'jobGone')
  const from = (await isLost(deps, row)) ? ([...withoutFile, 'done'] as const) : withoutFile
  return acting(deps, c, repeatExport, { id, hold: deps.exporter.hold(), from }, (came) => {
    if (came.kind === 'failed') return noFile(c, 404, 'jobGone')
    deps.exporter.begin(came.value)
    return done(c, home, 'done_export-again')
  })
}

/** Finished, but the file is not here: after a restore, which brings none, or where another machine made it. */
const isLost = async ({ exporter }: Pick<OfficeDeps, 'exporter'>, row: ExportRow): Promise<boolean> =>
  row.state === 'done' && (await exporter.read(row)) === undefined

type Words = Parameters<ReturnType<typeof readerOf>['say']>

function noFile(c: Context, status: 404 | 422, ...text: Words): Response {
  const reader = readerOf(c)
  const title = reader.say('jobs')
  return page(c, {
    reader,
    title,
    status,
    body: <Notice {...{ reader, title }} text={reader.say(...text)} link={{ href: home, text: reader.say('backToJobs') }} />,
  })
}

/** As it is listed; what is finished without a file here is lost. */
type ShownExport = Omit<ExportRow, 'state'> & { readonly state: ExportRow['state'] | 'lost' }

type Props = {
  readonly reader: Reader
  readonly rows: readonly ShownExport[]
  /** Of each campaign, by its code. */
  readonly titles: ReadonlyMap<string, string>
  readonly isBusy: boolean
  readonly isStill: boolean
}

/** Who asked for which file when, how far it is, and what can be done with it. */
function ExportList({ reader, rows, titles, isBusy, isStill }: Props) {
  const { say } = reader
  return (
    <Shell reader={reader}>
      <h1>{say('jobs')}</h1>
      <p class="sub">{say('jobsText')}</p>
      {isBusy && (
        <p class="note">
          {isStill ? (
            <a href="/admin/exports">{say('jobsFollow')}</a>
          ) : (
            <>
              {say('jobsRefresh')} <a href="/admin/exports?still">{say('jobsStill')}</a>
            </>
          )}
        </p>
      )}
      {rows.length === 0 ? (
        <section class="card empty">
          <p>{say('jobsNone')}</p>
        </section>
      ) : (
        <section class="card">
          <Files {...{ reader, rows, titles }} />
        </section>
      )}
    </Shell>
  )
}

/** How the contents of files are called. */
const contentWords: Readonly<Record<ContentName | ReportContent, OfficeWord>> = {
  report: 'report',
  'released-report': 'releasedReport',
  results: 'exportResults',
  responses: 'exportResponses',
  codebook: 'exportCodebook',
  released: 'releasedFigures',
  'released-comments': 'releasedComments',
}

const Files = ({ reader, rows, titles }: Pick<Props, 'reader' | 'rows' | 'titles'>) => (
  <Region label={reader.say('jobs')}>
    <table class="jobs folds">
      <ColumnHeads
        columns={[
          { title: reader.say('jobWhat') },
          { title: reader.say('jobFilter') },
          { title: reader.say('jobWho') },
          { title: reader.say('state') },
          { title: reader.say('jobRows'), look: 'n' },
          { title: reader.say('jobSize'), look: 'n' },
          { title: reader.say('jobActs') },
        ]}
      />
      <tbody>
        {rows.map((row) => (
          <FileRow key={row.id} {...{ reader, row }} title={titles.get(row.campaign) ?? row.campaign} />
        ))}
      </tbody>
    </table>
  </Region>
)

const reportAddress = (campaign: string, content: ReportContent, filter: Filter): string =>
  `/admin/campaigns/${encodeURIComponent(campaign)}/${content === 'report' ? '' : 'released/'}report${addressQuery(filter)}`

type RowProps = { readonly reader: Reader; readonly row: ShownExport }

function FileRow({ reader, row, title }: RowProps & { readonly title: string }) {
  const { say, numbers } = reader
  const report = reportContentIn(row)
  const filter: Filter = { ...noFilter, ...(report ? reportOrderIn(row).filter : JSON.parse(row.filter)) }
  const name = `${say(contentWords[report ?? contentNames.find((one) => one === row.content) ?? 'results'])} · ${formatName(row.format)}`
  return (
    <tr>
      <th scope="row">
        {report ? <a href={reportAddress(row.campaign, report, filter)}>{name}</a> : name}
        <small>{title}</small>
      </th>
      <td data-label={say('jobFilter')}>{filterShown(reader, filter) || say('jobAll')}</td>
      <td data-label={say('jobWho')}>
        {row.requested_by}
        <small>{momentText(reader, row.requested_at)}</small>
      </td>
      <td data-label={say('state')}>
        {say(`job_${row.state}`)}
        {row.state === 'done' && <small>{say('jobUntil', { day: numbers.day(localDay(Date.parse(row.expires_at))) })}</small>}
      </td>
      <td class="n" data-label={say(report ? 'jobParts' : 'jobRows')}>
        <Rows {...{ reader, row }} />
      </td>
      <td class="n" data-label={say('jobSize')}>
        {row.bytes > 0 && row.state !== 'lost' && sizeText(reader, row.bytes)}
      </td>
      <td>
        <FileActs {...{ reader, row }} />
      </td>
    </tr>
  )
}

function Rows({ reader: { say, numbers }, row }: RowProps) {
  const isReport = reportContentIn(row) !== undefined
  if (isReport && row.state !== 'running') return <>{say('jobSections', { n: numbers.count(row.expected_rows) })}</>
  // What a program of documents makes of all sections comes at once.
  if (isReport && row.written_rows >= row.expected_rows) return <>{say('jobWriting')}</>
  if (row.state !== 'running')
    return <>{numbers.count(row.state === 'done' || row.state === 'lost' ? row.written_rows : row.expected_rows)}</>
  const text = say(isReport ? 'jobComposing' : 'jobProgress', {
    written: numbers.count(row.written_rows),
    expected: numbers.count(row.expected_rows),
  })
  return (
    <>
      {text} <progress max={Math.max(1, row.expected_rows)} value={row.written_rows} aria-label={text} />
    </>
  )
}

function FileActs({ reader: { say }, row }: RowProps) {
  const { id, state } = row
  const there = state === 'done' || state === 'running' || state === 'waiting'
  return (
    <div class="does">
      {state === 'done' && (
        <a class="button quiet" href={`/admin/exports/${id}/file`}>
          {say('jobDownload')}
        </a>
      )}
      {(there || reportContentIn(row) === undefined) && (
        <form method="post" action={`/admin/exports/${id}/${there ? 'delete' : 'again'}`}>
          <button class="quiet" type="submit">
            {say(state === 'done' ? 'jobDelete' : there ? 'jobGiveUp' : 'jobAgain')}
          </button>
        </form>
      )}
    </div>
  )
}

const sizeText = ({ say, numbers }: Reader, bytes: number): string =>
  bytes < 1e6
    ? say('kilobytes', { n: numbers.count(Math.ceil(bytes / 1e3)) })
    : say('megabytes', { n: numbers.figure(bytes / 1e6, 'number', 1) })
