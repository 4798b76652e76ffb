import { createHash } from 'node:crypto'
import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { z } from 'zod'
import { draftOfService, type ServiceEdit, serviceFields } from '../../../surveys/fielding/services'
import { localised } from '../../../surveys/instrument/language'
import { seenAgencies } from '../../access/seen'
import { importServices } from '../../acts/services'
import { listServices } from '../../db/services'
import { serviceColumns, serviceEdits, serviceFileLimits, type ServiceReading } from '../../files/service-file'
import type { TableReading } from '../../files/reading/table'
import { readTableAside } from '../../files/reading/thread'
import { ListFile, type ListKind, ListPreview, type RefusedList } from '../lists/file'
import { acting } from '../frame/acting'
import type { OfficeDeps } from '../frame/deps'
import { page } from '../frame/document'
import { readBytes, sentForm, valueOf } from '../frame/form'
import { done, type Reader, readerOf } from '../frame/reader'
import { serviceWords } from './words'

const kind: ListKind = {
  address: '/admin/import/services',
  home: { href: '/admin/services', word: 'servicesTitle' },
  title: 'servicesImportTitle',
  text: 'servicesImportText',
  example: 'servicesImportExample',
  bytes: serviceFileLimits.bytes,
  columns: serviceFields.map((name) => ({ name, word: serviceWords[name], isNeeded: serviceColumns.needed.includes(name) })),
}

/** The list of services from a file: each change shown first, then saved as it was shown. */
export function serviceFilePages(deps: OfficeDeps, change: MiddlewareHandler): Hono {
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
  if (bytes.length > serviceFileLimits.bytes) return formPage(c, { file: 'too-large' })
  const reading = await readEdits(deps, c, await readTableAside(bytes, serviceColumns, serviceFileLimits))
  return reading.ok ? previewPage(c, reading.edits) : refusedPage(c, reading)
}

const readEdits = async (deps: OfficeDeps, c: Context, table: TableReading): Promise<ServiceReading> =>
  serviceEdits(table, { services: await listServices(deps.database), agencies: await seenAgencies(deps, c, 'agencies.change') })

const refusedPage = (c: Context, reading: Exclude<ServiceReading, { readonly ok: true }>): Response =>
  formPage(c, 'file' in reading ? { table: reading.file } : { lines: reading.lines })

/** A service as the preview sends it again: all of its fields as they would be. */
const sentLines = z.array(z.array(z.string()).length(serviceFields.length)).max(serviceFileLimits.rows)

async function applied(deps: OfficeDeps, c: Context): Promise<Response> {
  const { values } = await sentForm(c)
  const sent = sentLines.safeParse(parsed(valueOf(values, 'lines')))
  if (!sent.success || sent.data.length === 0) return formPage(c, { file: 'no-file' })
  const lines = sent.data.map((cells, index) => ({
    line: index + 2,
    cells: Object.fromEntries(serviceFields.map((name, place) => [name, cells[place] ?? ''])),
    overhangs: false,
  }))
  const reading = await readEdits(deps, c, { ok: true, kind: 'csv', columns: [], lines, faults: [] })
  if (!reading.ok) return refusedPage(c, reading)
  if (markOf(reading.edits) !== valueOf(values, 'shown')) return previewPage(c, reading.edits, 'stale')
  const changed = reading.edits.filter(({ changes }) => changes.length > 0)
  return acting(
    deps,
    c,
    importServices,
    changed.map(({ service }) => service),
    () => done(c, '/admin/services', 'done_services', changed.length),
  )
}

function previewPage(c: Context, edits: readonly ServiceEdit[], state?: 'stale'): Response {
  const reader = readerOf(c)
  const { say, numbers } = reader
  const n = (count: number) => ({ n: numbers.count(count) })
  const changed = edits.filter(({ changes }) => changes.length > 0)
  const added = changed.filter(({ isNew }) => isNew)
  return page(c, {
    reader,
    title: say('importPreview'),
    status: state === 'stale' ? 409 : 200,
    body: (
      <ListPreview
        {...{ reader, kind }}
        note="importPreviewText"
        nothing="dossiersImportNothing"
        counts={[
          say('servicesImportNew', n(added.length)),
          say('servicesImportChanged', n(changed.length - added.length)),
          say('servicesImportSame', n(edits.length - changed.length)),
        ]}
        stale={state === 'stale' ? 'servicesImportStale' : undefined}
        columns={[
          { title: say('serviceCode') },
          { title: say('serviceName') },
          { title: say('importField') },
          { title: say('importBefore') },
          { title: say('importAfter') },
        ]}
        rows={[...changed.filter(({ isNew }) => !isNew), ...added].flatMap((edit) => rowsOf(reader, edit))}
        sent={JSON.stringify(edits.map(({ service }) => serviceFields.map((name) => draftOfService(service)[name])))}
        shown={markOf(edits)}
        go={changed.length === 0 ? undefined : say('servicesImportApply', n(changed.length))}
      />
    ),
  })
}

const rowsOf = ({ say, language }: Reader, { service, changes }: ServiceEdit): readonly (readonly string[])[] =>
  changes
    .filter(({ field }) => field !== 'code')
    .map(({ field, before, after }) => [
      service.code,
      localised(service.name, language),
      say(serviceWords[field]),
      before || say('importNothing'),
      after || say('importNothing'),
    ])

/** What a preview showed, as a mark: the same changes from the same state. */
const markOf = (edits: readonly ServiceEdit[]): string =>
  createHash('sha256')
    .update(JSON.stringify(edits.map(({ service, isNew, changes }) => [service.code, isNew, changes])))
    .digest('hex')

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
