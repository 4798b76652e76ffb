import { once } from 'node:events'
import type { MessagePort, Worker } from 'node:worker_threads'
import { startThread } from '../built'
import type { PictureTexts } from './picture'

type Task = { readonly task: 'draw-pictures' }
const task: Task = { task: 'draw-pictures' }

/** A thread that nobody has asked for a picture for so long ends. */
const idleMs = 20_000

let drawing: Promise<unknown> = Promise.resolve()
let thread: Worker | undefined
let idle: NodeJS.Timeout | undefined

/** Draws a picture on a thread of its own, one after another, so that nobody waits for it who wants something else. */
export function pictureAside(texts: PictureTexts): Promise<Uint8Array<ArrayBuffer>> {
  const mine = drawing.then(() => drawn(texts))
  drawing = mine.catch(() => undefined)
  return mine
}

async function drawn(texts: PictureTexts): Promise<Uint8Array<ArrayBuffer>> {
  clearTimeout(idle)
  const worker = (thread ??= started())
  const heard = new AbortController()
  try {
    const exited = once(worker, 'exit', { signal: heard.signal }).then(() => [])
    exited.catch(() => undefined)
    const coming = Promise.race([once(worker, 'message', { signal: heard.signal }), exited])
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
    worker.postMessage(texts)
    const [png]: readonly (Uint8Array<ArrayBuffer> | undefined)[] = await coming
    if (!png) throw new Error('the thread that draws pictures has ended')
    return png
  } catch (error) {
    ended(worker)
    throw error
  } finally {
    heard.abort()
    idle = setTimeout(() => ended(worker), idleMs)
    idle.unref()
  }
}

function started(): Worker {
  const worker = startThread(task)
  worker.unref()
  return worker
}

function ended(worker: Worker): void {
  if (thread === worker) thread = undefined
  void worker.terminate()
}

export const isPictureTask = (data: unknown): data is Task =>
  typeof data === 'object' && data !== null && 'task' in data && data.task === task.task

/** The thread's side; what draws is loaded there alone. */
export function servePictures(port: MessagePort): void {
  const loading = import('./picture')
  port.on('message', (texts: PictureTexts) => {
    loading
      .then(({ drawPicture }) => drawPicture(texts))
      .then(
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
        (png) => port.postMessage(png),
        (error: unknown) =>
          setImmediate(() => {
            throw error
          }),
      )
  })
}
