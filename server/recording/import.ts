import type { Questionnaire } from '../../surveys/instrument/schema'
import type { Database } from '../db/dialect'
import { findResponse } from '../db/responses'
import type { LineRefusal } from './import-lines'
import type { CheckedLine, ImportWindow, RefusedLine } from './import-thread'
import { type Prepared, preparedAgain } from './prepare'
import type { Committed, Writer } from './writer'

/** Lines of a file by what became of them; `already` were stored before with the same content. */
export type ImportCount = { readonly lines: number; readonly recorded: number; readonly already: number; readonly refused: number }

export type ImportDeps = {
  readonly database: Database
  readonly writer: Writer
  readonly questionnaire: Questionnaire
  readonly breakdowns: readonly string[]
  readonly onRefused: (line: number, refusal: LineRefusal) => void
  readonly onProgress: (count: ImportCount) => void
}

/** Records the checked lines of a file; each good line goes in, whatever the others hold. Of two lines with one id the first counts. */
export async function importResponses(deps: ImportDeps, windows: AsyncIterable<ImportWindow>): Promise<ImportCount> {
  const count = { lines: 0, recorded: 0, already: 0, refused: 0 }
  const commit = groupCommitter(deps, count)
  const refuse = ({ line, refusals }: RefusedLine): void => {
    count.lines += 1
    count.refused += 1
    for (const refusal of refusals) deps.onRefused(line, refusal)
  }
  for await (const { refused, portions } of windows) {
    refused.forEach(refuse)
    for (const portion of portions) await commit(waitingLines(deps, portion), refuse)
  }
  return count
}

function waitingLines({ questionnaire, breakdowns }: ImportDeps, portion: string): readonly Waiting[] {
  const checked: readonly CheckedLine[] = JSON.parse(portion)
  return checked.map(({ line, row }) => ({
    line,
    prepared: preparedAgain({ ...row, packed: Buffer.from(row.packed, 'latin1') }, questionnaire, breakdowns),
  }))
}

type Counting = { -readonly [K in keyof ImportCount]: ImportCount[K] }
type Waiting = { readonly line: number; readonly prepared: Prepared }

const mostRows = 500
const fewestRows = 20
const longestMs = 20

/**
 * Commits lines in groups so small that the database is held for about 20 ms at most, and lets others in after each.
 * The size follows what the last commits took.
 */
function groupCommitter(
  deps: ImportDeps,
  count: Counting,
): (lines: readonly Waiting[], refuse: (refused: RefusedLine) => void) => Promise<void> {
  let size = 100
  return async (lines, refuse) => {
    for (let first = 0; first < lines.length;) {
      const group = lines.slice(first, first + size)
      first += group.length
      const begun = performance.now()
      const outcomes = await deps.writer.commit(group.map(({ prepared }) => prepared))
      const rowsInTime = (longestMs * group.length) / Math.max(performance.now() - begun, 0.1)
      size = Math.round(Math.min(mostRows, Math.max(fewestRows, (size + rowsInTime) / 2)))
      for (const refused of await countOutcomes(deps.database, group, outcomes, count)) refuse(refused)
      deps.onProgress(count)
      await new Promise((resolve) => setImmediate(resolve))
    }
  }
}

/** Counts what became of a committed group and gives those that stay out. */
async function countOutcomes(
  database: Database,
  group: readonly Waiting[],
  outcomes: readonly Committed[],
  count: Counting,
): Promise<readonly RefusedLine[]> {
  const refused: RefusedLine[] = []
  for (const [index, { line, prepared }] of group.entries()) {
    const outcome = outcomes[index]
    const kind = outcome?.kind === 'conflict' && (await isSameContent(database, prepared)) ? 'repeated' : outcome?.kind
    if (kind === 'recorded') count.recorded += 1
    else if (kind === 'repeated') count.already += 1
    else refused.push({ line, refusals: [refusalOf(kind, prepared)] })
  }
  count.lines += group.length - refused.length
  return refused
}

function refusalOf(kind: Committed['kind'] | undefined, { row }: Prepared): LineRefusal {
  if (kind === 'conflict') return { column: 'id', stored: 'id_conflict' }
  if (kind === 'erased') return { column: 'id', stored: 'response_erased' }
  if (kind === 'nowhere') return { column: 'touchpoint', stored: 'touchpoint_unknown' }
  throw new Error(`response "${row.id}": the writer answered an import with "${kind ?? 'nothing'}"`)
}

/** The stored day may differ from the one that was sent, and an export carries the stored one; then the hash differs though the content is the same. */
async function isSameContent(database: Database, { row }: Prepared): Promise<boolean> {
  const stored = await findResponse(database, row.campaign, row.id)
  if (!stored) return false
  return (['form', 'version', 'touchpoint', 'agency', 'channel', 'language', 'answered_on', 'answers'] as const).every(
    (column) => stored[column] === row[column],
  )
}
