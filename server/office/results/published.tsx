import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { ComponentChildren } from 'preact'
import { type PublishedFields, type PublishedProblem, readEarlierFigures } from '../../../surveys/figures/published'
import { rounded } from '../../../surveys/instrument/decimal'
import { requireAct } from '../../access/permission'
import { addPublished, deletePublished } from '../../acts/published'
import { listPublished, type PublishedFigure } from '../../db/published-figures'
import {
  publishedColumns,
  publishedFields,
  publishedFieldsOf,
  publishedFileLimits,
  publishedOf,
  type RefusedFigure,
} from '../../files/published-file'
import { type FileProblem, fileProblemText, lineFaultText } from '../../../client/text/imports'
import { sizeText } from '../../../client/text/numbers'
import { readTableAside } from '../../files/reading/thread'
import { acting } from '../frame/acting'
import type { OfficeDeps } from '../frame/deps'
import { page } from '../frame/document'
import { refused } from '../frame/door'
import { sentForm, valueOf, TableFile } from '../frame/form'
import { done, type Reader, readerOf } from '../frame/reader'
import { Region, Shell } from '../frame/shell'
import { publishedAddress } from './filter'

const { bytes: fileBytes } = publishedFileLimits

/** Figures of earlier years: seen, entered, loaded from a file, taken away and put back. */
export function publishedPages(deps: OfficeDeps): Hono {
  const change = requireAct(deps, 'published.change', refused)
  const limited = bodyLimit({
    maxSize: fileBytes,
    onError: (c) => shown(deps, c, { file: { code: 'too-large', allowed: sizeText(fileBytes) } }, 422),
  })
  return new Hono()
    .get('/', requireAct(deps, 'results.read', refused), (c) => shown(deps, c, { removed: removedOf(c) }))
    .post('/', change, (c) => add(deps, c))
    .post('/import', change, limited, (c) => load(deps, c))
    .post('/remove', change, (c) => remove(deps, c))
}

async function shown({ database }: OfficeDeps, c: Context, entry: Entry, status: 200 | 422 = 200): Promise<Response> {
  const reader = readerOf(c)
  const figures = await listPublished(database)
  return page(c, { reader, title: reader.say('publishedTitle'), status, body: <PublishedPage {...{ reader, figures, entry }} /> })
}

async function add(deps: OfficeDeps, c: Context): Promise<Response> {
  const { values } = await sentForm(c)
  const fields = publishedFieldsOf((field) => valueOf(values, field))
  const reading = readEarlierFigures(fields)
  if (!reading.ok) return shown(deps, c, { fields, problems: reading.problems }, 422)
  return acting(deps, c, addPublished, [reading.figure], () => done(c, publishedAddress, 'done_published', 1))
}

async function load(deps: OfficeDeps, c: Context): Promise<Response> {
  const bytes = await (await sentForm(c)).file('file')
  const reading = bytes
    ? publishedOf(await readTableAside(bytes, publishedColumns, publishedFileLimits))
    : ({ ok: false, problem: { code: 'empty' } } as const)
  if (!reading.ok) return shown(deps, c, { file: reading.problem }, 422)
  return acting(deps, c, addPublished, reading.figures, () =>
    reading.refused.length === 0
      ? done(c, publishedAddress, 'done_published', reading.figures.length)
      : shown(deps, c, { added: reading.figures.length, lines: reading.refused }, 422),
  )
}

async function remove(deps: OfficeDeps, c: Context): Promise<Response> {
  const { values } = await sentForm(c)
  const field = (name: string) => valueOf(values, name)
  if (!/^\d{4}$/.test(field('year'))) return c.redirect(publishedAddress, 303)
  const formula = field('formula') === 'level' ? 'level' : 'share'
  const key = { place: field('place'), node: field('node'), formula, year: Number(field('year')) } as const
  return acting(deps, c, deletePublished, key, (came) => {
    if (came.kind === 'failed') return c.redirect(publishedAddress, 303)
    const { value: gone } = came
    const kept = new URLSearchParams({ ...gone, year: String(gone.year), value: String(rounded(gone.value * 100, 6)) })
    return done(c, `${publishedAddress}?${kept}`, 'done_published-removed')
  })
}

/** What the page before took away, for putting it back. */
function removedOf(c: Context): Entry['removed'] {
  if (c.req.query('done') !== 'published-removed' || publishedFields.some((field) => c.req.query(field) === undefined)) return undefined
  return publishedFieldsOf((field) => c.req.query(field) ?? '')
}

