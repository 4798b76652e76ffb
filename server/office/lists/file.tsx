import type { ComponentChildren } from 'preact'
import { type FileProblem, fileProblemText, isLineFault, lineFaultText } from '../../../client/text/imports'
import type { OfficeWord } from '../../../client/text/office'
import { sizeText } from '../../../client/text/numbers'
import type { LineProblem } from '../../files/agency-file'
import { type FileRule, formProblemText, TableFile } from '../frame/form'
import type { Reader } from '../frame/reader'
import { ColumnHeads, FactList, Region, Shell } from '../frame/shell'

/** Why a file was not taken: the file itself, its table, or lines of it. */
export type RefusedList = { readonly file?: FileRule; readonly table?: FileProblem; readonly lines?: readonly LineProblem[] }

/** A list that comes in by file: where, what it is called, and its columns. */
export type ListKind = {
  readonly address: string
  readonly home: { readonly href: string; readonly word: OfficeWord }
  readonly title: OfficeWord
  readonly text: OfficeWord
  readonly example: OfficeWord
  readonly go: OfficeWord
  readonly bytes: number
  /** Another way in, for files that have none of these columns. */
  readonly otherWay?: { readonly href: string; readonly word: OfficeWord }
  /** A sheet with these columns to fill in. */
  readonly template?: { readonly href: string; readonly word: OfficeWord }
  readonly columns: readonly { readonly name: string; readonly word: OfficeWord; readonly isNeeded: boolean }[]
}

type Props = { readonly reader: Reader; readonly kind: ListKind; readonly refused: RefusedList }

/** Where a list is handed in, and what was wrong with the last one. */
export function ListFile({ reader, kind, refused: { file, table, lines } }: Props) {
  const { say } = reader
  const size = sizeText(kind.bytes)
  const fault = file && formProblemText(reader, { field: 'file', code: file, allowed: size })
  const label = say('dossiersImportFile', { size })
  return (
    <Shell reader={reader}>
      <p class="back">
        <a href={kind.home.href}>{say(kind.home.word)}</a>
      </p>
      <h1>{say(kind.title)}</h1>
      <p class="sub">{say(kind.text)}</p>
      {table && (
        <p class="wrong" role="alert">
          {fileProblemText(reader.language, table)}
        </p>
      )}
      {lines && <WrongLines {...{ reader, kind, lines }} />}
      <form class="card form" method="post" action={kind.address} enctype="multipart/form-data">
        <TableFile {...{ label, fault }} />
        <p class="acts">
          <button type="submit">{say(kind.go)}</button>
          {kind.otherWay && <a href={kind.otherWay.href}>{say(kind.otherWay.word)}</a>}
          <a href={kind.home.href}>{say('cancel')}</a>
        </p>
      </form>
      <section class="card">
        <h2>{say('importColumns')}</h2>
        <FactList
          facts={kind.columns.map(({ name, word, isNeeded }) => ({
            name,
            value: `${say(word)}${isNeeded ? '' : ` (${say('optional')})`}`,
          }))}
        />
        {kind.template && (
          <p class="acts">
            <a class="button quiet" href={kind.template.href}>
              {say(kind.template.word)}
            </a>
          </p>
        )}
        <h3>{say('importExample')}</h3>
        <pre>
          <code>{say(kind.example)}</code>
        </pre>
      </section>
    </Shell>
  )
}

/** More than this nobody puts right at a sitting. */
const shownLines = 100

const WrongLines = ({ reader, kind, lines }: Omit<Props, 'refused'> & { readonly lines: readonly LineProblem[] }) => (
  <section class="wrong summary" role="alert">
    <h2>{reader.say('importRefused', { n: reader.numbers.count(lines.length) })}</h2>
    <Region label={reader.say(kind.title)}>
      <table class="folds lines">
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
              <td data-label={reader.say('importColumn')}>
                {problem.field !== '' && <ColumnName {...{ reader, kind }} name={problem.field} />}
              </td>
              <td>{wrongLineText(reader, problem)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Region>
    {lines.length > shownLines && <p>{reader.say('importMore', { n: reader.numbers.count(lines.length - shownLines) })}</p>}
  </section>
)

/** A column as its heading may be written in the reader's language, and by the name it always has. */
const ColumnName = ({ reader, kind, name }: Pick<Props, 'reader' | 'kind'> & { readonly name: string }) => {
  const column = kind.columns.find((one) => one.name === name)
  return (
    <>
      {column && `${reader.say(column.word)} · `}
      <code>{name}</code>
    </>
  )
}

const wrongLineText = (reader: Reader, problem: LineProblem): string =>
  isLineFault(problem.code) ? lineFaultText(reader.language, problem.code) : formProblemText(reader, { ...problem, code: problem.code })

/** What a preview says of a list. */
export type ListShown = {
  readonly note: OfficeWord
  /** How many would be added, changed, and stay. */
  readonly counts: readonly string[]
  /** What is said where somebody changed the list meanwhile. */
  readonly stale: OfficeWord
  /** The table of what would change; nothing where nothing would. */
  readonly table: ComponentChildren
  /** What the button says; nothing where nothing would change. */
  readonly go: string | undefined
  readonly nothing: OfficeWord
}

type PreviewProps = {
  readonly reader: Reader
  readonly kind: ListKind
  readonly shown: ListShown
  /** The lines of the file as they are sent again, and the mark of what is shown. */
  readonly sent: string
  readonly mark: string
  readonly isStale: boolean
}

/** What a list would change before anything is saved. */
export function ListPreview({ reader, kind, shown: { note, counts, stale, table, go, nothing }, sent, mark, isStale }: PreviewProps) {
  const { say } = reader
  return (
    <Shell reader={reader}>
      <p class="back">
        <a href={kind.address}>{say(kind.title)}</a>
      </p>
      <h1>{say('importPreview')}</h1>
      <p class="sub">{say(note)}</p>
      {isStale && (
        <p class="wrong" role="alert">
          {say(stale)}
        </p>
      )}
      <ul class="meanings">
        {counts.map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
      {go === undefined && <p>{say(nothing)}</p>}
      <form method="post" action={`${kind.address}/apply`} enctype="multipart/form-data">
        <input type="hidden" name="lines" value={sent} />
        <input type="hidden" name="shown" value={mark} />
        <p class="acts">
          {go !== undefined && <button type="submit">{go}</button>}
          <a href={go === undefined ? kind.home.href : kind.address}>{say('cancel')}</a>
        </p>
      </form>
      {go !== undefined && (
        <section class="card">
          <h2>{say('importChanges')}</h2>
          {table}
        </section>
      )}
    </Shell>
  )
}

type RowsProps = {
  readonly reader: Reader
  readonly columns: Parameters<typeof ColumnHeads>[0]['columns']
  readonly rows: readonly (readonly string[])[]
}

/** More rows than this nobody looks through. */
const shownRows = 2_000

/** What would change, a row each; the first cell says of what. */
export const ListRows = ({ reader: { say, numbers }, columns, rows }: RowsProps) => (
  <>
    <Region label={say('importChanges')}>
      <table class="folds">
        <ColumnHeads columns={columns} />
        <tbody>
          {rows.slice(0, shownRows).map(([of, ...cells], index) => (
            <tr key={index}>
              <th scope="row">{of}</th>
              {cells.map((cell, place) => (
                <td key={place} class={columns[place + 1]?.look} data-label={columns[place + 1]?.title}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Region>
    {rows.length > shownRows && <p>{say('importMore', { n: numbers.count(rows.length - shownRows) })}</p>}
  </>
)
