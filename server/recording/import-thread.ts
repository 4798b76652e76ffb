import { once } from 'node:events'
import { createReadStream } from 'node:fs'
import type { MessagePort } from 'node:worker_threads'
import { startThread } from '../built'
import { openFile } from '../files/reading/open'
import { type FileRow, isBlankRow } from '../files/reading/row'
import { type HeaderReading, readHeader } from '../files/reading/table'
import { importColumns, type ImportSetting, type ImportTable, lineReader, type LineRefusal } from './import-lines'
import type { Prepared } from './prepare'

/** What a file's lines are checked against, and the local day of the import. */
export type ImportSource = { readonly file: string; readonly setting: ImportSetting; readonly today: string }

/** What reading a file gives: what its header says, then its lines; an empty file gives nothing. */
export type ImportMessage =
  { readonly kind: 'header'; readonly header: HeaderReading } | { readonly kind: 'lines'; readonly window: ImportWindow }

type Sent = ImportMessage | { readonly kind: 'end' }

/**
 * Reads and checks a file on a thread of its own, one window ahead of whoever stores it: checking takes
 * a third of an import.
 */
export async function* readOnThread(source: ImportSource): AsyncGenerator<ImportMessage> {
  const thread = startThread(source)
  const next = (): Promise<readonly Sent[]> => {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
    thread.postMessage('next')
    const coming = once(thread, 'message')
    // It is awaited later; until then a failure of the thread waits too.
    coming.catch(() => undefined)
    return coming
  }
  try {
    for (let coming = next(); ;) {
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
      (error: unknown) =>
        setImmediate(() => {
          throw error
        }),
    )
  })
}

const pieceBytes = 256 * 1024

/** What a workbook may hold: it lies in memory, and a CSV file, which does not, may have any length. */
const workbookLimits = { bytes: 64 * 1_048_576, unpacked: 512 * 1_048_576 } as const
const limits = { ...workbookLimits, rows: 50_000_000, columns: 16_384 } as const

/** Rows in which the header is looked for. */
const firstRows = 10

async function* messagesOf({ file, setting, today }: ImportSource): AsyncGenerator<ImportMessage> {
  const opened = await openFile(createReadStream(file, { highWaterMark: pieceBytes }), limits)
  if (!opened.ok) return yield { kind: 'header', header: opened }
  const { kind, pages } = opened
  const first: FileRow[] = []
  while (first.length < firstRows) {
    const { done, value } = await pages.next()
    if (done === true) break
    first.push(...value)
  }
  const header = readHeader(importColumns(setting.questionnaire), first)
  yield { kind: 'header', header }
  if (!header.ok) return
  const table = { header: header.header, kind }
  for await (const window of importWindows(setting, table, today, continued(first.slice(header.below), pages)))
    yield { kind: 'lines', window }
}

async function* continued(rest: readonly FileRow[], pages: AsyncIterable<readonly FileRow[]>): AsyncGenerator<readonly FileRow[]> {
  yield rest
  yield* pages
}

/** Some lines of a file after checking: those that stay out, and portions of `CheckedLine[]` as JSON, in the order in which to store them. */
export type ImportWindow = { readonly refused: readonly RefusedLine[]; readonly portions: readonly string[] }
export type RefusedLine = { readonly line: number; readonly refusals: readonly LineRefusal[] }
/** A row that is ready to be stored; its packed answers as text, a character for each byte. */
export type CheckedLine = { readonly line: number; readonly row: Omit<Prepared['row'], 'packed'> & { readonly packed: string } }

/** The first lines come soon, so that storing begins; later more are put in order at once, so that fewer tally rows are written. */
const fewestLines = 5_000
const mostLines = 20_000
const linesInPortion = 1_000

/** Checks the lines of a file. Two lines with one id never share a window, so that the first is stored first. */
export async function* importWindows(
  setting: ImportSetting,
  table: ImportTable,
  receivedOn: string,
  pages: AsyncIterable<readonly FileRow[]>,
): AsyncGenerator<ImportWindow> {
  const read = lineReader(setting, table, receivedOn)
  const refused: RefusedLine[] = []
  const checked = new Map<string, Checked>()
  let size = fewestLines
  const taken = (): ImportWindow => {
    const window = { refused: [...refused], portions: portionsOf([...checked.values()]) }
    refused.length = 0
    checked.clear()
    size = Math.min(mostLines, size * 2)
    return window
  }
  for await (const page of pages)
    for (const row of page) {
      if (isBlankRow(row)) continue
      const { line } = row
      const reading = row.cells ? read(row.cells) : ({ ok: false, refusals: [{ column: '', fault: row.fault }] } as const)
      if (!reading.ok) refused.push({ line, refusals: reading.refusals })
      else {
        const { row } = reading.prepared
        if (checked.has(row.id)) yield taken()
        checked.set(row.id, checkedLine(line, row))
      }
      if (checked.size + refused.length >= size) yield taken()
    }
  yield taken()
}

type Checked = { readonly key: string; readonly text: string }

/** Text takes less memory than the row and travels faster to the thread that stores it. */
function checkedLine(line: number, row: Prepared['row']): Checked {
  const ready: CheckedLine = { line, row: { ...row, packed: Buffer.from(row.packed).toString('latin1') } }
  return { key: `${row.agency} ${row.answered_on}`, text: JSON.stringify(ready) }
}

/** Lines of one agency and month next to each other, so that a group touches few tally rows. */
function portionsOf(lines: Checked[]): readonly string[] {
  lines.sort((a, b) => (a.key < b.key ? -1 : Number(a.key > b.key)))
  const portions: string[] = []
  for (let first = 0; first < lines.length; first += linesInPortion)
    portions.push(
      `[${lines
        .slice(first, first + linesInPortion)
        .map(({ text }) => text)
        .join(',')}]`,
    )
  return portions
}
