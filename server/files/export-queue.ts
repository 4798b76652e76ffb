import { randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { chmod, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { Logger } from 'pino'
import { findCampaign } from '../db/campaigns'
import type { Database } from '../db/dialect'
import {
  beginExport,
  expireExports,
  exportsWithFile,
  failAbandoned,
  failExport,
  finishExport,
  type Hold,
  type NewExport,
  noteProgress,
  posterContent,
} from '../db/exports'
import type { ExportRow } from '../db/tables'
import { type Filter, noFilter } from '../reading/filter'
import type { Document } from './document'
import { contentNames, contentOf, encoderFor } from './export'
import type { Source } from './facts'
import { posterRun } from './posters/compose'
import { type PosterPiece, postersAside } from './posters/thread'

export type Exporter = {
  /** An export that this process will make, with a name; it is to be stored before it is begun. */
  readonly planned: (wanted: Omit<NewExport, 'id' | 'owner' | 'leased_until' | 'requested_at'>) => NewExport
  /** What holds an export for this process. */
  readonly hold: () => Hold
  /** Makes a stored export in the background. */
  readonly begin: (row: NewExport) => void
  /** A finished file; undefined when it does not lie with this process. */
  readonly read: (row: Pick<ExportRow, 'id' | 'format'>) => Promise<StoredFile | undefined>
  /** Gives up what dead processes left, and takes away what has expired or was deleted. */
  readonly tidy: () => Promise<void>
  /** Stops at the next page; what is not complete fails and leaves no file. */
  readonly close: () => Promise<void>
}

/** Prepares exports one after another in this process, in small slices, so that recording never waits for them. */
export function openExporter(deps: ExporterDeps): Exporter {
  const { now } = deps
  const owner = randomUUID()
  const hold = (): Hold => ({ owner, leased_until: new Date(now() + leaseMs).toISOString() })
  const queue = openQueue(deps, hold)
  const stopTidying = everyHour(deps)
  return {
    planned: (wanted) => ({ ...wanted, ...hold(), id: randomUUID(), requested_at: new Date(now()).toISOString() }),
    hold,
    begin: queue.add,
    read: (row) => deps.folder.read(exportFile(row)),
    tidy: () => tidy(deps),
    close: async () => {
      stopTidying()
      await queue.close()
    },
  }
}

/** Longer than any page of rows takes; a process that renews nothing for so long is gone. */
const leaseMs = 30_000
const hourMs = 3_600_000

function openQueue(deps: ExporterDeps, hold: () => Hold) {
  const stop = new AbortController()
  let last = Promise.resolve()
  const failed = async (id: string, error: unknown): Promise<void> => {
    if (!stop.signal.aborted && !(error instanceof TakenBack)) deps.log.error({ err: error, export: id }, 'export failed')
    await failExport(deps.database, id, hold().owner).catch(() => undefined)
  }
  return {
    add: (row: NewExport): void => {
      last = last.then(() => runExport(deps, row, hold, stop.signal)).catch((error: unknown) => failed(row.id, error))
    },
    close: (): Promise<void> => {
      stop.abort()
      return last
    },
  }
}

async function tidy({ database, folder, now }: ExporterDeps): Promise<void> {
  const instant = new Date(now()).toISOString()
  await failAbandoned(database, instant)
  await expireExports(database, instant)
  await sweepExports(database, folder)
}

/** Takes away the files of exports that have none any more. */
export async function sweepExports(database: Database, folder: ExportFolder): Promise<void> {
  const kept = await exportsWithFile(database)
  await folder.sweep((id) => kept.has(id))
}

/** Tidies now and then, without keeping the process alive. */
function everyHour(deps: ExporterDeps): () => void {
  const report = (error: unknown) => deps.log.error({ err: error }, 'exports could not be tidied')
  const tidying = setInterval(() => void tidy(deps).catch(report), hourMs)
  tidying.unref()
  return () => clearInterval(tidying)
}

type ExporterDeps = Source & {
  readonly folder: ExportFolder
  readonly log: Logger
  /** How contents are made that are no table. */
  readonly makers?: Readonly<Record<string, FileMaker>>
}

/** A piece of a file, or nothing of it yet, and how much is done by then. */
type FilePiece = { readonly bytes: Uint8Array; readonly done: number }

/** Makes a file on a thread of its own; the signal ends that. */
export type FileMaker = (row: NewExport, stop: AbortSignal) => AsyncGenerator<FilePiece>

const noteEveryMs = 500
/** After a few rows an export rests as long as they took, so that recording and readers come first. */
const longestRestMs = 20
/** Days for which a finished file stays. */
export const keptDays = 7

/** Somebody deleted an export while it was made, or it was given up. */
class TakenBack extends Error {}

/** Makes one export that waits, from its first row to the finished file. */
async function runExport(deps: ExporterDeps, row: NewExport, hold: () => Hold, stop: AbortSignal): Promise<void> {
  const { database, folder, now } = deps
  stop.throwIfAborted()
  if (!(await beginExport(database, row.id, hold()))) return
  const written = { written_rows: 0, bytes: 0 }
  const note = rarely(async () => {
    if (!(await noteProgress(database, row.id, hold(), written))) throw new TakenBack(`export ${row.id}`)
  })
  const onRows = async (rows: number): Promise<void> => {
    stop.throwIfAborted()
    written.written_rows += rows
    await note()
  }
  const name = exportFile(row)
  await folder.write(name, await piecesFor(deps, row, onRows), (bytes) => void (written.bytes += bytes))
  const expiresAt = new Date(now() + keptDays * 86_400_000).toISOString()
  if (!(await finishExport(database, row.id, hold().owner, written, expiresAt))) await folder.remove(name)
}

type OnRows = (rows: number) => Promise<void>

/** The file of an export; `onRows` hears after each page how many rows it had. */
async function piecesFor(deps: ExporterDeps, row: NewExport, onRows: OnRows): Promise<AsyncIterable<Uint8Array>> {
  if (row.content === posterContent) return posterPieces(postersAside(await posterRun(deps, row)), onRows)
  const maker = deps.makers && Object.hasOwn(deps.makers, row.content) ? deps.makers[row.content] : undefined
  if (maker) return madeAside((stop) => maker(row, stop), onRows)
  const { encoder, content } = await prepared(deps, row)
  const rest = restful()
  const onPage = async (rows: number): Promise<void> => {
    await rest()
    await onRows(rows)
  }
  return encoder.write(paged(content, onPage))
}

/** They are drawn on a thread of their own, so nobody needs a rest from them. */
async function* posterPieces(pieces: AsyncIterable<PosterPiece>, onRows: OnRows): AsyncGenerator<Uint8Array> {
  let told = 0
  for await (const { bytes, done } of pieces) {
    await onRows(done - told)
    told = done
    yield bytes
  }
}

/** So long a thread may say nothing before it is asked for whether the file is still wanted. */
const stillWantedMs = 1_000

/** What a thread makes; also while it says nothing, `onRows` is heard, and what it throws ends the thread at once. */
async function* madeAside(make: (stop: AbortSignal) => AsyncGenerator<FilePiece>, onRows: OnRows): AsyncGenerator<Uint8Array> {
  const stop = new AbortController()
  const pieces = make(stop.signal)
  let told = 0
  try {
    for (;;) {
      const coming = pieces.next()
      // It is awaited below, unless the file is not wanted any more.
      coming.catch(() => undefined)
      while ((await Promise.race([coming, delay(stillWantedMs, waiting, { ref: false })])) === waiting) await onRows(0)
      const step = await coming
      if (step.done === true) return
      const { bytes, done } = step.value
      await onRows(done - told)
      told = done
      if (bytes.length > 0) yield bytes
    }
  } finally {
    stop.abort()
    await pieces.return(undefined).catch(() => undefined)
  }
}

const waiting = 'waiting'

/** The name of an export's file in its folder: random, like its id. */
const exportFile = ({ id, format }: Pick<NewExport, 'id' | 'format'>): string => `${id}.${format}`

async function prepared(deps: ExporterDeps, row: NewExport) {
  const record = await findCampaign(deps.database, row.campaign)
  const name = contentNames.find((one) => one === row.content)
  const encoder = name && encoderFor(name, row.format)
  if (!record || !encoder || !name)
    throw new Error(`export ${row.id}: campaign "${row.campaign}", content "${row.content}", format "${row.format}"`)
  const filter: Filter = { ...noFilter, ...JSON.parse(row.filter) }
  return { encoder, content: await contentOf(deps, name, { record, filter, language: row.language }) }
}

/** Waits as long as passed since the last rest. */
function restful(): () => Promise<void> {
  let restedAt = performance.now()
  return async () => {
    await delay(Math.min(longestRestMs, performance.now() - restedAt))
    restedAt = performance.now()
  }
}

/** Does something at once and then at most twice a second. */
function rarely(work: () => Promise<void>): () => Promise<void> {
  let doneAt = -Infinity
  return async () => {
    if (performance.now() < doneAt + noteEveryMs) return
    doneAt = performance.now()
    await work()
  }
}

/** The same document, whose first table says after each page how many rows it had; what is only looked over counts for none. */
function paged(content: Document, onPage: OnRows): Document {
  const watched = async function* <Row>(
    pages: AsyncIterable<readonly Row[]>,
    rowsOf = (page: readonly Row[]) => page.length,
  ): AsyncGenerator<readonly Row[]> {
    for await (const page of pages) {
      await onPage(rowsOf(page))
      yield page
    }
  }
  const [first, ...others] = content.sheets
  const { study } = content
  return {
    ...content,
    table: { ...content.table, pages: watched(content.table.pages) },
    sheets: first ? [{ ...first, pages: watched(first.pages) }, ...others] : [],
    ...(study && { study: { ...study, before: () => watched(study.before(), () => 0), pages: watched(study.pages) } }),
  }
}

/** Where finished exports lie until they are fetched. Only a complete file has a name without `.part`. */
type ExportFolder = ReturnType<typeof exportFolder>

type StoredFile = { readonly size: number; readonly pieces: AsyncGenerator<Uint8Array> }

export function exportFolder(path: string) {
  const partOf = (name: string) => join(path, `${name}.part`)
  return {
    /** Writes a file of pieces; it appears under its name once every byte is on the disk, else nothing of it stays. */
    write: async (name: string, pieces: AsyncIterable<Uint8Array>, note: (bytes: number) => void): Promise<void> => {
      await mkdir(path, { recursive: true, mode: 0o700 })
      await chmod(path, 0o700)
      const file = await open(partOf(name), 'w', 0o600)
      try {
        for await (const piece of pieces) {
          await file.write(piece)
          note(piece.length)
        }
        await file.sync()
        await rename(partOf(name), join(path, name))
      } catch (error) {
        await rm(partOf(name), { force: true })
        throw error
      } finally {
        await file.close()
      }
    },
    /** A complete file; undefined when it is not in this folder. */
    read: async (name: string): Promise<StoredFile | undefined> => {
      const found = await stat(join(path, name)).catch(() => undefined)
      return found && { size: found.size, pieces: piecesOf(join(path, name)) }
    },
    remove: (name: string): Promise<void> => rm(join(path, name), { force: true }),
    /** Takes away every file of which `isKept` does not know the export. */
    sweep: async (isKept: (id: string) => boolean): Promise<void> => {
      const names = await readdir(path).catch(() => [])
      await Promise.all(names.filter((name) => !isKept(name.split('.')[0] ?? '')).map((name) => rm(join(path, name), { force: true })))
    },
  }
}

async function* piecesOf(path: string): AsyncGenerator<Uint8Array> {
  for await (const piece of createReadStream(path)) {
    const bytes: Buffer = piece
    yield bytes
  }
}
