import { once } from 'node:events'
import type { MessagePort } from 'node:worker_threads'
import { startThread } from '../../built'
import type { PosterRun } from './sheet'

type Task = { readonly task: 'write-posters'; readonly run: PosterRun }

/** A piece of the file, and how many touchpoints are done by then. */
export type PosterPiece = { readonly bytes: Uint8Array; readonly done: number }
type Sent = PosterPiece | 'end'

/** Writes a run of posters on a thread of its own, a piece for each request, so that nobody waits for it and it waits for the disk. */
export async function* postersAside(run: PosterRun): AsyncGenerator<PosterPiece> {
  const task: Task = { task: 'write-posters', run }
  const thread = startThread(task)
  try {
    for (;;) {
      const coming = once(thread, 'message')
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
      thread.postMessage('next')
      const [sent]: readonly (Sent | undefined)[] = await coming
      if (sent === undefined || sent === 'end') return
      yield sent
    }
  } finally {
    await thread.terminate()
  }
}

export const isPosterTask = (data: unknown): data is Task =>
  typeof data === 'object' && data !== null && 'task' in data && data.task === 'write-posters'

/** The thread's side; what draws is loaded there alone. */
export function servePosters(port: MessagePort, { run }: Task): void {
  let done = 0
  const writing = import('./write').then(({ writePosters }) => writePosters(run, (sheets) => void (done = sheets)))
  port.on('message', () => {
    writing
      .then((pieces) => pieces.next())
      .then(
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
        (piece) => port.postMessage(piece.done === true ? 'end' : { bytes: piece.value, done }),
        (error: unknown) =>
          setImmediate(() => {
            throw error
          }),
      )
  })
}
