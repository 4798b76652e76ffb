import { createHash } from 'node:crypto'
import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { z } from 'zod'
import { cellOf, handledFields, handledName, type HandledSurroundings } from '../../../surveys/fielding/dossiers'
import { localDay, monthOf } from '../../../surveys/instrument/calendar'
import { localised } from '../../../surveys/instrument/language'
import { seenAgencies } from '../../access/seen'
import { importDossiers } from '../../acts/dossiers'
import { dossiersAt } from '../../db/dossiers'
import { listServices } from '../../db/services'
import {
  dossierColumns,
  dossierEdits,
  dossierFileLimits,
  type DossierReading,
  type HandledEdit,
  isChangedCell,
  isNewCell,
} from '../../files/dossier-file'
import type { TableReading } from '../../files/reading/table'
import { readTableAside } from '../../files/reading/thread'
import { acting } from '../frame/acting'
import type { OfficeDeps } from '../frame/deps'
import { page } from '../frame/document'
import { readBytes, sentForm, valueOf } from '../frame/form'
import { done, type Reader, readerOf } from '../frame/reader'
import { ListFile, type ListKind, ListPreview, type RefusedList } from '../lists/file'

const kind: ListKind = {
  address: '/admin/import/dossiers',
  home: { href: '/admin/dossiers', word: 'dossiersTitle' },
  title: 'dossiersImportTitle',
  text: 'dossiersImportText',
  example: 'dossiersImportExample',
  bytes: dossierFileLimits.bytes,
  columns: handledFields.map((name) => ({ name, word: `dossiersColumn_${name}`, isNeeded: dossierColumns.needed.includes(name) })),
}

/** Dossiers from a file: shown first, then written as they were shown. */
export function dossierFilePages(deps: OfficeDeps, change: MiddlewareHandler): Hono {
  const limited = bodyLimit({ maxSize: readBytes, onError: (c) => formPage(c, { file: 'too-large' }) })
  return new Hono()
    .get('/', change, (c) => formPage(c))
    .post('/', change, limited, (c) => loaded(deps, c))
    .get('/apply', change, (c) => c.redirect(kind.address, 303))
    .post('/apply', change, limited, (c) => applied(deps, c))
}

function formPage(c: Context, refused: RefusedList = {}): Response {
  const reader = readerOf(c)
  const status = Object.keys(refused).length > 0 ? 422 : 200
  return page(c, { reader, title: reader.say(kind.title), status, body: <ListFile {...{ reader, kind, refused }} /> })
}

async function loaded(deps: OfficeDeps, c: Context): Promise<Response> {
  const bytes = await (await sentForm(c)).file('file')
  if (!bytes) return formPage(c, { file: 'no-file' })
  if (bytes.length > dossierFileLimits.bytes) return formPage(c, { file: 'too-large' })
  const around = await surroundings(deps, c)
  const reading = await readEdits(deps, await readTableAside(bytes, dossierColumns, dossierFileLimits), around)
  return reading.ok ? previewPage(c, reading.edits, around) : refusedPage(c, reading)
}

/** The agencies are those alone for which whoever asks may enter: no other is known to the file. */
async function surroundings(deps: OfficeDeps, c: Context): Promise<HandledSurroundings> {
  const agencies = await seenAgencies(deps, c, 'dossiers.change')
  return {
    agencies: new Map(agencies.map((agency) => [agency.code, agency])),
    services: new Map((await listServices(deps.database)).map((service) => [service.code, service])),
    thisMonth: monthOf(localDay(deps.now())),
  }
}

const readEdits = ({ database }: OfficeDeps, table: TableReading, around: HandledSurroundings): Promise<DossierReading> =>
  dossierEdits(table, around, (keys) => dossiersAt(database, keys))

const refusedPage = (c: Context, reading: Exclude<DossierReading, { readonly ok: true }>): Response =>
  formPage(c, 'file' in reading ? { table: reading.file } : { lines: reading.lines })

/** A line as the preview sends it again: its cells in the order of the columns. */
const sentLines = z.array(z.tuple([z.string(), z.string(), z.string(), z.string(), z.string()])).max(dossierFileLimits.rows)

