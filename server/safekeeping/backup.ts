import type { TarSource } from 'modern-tar/fs'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { version } from '../../package.json'
import { copyDatabase } from '../db/copying'
import { type Database, openDatabase } from '../db/dialect'
import { migrate, migrationsIn } from '../db/migrate'
import { type Sampled, sampleResponses } from '../db/soundness'
import { receiptOf } from '../recording/outcome'
import { writeArchive } from './archive'
import { privateFolder } from './durable'
import { type Verified, verifyCopy } from './verify'

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
 * Copies the database as of one moment while others write, reads the copy through, and packs it with the province's own
 * questionnaires. A copy with a fault gets the name with `.doubtful` at its end, so that nothing is lost and nobody relies on it.
 */
export async function makeBackup(deps: BackupDeps, file: string): Promise<Backup> {
  await mkdir(dirname(file), { recursive: true, mode: privateFolder })
  const folder = await mkdtemp(join(dirname(file), workFolderPrefix))
  try {
    const madeAt = new Date(deps.now()).toISOString()
    deps.onStep('copying')
    const sample = await sampleResponses(deps.database, sampleSize)
    await copyDatabase(deps.database, join(folder, archived.database))
    deps.onStep('verifying')
    const { verified, migrations } = await verifiedFile(join(folder, archived.database), sample, (done) => deps.onStep('verifying', done))
    const manifest: Manifest = {
      format: archiveFormat,
      product: version,
      madeAt,
      responses: verified.responses,
      tallies: verified.tallies,
      migrations,
      receipts: sample.map((one) => ({ ...one, code: receiptOf(one.id, one.receivedOn).code })),
    }
    deps.onStep('packing')
    const named = verified.faults.length === 0 ? file : `${file}${doubtful}`
    await writeArchive(named, await contentsOf(manifest, folder, deps.questionnaires), deps.recipient)
    return { file: named, bytes: (await stat(named)).size, madeAt, verified }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

export const doubtful = '.doubtful'
export const workFolderPrefix = '.sipas-work-'

/** Removes what a backup that was killed left beside the copies; only whoever alone makes them calls this. */
export async function sweepRemains(folder: string): Promise<void> {
  const names = existsSync(folder) ? await readdir(folder) : []
  const remains = names.filter((name) => name.startsWith(workFolderPrefix) || /^sipas-.*\.part$/.test(name))
  await Promise.all(remains.map((name) => rm(join(folder, name), { recursive: true, force: true })))
}

/** Brings a copy to the schema of this build, so that it can be read, and reads it through. */
export async function verifiedFile(
  file: string,
  sample: readonly Sampled[],
  onProgress: (responses: number) => void,
): Promise<{ readonly verified: Verified; readonly migrations: readonly string[] }> {
  const copy = openDatabase(file)
  try {
    const faults = (await copy.engine.faults(copy.db)).map((seen) => ({ code: 'file', seen }) as const)
    if (faults.length > 0) return { verified: { responses: 0, tallies: 0, receipts: 0, faults }, migrations: [] }
    await migrate(copy)
    return { verified: await verifyCopy(copy, sample, onProgress), migrations: await migrationsIn(copy) }
  } finally {
    await copy.db.destroy()
  }
}

async function contentsOf(manifest: Manifest, folder: string, questionnaires: string): Promise<readonly TarSource[]> {
  const names = existsSync(questionnaires) ? (await readdir(questionnaires)).filter((name) => name.endsWith('.json')) : []
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
