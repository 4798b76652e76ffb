import { existsSync } from 'node:fs'
import { chmod, copyFile, mkdir, mkdtemp, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { z } from 'zod'
import { copyRows, isEmpty, setTablesAside } from '../db/copying'
import { type Database, DatabaseDamaged, fileOf, isDamaged, logEndings, openDatabase, openWhatIsLeft } from '../db/dialect'
import { migrate, migrationsKnown } from '../db/migrate'
import { type Erased, eraseAgain, erasedIn, letContactsGoAgain } from '../recording/erase-again'
import { writersAtWork } from '../recording/lease'
import { readArchive } from './archive'
import { archived, archiveFormat, withCopy, workFolderPrefix } from './backup'
import { privateFile, privateFolder, syncFolder } from './durable'
import { forgetRecorded } from './recorded'
import { faultLine, openedCopy, type Verified, verifyCopy } from './verify'

/** The backup was not put back, with why; what was there is untouched. */
export class RestoreRefused extends Error {}

export type RestoreDeps = {
  readonly dataDir: string
  /** The address of the database that is filled. */
  readonly database: string
  readonly now: () => number
  readonly onStep: (step: 'unpacking' | 'verifying' | 'placing', responses?: number) => void
}

export type WantedRestore = {
  readonly file: string
  readonly identity: string | undefined
  /** What happens to a database that is there: it is set aside, never deleted. */
  readonly present: 'refuse' | 'set-aside'
}

export type Restored = {
  readonly madeAt: string
  readonly verified: Verified
  readonly setAside: string | undefined
  /** Responses of the backup that were erased since; undefined when nothing that is there could say so. */
  readonly erasedAgain: number | undefined
}

/** Unpacks a backup, reads it through, and only then puts it in its place. */
export async function restoreBackup(deps: RestoreDeps, { file, identity, present }: WantedRestore): Promise<Restored> {
  if (!existsSync(file)) throw new RestoreRefused(`There is no file ${file}.`)
  await refuseWhereSomethingIs(deps, present)
  await mkdir(deps.dataDir, { recursive: true, mode: privateFolder })
  const folder = await mkdtemp(join(deps.dataDir, workFolderPrefix))
  try {
    deps.onStep('unpacking')
    await readArchive(file, folder, identity)
    const manifest = await readable(file, manifestIn(folder, file))
    deps.onStep('verifying')
    const told = (done: number): void => deps.onStep('verifying', done)
    const verified = await readable(
      file,
      withCopy(join(folder, archived.database), (copy) => verifyCopy(copy, manifest.receipts, told)),
    )
    refuseFaults(file, manifest, verified)
    deps.onStep('placing')
    const erasedAgain = await eraseKnown(deps.database, join(folder, archived.database))
    const setAside = await place(deps, folder)
    return { madeAt: manifest.madeAt, verified, setAside, erasedAgain }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Whatever keeps a copy from being read through is told with the name of its file. */
async function readable<T>(file: string, reading: Promise<T>): Promise<T> {
  try {
    return await reading
  } catch (error) {
    if (error instanceof RestoreRefused) throw error
    throw new RestoreRefused(`${file} cannot be read through, so it was not put back`, { cause: error })
  }
}

/** Erases in the copy what the database that is there knows to be erased. One that cannot be read knows nothing, and is replaced for that. */
async function eraseKnown(address: string, copy: string): Promise<number | undefined> {
  const file = fileOf(address)
  const known = file !== undefined && !existsSync(file) ? undefined : opened(address)
  if (!known) return undefined
  try {
    const erased = (await isEmpty(known)) ? [] : await erasedIn(known).catch(() => undefined)
    return erased && (await erasedAgainIn(copy, known, erased))
  } finally {
    await known.db.destroy()
  }
}

async function erasedAgainIn(copy: string, known: Database, erased: readonly Erased[]): Promise<number> {
  const restored = openDatabase(copy)
  try {
    await letContactsGoAgain(restored, known)
    return await eraseAgain(restored, erased)
  } finally {
    await restored.db.destroy()
  }
}

/**
 * Accepts a loss: what is there is copied aside as it is, then opened with whatever is left, counted, and from now on taken for
 * all there is.
 */
export async function takeAsIs({ dataDir, database: address, now }: Pick<RestoreDeps, 'dataDir' | 'database' | 'now'>): Promise<AsIs> {
  const file = fileOf(address)
  if (file !== undefined && !existsSync(file)) throw new RestoreRefused(`There is no database at ${file}.`)
  const aside = file === undefined ? undefined : await copyAside(file, join(dataDir, `damaged-${stampOf(now())}`))
  const left = openWhatIsLeft(address)
  try {
    await refuseAtWork(left, now())
    const verified = await verifyCopy(await openedCopy(left), [], () => undefined)
    if (verified.faults.length === 0) await forgetRecorded(dataDir)
    return { verified, aside }
  } finally {
    await left.db.destroy()
  }
}

export type AsIs = { readonly verified: Verified; readonly aside: string | undefined }

async function copyAside(file: string, aside: string): Promise<string> {
  await mkdir(aside, { mode: privateFolder })
  for (const ending of ['', ...logEndings]) {
    if (!existsSync(`${file}${ending}`)) continue
    const copy = join(aside, `${basename(file)}${ending}`)
    await copyFile(`${file}${ending}`, copy)
    await chmod(copy, privateFile)
    await synced(copy)
  }
  await syncFolder(aside)
  return aside
}

const stampOf = (now: number): string =>
  new Date(now)
    .toISOString()
    .replace(/[-:]|\.\d+/g, '')
    .toLowerCase()

const manifestShape = z.object({
  format: z.literal(archiveFormat),
  product: z.string(),
  madeAt: z.string(),
  responses: z.number(),
  tallies: z.number(),
  migrations: z.array(z.string()),
  receipts: z.array(z.object({ campaign: z.string(), id: z.string(), receivedOn: z.string(), hash: z.string(), code: z.string() })),
})

type ReadManifest = z.infer<typeof manifestShape>

async function manifestIn(folder: string, file: string): Promise<ReadManifest> {
  const path = join(folder, archived.manifest)
  const read = manifestShape.safeParse(existsSync(path) ? JSON.parse(await readFile(path, 'utf8')) : undefined)
  if (!read.success || !existsSync(join(folder, archived.database))) throw new RestoreRefused(`${file} is not a backup of this product.`)
  const known = await knownSteps(join(folder, archived.database))
  const strange = read.data.migrations.filter((name) => !known.includes(name))
  if (strange.length > 0)
    throw new RestoreRefused(
      `${file} was made by a newer version (${read.data.product}); it knows ${strange.join(', ')}. Install that version first.`,
    )
  return read.data
}

async function knownSteps(copy: string): Promise<readonly string[]> {
  const database = openDatabase(copy)
  try {
    return await migrationsKnown(database)
  } finally {
    await database.db.destroy()
  }
}

function refuseFaults(file: string, manifest: ReadManifest, verified: Verified): void {
  const faults = verified.faults.map(faultLine)
  if (verified.responses !== manifest.responses)
    faults.push(`${manifest.responses} responses were copied and ${verified.responses} are there`)
  if (faults.length > 0) throw new RestoreRefused([`${file} is not whole:`, ...faults.map((line) => `  ${line}`)].join('\n'))
}

async function refuseWhereSomethingIs({ database: address, now }: RestoreDeps, present: WantedRestore['present']): Promise<void> {
  const file = fileOf(address)
  if (file !== undefined && !existsSync(file)) return
  const found = opened(address)
  if (!found) return refuseTaken(address, present)
  try {
    if (await isEmpty(found)) return
    refuseTaken(address, present)
    await refuseAtWork(found, now())
  } catch (error) {
    if (!isDamaged(error)) throw error
    refuseTaken(address, present)
  } finally {
    await found.db.destroy()
  }
}

async function refuseAtWork(database: Database, now: number): Promise<void> {
  const atWork = await writersAtWork(database, now)
  if (atWork.length > 0)
    throw new RestoreRefused(
      `A server or import is at work on this database (${atWork.join(', ')}). Stop it first; after a crash on another machine wait half a minute.`,
    )
}

function refuseTaken(address: string, present: WantedRestore['present']): void {
  if (present === 'set-aside') return
  throw new RestoreRefused(
    `There is a database already${fileOf(address) === undefined ? ' at DATABASE_URL' : `: ${address}`}. Restore into an empty place, or say --replace: what is there is then set aside, not deleted.`,
  )
}

/** Nothing can be asked of a database whose log is damaged, and no server runs on it either. */
function opened(address: string): Database | undefined {
  try {
    return openDatabase(address)
  } catch (error) {
    if (error instanceof DatabaseDamaged || isDamaged(error)) return undefined
    throw error
  }
}

/** Sets aside what is there and puts in its place what was unpacked; gives where the old lies. */
async function place(deps: RestoreDeps, folder: string): Promise<string | undefined> {
  const stamp = stampOf(deps.now())
  const file = fileOf(deps.database)
  const aside =
    file === undefined
      ? await fillServer(deps.database, join(folder, archived.database), `replaced_${stamp}`)
      : await placeFile(file, join(folder, archived.database), join(deps.dataDir, `replaced-${stamp}`))
  await placeQuestionnaires(deps.dataDir, join(folder, archived.questionnaires), join(deps.dataDir, `replaced-${stamp}`))
  await forgetRecorded(deps.dataDir)
  return aside
}

async function placeFile(file: string, copy: string, aside: string): Promise<string | undefined> {
  await mkdir(dirname(file), { recursive: true, mode: privateFolder })
  const there = ['', ...logEndings].map((ending) => `${file}${ending}`).filter((path) => existsSync(path))
  if (there.length > 0) await mkdir(aside, { mode: privateFolder })
  // The log goes with its database: beside another one it would be taken for that one's.
  for (const path of there) await rename(path, join(aside, path.slice(dirname(file).length + 1)))
  await chmod(copy, privateFile)
  await synced(copy)
  await rename(copy, file)
  await syncFolder(dirname(file))
  return there.length > 0 ? aside : undefined
}

async function fillServer(address: string, copy: string, aside: string): Promise<string | undefined> {
  const from = openDatabase(copy)
  const to = openDatabase(address)
  try {
    const isNew = await isEmpty(to)
    if (!isNew) await setTablesAside(to, aside)
    await migrate(to)
    await copyRows(from, to)
    return isNew ? undefined : `schema ${aside}`
  } finally {
    await from.db.destroy()
    await to.db.destroy()
  }
}

/** The province's own questionnaires; one of the same name that says something else is set aside. */
async function placeQuestionnaires(dataDir: string, from: string, aside: string): Promise<void> {
  if (!existsSync(from)) return
  const into = join(dataDir, archived.questionnaires)
  await mkdir(into, { recursive: true, mode: privateFolder })
  for (const name of await readdir(from)) {
    const target = join(into, name)
    if (existsSync(target) && !(await readFile(target)).equals(await readFile(join(from, name)))) {
      await mkdir(aside, { recursive: true, mode: privateFolder })
      await rename(target, join(aside, name))
    }
    await rename(join(from, name), target)
  }
}

async function synced(file: string): Promise<void> {
  const handle = await open(file, 'r+')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
