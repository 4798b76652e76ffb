import { agencyFields } from '../../../../surveys/drafts/agency'
import type { LineProblem, TableProblem } from '../../../setup/agency-file'
import { Wrong } from '../forms/Field'
import type { FileRule } from '../forms/filled'
import { problemText } from '../forms/problems'
import type { Reader } from '../reader'
import { Region } from '../Region'
import { Shell } from '../Shell'
import { labelsOf } from './AgencyForm'

/** Why a file was not taken: the file itself, its table, or lines of it. */
export type Refused = { readonly file?: FileRule; readonly table?: TableProblem; readonly lines?: readonly LineProblem[] }
type Props = { readonly reader: Reader; readonly refused: Refused }

/** Where a list is handed in, and what was wrong with the last one. */
export function AgencyImport({ reader, refused: { file, table, lines } }: Props) {
  const { say } = reader
  const filled = { values: {}, problems: file === undefined ? [] : [{ field: 'file', code: file }] }
  return (
    <Shell reader={reader}>
      <p class="back"><a href="/admin/agencies">{say('navAgencies')}</a></p>
      <h1>{say('importTitle')}</h1>
      <p class="sub">{say('importText')}</p>
      {table && <p class="wrong" role="alert">{say(`import_${table.code}`, { seen: table.seen, allowed: agencyFields.join(', ') })}</p>}
      {lines && <Lines {...{ reader, lines }} />}
      <form class="card form" method="post" action="/admin/import/agencies" enctype="multipart/form-data">
        <div class="field">
          <label for="file">{say('importFile')}</label>
          <input id="file" name="file" type="file" accept=".csv,text/csv" required aria-invalid={file !== undefined} aria-describedby={file === undefined ? undefined : 'file-wrong'} />
          <Wrong {...{ reader, filled }} name="file" label={say('importFile')} />
        </div>
        <p class="acts"><button type="submit">{say('importGo')}</button><a href="/admin/agencies">{say('cancel')}</a></p>
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
        <thead><tr><th scope="col" class="r">{reader.say('importLine')}</th><th scope="col">{reader.say('importColumn')}</th><th scope="col">{reader.say('importReason')}</th></tr></thead>
        <tbody>{lines.slice(0, shownLines).map((problem, index) => <tr key={index}><td class="r">{reader.numbers.count(problem.line)}</td><td><code>{problem.field}</code></td><td>{problemText(reader, problem)}</td></tr>)}</tbody>
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
      <dl>{agencyFields.map((field) => <div key={field}><dt><code>{field}</code></dt><dd>{labels[field]}{field !== 'code' && field !== 'name' && ` (${reader.say('optional')})`}</dd></div>)}</dl>
      <h3>{reader.say('importExample')}</h3>
      <pre><code>{example}</code></pre>
    </section>
  )
}

const example = 'code,name,name_en,block\nH99.1,Sở Nội vụ,Department of Home Affairs,department\nH99.31,Phường Sao Mai,Morning Star Ward,commune'
