import { once } from 'node:events'
import { createReadStream } from 'node:fs'
import { type MessagePort, Worker } from 'node:worker_threads'
import { type CsvRecord, csvRecords } from '../files/csv-reader'
import { type HeaderReading, type ImportColumns, type ImportSetting, lineReader, type LineRefusal, readHeader } from './import-lines'
import type { Prepared } from './prepare'

/** What a file's lines are checked against, and the local day of the import. */
export type ImportSource = { readonly file: string; readonly setting: ImportSetting; readonly today: string }

/** What reading a file gives: what its header says, then its lines; an empty file gives nothing. */
export type ImportMessage =
  { readonly kind: 'header'; readonly header: HeaderReading } | { readonly kind: 'lines'; readonly window: ImportWindow }

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
  columns: ImportColumns,
  receivedOn: string,
  pages: AsyncIterable<readonly CsvRecord[]>,
): AsyncGenerator<ImportWindow> {
  const read = lineReader(setting, columns, receivedOn)
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
    for (const { line, cells } of page.filter(isFilled)) {
      const reading = cells ? read(cells) : strayQuote
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

const isFilled = ({ cells }: CsvRecord): boolean => cells?.length !== 1 || cells[0] !== ''

const strayQuote = { ok: false, refusals: [{ column: '', rule: 'stray_quote' }] } as const
