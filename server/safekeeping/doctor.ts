import { existsSync } from 'node:fs'
import { readdir, stat, statfs } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { daysBetween, localDay } from '../../surveys/instrument/calendar'
import type { Config } from '../config'
import { readLastBackup } from '../db/backups'
import { findCampaign, listCampaigns } from '../db/campaigns'
import { type Database, DatabaseDamaged, fileOf, isDamaged, logEndings, openDatabase } from '../db/dialect'
import { isMigrated, migrationsUnknown } from '../db/migrate'
import { editionsAmiss } from '../db/publications'
import { releasesAmiss } from '../db/released'
import { countAll, newestDay } from '../db/soundness'
import { publicAddress } from '../public-address'
import { monthsAmiss } from '../recording/recount'
import { doubtful } from './backup'
import { privateFile, privateFolder } from './durable'
import { type DoctorFinding, grave, warning, well } from './findings'
import { dayOfCopy } from './kept'
import { readLog } from './log'
import { type Lost, lostSince, recordedFile, ResponsesLost } from './recorded'

/** Looks at everything that keeps the responses safe, changes nothing, and says what is wrong. */
export async function examine(config: Config, now: number, depth: 'quick' | 'whole'): Promise<readonly DoctorFinding[]> {
  const backups = await examineBackups(config, now)
  return [
    well('settings_well'),
    ...(await examineDatabase(config, now, depth)),
    ...(await examineDisks(config)),
    ...backups,
    ...(await examineModes(config)),
  ]
}

/** The newest copy that counts, as the way back names it; else the word for any file. */
export async function newestBackup(folder: string | undefined): Promise<string> {
  if (folder === undefined || !existsSync(folder)) return 'FILE'
  const names = (await readdir(folder)).filter((name) => dayOfCopy(name) !== undefined).sort()
  const newest = names.at(-1)
  return newest === undefined ? 'FILE' : `${join(folder, newest)}${newest.endsWith('.age') ? ' --key KEY' : ''}`
}

async function examineDatabase(config: Config, now: number, depth: 'quick' | 'whole'): Promise<readonly DoctorFinding[]> {
  const file = fileOf(config.database)
  if (file !== undefined && !existsSync(file)) return [warning('database_missing', { file })]
  const backup = await newestBackup(config.backupDir)
  try {
    const database = openDatabase(config.database)
    try {
      return await examineOpen(config, database, { now, depth, backup })
    } finally {
      await database.db.destroy()
    }
  } catch (error) {
    return [lossFinding(error, backup) ?? grave('database_unreachable', { seen: sentence(error) })]
  }
}

/** What a start that was refused has found: a loss, with the way back; undefined when it is something else. */
export function lossFinding(error: unknown, backup: string): DoctorFinding | undefined {
  if (error instanceof ResponsesLost) return grave('responses_lost', { seen: seenOf(error.lost), backup })
  if (isDamaged(error)) return grave('database_damaged', { seen: sentence(error), backup })
  if (!(error instanceof DatabaseDamaged)) return undefined
  const { file, frame, transactions } = error.damage
  return grave('log_damaged', { file, frame: String(frame), count: transactions, backup })
}

const seenOf = (lost: readonly Lost[]): string =>
  lost.map(({ writer, recorded, stored }) => `#${writer}: ${stored} < ${recorded}`).join(', ')

type Look = { readonly now: number; readonly depth: 'quick' | 'whole'; readonly backup: string }

async function examineOpen(config: Config, database: Database, { now, depth, backup }: Look): Promise<readonly DoctorFinding[]> {
  const faults = depth === 'whole' ? await database.engine.faults(database.db) : []
  if (faults.length > 0) return [grave('database_damaged', { seen: faults.slice(0, 3).join('; '), backup })]
  const unknown = await migrationsUnknown(database)
  if (unknown.length > 0) return [grave('schema_newer', { seen: unknown.join(', ') })]
  if (!(await isMigrated(database))) return [warning('schema_old')]
  const lost = await lostSince(database, config.dataDir)
  return [
    well('schema_well'),
    ...((await publicAddress({ config, database })) === undefined ? [warning('public_url_missing')] : []),
    ...(lost.length > 0 ? [grave('responses_lost', { seen: seenOf(lost), backup })] : []),
    ...(await examineCounts(database)),
    (await readLog(database, config.dataDir)).finding,
    ...(await examineDays(database)),
    ...(await examineClock(config, database, now)),
    ...(await examineLast(database)),
    ...(await releasesAmiss(database)).map((campaign) => grave('releases_differ', { campaign })),
    ...(await editionsAmiss(database)).map(({ campaign, number }) => grave('publication_differs', { campaign, number })),
  ]
}

async function examineCounts({ db }: Database): Promise<readonly DoctorFinding[]> {
  const { writers, stored, tallied } = await countAll(db)
  const gaps = writers.filter(({ rows, lastSeq }) => rows !== lastSeq)
  const wrong = [
    ...gaps.map(({ slot, rows, lastSeq }) => grave('count_gap', { writer: String(slot), counted: lastSeq, stored: rows })),
    ...(tallied === stored ? [] : [grave('tallies_differ', { tallied, stored })]),
  ]
  return wrong.length > 0 ? wrong : [well('counts_well', { stored })]
}

