import { get, type IncomingMessage } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { reportFormats } from '../../server/report/write'
import { tokenOf } from '../server/token'
import { recordingBeside } from './beside'
import { filled } from './filled'
import { residentMiB, watchMemory } from './machine'
import { type Part, withProduct } from './setting'
import { against, quantile, shown, type Table, times } from './table'

export const report: Part = {
  name: 'report',
  about: 'the report that is signed of 200 agencies, as DOCX and PDF, and what others wait for meanwhile',
  run: async (setting) => {
    const { folder } = await filled(setting)
    const rows: Row[] = []
    for (const campaign of ['small', 'large'])
      for (const format of reportFormats) {
        setting.say(`report: ${campaign} as ${format}`)
        rows.push(await written(folder, campaign, format))
      }
    return [tableOf(rows), await recordingBeside(setting, folder)]
  },
}

type Row = {
  readonly what: string
  readonly ms: number
  readonly bytes: number
  readonly overIdleMiB: number
  /** The 99th of 100 who ask for something small: before, and while it is written. */
  readonly idleWait: number
  readonly busyWait: number
}

/** Each in a process of its own; the first, which starts everything, is not counted. */
function written(folder: string, campaign: string, format: string): Promise<Row> {
  return withProduct(folder, undefined, async ({ port, pid }, database) => {
    const token = await tokenOf(database, `bench-${Date.now()}`)
    const file = () => opened(port, token, `/admin/campaigns/${campaign}/report/file/${format}`)
    await bytesOf(await opened(port, token, `/admin/campaigns/${campaign}/report`))
    const idleMiB = residentMiB(pid)
    const idleWait = quantile(await waits(port, token, Promise.resolve(delay(3_000))), 0.99)
    const peak = watchMemory(pid)
    const begun = performance.now()
    const made = file().then(bytesOf)
    const busyWait = quantile(await waits(port, token, made), 0.99)
    const bytes = await made
    return { what: `${campaign}, ${format}`, ms: performance.now() - begun, bytes, overIdleMiB: peak() - idleMiB, idleWait, busyWait }
  })
}

async function waits(port: number, token: string, until: Promise<unknown>): Promise<readonly number[]> {
  let isOver = false
  const over = until.then(() => void (isOver = true))
  const took: number[] = []
  while (!isOver) {
    const begun = performance.now()
    await bytesOf(await opened(port, token, '/healthz'))
    took.push(performance.now() - begun)
    await delay(10)
  }
  await over
  return took
}

async function bytesOf(answer: IncomingMessage): Promise<number> {
  let bytes = 0
  for await (const part of answer) bytes += Buffer.byteLength(part)
  return bytes
}

const opened = (port: number, token: string, path: string): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', port, path, agent: false, headers: { Authorization: `Bearer ${token}` } }, resolve).once('error', reject)
  })

function tableOf(rows: readonly Row[]): Table {
  const [slowest, largest] = [Math.max(...rows.map(({ ms }) => ms)), Math.max(...rows.map(({ overIdleMiB }) => overIdleMiB))]
  return {
    title: 'The report that is signed',
    base: `200 agencies, every section and annex, from asking to the last byte over HTTP; the page was read before. Slowest: ${against(slowest / 1000, '≤ 20 s', slowest <= 20_000)}; memory over idle: ${against(largest, '≤ 300 MiB', largest <= 300)}.`,
    columns: ['what', 'seconds', 'KiB', 'most over idle', '99th of 100 waits, idle', 'meanwhile', 'ratio'],
    rows: rows.map(({ what, ms, bytes, overIdleMiB, idleWait, busyWait }) => [
      what,
      shown(ms / 1000),
      shown(bytes / 1024),
      shown(overIdleMiB, 'MiB'),
      shown(idleWait, 'ms'),
      shown(busyWait, 'ms'),
      times(busyWait / idleWait),
    ]),
  }
}
