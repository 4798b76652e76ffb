import { localDay } from '../../../../surveys/calendar'
import type { ExportRow } from '../../../db/tables'
import { noFilter, type ResultsQuery } from '../../../db/results'
import { filterText } from './filter-text'
import { formatName } from './format-name'
import type { Reader } from '../reader'
import { Region } from '../Region'
import { Shell } from '../Shell'

type Props = { readonly reader: Reader; readonly rows: readonly ExportRow[]; readonly isBusy: boolean; readonly isStill: boolean }

/** Who asked for which file when, how far it is, and what can be done with it. */
export function ExportList({ reader, rows, isBusy, isStill }: Props) {
  const { say } = reader
  return (
    <Shell reader={reader}>
      <h1>{say('jobs')}</h1>
      <p class="sub">{say('jobsText')}</p>
      {isBusy && <p class="note">{isStill ? <a href="/admin/exports">{say('jobsFollow')}</a> : <>{say('jobsRefresh')} <a href="/admin/exports?still">{say('jobsStill')}</a></>}</p>}
      {rows.length === 0 ? <section class="card empty"><p>{say('jobsNone')}</p></section> : <section class="card"><Files {...{ reader, rows }} /></section>}
    </Shell>
  )
}

const Files = ({ reader, rows }: Pick<Props, 'reader' | 'rows'>) => (
  <Region label={reader.say('jobs')}>
    <table class="jobs">
      <thead>
        <tr>
          <th scope="col">{reader.say('jobWhat')}</th>
          <th scope="col">{reader.say('jobFilter')}</th>
          <th scope="col">{reader.say('jobWho')}</th>
          <th scope="col">{reader.say('state')}</th>
          <th scope="col" class="n">{reader.say('jobRows')}</th>
          <th scope="col" class="n">{reader.say('jobSize')}</th>
          <th scope="col">{reader.say('jobActs')}</th>
        </tr>
      </thead>
      <tbody>{rows.map((row) => <File key={row.id} {...{ reader, row }} />)}</tbody>
    </table>
  </Region>
)

type RowProps = { readonly reader: Reader; readonly row: ExportRow }

function File({ reader, row }: RowProps) {
  const { say, numbers } = reader
  const filter: ResultsQuery = { ...noFilter, ...JSON.parse(row.filter) }
  return (
    <tr>
      <th scope="row">{say(row.content === 'responses' ? 'exportResponses' : 'exportResults')} · {formatName(row.format)}<small>{row.campaign}</small></th>
      <td>{filterText(reader, filter) || say('jobAll')}</td>
      <td>{row.requested_by}<small>{momentText(reader, row.requested_at)}</small></td>
      <td>{say(`job_${row.state}`)}{row.state === 'done' && <small>{say('jobUntil', { day: numbers.day(localDay(Date.parse(row.expires_at))) })}</small>}</td>
      <td class="n"><Rows {...{ reader, row }} /></td>
      <td class="n">{row.bytes > 0 && sizeText(reader, row.bytes)}</td>
      <td><Acts {...{ reader, row }} /></td>
    </tr>
  )
}

function Rows({ reader: { say, numbers }, row }: RowProps) {
  if (row.state !== 'running') return <>{numbers.count(row.state === 'done' ? row.written_rows : row.expected_rows)}</>
  const text = say('jobProgress', { written: numbers.count(row.written_rows), expected: numbers.count(row.expected_rows) })
  return <>{text} <progress max={Math.max(1, row.expected_rows)} value={row.written_rows} aria-label={text} /></>
}

function Acts({ reader: { say }, row: { id, state } }: RowProps) {
  const there = state === 'done' || state === 'running' || state === 'waiting'
  return (
    <div class="does">
      {state === 'done' && <a class="button" href={`/admin/exports/${id}/file`}>{say('jobDownload')}</a>}
      <form method="post" action={`/admin/exports/${id}/${there ? 'delete' : 'again'}`}><button class="quiet" type="submit">{say(there ? 'jobDelete' : 'jobAgain')}</button></form>
    </div>
  )
}

const sizeText = ({ say, numbers }: Reader, bytes: number): string =>
  bytes < 1e6 ? say('kilobytes', { n: numbers.count(Math.ceil(bytes / 1e3)) }) : say('megabytes', { n: numbers.figure(bytes / 1e6, 'number', 1) })

/** A day and a time of Viet Nam. */
const momentText = ({ numbers }: Reader, instant: string): string => `${numbers.day(localDay(Date.parse(instant)))} ${new Date(Date.parse(instant) + 7 * 3_600_000).toISOString().slice(11, 16)}`
