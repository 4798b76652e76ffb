import { randomUUID } from 'node:crypto'
import { type Database, whole } from '../../server/db/dialect'
import { makeTouchpointsEach } from '../../server/db/touchpoints'
import { localDay } from '../../surveys/instrument/calendar'
import { startPostgres } from '../server/postgres'
import { loadClient, type LoadClient, type LoadResult } from './load'
import { agencyCodes, province } from './province'
import { databaseOn, folderFor, type Part, type Setting, withProduct, withReference } from './setting'
import { against, median, percent, shown, type Table } from './table'

const campaign = 'bench'
const ours = '/api/v1/responses'

export const record: Part = {
  name: 'record',
  about: 'durable responses a second over HTTP, beside a bare route and a minimal writer',
  run: async (setting) => {
    const postgres = await startPostgres()
    try {
      return await withReference(folderFor(setting, `reference-${randomUUID()}`), async (reference) =>
        withProduct(
          folderFor(setting, `sqlite-${randomUUID()}`),
          undefined,
          async (onSqlite, sqlite) =>
            withProduct(
              folderFor(setting, `postgres-${randomUUID()}`),
              await databaseOn(postgres.address),
              async (onPostgres, database) => {
                const [sqliteCodes, postgresCodes] = [await signed(sqlite), await signed(database)]
                return tables(setting, [
                  { name: 'bare route: parses and checks, stores nothing', ...reference, path: '/bare', agencies: 1 },
                  { name: minimal, ...reference, path: '/minimal', agencies: 1 },
                  { name: 'SIPAS on SQLite', ...onSqlite, path: ours, agencies: 1, touchpoints: sqliteCodes },
                  { name: 'SIPAS on PostgreSQL', ...onPostgres, path: ours, agencies: 1, touchpoints: postgresCodes },
                  { name: 'minimal writer, 200 agencies', ...reference, path: '/minimal', agencies: 200 },
                  { name: 'SIPAS on SQLite, 200 agencies', ...onSqlite, path: ours, agencies: 200, touchpoints: sqliteCodes },
                  { name: 'SIPAS on PostgreSQL, 200 agencies', ...onPostgres, path: ours, agencies: 200, touchpoints: postgresCodes },
                ])
              },
              behindProxy,
            ),
          behindProxy,
        ),
      )
    } finally {
      await postgres.stop()
    }
  },
}

/** Each response comes from a network of its own, so that the budgets of networks are kept too. */
const behindProxy = { TRUST_PROXY: '1' }

/** Screens under codes that the server has signed, which are asked for no work, however fast they send. */
async function signed(database: Database): Promise<readonly string[]> {
  await province(database, campaign, 'sipas-service')
  const planned = agencyCodes.map((code) => ({ code: undefined, kind: 'kiosk' as const, label: { vi: code }, agencies: [code] }))
  return whole(database, (within) => makeTouchpointsEach(within, campaign, planned, localDay(Date.now())))
}

const minimal = 'minimal writer: JSON row + 22 counters'

type Target = {
  readonly name: string
  readonly port: number
  readonly pid: number
  readonly path: string
  readonly agencies: number
  readonly touchpoints?: readonly string[]
}
type Cell = { readonly target: Target; readonly connections: number; readonly results: LoadResult[] }

/** All targets in turn, round after round, so that a disturbance meets them alike; medians of the rounds. */
async function tables(setting: Setting, targets: readonly Target[]): Promise<readonly Table[]> {
  const cells = targets.flatMap((target): Cell[] =>
    (target.agencies > 1 ? [32] : [1, 32, 128]).map((connections) => ({ target, connections, results: [] })),
  )
  const rounds = setting.quick ? 1 : 3
  const ms = setting.quick ? 1_000 : 3_000
  const client = loadClient()
  for (let round = 1; round <= rounds; round += 1) {
    setting.say(`record: round ${round} of ${rounds}`)
    for (const cell of cells) cell.results.push(await measured(client, cell, ms))
  }
  client.end()
  return [tableOf(cells, rounds * ms)]
}

function measured(
  client: LoadClient,
  { target: { port, pid, path, agencies, touchpoints }, connections }: Cell,
  ms: number,
): Promise<LoadResult> {
  return client.run({ port, path, campaign, agencies, connections, ms, ...(touchpoints && { touchpoints }) }, pid)
}

function tableOf(cells: readonly Cell[], ms: number): Table {
  const middle = (cell: Cell | undefined, figure: keyof LoadResult): number => median((cell?.results ?? []).map((result) => result[figure]))
  const at = (name: string, connections: number): Cell | undefined =>
    cells.find(({ target, connections: own }) => target.name === name && own === connections)
  const share = middle(at('SIPAS on SQLite', 32), 'perSecond') / middle(at(minimal, 32), 'perSecond')
  return {
    title: 'Recording responses',
    base: `Bodies of 22 criteria and the overall item, each acknowledged only when it is durable, through signed codes and under the budgets of places and networks; ${ms / 1000} s a row. SQLite against the minimal writer at 32 connections: ${against(100 * share, '≥ 60 %', share >= 0.6)}.`,
    columns: ['what', 'connections', 'responses/s', 'p50 ms', 'p99 ms', 'server CPU µs each', 'of the bare route', 'of the minimal writer'],
    rows: cells.map((cell) => {
      const { target, connections } = cell
      const perSecond = middle(cell, 'perSecond')
      const refused = cell.results.reduce((sum, result) => sum + result.refused, 0)
      const ofOther = (other: Cell | undefined): string => (other && other !== cell ? percent(perSecond / middle(other, 'perSecond')) : '')
      const peer = target.agencies > 1 ? at('minimal writer, 200 agencies', connections) : at(minimal, connections)
      return [
        refused === 0 ? target.name : `${target.name} (**${refused} refused**)`,
        String(connections),
        ...[perSecond, middle(cell, 'p50'), middle(cell, 'p99'), middle(cell, 'processorUs')].map((value) => shown(value)),
        ofOther(cells.find((other) => other.target.path === '/bare' && other.connections === connections)),
        ofOther(peer),
      ]
    }),
  }
}
