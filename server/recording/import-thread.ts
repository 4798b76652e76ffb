import { once } from 'node:events'
import { createReadStream } from 'node:fs'
import { type MessagePort, Worker } from 'node:worker_threads'
import { csvRecords, type CsvRecord } from './csv-lines'
import { type HeaderReading, readHeader } from './import-columns'
import type { ImportSetting } from './import-line'
import { type ImportWindow, importWindows } from './import-window'

/** What a file's lines are checked against, and the local day of the import. */
export type ImportSource = { readonly file: string; readonly setting: ImportSetting; readonly today: string }

/** What reading a file gives: what its header says, then its lines; an empty file gives nothing. */
export type ImportMessage = { readonly kind: 'header'; readonly header: HeaderReading } | { readonly kind: 'lines'; readonly window: ImportWindow }

type Sent = ImportMessage | { readonly kind: 'end' }

/**
 * Reads and checks a file on a thread of its own, one window ahead of whoever stores it: checking takes
 * a third of an import. The thread runs the program itself, see `main.ts`.
 */
export async function* readOnThread(source: ImportSource): AsyncGenerator<ImportMessage> {
  const thread = new Worker(import.meta.filename, { workerData: source })
  const next = (): Promise<readonly Sent[]> => {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
    thread.postMessage('next')
    const coming = once(thread, 'message')
    // It is awaited later; until then a failure of the thread waits too.
    coming.catch(() => undefined)
    return coming
  }
  try {
    for (let coming = next(); ; ) {
      const [message] = await coming
      if (message === undefined || message.kind === 'end') return
      coming = next()
      yield message
    }
  } finally {
    await thread.terminate()
  }
}

/** The thread's side: a message for each request. */
export function serveReading(port: MessagePort, source: ImportSource): void {
  const messages = messagesOf(source)
  port.on('message', () => {
    messages.next().then(
      ({ done, value }) => port.postMessage(done === true ? { kind: 'end' } : value),
      (error: unknown) => setImmediate(() => { throw error }),
    )
  })
}

const pieceBytes = 256 * 1024

async function* messagesOf({ file, setting, today }: ImportSource): AsyncGenerator<ImportMessage> {
  const pages = csvRecords(createReadStream(file, { encoding: 'utf8', highWaterMark: pieceBytes }))
  const first = await pages.next()
  const [head, ...rest] = first.done === true ? [] : first.value
  if (head?.cells === undefined) return
  const header = readHeader(setting.questionnaire, head.cells)
  yield { kind: 'header', header }
  if (!header.ok) return
  for await (const window of importWindows(setting, header.columns, today, continued(rest, pages))) yield { kind: 'lines', window }
}

async function* continued(rest: readonly CsvRecord[], pages: AsyncIterable<readonly CsvRecord[]>): AsyncGenerator<readonly CsvRecord[]> {
  yield rest
  yield* pages
}
