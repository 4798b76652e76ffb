import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { agencyFields } from '../../../surveys/fielding/drafts'
import { listAgencies, saveAgencies } from '../../db/agencies'
import { type LineProblem, readAgencies, type TableProblem } from '../../files/agency-file'
import type { OfficeDeps } from '../frame/deps'
import { page } from '../frame/document'
import { type FileRule, problemText, readBytes, sentForm, Wrong } from '../frame/form'
import { done, type Reader, readerOf } from '../frame/reader'
import { Region, Shell } from '../frame/shell'

/** What each column of an agency is called. */
export const labelsOf = ({ say }: Pick<Reader, 'say'>) => ({
  code: say('agencyCode'),
  name: say('agencyName'),
  name_en: say('agencyNameEn'),
  block: say('agencyBlock'),
  parent: say('agencyParent'),
  valid_from: say('agencyFrom'),
  valid_to: say('agencyTo'),
  predecessors: say('agencyPredecessors'),
})

const fileBytes = 1024 * 1024

/** Loading a list of agencies from a file: all of its lines, or none with every reason. */
export function agencyFilePages(deps: OfficeDeps, change: MiddlewareHandler): Hono {
  const limited = bodyLimit({ maxSize: readBytes, onError: (c) => formPage(c, { file: 'too-large' }) })
  return new Hono().get('/', change, (c) => formPage(c)).post('/', change, limited, (c) => loaded(deps, c))
}

function formPage(c: Context, refused: RefusedFile = {}): Response {
  const reader = readerOf(c)
  const status = Object.keys(refused).length > 0 ? 422 : 200
  return page(c, { reader, title: reader.say('importTitle'), status, body: <AgencyImport {...{ reader, refused }} /> })
}

async function loaded({ database }: OfficeDeps, c: Context): Promise<Response> {
  const text = textOf(await (await sentForm(c)).file('file'))
  if ('rule' in text) return formPage(c, { file: text.rule })
  const known = new Set((await listAgencies(database)).map(({ code }) => code))
  const reading = readAgencies(text.text, known)
  if (!reading.ok) return formPage(c, 'table' in reading ? { table: reading.table } : { lines: reading.lines })
  await saveAgencies(database, reading.agencies)
  return done(c, '/admin/agencies', 'done_agencies', reading.agencies.length)
}

function textOf(bytes: Uint8Array<ArrayBuffer> | undefined): { readonly text: string } | { readonly rule: FileRule } {
  if (!bytes) return { rule: 'no-file' }
  if (bytes.length > fileBytes) return { rule: 'too-large' }
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) }
  } catch {
    return { rule: 'not-utf8' }
  }
}

/** Why a file was not taken: the file itself, its table, or lines of it. */
type RefusedFile = { readonly file?: FileRule; readonly table?: TableProblem; readonly lines?: readonly LineProblem[] }
type Props = { readonly reader: Reader; readonly refused: RefusedFile }

/** Where a list is handed in, and what was wrong with the last one. */
function AgencyImport({ reader, refused: { file, table, lines } }: Props) {
  const { say } = reader
  const filled = { values: {}, problems: file === undefined ? [] : [{ field: 'file', code: file }] }
  return (
    <Shell reader={reader}>
      <p class="back">
        <a href="/admin/agencies">{say('navAgencies')}</a>
      </p>
      <h1>{say('importTitle')}</h1>
      <p class="sub">{say('importText')}</p>
      {table && (
        <p class="wrong" role="alert">
          {say(`import_${table.code}`, { seen: table.seen, allowed: agencyFields.join(', ') })}
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
            accept=".csv,text/csv"
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
      <table>
        <thead>
          <tr>
            <th scope="col" class="r">
              {reader.say('importLine')}
            </th>
            <th scope="col">{reader.say('importColumn')}</th>
            <th scope="col">{reader.say('importReason')}</th>
          </tr>
        </thead>
        <tbody>
          {lines.slice(0, shownLines).map((problem, index) => (
            <tr key={index}>
              <td class="r">{reader.numbers.count(problem.line)}</td>
              <td>
                <code>{problem.field}</code>
              </td>
              <td>{problemText(reader, problem)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Region>
    {lines.length > shownLines && <p>{reader.say('importMore', { n: reader.numbers.count(lines.length - shownLines) })}</p>}
  </section>
)

function Columns({ reader }: { readonly reader: Reader }) {
  const labels: Readonly<Record<string, string>> = labelsOf(reader)
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
        <code>{example}</code>
      </pre>
    </section>
  )
}

const example =
  'code,name,name_en,block\nH99.1,Sở Nội vụ,Department of Home Affairs,department\nH99.31,Phường Sao Mai,Morning Star Ward,commune'
