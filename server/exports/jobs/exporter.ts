import { randomUUID } from 'node:crypto'
import { createExport, exportsWithFile, expireExports, failAbandoned, failExport, type Hold, type NewExport, retryExport } from '../../db/exports'
import type { ExportRow } from '../../db/tables'
import type { StoredFile } from './folder'
import { exportFile, type ExporterDeps, runExport, TakenBack } from './run'

export type Exporter = {
  /** Begins an export in the background and names it. */
  readonly request: (wanted: Omit<NewExport, 'id' | 'owner' | 'leased_until' | 'requested_at'>) => Promise<string>
  /** Begins one without a file again; false when it has one or is being made. */
  readonly retry: (id: string) => Promise<boolean>
  /** A finished file; undefined when it does not lie with this process. */
  readonly read: (row: Pick<ExportRow, 'id' | 'format'>) => Promise<StoredFile | undefined>
  /** Gives up what dead processes left, and takes away what has expired or was deleted. */
  readonly tidy: () => Promise<void>
  /** Stops at the next page; what is not complete fails and leaves no file. */
  readonly close: () => Promise<void>
}

/** Prepares exports one after another in this process, in small slices, so that recording never waits for them. */
export function openExporter(deps: ExporterDeps): Exporter {
  const { database, now } = deps
  const owner = randomUUID()
  const hold = (): Hold => ({ owner, leased_until: new Date(now() + leaseMs).toISOString() })
  const queue = openQueue(deps, hold)
  const stopTidying = everyHour(deps)
  return {
    request: async (wanted) => {
      const row = { ...wanted, ...hold(), id: randomUUID(), requested_at: new Date(now()).toISOString() }
      await createExport(database, row)
      queue.add(row)
      return row.id
    },
    retry: async (id) => {
      const row = await retryExport(database, id, hold())
      if (row) queue.add(row)
      return row !== undefined
    },
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
