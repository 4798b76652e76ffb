import type { TarSource } from 'modern-tar/fs'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { version } from '../../package.json'
import { copyDatabase } from '../db/copying'
import { type Database, openDatabase } from '../db/dialect'
import { migrate, migrationsIn } from '../db/migrate'
import { heldIn, type Sampled, someResponses } from '../db/soundness'
import { isQuestionnaireFile } from '../files/bundle'
import { receiptOf } from '../recording/outcome'
import { writeArchive } from './archive'
import { privateFolder } from './durable'
import { type Copy, openedCopy, type Verified, verifyCopy } from './verify'

/** What an archive says of itself, in `manifest.json`. */
export type Manifest = {
  readonly format: typeof archiveFormat
  readonly product: string
  readonly madeAt: string
  readonly responses: number
  readonly tallies: number
  readonly migrations: readonly string[]
  /** Receipts of some responses, with the hash that pins each whole response: who restores the archive finds them again. */
  readonly receipts: readonly (Sampled & { readonly code: string })[]
}

export const archiveFormat = 'sipas-backup/1'
export const archived = { manifest: 'manifest.json', database: 'database.sqlite', questionnaires: 'questionnaires' } as const

export type BackupDeps = {
  readonly database: Database
  /** The folder with the province's own questionnaires. */
  readonly questionnaires: string
  /** A public key (`age1…`) that the archive is encrypted to. */
  readonly recipient: string | undefined
  readonly now: () => number
  readonly onStep: (step: BackupStep, responses?: number) => void
}

export type BackupStep = 'copying' | 'verifying' | 'packing'

export type Backup = { readonly file: string; readonly bytes: number; readonly madeAt: string; readonly verified: Verified }

/** How many receipts of each copy are looked for. */
const sampleSize = 200

/**
 * Copies the database as of one moment while others write, and packs the copy with the province's own questionnaires while it is read
 * through. A copy with a fault gets the name with `.doubtful` at its end, so that nothing is lost and nobody relies on it.
 */
export async function makeBackup(deps: BackupDeps, file: string): Promise<Backup> {
  await mkdir(dirname(file), { recursive: true, mode: privateFolder })
  const folder = await mkdtemp(join(dirname(file), workFolderPrefix))
  try {
    const madeAt = new Date(deps.now()).toISOString()
    deps.onStep('copying')
    const sample = await someResponses(deps.database, sampleSize)
    await copyDatabase(deps.database, join(folder, archived.database)).catch((cause: unknown) => {
      throw new Error(`the copy beside ${file} could not be made`, { cause })
    })
    deps.onStep('verifying')
    return await withCopy(join(folder, archived.database), async (copy) => {
      const contents = await contentsOf(await manifestOf(copy, sample, madeAt), folder, deps.questionnaires)
      const reading = readThrough(deps, copy, sample)
      const nameBy = ({ faults }: Verified): string => (faults.length === 0 ? file : `${file}${doubtful}`)
      const packing = writeArchive(`${file}.part`, contents, deps.recipient, () => reading.then(nameBy))
      // Whatever becomes of one, the other is waited for: both read what is taken away afterwards.
      await Promise.allSettled([reading, packing])
      const named = await packing
      return { file: named, bytes: (await stat(named)).size, madeAt, verified: await reading }
    })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function readThrough({ onStep }: BackupDeps, copy: Copy, sample: readonly Sampled[]): Promise<Verified> {
  const verified = await verifyCopy(copy, sample, (done) => onStep('verifying', done))
  onStep('packing')
  return verified
}

/** What the copy holds by its own books; reading it through tells whether that is so, and the archive is named by it. */
async function manifestOf({ database, faults }: Copy, sample: readonly Sampled[], madeAt: string): Promise<Manifest> {
  const held =
    faults.length > 0
      ? { responses: 0, tallies: 0, migrations: [] }
      : { ...(await heldIn(database)), migrations: await migrationsIn(database) }
  const receipts = sample.map((one) => ({ ...one, code: receiptOf(one.id, one.receivedOn).code }))
  return { format: archiveFormat, product: version, madeAt, ...held, receipts }
}

export const doubtful = '.doubtful'
export const workFolderPrefix = '.sipas-work-'

/** Removes what a backup that was killed left beside the copies; only whoever alone makes them calls this. */
export async function sweepRemains(folder: string): Promise<void> {
  const names = existsSync(folder) ? await readdir(folder) : []
  const remains = names.filter((name) => name.startsWith(workFolderPrefix) || /^sipas-.*\.part$/.test(name))
  await Promise.all(remains.map((name) => rm(join(folder, name), { recursive: true, force: true })))
}

/** Opens a copy; one whose file is sound is brought to the schema of this build, all of it in the file itself, so that it can be read. */
export async function withCopy<T>(file: string, work: (copy: Copy) => Promise<T>): Promise<T> {
  const database = openDatabase(file)
  try {
    const copy = await openedCopy(database)
    if (copy.faults.length === 0) {
      await migrate(database)
      await database.letGo()
    }
    return await work(copy)
  } finally {
    await database.db.destroy()
  }
}

async function contentsOf(manifest: Manifest, folder: string, questionnaires: string): Promise<readonly TarSource[]> {
  const names = existsSync(questionnaires) ? (await readdir(questionnaires)).filter(isQuestionnaireFile) : []
  return [
    { type: 'content', target: archived.manifest, content: JSON.stringify(manifest, null, 2), mode: 0o600 },
    ...names.sort().map(
      (name) =>
        ({
          type: 'file',
          source: join(questionnaires, name),
          target: `${archived.questionnaires}/${basename(name)}`,
          mode: 0o600,
        }) as const,
    ),
    { type: 'file', source: join(folder, archived.database), target: archived.database, mode: 0o600 },
  ]
}
