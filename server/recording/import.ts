import type { Database } from '../db/dialect'
import { findResponse } from '../db/responses'
import type { CsvRecord } from './csv-lines'
import type { ImportColumns } from './import-columns'
import { type ImportSetting, lineReader } from './import-line'
import type { Refusal } from './import-refusal'
import type { Committed } from './commit'
import type { Prepared } from './prepare'
import type { Writer } from './writer'

/** Lines of a file by what became of them; `already` were stored before with the same content. */
export type ImportCount = { readonly lines: number; readonly recorded: number; readonly already: number; readonly refused: number }

export type ImportDeps = {
  readonly database: Database
  readonly writer: Writer
  /** The local day of the import. */
  readonly today: string
  readonly onRefused: (line: number, refusal: Refusal) => void
  readonly onProgress: (count: ImportCount) => void
}

/** Records the lines of a file; each good line goes in, whatever the others hold. Of two lines with one id the first counts. */
export async function importResponses(deps: ImportDeps, setting: ImportSetting, columns: ImportColumns, pages: AsyncIterable<readonly CsvRecord[]>): Promise<ImportCount> {
  const read = lineReader(setting, columns, deps.today)
  const count = { lines: 0, recorded: 0, already: 0, refused: 0 }
  const commit = groupCommitter(deps, count)
  const waiting = new Map<string, Waiting>()
  const refuse = (line: number, refusals: readonly Refusal[]): void => {
    count.refused += 1
    for (const refusal of refusals) deps.onRefused(line, refusal)
  }
  const store = async (): Promise<void> => {
    for (const { line, refusal } of await commit(byTally([...waiting.values()]))) refuse(line, [refusal])
    waiting.clear()
  }
  for await (const page of pages)
    for (const { line, cells } of page.filter(isFilled)) {
      count.lines += 1
      const reading = cells ? read(cells) : strayQuote
      if (!reading.ok) {
        refuse(line, reading.refusals)
        continue
      }
      const { prepared } = reading
      if (waiting.size === linesAhead || waiting.has(prepared.row.id)) await store()
      waiting.set(prepared.row.id, { line, prepared })
    }
  await store()
  return count
}

/** So many lines are put in the order of their tallies before they are stored. */
const linesAhead = 20_000

/** Lines of one agency and month next to each other, so that a group touches few tally rows: writing those is most of the work. */
function byTally(lines: readonly Waiting[]): readonly Waiting[] {
  const keyed = lines.map((line) => ({ line, key: `${line.prepared.row.agency} ${line.prepared.row.answered_on}` }))
  return keyed.sort((a, b) => (a.key < b.key ? -1 : Number(a.key > b.key))).map(({ line }) => line)
}

const isFilled = ({ cells }: CsvRecord): boolean => cells?.length !== 1 || cells[0] !== ''

const strayQuote = { ok: false, refusals: [{ column: '', rule: 'stray_quote' }] } as const

type Counting = { -readonly [K in keyof ImportCount]: ImportCount[K] }
type Waiting = { readonly line: number; readonly prepared: Prepared }
type RefusedLine = { readonly line: number; readonly refusal: Refusal }

const mostRows = 500
const fewestRows = 20
const longestMs = 20

/**
 * Commits lines in groups so small that the database is held for about 20 ms at most, and lets others in after each.
 * The size follows what the last commits took.
 */
function groupCommitter(deps: ImportDeps, count: Counting): (lines: readonly Waiting[]) => Promise<readonly RefusedLine[]> {
  let size = 100
  return async (lines) => {
    const refused: RefusedLine[] = []
    for (let first = 0; first < lines.length; ) {
      const group = lines.slice(first, first + size)
      first += group.length
      const begun = performance.now()
      const outcomes = await deps.writer.commit(group.map(({ prepared }) => prepared))
      const rowsInTime = (longestMs * group.length) / Math.max(performance.now() - begun, 0.1)
      size = Math.round(Math.min(mostRows, Math.max(fewestRows, (size + rowsInTime) / 2)))
      refused.push(...(await refusedOf(deps.database, group, outcomes, count)))
      deps.onProgress(count)
      await new Promise((resolve) => setImmediate(resolve))
    }
    return refused
  }
}

/** Counts what became of a committed group and gives those that stay out. */
async function refusedOf(database: Database, group: readonly Waiting[], outcomes: readonly Committed[], count: Counting): Promise<readonly RefusedLine[]> {
  const refused: RefusedLine[] = []
  for (const [index, { line, prepared }] of group.entries()) {
    const outcome = outcomes[index]
    const kind = outcome?.kind === 'conflict' && (await isSameContent(database, prepared)) ? 'repeated' : outcome?.kind
    if (kind === 'recorded') count.recorded += 1
    else if (kind === 'repeated') count.already += 1
    else refused.push({ line, refusal: refusalOf(kind, prepared) })
  }
  return refused
}

function refusalOf(kind: Committed['kind'] | undefined, { row }: Prepared): Refusal {
  if (kind === 'conflict') return { column: 'id', rule: 'id_conflict', seen: row.id }
  if (kind === 'erased') return { column: 'id', rule: 'erased', seen: row.id }
  throw new Error(`response "${row.id}": the writer answered an import with "${kind ?? 'nothing'}"`)
}

/** The stored day may differ from the one that was sent, and an export carries the stored one; then the hash differs though the content is the same. */
async function isSameContent(database: Database, { row }: Prepared): Promise<boolean> {
  const stored = await findResponse(database, row.campaign, row.id)
  if (!stored) return false
  return (['version', 'touchpoint', 'agency', 'channel', 'language', 'answered_on', 'answers'] as const).every((column) => stored[column] === row[column])
}
