import BetterSqlite from 'better-sqlite3'
import { get, type IncomingMessage } from 'node:http'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { tokenOf } from '../server/token'
import { filled, responsesOf } from './filled'
import { residentMiB, watchMemory } from './machine'
import { type Part, type Setting, withProduct } from './setting'
import { against, byProportion, shown, type Table, times } from './table'

export const exporting: Part = {
  name: 'export',
  about: 'a million responses as CSV, JSON Lines, SPSS file and data package, to quick and slow readers',
  run: async (setting) => {
    const made = await filled(setting)
    const [folder, responses] = [made.folder, responsesOf(made, 'large')]
    const rawMs = rawReading(join(folder, 'sipas.sqlite'))
    const rows: Row[] = []
    for (const [what, ending, read] of readers) {
      setting.say(`export: ${what}`)
      rows.push(await exported(setting, folder, what, ending, read))
    }
    return [tableOf(responses, rawMs, rows)]
  },
}

type Reader = (answer: IncomingMessage, setting: Setting) => Promise<{ readonly bytes: number; readonly whole: boolean }>
type Row = {
  readonly what: string
  readonly ms: number
  readonly bytes: number
  readonly whole: boolean
  readonly idleMiB: number
  readonly peakMiB: number
}

const quick: Reader = async (answer) => {
  let bytes = 0
  for await (const part of answer) bytes += Buffer.byteLength(part)
  return { bytes, whole: answer.complete }
}

/** About a mebibyte a second for a while, then it leaves. */
const slow: Reader = async (answer, setting) => {
  let bytes = 0
  const until = performance.now() + (setting.quick ? 3_000 : 15_000)
  for await (const part of answer) {
    bytes += Buffer.byteLength(part)
    await delay(60)
    if (performance.now() > until) break
  }
  return { bytes, whole: answer.complete }
}

const readers: readonly (readonly [string, string, Reader])[] = [
  ['CSV', 'csv', quick],
  ['JSON Lines', 'jsonl', quick],
  ['SPSS', 'sav', quick],
  ['data package', 'zip', quick],
  ['CSV, a slow reader', 'csv', slow],
]

/** Each in a process of its own, so that one does not leave its memory to the next. */
function exported(setting: Setting, folder: string, what: string, ending: string, read: Reader): Promise<Row> {
  return withProduct(folder, undefined, async ({ port, pid }, database) => {
    const token = await tokenOf(database, `bench-${Date.now()}`)
    await opened(port, token, '/healthz').then((answer) => answer.resume())
    await delay(1_000)
    const idleMiB = residentMiB(pid)
    const peak = watchMemory(pid)
    const begun = performance.now()
    const { bytes, whole } = await read(await opened(port, token, `/api/v1/campaigns/large/exports/responses.${ending}`), setting)
    return { what, ms: performance.now() - begun, bytes, whole, idleMiB, peakMiB: peak() }
  })
}

const opened = (port: number, token: string, path: string): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', port, path, agent: false, headers: { Authorization: `Bearer ${token}` } }, resolve).once('error', reject)
  })

/** The floor: reading the rows in their order and doing nothing with them. */
function rawReading(file: string): number {
  const database = new BetterSqlite(file, { readonly: true })
  const begun = performance.now()
  let bytes = 0
  for (const answers of database.prepare("select answers from responses where campaign = 'large' order by writer, seq").pluck().iterate())
    bytes += String(answers).length
  database.close()
  return bytes > 0 ? performance.now() - begun : NaN
}

function tableOf(responses: number, rawMs: number, rows: readonly Row[]): Table {
  const [csv] = rows
  const perMillion = ((csv?.ms ?? NaN) / responses) * 1_000
  const grown = (csv?.peakMiB ?? NaN) - (csv?.idleMiB ?? NaN)
  return {
    title: 'Exporting responses',
    base: `${shown(responses)} responses over HTTP, not compressed, SQLite. A million as CSV${byProportion(responses)}: ${against(perMillion, '≤ 15 s', perMillion <= 15)}; memory over idle: ${against(grown, '≤ 64 MiB', grown <= 64)}. Reading the rows and doing nothing with them takes ${shown(rawMs / 1000)} s.`,
    columns: ['what', 'seconds', 'MiB', 'whole file', 'idle memory', 'most over idle', 'of bare reading'],
    rows: rows.map(({ what, ms, bytes, whole, idleMiB, peakMiB }) => [
      what,
      shown(ms / 1000),
      shown(bytes / 2 ** 20),
      whole ? 'yes' : 'left early',
      shown(idleMiB, 'MiB'),
      shown(peakMiB - idleMiB, 'MiB'),
      whole ? times(ms / rawMs) : '',
    ]),
  }
}
