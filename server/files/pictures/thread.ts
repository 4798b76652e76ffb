import { once } from 'node:events'
import type { MessagePort } from 'node:worker_threads'
import { startThread } from '../../built'
import type { KeptPicture } from './draw'
import { type PictureProblem, readPicture } from './format'

type Task =
  { readonly task: 'draw-anew'; readonly bytes: Uint8Array } | { readonly task: 'try-pictures'; readonly pictures: readonly Uint8Array[] }

/** How long it may take. */
const longestMs = 10_000

export type PictureTaken = ({ readonly ok: true } & KeptPicture) | { readonly ok: false; readonly problem: PictureProblem }

/** Takes a picture that somebody sent as it is kept, drawn anew on a thread of its own; one that cannot be drawn is refused with why. */
export async function takenPicture(bytes: Uint8Array): Promise<PictureTaken> {
  const reading = readPicture(bytes)
  if (!reading.ok) return reading
  const kept = await inTurn<KeptPicture | false>({ task: 'draw-anew', bytes })
  return kept ? { ok: true, ...kept } : { ok: false, problem: 'picture_unreadable' }
}

/** Which of these can be drawn. */
export const drawableAmong = async (pictures: readonly Uint8Array[]): Promise<readonly boolean[]> =>
  (await inTurn<readonly boolean[]>({ task: 'try-pictures', pictures })) ?? pictures.map(() => false)

let last: Promise<unknown> = Promise.resolve()

function inTurn<Made>(task: Task): Promise<Made | undefined> {
  const making = last.then(() => onThread<Made>(task))
  last = making.catch(() => undefined)
  return making
}

async function onThread<Made>(task: Task): Promise<Made | undefined> {
  const thread = startThread(task)
  const clock = setTimeout(() => void thread.terminate(), longestMs)
  try {
    const [made]: readonly (Made | undefined)[] = await Promise.race([once(thread, 'message'), once(thread, 'exit').then(() => [])])
    return made
  } finally {
    clearTimeout(clock)
    await thread.terminate()
  }
}

const taskNames: ReadonlySet<unknown> = new Set<Task['task']>(['draw-anew', 'try-pictures'])

export const isDrawingTask = (data: unknown): data is Task =>
  typeof data === 'object' && data !== null && 'task' in data && taskNames.has(data.task)

/** The thread's side; what draws is loaded there alone. */
export function serveDrawing(port: MessagePort, task: Task): void {
  made(task).then(
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
    (result) => port.postMessage(result),
    (error: unknown) =>
      setImmediate(() => {
        throw error
      }),
  )
}

async function made(task: Task): Promise<KeptPicture | false | readonly boolean[]> {
  const { drawnAnew, isDrawable } = await import('./draw')
  if (task.task === 'draw-anew') return (await drawnAnew(task.bytes)) ?? false
  const tried: boolean[] = []
  for (const bytes of task.pictures) tried.push(await isDrawable(bytes))
  return tried
}
