import type { Context } from 'hono'
import { z } from 'zod'
import { problemText } from '../../../client/text/definition'
import { fateText, notePlaceText, noteText } from '../../../client/text/exchange'
import { codeFrom } from '../../../surveys/exchange/building'
import { type Fate, fates, isNoteCode, type ImportNote } from '../../../surveys/exchange/notes'
import { codeProblems } from '../../../surveys/fielding/drafts'
import { readDraft } from '../../../surveys/instrument/definition'
import { localised } from '../../../surveys/instrument/language'
import { beginQuestionnaire } from '../../acts/questionnaires'
import { csv } from '../../files/csv'
import { onePage } from '../../files/document'
import { downloadHeaders, streamOf } from '../../files/export'
import { foreignFormats, type ForeignRead } from '../../files/foreign/reading'
import { acting, Once } from '../frame/acting'
import type { OfficeDeps } from '../frame/deps'
import { noticePage, page } from '../frame/document'
import { Field, type Filled, type FormProblem, FormProblems, prefilled, sentForm, valueOf } from '../frame/form'
import { type Reader, readerOf } from '../frame/reader'
import { ColumnHeads, FactList, Region, Shell } from '../frame/shell'
import { Asks } from './pages'
import { designAddress } from './version'

const beginAddress = '/admin/new/design'
const foreignAddress = '/admin/new/import'

/** What could be taken from the file of another tool, and what not, before anything is stored. */
export const foreignPage = (c: Context, read: ForeignRead): Response => shownPage(c, read, undefined)

function shownPage(c: Context, read: ForeignRead, problems: readonly FormProblem[] | undefined, id?: string): Response {
  const reader = readerOf(c)
  const wanted = id ?? ('definition' in read ? codeFrom(read.definition.id) : '')
  const filled: Filled = { ...prefilled({ id: wanted }), problems: problems ?? [] }
  return page(c, {
    reader,
    title: reader.say('foreignTitle'),
    status: 'refusal' in read || filled.problems.length > 0 ? 422 : 200,
    body: <Seen {...{ reader, read, filled }} />,
  })
}

/** Begins a design from what was shown: the definition comes back with the form, since nothing was stored. */
export async function foreignBegun(deps: OfficeDeps, c: Context): Promise<Response> {
  const { values } = await sentForm(c)
  const read = sentRead(valueOf(values, 'read'))
  if (!read || !('definition' in read)) return noticePage(c, 409, 'importGoneTitle', 'importGoneText')
  // As on the form before, an empty code is made of the title: there it stood as it was proposed.
  const id = valueOf(values, 'id') || read.definition.id
  const problems = codeProblems('id', id)
  if (problems.length > 0) return shownPage(c, read, problems, id)
  return acting(
    deps,
    c,
    beginQuestionnaire,
    { definition: { ...read.definition, id }, media: new Map() },
    (came) =>
      came.kind === 'done'
        ? c.redirect(designAddress(came.value), 303)
        : shownPage(c, read, [{ field: 'id', code: 'taken', seen: id }], id),
    { form: values },
  )
}

/** The report as a table to keep. */
export async function foreignReport(c: Context): Promise<Response> {
  const { language, say } = readerOf(c)
  const read = sentRead(valueOf((await sentForm(c)).values, 'read'))
  if (!read) return noticePage(c, 409, 'importGoneTitle', 'importGoneText')
  const rows = read.report.notes.map((note) => [
    notePlaceText(language, note.place),
    fateText(language, fates[note.code]),
    noteText(language, note),
  ])
  const table = { columns: [say('foreignPlace'), say('foreignFate'), say('foreignWhat')], pages: onePage(rows) }
  const name = `${'definition' in read ? read.definition.id : 'import'}-report`
  return new Response(streamOf(csv.write({ title: name, table, sheets: [] })), { headers: downloadHeaders(csv, name) })
}

const sentShape = z.object({
  format: z.enum(foreignFormats),
  items: z.int(),
  report: z.object({
    notes: z.array(
      z.object({
        place: z.object({
          sheet: z.string().exactOptional(),
          row: z.number().exactOptional(),
          page: z.string().exactOptional(),
          group: z.string().exactOptional(),
          name: z.string(),
        }),
        code: z.string(),
        seen: z.string(),
      }),
    ),
    counts: z.object({ taken: z.int(), approximated: z.int(), 'left-out': z.int() }),
  }),
  definition: z.unknown(),
})

