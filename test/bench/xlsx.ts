import { randomUUID } from 'node:crypto'
import { get, type IncomingMessage } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { tokenOf } from '../server/token'
import type { Database } from '../../server/db/dialect'
import { localDay } from '../../surveys/instrument/calendar'
import { filled } from './filled'
import { residentMiB, watchMemory } from './machine'
import { folderFor, type Part, type Setting, withProduct } from './setting'
import { against, quantile, shown, type Table } from './table'
import { shippedVersion } from '../server/fielded'

export const xlsx: Part = {
  name: 'xlsx',
  about: 'workbooks of a hundred thousand and of a million responses, and recording meanwhile',
  run: async (setting) => {
    const middle = await filled({ ...setting, quick: true, folder: folderFor(setting, 'middle') })
    const streams = [await streamed(setting, middle.folder, 100_000)]
    if (setting.quick) return [streamTable(streams), await background(setting, middle.folder)]
    const large = await filled(setting)
    streams.push(await streamed(setting, large.folder, 1_000_000))
    return [streamTable(streams), await background(setting, large.folder)]
  },
}

type Stream = {
  readonly responses: number
  readonly ms: number
  readonly bytes: number
  readonly idleMiB: number
  readonly peakMiB: number
}

/** Each in a process of its own, so that one does not leave its memory to the next. */
function streamed(setting: Setting, folder: string, responses: number): Promise<Stream> {
  setting.say(`xlsx: ${shown(responses)} responses`)
  return withProduct(folder, undefined, async ({ port, pid }, database) => {
    const token = await newToken(database)
    await opened(port, token, '/healthz').then((answer) => answer.resume())
    await delay(1_000)
    const idleMiB = residentMiB(pid)
    const peak = watchMemory(pid)
    const begun = performance.now()
    let bytes = 0
    for await (const part of await opened(port, token, '/api/v1/campaigns/large/exports/responses.xlsx')) bytes += Buffer.byteLength(part)
    return { responses, ms: performance.now() - begun, bytes, idleMiB, peakMiB: peak() }
  })
}

/** The same file prepared in the background, while a response is recorded every 20 ms. */
function background(setting: Setting, folder: string): Promise<Table> {
  setting.say('xlsx: in the background, recording meanwhile')
  return withProduct(folder, undefined, async ({ port, url }, database) => {
    const token = await newToken(database)
    const before = await recorded(url, until(5_000))
    const begun = performance.now()
    const headers = { Authorization: `Bearer ${token}`, Origin: url }
    await fetch(`${url}/admin/exports`, {
      method: 'POST',
      redirect: 'manual',
      headers,
      body: new URLSearchParams({ campaign: 'large', file: 'responses.xlsx' }),
    })
    const during = await recorded(url, async () => (await latest(database)).state === 'done')
    const { written_rows, bytes } = await latest(database)
    const ms = performance.now() - begun
    await opened(port, token, '/healthz').then((answer) => answer.resume())
    return {
      title: 'A workbook in the background',
      base: `${shown(written_rows)} rows, ${shown(bytes / 2 ** 20)} MiB, in ${shown(ms / 1000)} s, while a response was recorded every 20 ms.`,
      columns: ['recording', 'responses', 'median ms', 'p99 ms', 'slowest ms'],
      rows: [
        ['before', ...figures(before)],
        ['during', ...figures(during)],
      ],
    }
  })
}

const figures = (times: readonly number[]): readonly string[] => [
  shown(times.length),
  shown(quantile(times, 0.5)),
  shown(quantile(times, 0.99)),
  shown(quantile(times, 1)),
]

const latest = ({ db }: Database) =>
  db.selectFrom('exports').select(['state', 'written_rows', 'bytes']).orderBy('requested_at', 'desc').executeTakeFirstOrThrow()

/** How long each response took until its receipt, sent at a steady pace whatever the others do. */
async function recorded(url: string, isOver: () => Promise<boolean>): Promise<readonly number[]> {
  const times: number[] = []
  const sent: Promise<void>[] = []
  for (let count = 0; count % 25 !== 0 || !(await isOver()); count++) {
    sent.push(record(url).then((ms) => void times.push(ms)))
    await delay(20)
  }
  await Promise.all(sent)
  return times
}

async function record(url: string): Promise<number> {
  const begun = performance.now()
  const body = {
    id: randomUUID(),
    campaign: 'large',
    version: shippedVersion['sipas-service'],
    touchpoint: 'large-A1',
    agency: 'A1',
    language: 'vi',
    answeredOn: localDay(Date.now()),
    answers: { A1: '5', overall: '4' },
  }
  const reply = await fetch(`${url}/api/v1/responses`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (reply.status !== 201) throw new Error(`recording answered ${reply.status}`)
  await reply.arrayBuffer()
  return performance.now() - begun
}

function until(ms: number): () => Promise<boolean> {
  const end = performance.now() + ms
  return () => Promise.resolve(performance.now() > end)
}

const newToken = (database: Database): Promise<string> => tokenOf(database, `bench-${Date.now()}`)

const opened = (port: number, token: string, path: string): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', port, path, headers: { Authorization: `Bearer ${token}` } }, resolve).once('error', reject)
  })

function streamTable(streams: readonly Stream[]): Table {
  const [middle, large] = streams
  const targets = [
    middle && `A hundred thousand: ${against(middle.ms / 1000, '≤ 10 s', middle.ms <= 10_000)}.`,
    large && `A million, memory over idle: ${against(large.peakMiB - large.idleMiB, '≤ 100 MiB', large.peakMiB - large.idleMiB <= 100)}.`,
  ]
  return {
    title: 'Workbooks of responses',
    base: `Streamed over HTTP, SQLite, 37 columns. ${targets.filter((target) => target !== undefined).join(' ')}`,
    columns: ['responses', 'seconds', 'MiB', 'idle memory', 'most over idle'],
    rows: streams.map(({ responses, ms, bytes, idleMiB, peakMiB }) => [
      shown(responses),
      shown(ms / 1000),
      shown(bytes / 2 ** 20),
      shown(idleMiB, 'MiB'),
      shown(peakMiB - idleMiB, 'MiB'),
    ]),
  }
}
