import { existsSync } from 'node:fs'
import { mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Logger } from 'pino'
import { z } from 'zod'
import { secretNamed } from '../db/secrets'
import type { Mark } from '../db/chain'
import type { Database } from '../db/dialect'
import { isHeld, logMark } from '../db/events'
import { writerCounts } from '../db/soundness'
import { privateFolder, writeDurably } from './durable'

/**
 * How far each writer had counted at some moment, in a file of its own beside the database. Counts only rise, so a database that
 * knows less than its own file has lost responses that were acknowledged: its log was cut off or thrown away, or another copy was
 * put in its place. The file follows a few seconds behind, so what was lost of those last seconds alone it cannot show.
 */
export type Lost = { readonly writer: number; readonly recorded: number; readonly stored: number }

const everyMs = 5_000

const shape = z.object({
  database: z.string(),
  writers: z.array(z.object({ slot: z.number(), lastSeq: z.number() })),
  /** The newest entry of the log of what was done; files from before the log was chained have none. */
  log: z.object({ seq: z.number(), hash: z.string() }).optional(),
})

export const recordedFile = (dataDir: string): string => join(dataDir, 'recorded.json')

/** The database knows fewer responses than were acknowledged; going on would hide it. */
export class ResponsesLost extends Error {
  constructor(readonly lost: readonly Lost[]) {
    super(
      `the database holds fewer responses than were acknowledged: ${lost.map(({ writer, recorded, stored }) => `writer ${writer} had counted ${recorded}, it holds ${stored}`).join('; ')}`,
    )
  }
}

/**
 * What the database has lost since the file was written; nothing where there is no file, or it is of another database that holds
 * responses itself. One that holds none stands where there was one: it was deleted, or putting a backup back was broken off.
 */
export async function lostSince(database: Database, dataDir: string): Promise<readonly Lost[]> {
  const known = await readRecorded(dataDir)
  if (!known) return []
  const counts = new Map((await writerCounts(database.db)).map(({ slot, lastSeq }) => [slot, lastSeq]))
  const isAnother = known.database !== (await identityOf(database))
  if (isAnother && [...counts.values()].some((lastSeq) => lastSeq > 0)) return []
  return known.writers.flatMap(({ slot, lastSeq }) => {
    const stored = counts.get(slot) ?? 0
    return stored < lastSeq ? [{ writer: slot, recorded: lastSeq, stored }] : []
  })
}

/** The newest entry that the log held when the file was written, where the file is of this database. */
export async function recordedMark(database: Database, dataDir: string): Promise<Mark | undefined> {
  const known = await readRecorded(dataDir)
  return known?.database === (await identityOf(database)) ? known.log : undefined
}

/** Writes the file now, keeps it up to date, and writes it once more when it is stopped. */
export function keepRecorded({ database, dataDir, log }: { readonly database: Database; readonly dataDir: string; readonly log: Logger }): {
  readonly stop: () => Promise<void>
} {
  let written = ''
  let last = Promise.resolve()
  let mark: Mark | undefined
  const note = async (): Promise<void> => {
    mark = await markOf(database, mark ?? (await recordedMark(database, dataDir)))
    const text = JSON.stringify({ database: await identityOf(database), writers: await writerCounts(database.db), log: mark })
    if (text === written) return
    await mkdir(dataDir, { recursive: true, mode: privateFolder })
    await writeDurably(recordedFile(dataDir), text)
    written = text
  }
  const noted = (): Promise<void> =>
    (last = last.then(note).catch((error: unknown) => log.error({ err: error }, 'how far was recorded could not be noted')))
  const timer = setInterval(() => void noted(), everyMs)
  timer.unref()
  void noted()
  return {
    stop: () => {
      clearInterval(timer)
      return noted()
    },
  }
}

/** After a backup was put back, or a loss was accepted, the counts begin at what is there. */
export const forgetRecorded = (dataDir: string): Promise<void> => rm(recordedFile(dataDir), { force: true })

/** The newest entry, but an entry that was known and is not there any more stays known: it is what tells that the log was cut off. */
const markOf = async (database: Database, known: Mark | undefined): Promise<Mark> =>
  known === undefined || (await isHeld(database, known)) ? logMark(database) : known

/** A random name that the database carries with it. */
const identityOf = (database: Database): Promise<string> => secretNamed(database, 'identity')

async function readRecorded(dataDir: string): Promise<z.infer<typeof shape> | undefined> {
  const file = recordedFile(dataDir)
  if (!existsSync(file)) return undefined
  try {
    return shape.parse(JSON.parse(await readFile(file, 'utf8')))
  } catch {
    // Written whole or not at all; whatever else stands there says nothing about the database.
    return undefined
  }
}
