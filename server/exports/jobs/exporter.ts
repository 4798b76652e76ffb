import { randomUUID } from 'node:crypto'
import { createExport, exportsWithFile, expireExports, failAbandoned, failExport, type Hold, type NewExport, retryExport } from '../../db/exports'
import type { ExportRow } from '../../db/tables'
import type { ExportFolder } from './folder'
import { exportFile, type ExporterDeps, runExport } from './run'

export type Exporter = {
  /** Begins an export in the background and names it. */
  readonly request: (wanted: Omit<NewExport, 'id' | 'owner' | 'leased_until' | 'requested_at'>) => Promise<string>
  /** Begins one without a file again; false when it has one or is being made. */
  readonly retry: (id: string) => Promise<boolean>
  /** A finished file; undefined when it does not lie with this process. */
  readonly read: (row: Pick<ExportRow, 'id' | 'format'>) => ReturnType<ExportFolder['read']>
  /** Gives up what dead processes left, and takes away what has expired or was deleted. */
  readonly tidy: () => Promise<void>
  /** Stops at the next page; what is not complete fails and leaves no file. */
  readonly close: () => Promise<void>
}

/** Prepares exports one after another in this process, in small slices, so that recording never waits for them. */
export function openExporter(deps: ExporterDeps): Exporter {
  const { database, folder, now } = deps
  const owner = randomUUID()
  const stop = new AbortController()
  const hold = (): Hold => ({ owner, leased_until: new Date(now() + leaseMs).toISOString() })
  let queue = Promise.resolve()
  const enqueue = (row: ExportRow | (NewExport & { readonly id: string })): void => {
    queue = queue.then(() => runExport(deps, row, hold, stop.signal)).catch(async (error: unknown) => {
      if (!stop.signal.aborted) deps.log.error({ err: error, export: row.id }, 'export failed')
      await failExport(database, row.id, owner).catch(() => undefined)
    })
  }
  const tidy = async (): Promise<void> => {
    const instant = new Date(now()).toISOString()
    await failAbandoned(database, instant)
    await expireExports(database, instant)
    const kept = await exportsWithFile(database)
    await folder.sweep((id) => kept.has(id))
  }
  const tidying = setInterval(() => void tidy().catch((error: unknown) => deps.log.error({ err: error }, 'exports could not be tidied')), hourMs)
  tidying.unref()
  return {
    request: async (wanted) => {
      const row = { ...wanted, ...hold(), id: randomUUID(), requested_at: new Date(now()).toISOString() }
      await createExport(database, row)
      enqueue(row)
      return row.id
    },
    retry: async (id) => {
      const row = await retryExport(database, id, hold())
      if (row) enqueue(row)
      return row !== undefined
    },
    read: (row) => folder.read(exportFile(row)),
    tidy,
    close: async () => {
      clearInterval(tidying)
      stop.abort()
      await queue
    },
  }
}

/** Longer than any page of rows takes; a process that renews nothing for so long is gone. */
export const leaseMs = 30_000
const hourMs = 3_600_000