/** What the page was sent last, and what came of it. */
type Entry = {
  readonly fields?: PublishedFields
  readonly problems?: Readonly<Partial<Record<keyof PublishedFields, PublishedProblem>>>
  readonly file?: FileProblem
  readonly added?: number
  readonly lines?: readonly RefusedFigure[]
  readonly removed?: PublishedFields | undefined
}

type PublishedPageProps = { readonly reader: Reader; readonly figures: readonly PublishedFigure[]; readonly entry: Entry }

/** Figures that were published before this system counted. */
const PublishedPage = ({ reader, figures, entry }: PublishedPageProps) => (
  <Shell reader={reader}>
    <h1>{reader.say('publishedTitle')}</h1>
    <p class="sub">{reader.say('publishedText')}</p>
    {entry.removed && <Undo {...{ reader }} fields={entry.removed} />}
    {entry.lines && <RefusedFigures {...{ reader }} lines={entry.lines} added={entry.added ?? 0} />}
    <PublishedList {...{ reader, figures }} />
    <PublishedForm {...{ reader, entry }} />
    <section class="card" id="load">
      <h2>{reader.say('publishedImport')}</h2>
      <form method="post" action={`${publishedAddress}/import`} enctype="multipart/form-data">
        <TableFile label={reader.say('publishedFile')} fault={entry.file && fileText(reader, entry.file)} />
        <pre>
          <code>{reader.say('published_example')}</code>
        </pre>
        <p class="acts">
          <button class="button quiet" type="submit">
            {reader.say('load')}
          </button>
        </p>
      </form>
    </section>
  </Shell>
)

function fileText({ say, language }: Reader, problem: FileProblem): string {
  if (problem.code.endsWith('-columns')) return say('published_columns')
  return problem.code === 'empty' || problem.code === 'no-lines'
    ? say('published_empty')
    : `${say('published_unreadable')}: ${fileProblemText(language, problem)}`
}

const Undo = ({ reader, fields }: { readonly reader: Reader; readonly fields: PublishedFields }) => (
  <form class="undo" method="post" action={publishedAddress}>
    {publishedFields.map((name) => (
      <input key={name} type="hidden" name={name} value={fields[name]} />
    ))}
    <button class="quiet" type="submit">
      {reader.say('undo')}: {fields.node}, {fields.place}, {fields.year}
    </button>
  </form>
)

const whyText = ({ say }: Reader, field: keyof PublishedFields, why: PublishedProblem | undefined): readonly string[] =>
  why ? [`${say(`field_${field}`)} ${say(`published_${why}`)}`] : []

type RefusedProps = { readonly reader: Reader; readonly lines: readonly RefusedFigure[]; readonly added: number }

function RefusedFigures({ reader, lines, added }: RefusedProps) {
  const { say, numbers } = reader
  return (
    <div class="wrong summary" role="alert">
      <h2>{say('publishedSome', { n: numbers.count(added), refused: numbers.count(lines.length) })}</h2>
      <ul>
        {lines.slice(0, 100).map((line) => (
          <li key={line.line}>
            {say('lineOf', { n: numbers.count(line.line) })}:{' '}
            {'fault' in line
              ? lineFaultText(reader.language, line.fault)
              : publishedFields.flatMap((field) => whyText(reader, field, line.problems[field])).join('; ')}
          </li>
        ))}
      </ul>
    </div>
  )
}

type PublishedFormProps = { readonly reader: Reader; readonly entry: Entry }

