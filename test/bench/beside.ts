import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { setTimeout as delay } from 'node:timers/promises'
import { reportFormats } from '../../server/report/write'
import { post, response } from '../server/fielded'
import { tokenOf } from '../server/token'
import { loadClient, type LoadResult } from './load'
import { longestHeld, loopWatcher } from './loop'
import { type Setting, withProduct } from './setting'
import { against, median, quantile, shown, type Table, times } from './table'

/** As many as record at once: a province's busiest hour, not a flood. */
const connections = 8

/** What goes on meanwhile, again and again until it is told to stop. */
type Beside = { readonly what: string; readonly begin: () => { readonly stop: () => Promise<unknown> } }

type Seen = {
  readonly flood: LoadResult[]
  readonly pace: (readonly number[])[]
  readonly small: (readonly number[])[]
  readonly held: number[]
}

/** What recording and small requests wait for while a report is written, beside nothing, and beside a thread that only turns. */
export async function recordingBeside(setting: Setting, folder: string): Promise<Table> {
  const watch = join(folder, 'held')
  const settings = { NODE_OPTIONS: `--import=${loopWatcher}`, HELD_FILE: watch }
  const work: Parameters<typeof withProduct<Table>>[2] = async ({ port, pid, url }, database) => {
    const headers = { Authorization: `Bearer ${await tokenOf(database, `bench-${Date.now()}`)}` }
    const besides: readonly Beside[] = [
      { what: 'nothing', begin: () => ({ stop: () => Promise.resolve() }) },
      { what: 'a thread that only turns', begin: turning },
      ...reportFormats.map((format): Beside => ({
        what: `the report as ${format.toUpperCase()}, again and again`,
        begin: () => written(`${url}/admin/campaigns/large/report/file/${format}`, headers),
      })),
    ]
    const client = loadClient()
    const ms = setting.quick ? 2_000 : 4_000
    const seen = besides.map((): Seen => ({ flood: [], pace: [], small: [], held: [] }))
    // Each once in a round, so that a slow minute of the machine is everybody's.
    for (let round = 0; round < (setting.quick ? 2 : 5); round += 1)
      for (const [at, { what, begin }] of besides.entries()) {
        setting.say(`report: recording beside ${what}`)
        const { stop } = begin()
        await delay(300)
        seen[at]?.flood.push(await client.run({ port, path: '/api/v1/responses', campaign: 'large', agencies: 200, connections, ms }, pid))
        const [pace, small] = await Promise.all([paced(ms, () => recorded(url)), paced(ms, () => asked(url))])
        seen[at]?.pace.push(pace)
        seen[at]?.small.push(small)
        await stop()
      }
    client.end()
    // Watching keeps the loop turning, so it comes when nobody is timed.
    for (const [at, { begin }] of besides.entries())
      for (let round = 0; round < 3; round += 1) {
        await longestHeld(pid, watch)
        const { stop } = begin()
        await delay(1_500)
        await stop()
        seen[at]?.held.push(await longestHeld(pid, watch))
      }
    return tableOf(besides, seen)
  }
  return withProduct(folder, undefined, work, settings)
}

/** A thread of the bench that turns and does nothing: what two cores give away to whoever computes, whatever that is. */
function turning(): { readonly stop: () => Promise<unknown> } {
  const thread = new Worker('for (;;);', { eval: true })
  return { stop: () => thread.terminate() }
}

function written(address: string, headers: Readonly<Record<string, string>>): { readonly stop: () => Promise<unknown> } {
  let isOver = false
  const write = async (): Promise<void> => {
    while (!isOver) {
      const reply = await fetch(address, { headers })
      await reply.arrayBuffer()
      if (reply.status !== 200) throw new Error(`${address} answered ${reply.status}`)
    }
  }
  const writing = write()
  return {
    stop: () => {
      isOver = true
      return writing
    },
  }
}

/** How long each took, begun every 20 ms whatever the others do. */
async function paced(ms: number, work: () => Promise<void>): Promise<readonly number[]> {
  const took: number[] = []
  const all: Promise<void>[] = []
  for (const end = performance.now() + ms; performance.now() < end;) {
    const begun = performance.now()
    all.push(work().then(() => void took.push(performance.now() - begun)))
    await delay(20)
  }
  await Promise.all(all)
  return took
}

async function recorded(url: string): Promise<void> {
  const reply = await post(url, response({ A1: '5', overall: '4' }, { campaign: 'large', touchpoint: 'large-A1', agency: 'A1' }))
  await reply.arrayBuffer()
  if (reply.status !== 201) throw new Error(`recording answered ${reply.status}`)
}

const asked = async (url: string): Promise<void> => void (await (await fetch(`${url}/healthz`)).arrayBuffer())

function tableOf(besides: readonly Beside[], seen: readonly Seen[]): Table {
  const rows = seen.map(({ flood, pace, small, held }) => ({
    held: Math.min(...held),
    flood: median(flood.map(({ p99 }) => p99)),
    perSecond: median(flood.map(({ perSecond }) => perSecond)),
    pace: median(pace.map((one) => quantile(one, 0.99))),
    small: median(small.map((one) => quantile(one, 0.99))),
  }))
  const [alone, turned, ...reports] = rows
  const ratio = (of: (row: (typeof rows)[number]) => number, row: (typeof rows)[number]): number => of(row) / (alone ? of(alone) : NaN)
  const worst = Math.max(...reports.map((row) => ratio(({ flood }) => flood, row)))
  const control = turned ? ratio(({ flood }) => flood, turned) : NaN
  return {
    title: 'Recording beside the report',
    base: `200 agencies; ${connections} connections that record as fast as they are answered, then a response and a small request every 20 ms each; medians of rounds. The 99th of recording beside a report: ${against(worst, '≤ 2×', worst <= 2)}; beside a thread that only turns ${times(control)}.`,
    columns: [
      'beside',
      '8 connections, a second',
      '99th, ms',
      'ratio',
      'paced, 99th, ms',
      'ratio',
      'small request, 99th, ms',
      'ratio',
      'the loop held at once, ms of processor',
    ],
    rows: rows.map((row, at) => [
      besides[at]?.what ?? '',
      shown(row.perSecond),
      shown(row.flood),
      times(ratio(({ flood }) => flood, row)),
      shown(row.pace),
      times(ratio(({ pace }) => pace, row)),
      shown(row.small),
      times(ratio(({ small }) => small, row)),
      shown(row.held),
    ]),
  }
}
