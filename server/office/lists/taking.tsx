import { createHash } from 'node:crypto'
import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { z } from 'zod'
import type { FileProblem } from '../../../client/text/imports'
import type { LineProblem } from '../../files/agency-file'
import type { TableColumns, TableLine, TableReading } from '../../files/reading/table'
import { readTableAside } from '../../files/reading/thread'
import type { FileLimits } from '../../files/reading/workbook-rows'
import type { OfficeDeps } from '../frame/deps'
import { page } from '../frame/document'
import { readBytes, sentForm, valueOf } from '../frame/form'
import { readerOf } from '../frame/reader'
import { ListFile, type ListKind, ListPreview, type ListShown, type RefusedList } from './file'

/** What a file would change of a list, or why it changes nothing. */
export type ListReading<Edit> =
  | { readonly ok: true; readonly edits: readonly Edit[] }
  | { readonly ok: false; readonly file: FileProblem }
  | { readonly ok: false; readonly lines: readonly LineProblem[] }

/** A list that comes in by file: how its lines are read, what a preview shows of them, and how they are taken. */
export type ListImport<Edit> = {
  readonly kind: ListKind
  readonly columns: TableColumns
  readonly limits: FileLimits
  readonly read: (deps: OfficeDeps, c: Context, table: TableReading) => Promise<ListReading<Edit>>
  /** What of an edit a preview stands for: where that is another by now, it is shown anew. */
  readonly marked: (edit: Edit) => unknown
  readonly shown: (deps: OfficeDeps, c: Context, edits: readonly Edit[]) => Promise<ListShown>
  /** Where a list changes nothing that is there, it may be taken without a preview. */
  readonly isTakenAtOnce?: (edits: readonly Edit[]) => boolean
  /** `anew` shows what the file would change by now, where somebody changed the list since. */
  readonly take: (deps: OfficeDeps, c: Context, edits: readonly Edit[], anew: () => Promise<Response>) => Promise<Response>
}

/** A list from a file: shown first, then saved as it was shown and not otherwise. */
export function listFilePages<Edit>(deps: OfficeDeps, change: MiddlewareHandler, list: ListImport<Edit>): Hono {
  const limited = bodyLimit({ maxSize: readBytes, onError: (c) => formPage(c, list.kind, { file: 'too-large' }) })
  return new Hono()
    .get('/', change, (c) => formPage(c, list.kind))
    .post('/', change, limited, (c) => loadedList(deps, c, list))
    .get('/apply', change, (c) => c.redirect(list.kind.address, 303))
    .post('/apply', change, limited, (c) => appliedList(deps, c, list))
}

function formPage(c: Context, kind: ListKind, refused: RefusedList = {}): Response {
  const reader = readerOf(c)
  const status = Object.keys(refused).length > 0 ? 422 : 200
  return page(c, { reader, title: reader.say(kind.title), status, body: <ListFile {...{ reader, kind, refused }} /> })
}

/** A file that was just sent: shown, or taken at once. */
export async function loadedList<Edit>(deps: OfficeDeps, c: Context, list: ListImport<Edit>): Promise<Response> {
  const bytes = await (await sentForm(c)).file('file')
  if (!bytes) return formPage(c, list.kind, { file: 'no-file' })
  if (bytes.length > list.limits.bytes) return formPage(c, list.kind, { file: 'too-large' })
  const table = await readTableAside(bytes, list.columns, list.limits)
  const reading = await list.read(deps, c, table)
  if (!reading.ok || !table.ok) return refusedPage(c, list.kind, reading)
  return list.isTakenAtOnce?.(reading.edits) ? taken(deps, c, list, table, reading.edits) : previewPage(deps, c, list, table, reading.edits)
}

const taken = <Edit,>(deps: OfficeDeps, c: Context, list: ListImport<Edit>, table: ReadTable, edits: readonly Edit[]): Promise<Response> =>
  list.take(deps, c, edits, async () => {
    const now = await list.read(deps, c, table)
    return now.ok ? previewPage(deps, c, list, table, now.edits, 'stale') : refusedPage(c, list.kind, now)
  })

/** The lines of a file that were shown before, taken as they were shown. */
export async function appliedList<Edit>(deps: OfficeDeps, c: Context, list: ListImport<Edit>): Promise<Response> {
  const { values } = await sentForm(c)
  const table = tableIn(valueOf(values, 'lines'), list)
  if (!table) return formPage(c, list.kind, { file: 'no-file' })
  const reading = await list.read(deps, c, table)
  if (!reading.ok) return refusedPage(c, list.kind, reading)
  if (markOf(list, reading.edits) !== valueOf(values, 'shown')) return previewPage(deps, c, list, table, reading.edits, 'stale')
  return taken(deps, c, list, table, reading.edits)
}

function refusedPage<Edit>(c: Context, kind: ListKind, reading: ListReading<Edit>): Response {
  if (reading.ok) throw new Error('a list that can be read was refused')
  return formPage(c, kind, 'file' in reading ? { table: reading.file } : { lines: reading.lines })
}

async function previewPage<Edit>(
  deps: OfficeDeps,
  c: Context,
  list: ListImport<Edit>,
  table: ReadTable,
  edits: readonly Edit[],
  state?: 'stale',
): Promise<Response> {
  const reader = readerOf(c)
  const shown = await list.shown(deps, c, edits)
  const kept = { sent: sentText(table), mark: markOf(list, edits), isStale: state === 'stale' }
  return page(c, {
    reader,
    title: reader.say('importPreview'),
    status: state === 'stale' ? 409 : 200,
    body: <ListPreview {...{ reader, shown, ...kept }} kind={list.kind} />,
  })
}

/** What a preview showed, as a mark: the same changes from the same state. */
const markOf = <Edit,>({ marked }: ListImport<Edit>, edits: readonly Edit[]): string =>
  createHash('sha256')
    .update(JSON.stringify(edits.map(marked)))
    .digest('hex')

type ReadTable = Extract<TableReading, { readonly ok: true }>

/** The lines of a file as a preview sends them again: its columns, and of each line its number and cells; a cell that is not there is null. */
const sentText = ({ kind, columns, lines }: ReadTable): string =>
  JSON.stringify({ kind, columns, lines: lines.map(({ line, cells }) => [line, ...columns.map((name) => cells[name] ?? null)]) })

const sentTable = z.object({
  kind: z.enum(['csv', 'xlsx']),
  columns: z.array(z.string()).min(1),
  lines: z.array(z.tuple([z.int().positive()], z.string().nullable())).min(1),
})

/** The table that was sent back; undefined where it is none of ours. */
function tableIn<Edit>(text: string, { columns: known, limits }: ListImport<Edit>): ReadTable | undefined {
  const sent = sentTable.safeParse(parsed(text))
  if (!sent.success) return undefined
  const { kind, columns, lines } = sent.data
  if (lines.length > limits.rows || !columns.every((name) => known.names.includes(name))) return undefined
  return {
    ok: true,
    kind,
    columns,
    faults: [],
    lines: lines.map(([line, ...cells]): TableLine => ({
      line,
      overhangs: false,
      cells: Object.fromEntries(columns.flatMap((name, place) => (typeof cells[place] === 'string' ? [[name, cells[place]]] : []))),
    })),
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