/** One published figure with its source. */
function PublishedForm({ reader, entry }: PublishedFormProps) {
  const { say } = reader
  const formula = entry.fields?.formula ?? 'share'
  const line = (name: keyof PublishedFields, inputMode: 'numeric' | 'decimal' | 'text' = 'text') => (
    <input
      id={name}
      name={name}
      value={entry.fields?.[name] ?? ''}
      maxLength={200}
      inputMode={inputMode}
      required
      autocomplete="off"
      {...marks(entry, name)}
    />
  )
  return (
    <form class="card form" method="post" action={publishedAddress}>
      <h2>{say('publishedAdd')}</h2>
      <FormRow {...{ reader, entry }} name="year" label={say('year')}>
        {line('year', 'numeric')}
      </FormRow>
      <FormRow {...{ reader, entry }} name="place" label={say('placeField')} hint={say('placeHint')}>
        {line('place')}
      </FormRow>
      <FormRow {...{ reader, entry }} name="node" label={say('nodeField')} hint={say('nodeHint')}>
        {line('node')}
      </FormRow>
      <FormRow {...{ reader, entry }} name="value" label={say('valueField')} hint={say('valueHint')}>
        {line('value', 'decimal')}
      </FormRow>
      <FormRow {...{ reader, entry }} name="formula" label={say('formulaField')}>
        <select id="formula" name="formula" {...marks(entry, 'formula')}>
          {(['share', 'level'] as const).map((one) => (
            <option key={one} value={one} selected={one === formula}>
              {say(one)}
            </option>
          ))}
        </select>
      </FormRow>
      <FormRow {...{ reader, entry }} name="source" label={say('sourceField')} hint={say('sourceHint')}>
        {line('source')}
      </FormRow>
      <p class="acts">
        <button type="submit">{say('add')}</button>
      </p>
    </form>
  )
}

type FormRowProps = PublishedFormProps & {
  readonly name: keyof PublishedFields
  readonly label: string
  readonly hint?: string
  readonly children: ComponentChildren
}

function FormRow({ reader: { say }, entry, name, label, hint, children }: FormRowProps) {
  const why = entry.problems?.[name]
  return (
    <div class="field">
      <label for={name}>{label}</label>
      {hint !== undefined && <small id={`${name}-hint`}>{hint}</small>}
      {children}
      {why && (
        <p class="wrong" id={`${name}-wrong`} role="alert">
          {label} {say(`published_${why}`)}
        </p>
      )}
    </div>
  )
}

const hinted: readonly string[] = ['place', 'node', 'value', 'source']

function marks({ problems }: Entry, name: keyof PublishedFields) {
  const described = [...(hinted.includes(name) ? [`${name}-hint`] : []), ...(problems?.[name] ? [`${name}-wrong`] : [])]
  return { 'aria-invalid': problems?.[name] !== undefined, ...(described.length > 0 ? { 'aria-describedby': described.join(' ') } : {}) }
}

type PublishedListProps = { readonly reader: Reader; readonly figures: readonly PublishedFigure[] }

/** Every published figure, the latest first; one taken away can be put back. */
const PublishedList = ({ reader, figures }: PublishedListProps) => (
  <section class="card" id="list">
    <h2>{reader.say('publishedList')}</h2>
    {figures.length === 0 ? (
      <p class="note">{reader.say('publishedEmpty')}</p>
    ) : (
      <Region label={reader.say('publishedList')}>
        <table class="published folds">
          <thead>
            <tr>
              <th scope="col" class="r">
                {reader.say('year')}
              </th>
              <th scope="col">{reader.say('placeField')}</th>
              <th scope="col">{reader.say('nodeField')}</th>
              <th scope="col" class="f">
                {reader.say('value')}
              </th>
              <th scope="col">{reader.say('formulaField')}</th>
              <th scope="col">{reader.say('sourceHead')}</th>
              <th scope="col">
                <span class="unseen">{reader.say('remove')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {figures.map((figure) => (
              <ListRow key={`${figure.place} ${figure.node} ${figure.formula} ${figure.year}`} {...{ reader, figure }} />
            ))}
          </tbody>
        </table>
      </Region>
    )}
  </section>
)

const ListRow = ({
  reader: { say, numbers },
  figure: { year, place, node, value, formula, source },
}: {
  readonly reader: Reader
  readonly figure: PublishedFigure
}) => (
  <tr>
    <th scope="row" class="r">
      {year}
    </th>
    <td>{place}</td>
    <td data-label={say('nodeField')}>{node}</td>
    <td class="f" data-label={say('value')}>
      {numbers.bound(value, 'percent', 2)}
      <small>{say('baseUnknown')}</small>
    </td>
    <td>{say(formula)}</td>
    <td data-label={say('sourceHead')}>{source}</td>
    <td>
      <form method="post" action={`${publishedAddress}/remove`}>
        {Object.entries({ year: String(year), place, node, formula }).map(([name, kept]) => (
          <input key={name} type="hidden" name={name} value={kept} />
        ))}
        <button class="quiet" type="submit" aria-label={say('removeOf', { node, place, year: String(year) })}>
          {say('remove')}
        </button>
      </form>
    </td>
  </tr>
)
