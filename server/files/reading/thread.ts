import { once } from 'node:events'
import type { MessagePort } from 'node:worker_threads'
import { startThread } from '../../built'
import { type ForeignReading, readForeign } from '../foreign/reading'
import { labelledIn, type LabelledReading, type LabelledSetting } from './labelled'
import { onePiece } from './open'
import { readRows, readTable, type RowsReading, type TableColumns, type TableReading } from './table'
import type { FileLimits } from './workbook-rows'

/** A file to be read, as a table, as its bare rows, as a sheet with labels, or as a questionnaire of another tool. */
type Task =
  | ({ readonly bytes: Uint8Array; readonly limits: FileLimits } & (
      | { readonly task: 'read-table'; readonly columns: TableColumns }
      | { readonly task: 'read-rows' }
      | { readonly task: 'read-labelled'; readonly setting: LabelledSetting }
    ))
  | { readonly task: 'read-foreign'; readonly bytes: Uint8Array }

/** How long one file may take, and what its thread may hold. */
const longestMs = 10_000
const mostMebibytes = 512

/** So few bytes of text are read at once without anybody waiting; a workbook unpacks to any length. */
const fewBytes = 65_536
/** So few of a sheet with labels, whose words are compared with all labels. */
const fewLabelled = 4_096
const zipByte = 0x50
const isSmallText = (bytes: Uint8Array): boolean => bytes.length <= fewBytes && bytes[0] !== zipByte

/** Reads a file as a table on a thread of its own, one file after another, so that no file holds the server up; one that takes too long is refused. */
export const readTableAside = (bytes: Uint8Array, columns: TableColumns, limits: FileLimits): Promise<TableReading> =>
  isSmallText(bytes) ? readTable(onePiece(bytes), columns, limits) : inTurn<TableReading>({ task: 'read-table', bytes, columns, limits })

/** The same for the bare rows of a file. */
export const readRowsAside = (bytes: Uint8Array, limits: FileLimits): Promise<RowsReading> =>
  isSmallText(bytes) ? readRows(onePiece(bytes), limits) : inTurn<RowsReading>({ task: 'read-rows', bytes, limits })

/** A sheet with labels, and what its columns and words may mean: telling takes longer than reading. */
export async function readLabelledAside(bytes: Uint8Array, setting: LabelledSetting, limits: FileLimits): Promise<LabelledReading> {
  if (bytes.length > fewLabelled || !isSmallText(bytes)) return inTurn<LabelledReading>({ task: 'read-labelled', bytes, setting, limits })
  return labelledIn(await readRows(onePiece(bytes), limits), setting)
}

/** A questionnaire of another tool, always on a thread: what it holds is known only once it was read. */
export const readForeignAside = (bytes: Uint8Array): Promise<ForeignReading> => inTurn<ForeignReading>({ task: 'read-foreign', bytes })

type Failed = { readonly ok: false; readonly problem: { readonly code: 'too-slow' } }

let last: Promise<unknown> = Promise.resolve()

function inTurn<Reading>(task: Task): Promise<Reading | Failed> {
  const reading = last.then(() => onThread<Reading>(task))
  last = reading.catch(() => undefined)
  return reading
}

async function onThread<Reading>(task: Task): Promise<Reading | Failed> {
  const thread = startThread(task, { maxOldGenerationSizeMb: mostMebibytes })
  const clock = setTimeout(() => void thread.terminate(), longestMs)
  try {
    const [reading]: readonly (Reading | undefined)[] = await Promise.race([once(thread, 'message'), once(thread, 'exit').then(() => [])])
    return reading ?? tooSlow
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY') return tooSlow
    throw error
  } finally {
    clearTimeout(clock)
    await thread.terminate()
  }
}

const tooSlow: Failed = { ok: false, problem: { code: 'too-slow' } }

const taskNames: ReadonlySet<unknown> = new Set<Task['task']>(['read-table', 'read-rows', 'read-labelled', 'read-foreign'])

export const isReadingTask = (data: unknown): data is Task =>
  typeof data === 'object' && data !== null && 'task' in data && taskNames.has(data.task)

/** The thread's side: what goes wrong in it is thrown at whoever started it. */
export function serveTask(port: MessagePort, task: Task): void {
  readingOf(task).then(
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
    (reading) => port.postMessage(reading),
    (error: unknown) =>
      setImmediate(() => {
        throw error
      }),
  )
}

async function readingOf(task: Task): Promise<TableReading | RowsReading | LabelledReading | ForeignReading> {
  if (task.task === 'read-foreign') return readForeign(task.bytes)
  if (task.task === 'read-labelled') return labelledIn(await readRows(onePiece(task.bytes), task.limits), task.setting)
  return task.task === 'read-table'
    ? readTable(onePiece(task.bytes), task.columns, task.limits)
    : readRows(onePiece(task.bytes), task.limits)
}
