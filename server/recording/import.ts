import type { Database } from '../db/dialect'
import { findResponse } from '../db/responses'
import type { CsvRecord } from './csv-lines'
import type { ImportColumns } from './import-columns'
import { type ImportSetting, lineReader } from './import-line'
import type { Refusal } from './import-refusal'
import type { Outcome } from './outcome'
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

/** Records the lines of a file in their order; each good line goes in, whatever the others hold. */
export async function importResponses(deps: ImportDeps, setting: ImportSetting, columns: ImportColumns, pages: AsyncIterable<readonly CsvRecord[]>): Promise<ImportCount> {
  const read = lineReader(setting, columns, deps.today)
  const count = { lines: 0, recorded: 0, already: 0, refused: 0 }
  const commit = groupCommitter(deps, count)
  let group: Waiting[] = []
  const refuse = (line: number, refusals: readonly Refusal[]): void => {
    count.refused += 1
    for (const refusal of refusals) deps.onRefused(line, refusal)
  }
  for await (const page of pages) {
    for (const { line, cells } of page) {
      if (cells?.length === 1 && cells[0] === '') continue
      count.lines += 1
      const reading = cells ? read(cells) : strayQuote
      if (!reading.ok) {
        refuse(line, reading.refusals)
        continue
      }
      group.push({ line, prepared: reading.prepared })
      if (group.length < commit.size()) continue
      for (const { line: stored, refusal } of await commit.run(group)) refuse(stored, [refusal])
      group = []
    }
  }
  if (group.length > 0) for (const { line, refusal } of await commit.run(group)) refuse(line, [refusal])
  return count
}

const strayQuote = { ok: false, refusals: [{ column: '', rule: 'stray_quote' }] } as const

type Waiting = { readonly line: number; readonly prepared: Prepared }
type RefusedLine = { readonly line: number; readonly refusal: Refusal }

const mostRows = 500
const fewestRows = 20
const longestMs = 20

/**
 * Commits groups so small that the database is held for about 20 ms at most, and lets others in after each.
 * The size follows what the last commits took.
 */
function groupCommitter(deps: ImportDeps, count: { -readonly [K in keyof ImportCount]: ImportCount[K] }) {
  let size = 100
  return {
    size: () => size,
    run: async (group: readonly Waiting[]): Promise<readonly RefusedLine[]> => {
      const begun = performance.now()
      const outcomes = await deps.writer.commit(group.map(({ prepared }) => prepared))
      const rowsInTime = (longestMs * group.length) / Math.max(performance.now() - begun, 0.1)
      size = Math.round(Math.min(mostRows, Math.max(fewestRows, (size + rowsInTime) / 2)))
      const refused: RefusedLine[] = []
      for (const [index, { line, prepared }] of group.entries()) {
        const outcome = outcomes[index]
        const kind = outcome?.kind === 'conflict' && (await isSameContent(deps.database, prepared)) ? 'repeated' : outcome?.kind
        if (kind === 'recorded') count.recorded += 1
        else if (kind === 'repeated') count.already += 1
        else refused.push({ line, refusal: refusalOf(kind, prepared) })
      }
      deps.onProgress(count)
      await new Promise((resolve) => setImmediate(resolve))
      return refused
    },
  }
}

function refusalOf(kind: Outcome['kind'] | undefined, { row }: Prepared): Refusal {
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
