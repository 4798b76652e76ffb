import { setTimeout as delay } from 'node:timers/promises'
import type { Logger } from 'pino'
import { findCampaign } from '../../db/campaigns'
import { beginExport, finishExport, type Hold, type NewExport, noteProgress } from '../../db/exports'
import { noFilter, type ResultsQuery } from '../../db/results'
import { contentNames, contentOf } from '../content'
import type { Document } from '../document'
import { encoderNamed } from '../encoder'
import type { Source } from '../facts'
import type { ExportFolder } from './folder'

export type ExporterDeps = Source & { readonly folder: ExportFolder; readonly log: Logger }

const noteEveryMs = 500
/** After a few rows an export rests as long as they took, so that recording and readers come first. */
const longestRestMs = 20
/** Days for which a finished file stays. */
export const keptDays = 7

/** Somebody deleted an export while it was made, or it was given up. */
export class TakenBack extends Error {}

/** Makes one export that waits, from its first row to the finished file. */
export async function runExport(deps: ExporterDeps, row: NewExport, hold: () => Hold, stop: AbortSignal): Promise<void> {
  const { database, folder, now } = deps
  stop.throwIfAborted()
  if (!(await beginExport(database, row.id, hold()))) return
  const { encoder, content } = await prepared(deps, row)
  const written = { written_rows: 0, bytes: 0 }
  const rest = restful()
  const note = rarely(async () => {
    if (!(await noteProgress(database, row.id, hold(), written))) throw new TakenBack(`export ${row.id}`)
  })
  const onPage = async (rows: number): Promise<void> => {
    stop.throwIfAborted()
    written.written_rows += rows
    await rest()
    await note()
  }
  const name = exportFile(row)
  await folder.write(name, encoder.write(paged(content, onPage)), (bytes) => void (written.bytes += bytes))
  const expiresAt = new Date(now() + keptDays * 86_400_000).toISOString()
  if (!(await finishExport(database, row.id, hold().owner, written, expiresAt))) await folder.remove(name)
}

/** The name of an export's file in its folder: random, like its id. */
export const exportFile = ({ id, format }: Pick<NewExport, 'id' | 'format'>): string => `${id}.${format}`

async function prepared(deps: ExporterDeps, row: NewExport) {
  const record = await findCampaign(deps.database, row.campaign)
  const encoder = encoderNamed(row.format)
  const name = contentNames.find((one) => one === row.content)
  if (!record || !encoder || !name) throw new Error(`export ${row.id}: campaign "${row.campaign}", content "${row.content}", format "${row.format}"`)
  const filter: ResultsQuery = { ...noFilter, ...JSON.parse(row.filter) }
  return { encoder, content: await contentOf(deps, name, { record, filter, language: row.language }) }
}

/** Waits as long as passed since the last rest. */
function restful(): () => Promise<void> {
  let restedAt = performance.now()
  return async () => {
    await delay(Math.min(longestRestMs, performance.now() - restedAt))
    restedAt = performance.now()
  }
}

/** Does something at once and then at most twice a second. */
function rarely(work: () => Promise<void>): () => Promise<void> {
  let doneAt = -Infinity
  return async () => {
    if (performance.now() < doneAt + noteEveryMs) return
    doneAt = performance.now()
    await work()
  }
}

/** The same document, whose first table says after each page how many rows it had. */
function paged(content: Document, onPage: (rows: number) => Promise<void>): Document {
  const watched = async function* <Row>(pages: AsyncIterable<readonly Row[]>): AsyncGenerator<readonly Row[]> {
    for await (const page of pages) {
      await onPage(page.length)
      yield page
    }
  }
  const [first, ...others] = content.sheets
  return {
    ...content,
    table: { ...content.table, pages: watched(content.table.pages) },
    sheets: first ? [{ ...first, pages: watched(first.pages) }, ...others] : [],
  }
}
