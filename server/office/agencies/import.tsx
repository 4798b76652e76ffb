import { createHash } from 'node:crypto'
import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { z } from 'zod'
import { type AgencyEdit, agencyFields } from '../../../surveys/fielding/drafts'
import { importAgencies } from '../../acts/agencies'
import { listAgencies } from '../../db/agencies'
import { agencyColumns, agencyEdits, agencyFileLimits, type AgencyReading, type LineProblem } from '../../files/agency-file'
import type { TableKind } from '../../files/reading/open'
import { type FileProblem, fileProblemText, isLineFault, lineFaultText } from '../../../client/text/imports'
import { sizeText } from '../../../client/text/numbers'
import type { TableLine } from '../../files/reading/table'
import { readTableAside } from '../../files/reading/thread'
import { acting } from '../frame/acting'
import type { OfficeDeps } from '../frame/deps'
import { page } from '../frame/document'
import { type FileRule, formProblemText, readBytes, sentForm, valueOf, Wrong } from '../frame/form'
import { done, type Reader, readerOf } from '../frame/reader'
import { ColumnHeads, Region, Shell } from '../frame/shell'
import { agencyLabels } from './naming'
import { AgencyPreview } from './preview'

/** Loading a list of agencies from a file: all of its lines, or none with every reason; what would change an agency that is there is shown first. */
export function agencyFilePages(deps: OfficeDeps, change: MiddlewareHandler): Hono {
  const limited = bodyLimit({ maxSize: readBytes, onError: (c) => formPage(c, { file: 'too-large' }) })
  return new Hono()
    .get('/', change, (c) => formPage(c))
    .post('/', change, limited, (c) => loaded(deps, c))
    .get('/apply', change, (c) => c.redirect('/admin/import/agencies', 303))
    .post('/apply', change, limited, (c) => applied(deps, c))
}

function formPage(c: Context, refused: RefusedFile = {}): Response {
  const reader = readerOf(c)
  const status = Object.keys(refused).length > 0 ? 422 : 200
  return page(c, { reader, title: reader.say('importTitle'), status, body: <AgencyImport {...{ reader, refused }} /> })
}

/** A list that only adds is taken at once: nothing that is there changes. */
async function loaded(deps: OfficeDeps, c: Context): Promise<Response> {
  const bytes = await (await sentForm(c)).file('file')
  if (!bytes) return formPage(c, { file: 'no-file' })
  if (bytes.length > agencyFileLimits.bytes) return formPage(c, { file: 'too-large' })
  const table = await readTableAside(bytes, agencyColumns, agencyFileLimits)
  const reading = await agencyEdits(table, await listAgencies(deps.database))
  if (!reading.ok || !table.ok) return refusedPage(c, reading)
  if (reading.edits.some(isChange)) return previewPage(c, table, reading.edits)
  return saved(deps, c, reading.edits, reading.edits.length)
}

const sentTable = z.object({
  kind: z.enum(['csv', 'xlsx']),
  lines: z.array(z.object({ line: z.int().positive(), cells: z.record(z.string(), z.string()) })).max(agencyFileLimits.rows),
})

/** Applies what a preview showed, and nothing else: when somebody changed an agency meanwhile, it is shown anew. */
async function applied(deps: OfficeDeps, c: Context): Promise<Response> {
  const { values } = await sentForm(c)
  const sent = sentTable.safeParse(parsed(valueOf(values, 'lines')))
  if (!sent.success) return formPage(c, { file: 'no-file' })
  const lines = sent.data.lines.map(({ line, cells }) => ({ line, cells: ownCells(cells), overhangs: false }))
  const table = { ok: true, kind: sent.data.kind, columns: [], lines, faults: [] } as const
  const reading = await agencyEdits(table, await listAgencies(deps.database))
  if (!reading.ok) return refusedPage(c, reading)
  if (markOf(reading.edits) !== valueOf(values, 'shown')) return previewPage(c, table, reading.edits, 'stale')
  return saved(deps, c, reading.edits, reading.edits.filter(({ changes }) => changes.length > 0).length)
}

type ReadTable = { readonly kind: TableKind; readonly lines: readonly TableLine[] }

const isChange = ({ isNew, changes }: AgencyEdit): boolean => !isNew && changes.length > 0

function refusedPage(c: Context, reading: AgencyReading): Response {
  if (reading.ok) throw new Error('a list that can be read was refused')
  return formPage(c, 'file' in reading ? { table: reading.file } : { lines: reading.lines })
}

function previewPage(c: Context, { kind, lines }: ReadTable, edits: readonly AgencyEdit[], state?: 'stale'): Response {
  const reader = readerOf(c)
  const sent = JSON.stringify({ kind, lines: lines.map(({ line, cells }) => ({ line, cells })) })
  return page(c, {
    reader,
    title: reader.say('importPreview'),
    status: state === 'stale' ? 409 : 200,
    body: <AgencyPreview {...{ reader, labels: agencyLabels(reader), edits, sent, shown: markOf(edits), isStale: state === 'stale' }} />,
  })
}

