import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, readdir, rm, stat, statfs } from 'node:fs/promises'
import { hostname, setPriority } from 'node:os'
import { join } from 'node:path'
import type { Logger } from 'pino'
import { localDay } from '../../surveys/instrument/calendar'
import { holdBackups, type LastBackup, readLastBackup, saveLastBackup } from '../db/backups'
import { type Database, fileOf } from '../db/dialect'
import { hasDied, ownerHere } from '../recording/lease'
import { doubtful, sweepRemains } from './backup'
import { privateFolder } from './durable'
import { copyName, dayOfCopy, surplus } from './kept'

/** Runs the `backup` command for one file; resolves with why it failed, or with nothing. */
export type MakeCopy = (file: string, stop: AbortSignal) => Promise<string | undefined>

export type ScheduleDeps = {
  readonly database: Database
  /** The address, for the room that a copy needs. */
  readonly address: string
  readonly folder: string
  readonly encryption: 'encrypted' | 'plain'
  readonly now: () => number
  readonly log: Logger
  readonly make: MakeCopy
}

const lookEveryMs = 600_000
/** A copy is begun from two o'clock in the night on, in local time; a machine that slept makes it up when it wakes. */
const beginsAtHour = 2
/** After one that failed it is tried again so much later. */
const againMs = 3_600_000
/** Longer than a backup ever takes; a process that died gives way at once on its own machine. */
const holdMs = 6 * 3_600_000

/** Looks now and then whether the copy of the day is there, and makes it in a process of its own when it is not. */
export function keepBackups(deps: ScheduleDeps): { readonly stop: () => Promise<void> } {
  const stop = new AbortController()
  let last = Promise.resolve()
  const look = (): void => {
    last = last
      .then(() => makeWhenDue(deps, stop.signal))
      .then(
        () => undefined,
        (error: unknown) => deps.log.error({ err: error }, 'the backup of the day could not be looked after'),
      )
  }
  const timer = setInterval(look, lookEveryMs)
  timer.unref()
  return {
    stop: () => {
      clearInterval(timer)
      stop.abort()
      return last
    },
  }
}

/** Makes the copy of the day if it is due and nobody else is at it; takes away what has had its time. */
export async function makeWhenDue(deps: ScheduleDeps, stop: AbortSignal): Promise<'made' | 'failed' | 'not-due'> {
  const { database, folder, now, log } = deps
  const day = localDay(now())
  if (stop.aborted || !(await isDue(deps, day))) return 'not-due'
  const owner = ownerHere()
  const held = await holdBackups(database, { owner, until: instant(now() + holdMs) }, instant(now()), hasDied)
  if (!held || !(await isDue(deps, day))) return 'not-due'
  const file = join(folder, copyName(day, deps.encryption))
  log.info({ file }, 'backup begins')
  const why = await made(deps, file, stop).catch((error: unknown) => (error instanceof Error ? error.message : String(error)))
  if (!stop.aborted)
    await saveLastBackup(database, {
      outcome: why === undefined ? 'made' : 'failed',
      at: instant(now()),
      day,
      host: hostname(),
      file,
      why: why ?? '',
    })
  await holdBackups(database, { owner, until: instant(now()) }, instant(now()), hasDied)
  if (why === undefined) {
    log.info({ file }, 'backup made')
    await takeAway(folder)
    return 'made'
  }
  log.error({ file, why }, stop.aborted ? 'backup given up' : 'backup failed')
  return 'failed'
}

/** Why no copy was made; a folder that is gone or cannot be written is a reason like any other. */
async function made(deps: ScheduleDeps, file: string, stop: AbortSignal): Promise<string | undefined> {
  await mkdir(deps.folder, { recursive: true, mode: privateFolder })
  await sweepRemains(deps.folder)
  return (await lackOfRoom(deps)) ?? deps.make(file, stop)
}

async function isDue({ database, folder, now }: ScheduleDeps, day: string): Promise<boolean> {
  const hour = new Date(now() + 7 * 3_600_000).getUTCHours()
  if (hour < beginsAtHour || (await namesIn(folder)).some((name) => dayOfCopy(name) === day)) return false
  const last = await readLastBackup(database)
  if (!last) return true
  return last.outcome === 'failed' ? now() - Date.parse(last.at) >= againMs : !isDoneElsewhere(last, day)
}

/** Another machine has its own folder; one that says the copy is here and has none is believed no more. */
const isDoneElsewhere = ({ host, day: made }: LastBackup, day: string): boolean => host !== hostname() && made === day

/** A copy stands beside its archive for a while; on a full disk the product itself would stop. */
async function lackOfRoom({ address, folder }: ScheduleDeps): Promise<string | undefined> {
  const file = fileOf(address)
  if (file === undefined) return undefined
  const needed = (await stat(file)).size * 2
  const { bavail, bsize } = await statfs(folder)
  return bavail * bsize > needed ? undefined : `${folder} has room for ${bavail * bsize} bytes, and a backup needs ${needed}`
}

async function takeAway(folder: string): Promise<void> {
  const names = await namesIn(folder)
  // What was doubtful is told until there is a copy that counts; the two newest stay for whoever looks into it.
  const doubted = names
    .filter((name) => name.endsWith(doubtful))
    .sort()
    .slice(0, -2)
  for (const name of [...surplus(names), ...doubted]) await rm(join(folder, name), { force: true })
}

const namesIn = async (folder: string): Promise<readonly string[]> => (existsSync(folder) ? readdir(folder) : [])

const instant = (time: number): string => new Date(time).toISOString()

/** The product itself as another process, behind everything else on the machine: its reading and packing never hold up who records. */
export const makeInProcess =
  (program: string, env: NodeJS.ProcessEnv): MakeCopy =>
  (file, stop) =>
    new Promise((resolve) => {
      const child = spawn(process.execPath, [program, 'backup', file, '--replace'], {
        env,
        stdio: ['ignore', 'ignore', 'pipe'],
        signal: stop,
      })
      let said = ''
      child.stderr.setEncoding('utf8').on('data', (text: string) => void (said = (said + text).slice(-2_000)))
      child.once('error', (error) => resolve(error.message))
      child.once('exit', (code, signal) =>
        resolve(code === 0 ? undefined : said.trim() || `the backup ended with ${String(code ?? signal)}`),
      )
      if (child.pid !== undefined) lowered(child.pid)
    })

function lowered(pid: number): void {
  try {
    setPriority(pid, 10)
  } catch {
    // Some systems forbid it; the backup is only less polite then.
  }
}
