import { openBeside } from '../db/dialect'
import { questionnaireSource } from '../db/questionnaires'
import { reportFacts, type WantedReport } from './facts'
import { composedPaper } from './paper'
import type { PrintedPaper, ReportPaper } from './parts'

/** What a thread needs to read, compose and write a report; `now`: as of which moment. */
export type ReportOrder = {
  readonly address: string
  readonly now: number
  readonly wanted: WantedReport
  readonly format: 'docx' | 'pdf'
}

/** A piece of the file, or nothing of it yet, and how many sections are composed by then. */
export type ReportPiece = { readonly bytes: Uint8Array; readonly done: number }

/** A report from the stored figures to the last byte of its file, on the thread that it is made on. */
export async function* writtenReport(order: ReportOrder): AsyncGenerator<ReportPiece> {
  const composing = composed(order)
  for (let step = await composing.next(); ; step = await composing.next()) {
    if (step.done === true) return yield* fileOf(step.value.paper, order.format, step.value.composed)
    yield { bytes: nothing, done: step.value }
  }
}

const nothing = new Uint8Array(0)

/** What was read is let go before anything is written, which needs the room. */
async function* composed({
  address,
  now,
  wanted,
}: ReportOrder): AsyncGenerator<number, { readonly paper: ReportPaper; readonly composed: number }> {
  const database = openBeside(address)
  try {
    const facts = await reportFacts({ database, questionnaires: questionnaireSource(database), now: () => now }, wanted)
    if (!facts) throw new Error(`campaign "${wanted.record.campaign.code}" has no indicator to report on`)
    let last = 0
    for (const composing = composedPaper(facts); ;) {
      const step = await composing.next()
      if (step.done === true) return { paper: step.value, composed: last }
      yield (last = step.value)
    }
  } finally {
    await database.db.destroy()
  }
}

/** So many bytes at once that whoever takes them is not asked for each line. */
const pieceBytes = 65_536

async function* fileOf(paper: ReportPaper, format: ReportOrder['format'], sections: number): AsyncGenerator<ReportPiece> {
  if (format === 'pdf') return yield* pdfOf(paper, sections)
  const { writeDocx } = await import('./docx')
  yield { bytes: await writeDocx(paper), done: sections }
}

/** A paper that is composed already. */
export const writtenPaper = (paper: PrintedPaper): AsyncGenerator<ReportPiece> => pdfOf(paper, 0)

async function* pdfOf(paper: PrintedPaper, sections: number): AsyncGenerator<ReportPiece> {
  const { writePdf } = await import('./pdf')
  let gathered: Uint8Array[] = []
  let size = 0
  for await (const piece of writePdf(paper)) {
    gathered.push(piece)
    size += piece.length
    if (size < pieceBytes) continue
    yield { bytes: Buffer.concat(gathered), done: sections }
    gathered = []
    size = 0
  }
  yield { bytes: Buffer.concat(gathered), done: sections }
}