function saved(deps: OfficeDeps, c: Context, edits: readonly AgencyEdit[], count: number): Promise<Response> {
  const agencies = edits.filter(({ changes }) => changes.length > 0).map(({ agency }) => agency)
  return acting(deps, c, importAgencies, agencies, () => done(c, '/admin/agencies', 'done_agencies', count))
}

/** What a preview showed, as a mark: the same changes from the same state. */
const markOf = (edits: readonly AgencyEdit[]): string =>
  createHash('sha256')
    .update(JSON.stringify(edits.map(({ agency, isNew, changes }) => [agency.code, isNew, changes])))
    .digest('hex')

const ownCells = (cells: Readonly<Record<string, string>>): TableLine['cells'] =>
  Object.fromEntries(agencyColumns.names.flatMap((name) => (Object.hasOwn(cells, name) ? [[name, cells[name] ?? '']] : [])))

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Why a file was not taken: the file itself, its table, or lines of it. */
type RefusedFile = { readonly file?: FileRule; readonly table?: FileProblem; readonly lines?: readonly LineProblem[] }
type Props = { readonly reader: Reader; readonly refused: RefusedFile }

/** Where a list is handed in, and what was wrong with the last one. */
function AgencyImport({ reader, refused: { file, table, lines } }: Props) {
  const { say } = reader
  const filled = {
    values: {},
    problems: file === undefined ? [] : [{ field: 'file', code: file, allowed: sizeText(agencyFileLimits.bytes) }],
  }
  return (
    <Shell reader={reader}>
      <p class="back">
        <a href="/admin/agencies">{say('navAgencies')}</a>
      </p>
      <h1>{say('importTitle')}</h1>
      <p class="sub">{say('importText')}</p>
      {table && (
        <p class="wrong" role="alert">
          {fileProblemText(reader.language, table)}
        </p>
      )}
      {lines && <Lines {...{ reader, lines }} />}
      <form class="card form" method="post" action="/admin/import/agencies" enctype="multipart/form-data">
        <div class="field">
          <label for="file">{say('importFile')}</label>
          <input
            id="file"
            name="file"
            type="file"
            accept=".csv,.xlsx,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
            required
            aria-invalid={file !== undefined}
            aria-describedby={file === undefined ? undefined : 'file-wrong'}
          />
          <Wrong {...{ reader, filled }} name="file" label={say('importFile')} />
        </div>
        <p class="acts">
          <button type="submit">{say('importGo')}</button>
          <a href="/admin/agencies">{say('cancel')}</a>
        </p>
      </form>
      <Columns reader={reader} />
    </Shell>
  )
}

/** More than this nobody puts right at a sitting. */
const shownLines = 100

const Lines = ({ reader, lines }: { readonly reader: Reader; readonly lines: readonly LineProblem[] }) => (
  <section class="wrong summary" role="alert">
    <h2>{reader.say('importRefused', { n: reader.numbers.count(lines.length) })}</h2>
    <Region label={reader.say('importTitle')}>
      <table class="folds">
        <ColumnHeads
          columns={[
            { title: reader.say('importLine'), look: 'r' },
            { title: reader.say('importColumn') },
            { title: reader.say('importReason') },
          ]}
        />
        <tbody>
          {lines.slice(0, shownLines).map((problem, index) => (
            <tr key={index}>
              <td class="r" data-label={reader.say('importLine')}>
                {reader.numbers.count(problem.line)}
              </td>
              <td data-label={reader.say('importColumn')}>{problem.field !== '' && <code>{problem.field}</code>}</td>
              <td>{lineProblemText(reader, problem)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Region>
    {lines.length > shownLines && <p>{reader.say('importMore', { n: reader.numbers.count(lines.length - shownLines) })}</p>}
  </section>
)

const lineProblemText = (reader: Reader, problem: LineProblem): string =>
  isLineFault(problem.code) ? lineFaultText(reader.language, problem.code) : formProblemText(reader, { ...problem, code: problem.code })

function Columns({ reader }: { readonly reader: Reader }) {
  const labels = agencyLabels(reader)
  return (
    <section class="card">
      <h2>{reader.say('importColumns')}</h2>
      <dl>
        {agencyFields.map((field) => (
          <div key={field}>
            <dt>
              <code>{field}</code>
            </dt>
            <dd>
              {labels[field]}
              {field !== 'code' && field !== 'name' && ` (${reader.say('optional')})`}
            </dd>
          </div>
        ))}
      </dl>
      <h3>{reader.say('importExample')}</h3>
      <pre>
        <code>{reader.say('importExampleFile')}</code>
      </pre>
    </section>
  )
}