async function applied(deps: OfficeDeps, c: Context): Promise<Response> {
  const { values } = await sentForm(c)
  const sent = sentLines.safeParse(parsed(valueOf(values, 'lines')))
  if (!sent.success || sent.data.length === 0) return formPage(c, { file: 'no-file' })
  const lines = sent.data.map((cells, index) => ({
    line: index + 2,
    cells: Object.fromEntries(handledFields.map((name, place) => [name, cells[place] ?? ''])),
    overhangs: false,
  }))
  const around = await surroundings(deps, c)
  const reading = await readEdits(deps, { ok: true, kind: 'csv', columns: [], lines, faults: [] }, around)
  if (!reading.ok) return refusedPage(c, reading)
  if (markOf(reading.edits) !== valueOf(values, 'shown')) return previewPage(c, reading.edits, around, 'stale')
  const entries = reading.edits.filter((edit) => isNewCell(edit) || isChangedCell(edit)).map(entryOf)
  return acting(deps, c, importDossiers, { entries, source: 'file' }, (came) => {
    if (came.kind === 'done') return done(c, '/admin/dossiers', 'done_dossiers', came.value.added + came.value.changed)
    return c.redirect(kind.address, 303)
  })
}

const entryOf = ({ handled, before }: HandledEdit) => ({ ...draftOf(handled), seen: cellOf(before) })

const draftOf = ({ agency, service, month, handled, onTime }: HandledEdit['handled']) => ({
  agency,
  service,
  month,
  handled: String(handled),
  on_time: onTime === null ? '' : String(onTime),
})

function previewPage(c: Context, edits: readonly HandledEdit[], around: HandledSurroundings, state?: 'stale'): Response {
  const reader = readerOf(c)
  const { say, numbers } = reader
  const [added, changed] = [edits.filter(isNewCell), edits.filter(isChangedCell)]
  const n = (count: number) => ({ n: numbers.count(count) })
  const all = added.length + changed.length
  return page(c, {
    reader,
    title: say('importPreview'),
    status: state === 'stale' ? 409 : 200,
    body: (
      <ListPreview
        {...{ reader, kind }}
        note="dossiersImportPreviewText"
        nothing="dossiersImportNothing"
        counts={[
          say('dossiersImportNew', n(added.length)),
          say('dossiersImportChanged', n(changed.length)),
          say('dossiersImportSame', n(edits.length - all)),
        ]}
        stale={state === 'stale' ? 'dossiersImportStale' : undefined}
        columns={[
          { title: say('agency') },
          { title: say('dossiersService') },
          { title: say('dossiersMonth') },
          { title: say('importBefore'), look: 'r' },
          { title: say('importAfter'), look: 'r' },
        ]}
        rows={[...changed, ...added].map((edit) => rowOf(reader, edit, around))}
        sent={JSON.stringify(edits.map(({ handled }) => handledFields.map((name) => draftOf(handled)[name])))}
        shown={markOf(edits)}
        go={all === 0 ? undefined : say('dossiersImportApply', n(all))}
      />
    ),
  })
}

function rowOf(reader: Reader, { handled, before }: HandledEdit, { agencies, services }: HandledSurroundings): readonly string[] {
  const { say, numbers, language } = reader
  const [agency, service] = [agencies.get(handled.agency), services.get(handled.service)]
  const written = (one: HandledEdit['before']): string =>
    one === undefined
      ? say('dossiersUnknown')
      : numbers.count(one.handled) + (one.onTime === null ? '' : ` (${say('dossiersOnTime').toLowerCase()}: ${numbers.count(one.onTime)})`)
  return [
    `${localised(agency?.name ?? {}, language)} (${handled.agency})`,
    service ? localised(service.name, language) : say('dossiersAll'),
    numbers.month(handled.month),
    written(before),
    written(handled),
  ]
}

/** What a preview showed, as a mark: the same cells from the same state. */
const markOf = (edits: readonly HandledEdit[]): string =>
  createHash('sha256')
    .update(JSON.stringify(edits.map(({ handled, before }) => [handledName(handled), cellOf(before), cellOf(handled)])))
    .digest('hex')

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
