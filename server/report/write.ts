import { once } from 'node:events'
import type { MessagePort } from 'node:worker_threads'
import { startThread } from '../built'
import type { ReportPaper } from './parts'

/** What a report is written as. */
export const reportFormats = ['docx', 'pdf'] as const
export type ReportFormat = (typeof reportFormats)[number]

export const isReportFormat = (text: string): text is ReportFormat => reportFormats.some((format) => format === text)

export const reportTypes: Readonly<Record<ReportFormat, string>> = {
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  pdf: 'application/pdf',
}

type Task = { readonly task: 'write-report'; readonly paper: ReportPaper; readonly format: ReportFormat }
type Sent = { readonly bytes: Uint8Array } | 'end'

/** Writes a report on a thread of its own, which alone loads what writes documents; nobody else waits for it. */
export async function* reportAside(paper: ReportPaper, format: ReportFormat): AsyncGenerator<Uint8Array> {
  const task: Task = { task: 'write-report', paper, format }
  const thread = startThread(task, { maxOldGenerationSizeMb: mostMegabytes })
  try {
    for (;;) {
      const coming = once(thread, 'message')
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
      thread.postMessage('next')
      const [sent]: readonly (Sent | undefined)[] = await coming
      if (sent === undefined || sent === 'end') return
      yield sent.bytes
    }
  } finally {
    await thread.terminate()
  }
}

const mostMegabytes = 280

export const isReportTask = (data: unknown): data is Task =>
  typeof data === 'object' && data !== null && 'task' in data && data.task === 'write-report'

/** The thread's side. */
export function serveReport(port: MessagePort, { paper, format }: Task): void {
  const pieces =
    format === 'pdf'
      ? import('./pdf').then(({ writePdf }) => writePdf(paper))
      : import('./docx').then(({ writeDocx }) => whole(writeDocx(paper)))
  port.on('message', () => {
    pieces
      .then((all) => all.next())
      .then(
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
        (piece) => port.postMessage(piece.done === true ? 'end' : { bytes: piece.value }),
        (error: unknown) =>
          setImmediate(() => {
            throw error
          }),
      )
  })
}

async function* whole(bytes: Promise<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield await bytes
}
