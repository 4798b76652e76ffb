import { once } from 'node:events'
import type { MessagePort } from 'node:worker_threads'
import { startThread } from '../built'
import type { Database } from '../db/dialect'
import { oneAtATime } from '../turns'
import type { WantedReport } from './facts'
import type { PrintedPaper } from './parts'
import type { ReportOrder, ReportPiece } from './written'

/** What a report is written as. */
export const reportFormats = ['docx', 'pdf'] as const
export type ReportFormat = (typeof reportFormats)[number]

export const isReportFormat = (text: string): text is ReportFormat => reportFormats.some((format) => format === text)

export const reportTypes: Readonly<Record<ReportFormat, string>> = {
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  pdf: 'application/pdf',
}

type Deps = { readonly database: Pick<Database, 'address'>; readonly now: () => number }
type Task = { readonly task: 'write-report' } & (ReportOrder | { readonly paper: PrintedPaper })
type Sent = ReportPiece | 'end'

/**
 * Reads, composes and writes a report on a thread of its own, over a connection of its own: of 200 agencies each of the three holds whoever does it
 * up for longer than anybody should wait. `stop` ends it at once.
 */
export async function* reportAside(
  { database: { address }, now }: Deps,
  wanted: WantedReport,
  format: ReportFormat,
  stop?: AbortSignal,
): AsyncGenerator<ReportPiece> {
  yield* pieces({ task: 'write-report', address, now: now(), wanted, format }, stop)
}

async function* pieces(task: Task, stop?: AbortSignal): AsyncGenerator<ReportPiece> {
  const thread = startThread(task, roomOfThread)
  try {
    for (;;) {
      const coming = once(thread, 'message', { signal: stop })
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

/** The file alone. */
export async function* reportBytes(...order: Parameters<typeof reportAside>): AsyncGenerator<Uint8Array> {
  for await (const { bytes } of reportAside(...order)) if (bytes.length > 0) yield bytes
}

/** A paper that is composed already, as a PDF, one after another on a thread: of a hundred questions writing it takes seconds. */
export const printedPdf = (paper: PrintedPaper): Promise<Uint8Array<ArrayBuffer>> =>
  inOrder(async () => {
    const all: Uint8Array[] = []
    for await (const { bytes } of pieces({ task: 'write-report', paper })) all.push(bytes)
    return new Uint8Array(Buffer.concat(all))
  })

const inOrder = oneAtATime()

/** With the usual room for what is young a document of 200 agencies takes 40 MB more. */
const roomOfThread = { maxOldGenerationSizeMb: 280, maxYoungGenerationSizeMb: 8 } as const

export const isReportTask = (data: unknown): data is Task =>
  typeof data === 'object' && data !== null && 'task' in data && data.task === 'write-report'

/** The thread's side; what reads, composes and writes is loaded there alone. */
export function serveReport(port: MessagePort, order: Task): void {
  const made = import('./written').then(({ writtenPaper, writtenReport }) =>
    'paper' in order ? writtenPaper(order.paper) : writtenReport(order),
  )
  port.on('message', () => {
    made
      .then((all) => all.next())
      .then(
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
        (piece) => port.postMessage(piece.done === true ? 'end' : piece.value),
        (error: unknown) =>
          setImmediate(() => {
            throw error
          }),
      )
  })
}
