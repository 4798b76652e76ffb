import { existsSync } from 'node:fs'
import { mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Logger } from 'pino'
import { z } from 'zod'
import { secretNamed } from '../db/accounts'
import type { Database } from '../db/dialect'
import { writerCounts } from '../db/soundness'
import { privateFolder, writeDurably } from './durable'

/**
 * How far each writer had counted at some moment, in a file of its own beside the database. Counts only rise, so a database that
 * knows less than its own file has lost responses that were acknowledged: its log was cut off or thrown away, or another copy was
 * put in its place. The file follows a few seconds behind, so what was lost of those last seconds alone it cannot show.
 */
export type Lost = { readonly writer: number; readonly recorded: number; readonly stored: number }

const everyMs = 5_000

const shape = z.object({ database: z.string(), writers: z.array(z.object({ slot: z.number(), lastSeq: z.number() })) })

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

/** Writes the file now, keeps it up to date, and writes it once more when it is stopped. */
export function keepRecorded({ database, dataDir, log }: { readonly database: Database; readonly dataDir: string; readonly log: Logger }): {
  readonly stop: () => Promise<void>
} {
  let written = ''
  let last = Promise.resolve()
  const note = async (): Promise<void> => {
    const text = JSON.stringify({ database: await identityOf(database), writers: await writerCounts(database.db) })
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
