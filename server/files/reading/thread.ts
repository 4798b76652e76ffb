import { once } from 'node:events'
import { parentPort, Worker, workerData } from 'node:worker_threads'
import { onePiece } from './open'
import { readTable, type TableColumns, type TableReading } from './table'
import type { FileLimits } from './workbook-rows'

/** A file to be read and what is asked of it. */
export type ReadingTask = {
  readonly task: 'read-table'
  readonly bytes: Uint8Array
  readonly columns: TableColumns
  readonly limits: FileLimits
}

/** How long one file may take, and what its thread may hold. */
const longestMs = 10_000
const mostMebibytes = 512

/** So few bytes of text are read at once without anybody waiting; a workbook unpacks to any length. */
const fewBytes = 65_536

let last: Promise<unknown> = Promise.resolve()

/** Reads a file on a thread of its own, one file after another, so that no file holds the server up; one that takes too long is refused. */
export async function readTableAside(bytes: Uint8Array, columns: TableColumns, limits: FileLimits): Promise<TableReading> {
  if (bytes.length <= fewBytes && bytes[0] !== zipByte) return readTable(onePiece(bytes), columns, limits)
  const before = last
  const reading = before.then(() => readOnThread({ task: 'read-table', bytes, columns, limits }))
  last = reading.catch(() => undefined)
  return reading
}

const zipByte = 0x50

async function readOnThread(task: ReadingTask): Promise<TableReading> {
  const thread = new Worker(isSource ? fromSource : import.meta.filename, {
    eval: isSource,
    workerData: task,
    resourceLimits: { maxOldGenerationSizeMb: mostMebibytes },
  })
  const clock = setTimeout(() => void thread.terminate(), longestMs)
  try {
    const outcome = await Promise.race([once(thread, 'message'), once(thread, 'exit').then(() => undefined)])
    const [reading]: readonly (TableReading | undefined)[] = outcome ?? []
    return reading ?? { ok: false, problem: { code: 'too-slow' } }
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY')
      return { ok: false, problem: { code: 'too-slow' } }
    throw error
  } finally {
    clearTimeout(clock)
    await thread.terminate()
  }
}

/** The product is one file, which every thread runs; where it runs from its sources, in tests, a thread has to learn to read them. */
const isSource = import.meta.filename.endsWith('.ts')
const fromSource = `import('tsx/esm/api').then(({ register }) => { register(); return import(${JSON.stringify(import.meta.url)}) })`

const isTask = (data: unknown): data is ReadingTask =>
  typeof data === 'object' && data !== null && 'task' in data && data.task === 'read-table'

/** The thread's side: what goes wrong in it is thrown at whoever started it. */
if (parentPort && isTask(workerData)) {
  const port = parentPort
  const { bytes, columns, limits } = workerData
  readTable(onePiece(bytes), columns, limits).then(
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
    (reading) => port.postMessage(reading),
    (error: unknown) =>
      setImmediate(() => {
        throw error
      }),
  )
}