/** What a page of ours sent along; a definition that is none any more is not taken. */
function sentRead(text: string): ForeignRead | undefined {
  const sent = sentShape.safeParse(parsed(text))
  if (!sent.success) return undefined
  const { format, items, report, definition } = sent.data
  const notes = report.notes.flatMap(({ place, code, seen }): readonly ImportNote[] => (isNoteCode(code) ? [{ place, code, seen }] : []))
  const came = { ok: true, format, items, report: { notes, counts: report.counts } } as const
  if (definition === undefined) return { ...came, refusal: { path: '', rule: 'none', message: '' } }
  const reading = readDraft(definition)
  return reading.ok ? { ...came, definition: reading.draft } : undefined
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

type Props = { readonly reader: Reader; readonly read: ForeignRead; readonly filled: Filled }

function Seen({ reader, reader: { say, numbers }, read, filled }: Props) {
  const { format, items, report } = read
  const definition = 'definition' in read ? read.definition : undefined
  const { ok: _, ...sent } = read
  const props = { reader, filled }
  return (
    <Shell reader={reader}>
      <p class="back">
        <a href={beginAddress}>{say('designNew')}</a>
      </p>
      <h1>{say('foreignTitle')}</h1>
      <p class="sub">{definition ? localised(definition.title, reader.language, definition.languages) : ''}</p>
      {'refusal' in read && (
        <p class="wrong" role="alert">
          {say('foreignTooMuch')} {problemText(reader.language, read.refusal)}
        </p>
      )}
      <FormProblems {...props} labels={{ id: say('designId') }} />
      <form class="card form" method="post" action={foreignAddress} encType="multipart/form-data">
        <p>{say('foreignText')}</p>
        <FactList
          look="facts"
          facts={[
            { name: say('foreignFormat'), value: say(`foreignFormat_${format}`) },
            { name: say('foreignItems'), value: numbers.count(items) },
            ...shownFates.map((fate) => ({ name: say(fateWords[fate]), value: numbers.count(report.counts[fate]) })),
          ]}
        />
        <Once filled={filled} />
        <input type="hidden" name="read" value={JSON.stringify(sent)} />
        {definition && (
          <Field
            {...props}
            name="id"
            label={say('designId')}
            hint={say('designIdHint')}
            input={{ autocapitalize: 'none', spellcheck: false }}
          />
        )}
        <p class="acts">
          {definition && <button type="submit">{say('designBegin')}</button>}
          <button class="quiet" type="submit" formaction={`${foreignAddress}/report`} formnovalidate>
            {say('foreignReport')}
          </button>
          <a href={beginAddress}>{say('foreignOther')}</a>
        </p>
      </form>
      {shownFates.map((fate) => (
        <Told key={fate} {...{ reader, report, fate }} />
      ))}
      {definition && <Asks reader={reader} questionnaire={definition} />}
    </Shell>
  )
}

const shownFates = ['left-out', 'approximated', 'taken'] as const

const fateWords = { taken: 'foreignTaken', approximated: 'foreignApproximated', 'left-out': 'foreignLeft-out' } as const

/** Lines of one fate on a page; the file has all. */
const mostShown = 300

function Told({
  reader: { say, numbers, language },
  report,
  fate,
}: Pick<Props, 'reader'> & { readonly report: ForeignRead['report']; readonly fate: Fate }) {
  const notes = report.notes.filter(({ code }) => fates[code] === fate)
  const title = `${say(fateWords[fate])}: ${numbers.count(report.counts[fate])}`
  const beyond = report.counts[fate] - Math.min(mostShown, notes.length)
  const table = (
    <Region label={title}>
      <table class="list folds lines of-file">
        <ColumnHeads columns={[{ title: say('foreignPlace') }, { title: say('foreignWhat') }]} />
        <tbody>
          {byPlace(language, notes.slice(0, mostShown)).map(({ place, told }, at) => (
            <tr key={at}>
              <th scope="row">{place}</th>
              <td data-label={say('foreignWhat')}>
                {told.length > 1 ? (
                  <ul>
                    {told.map((note) => (
                      <li key={note.code}>{noteText(language, note)}</li>
                    ))}
                  </ul>
                ) : (
                  told.map((note) => noteText(language, note))
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Region>
  )
  return (
    <section class="card">
      <h2>{title}</h2>
      {notes.length === 0 ? <p class="note">{say('foreignNothing')}</p> : table}
      {beyond > 0 && <p class="note">{say('foreignMore', { n: numbers.count(beyond) })}</p>}
    </section>
  )
}

/** What is said of one place stands in one row. */
function byPlace(
  language: string,
  notes: readonly ImportNote[],
): readonly { readonly place: string; readonly told: readonly ImportNote[] }[] {
  const rows: { readonly place: string; readonly told: ImportNote[] }[] = []
  for (const note of notes) {
    const place = notePlaceText(language, note.place)
    const last = rows.at(-1)
    if (last?.place === place) last.told.push(note)
    else rows.push({ place, told: [note] })
  }
  return rows
}