/** Whether the days of each month add up to its tally. */
async function examineDays(database: Database): Promise<readonly DoctorFinding[]> {
  const found: DoctorFinding[] = []
  for (const { code } of await listCampaigns(database)) {
    const record = await findCampaign(database, code)
    const amiss = record ? await monthsAmiss(database, record) : []
    const months = [...new Set(amiss.map(({ agency, month }) => `${agency} ${month}`))]
    if (months.length > 0) found.push(grave('days_differ', { campaign: code, count: months.length, seen: months.slice(0, 3).join(', ') }))
  }
  return found.length > 0 ? found : [well('days_well')]
}

const apartMs = 60_000

async function examineClock({ dataDir }: Config, database: Database, now: number): Promise<readonly DoctorFinding[]> {
  const shown = { moment: new Date(now).toISOString() }
  const server = await database.engine.clock(database.db)
  if (server !== undefined && Math.abs(server - now) > apartMs)
    return [warning('clock_apart', { seconds: Math.round(Math.abs(server - now) / 1_000) })]
  const noted = existsSync(recordedFile(dataDir)) ? (await stat(recordedFile(dataDir))).mtimeMs : 0
  const day = await newestDay(database)
  if (noted > now + apartMs) return [grave('clock_back', { now: shown, seen: { moment: new Date(noted).toISOString() } })]
  if (day !== undefined && day > localDay(now)) return [grave('clock_back', { now: shown, seen: { day } })]
  return [well('clock_well', { now: shown })]
}

async function examineLast(database: Database): Promise<readonly DoctorFinding[]> {
  const last = await readLastBackup(database)
  return last?.outcome === 'failed' ? [warning('backup_failed', { at: { moment: last.at }, why: last.why })] : []
}

const gibibyte = 2 ** 30

async function examineDisks({ dataDir, backupDir }: Config): Promise<readonly DoctorFinding[]> {
  const findings: DoctorFinding[] = []
  for (const file of new Set([dataDir, backupDir].filter((path) => path !== undefined))) {
    const there = nearest(file)
    const { bavail, blocks, bsize } = await statfs(there)
    const share = bavail / blocks
    const free = bavail * bsize
    const values = { file, free: Math.round((10 * free) / gibibyte) / 10, percent: Math.round(share * 100) }
    if (free < gibibyte / 2 || (share < 0.05 && free < 10 * gibibyte)) findings.push(grave('disk_full', values))
    else if (share < 0.15 && free < 40 * gibibyte) findings.push(warning('disk_low', values))
    else findings.push(well('disk_well', values))
  }
  return findings
}

/** A folder that is not made yet will lie where the nearest one above it lies. */
const nearest = (path: string): string => (existsSync(path) || dirname(path) === path ? path : nearest(dirname(path)))

/** Days after which the newest copy is a warning, and after which it is grave. */
const lateDays = { warning: 2, grave: 4 }

async function examineBackups({ backupDir, backupKey, dataDir, database }: Config, now: number): Promise<readonly DoctorFinding[]> {
  if (backupDir === undefined) return [warning('backups_off')]
  const today = localDay(now)
  const names = existsSync(backupDir) ? await readdir(backupDir) : []
  const newest = names
    .flatMap((name) => dayOfCopy(name) ?? [])
    .sort()
    .at(-1)
  const findings: DoctorFinding[] = []
  if (newest === undefined) findings.push(warning('backup_none', { file: backupDir, day: today }))
  else {
    const age = daysBetween(newest, today)
    const values = { day: { day: newest }, file: backupDir }
    findings.push(
      age >= lateDays.grave
        ? grave('backup_old', values)
        : age >= lateDays.warning
          ? warning('backup_old', values)
          : well('backup_well', values),
    )
  }
  for (const name of names.filter((one) => one.endsWith(doubtful))) findings.push(grave('backup_doubtful', { file: join(backupDir, name) }))
  if (fileOf(database) !== undefined && (await stat(nearest(backupDir))).dev === (await stat(nearest(dataDir))).dev)
    findings.push(warning('backup_same_disk', { file: backupDir }))
  if (backupKey === undefined) findings.push(warning('backup_plain'))
  return findings
}

async function examineModes({ dataDir, backupDir, database }: Config): Promise<readonly DoctorFinding[]> {
  const file = fileOf(database)
  const folders = [dataDir, ...(backupDir === undefined ? [] : [backupDir])]
  const files = [...(file === undefined ? [] : ['', ...logEndings].map((ending) => `${file}${ending}`)), recordedFile(dataDir)]
  const open: DoctorFinding[] = []
  for (const [path, wanted] of [
    ...folders.map((one) => [one, privateFolder] as const),
    ...files.map((one) => [one, privateFile] as const),
  ]) {
    const found = await stat(path).catch(() => undefined)
    if (found && (found.mode & 0o077) !== 0)
      open.push(warning('mode_open', { file: path, mode: (found.mode & 0o777).toString(8), wanted: wanted.toString(8) }))
  }
  return open.length > 0 ? open : [well('modes_well')]
}

const sentence = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error)
  return error.message === '' && 'code' in error ? String(error.code) : error.message
}
