import type { FieldProblem, PublishedFields } from '../../../../surveys/published'
import type { PublishedFigure } from '../../../db/published-figures'
import type { Reader } from '../reader'
import { Shell } from '../Shell'
import { publishedAddress } from './addresses'
import { publishedFields, type FileReading, type RefusedLine } from './published-file'
import { PublishedForm } from './PublishedForm'
import { PublishedList } from './PublishedList'

/** What the page was sent last, and what came of it. */
export type Entry = {
  readonly fields?: PublishedFields
  readonly problems?: Readonly<Partial<Record<keyof PublishedFields, FieldProblem>>>
  readonly file?: Extract<FileReading, { ok: false }>['why']
  readonly added?: number
  readonly lines?: readonly RefusedLine[]
  readonly removed?: PublishedFields | undefined
}

type Props = { readonly reader: Reader; readonly figures: readonly PublishedFigure[]; readonly entry: Entry }

/** Figures that were published before this system counted. */
export const PublishedPage = ({ reader, figures, entry }: Props) => (
  <Shell reader={reader}>
    <h1>{reader.say('publishedTitle')}</h1>
    <p class="sub">{reader.say('publishedText')}</p>
    {entry.removed && <Undo {...{ reader }} fields={entry.removed} />}
    {entry.lines && <Refused {...{ reader }} lines={entry.lines} added={entry.added ?? 0} />}
    <PublishedList {...{ reader, figures }} />
    <PublishedForm {...{ reader, entry }} />
    <section class="card" id="load">
      <h2>{reader.say('publishedImport')}</h2>
      <form method="post" action={`${publishedAddress}/import`} enctype="multipart/form-data">
        <div class="field">
          <label for="file">{reader.say('publishedFile')}</label>
          <input id="file" name="file" type="file" accept=".csv,text/csv" required aria-invalid={entry.file !== undefined} aria-describedby={entry.file && 'file-wrong'} />
          {entry.file && <p class="wrong" id="file-wrong" role="alert">{reader.say(`published_${entry.file}`)}</p>}
        </div>
        <pre><code>{example}</code></pre>
        <p class="acts"><button type="submit">{reader.say('load')}</button></p>
      </form>
    </section>
  </Shell>
)

const example = 'year,place,node,value,formula,source\n2024,Cả nước,SIPAS,"83,94",level,"Bộ Nội vụ, 6/4/2025"'

const Undo = ({ reader, fields }: { readonly reader: Reader; readonly fields: PublishedFields }) => (
  <form class="undo" method="post" action={publishedAddress}>
    {publishedFields.map((name) => <input key={name} type="hidden" name={name} value={fields[name]} />)}
    <button class="quiet" type="submit">{reader.say('undo')}: {fields.node}, {fields.place}, {fields.year}</button>
  </form>
)

const whyText = ({ say }: Reader, field: keyof PublishedFields, why: FieldProblem | undefined): readonly string[] => (why ? [`${say(`field_${field}`)} ${say(`published_${why}`)}`] : [])

type RefusedProps = { readonly reader: Reader; readonly lines: readonly RefusedLine[]; readonly added: number }

function Refused({ reader, lines, added }: RefusedProps) {
  const { say, numbers } = reader
  return (
    <div class="wrong summary" role="alert">
      <h2>{say('publishedSome', { n: numbers.count(added), refused: numbers.count(lines.length) })}</h2>
      <ul>
        {lines.slice(0, 100).map(({ line, problems }) => (
          <li key={line}>{say('lineOf', { n: numbers.count(line) })}: {publishedFields.flatMap((field) => whyText(reader, field, problems[field])).join('; ')}</li>
        ))}
      </ul>
    </div>
  )
}
