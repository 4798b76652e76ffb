import { get } from 'node:http'
import { join } from 'node:path'
import { tokenOf } from '../server/token'
import type { Database } from '../../server/db/dialect'
import { type Filter, noFilter } from '../../server/reading/filter'
import { localDay, monthOf } from '../../surveys/instrument/calendar'
import { bundled } from './bundled'
import { filled } from './filled'
import { type Part, type Setting, withProduct } from './setting'
import { against, median, shown, type Table, times } from './table'

export const results: Part = {
  name: 'results',
  about: 'every node of 200 agencies, with ten thousand and a million responses',
  run: async (setting) => {
    const { folder, imports } = await filled(setting)
    return withProduct(folder, undefined, async ({ port }, database) => {
      const token = await tokenOf(database, `bench-${Date.now()}`)
      const { timesInProcess } = await bundled()
      const rows: Row[] = []
      for (const { campaign, responses } of imports)
        for (const [what, query] of Object.entries(queries)) {
          const inProcess = await timesInProcess(join(folder, 'sipas.sqlite'), campaign, query, setting.quick ? 5 : 25)
          const overHttp = await repeated(setting, () => fetched(port, token, addressOf(campaign, query)))
          rows.push({
            what,
            campaign,
            responses,
            inProcess,
            overHttp,
            rowsMs: median(await repeated(setting, () => tallyRows(database, campaign, query))),
          })
        }
      return [tableOf(rows)]
    })
  },
}

const month = (monthsAgo: number): string => monthOf(localDay(Date.now() - monthsAgo * 30 * 86_400_000))

const queries: Readonly<Record<string, Filter>> = {
  'whole campaign': noFilter,
  'three months': { ...noFilter, from: month(3), to: month(1) },
  'every month by filter': { ...noFilter, from: '2020-01', to: '2099-12' },
}

type Row = {
  readonly what: string
  readonly campaign: string
  readonly responses: number
  readonly inProcess: readonly number[]
  readonly overHttp: readonly number[]
  readonly rowsMs: number
}

/** The floor: only reading the same tally rows. */
async function tallyRows({ db }: Database, campaign: string, { from, to }: Filter): Promise<void> {
  const select = db.selectFrom('tallies').select('sums').where('campaign', '=', campaign)
  await (
    from === null || to === null ? select.where('month', '=', '') : select.where('month', '>=', from).where('month', '<=', to)
  ).execute()
}

async function repeated({ quick }: Setting, work: () => Promise<unknown>): Promise<readonly number[]> {
  const took: number[] = []
  for (let run = -5; run < (quick ? 5 : 25); run += 1) {
    const begun = performance.now()
    await work()
    if (run >= 0) took.push(performance.now() - begun)
  }
  return took
}

const addressOf = (campaign: string, { from, to }: Filter): string =>
  `/api/v1/campaigns/${campaign}/results${from === null ? '' : `?from=${from}&to=${to ?? ''}`}`

const fetched = (port: number, token: string, path: string): Promise<void> =>
  new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', port, path, agent: false, headers: { Authorization: `Bearer ${token}` } }, (answer) => {
      if (answer.statusCode !== 200) reject(new Error(`${path} answered ${answer.statusCode ?? ''}`))
      answer.resume()
      answer.on('end', resolve)
    }).once('error', reject)
  })

function tableOf(rows: readonly Row[]): Table {
  const of = (campaign: string): number =>
    median(rows.find((row) => row.campaign === campaign && row.what === 'whole campaign')?.inProcess ?? [])
  const growth = of('large') / of('small')
  return {
    title: 'Reading results',
    base: `\`sipas-service\`, 200 agencies in three blocks, every node with its interval; medians. A whole large campaign: ${against(of('large'), '≤ 50 ms', of('large') <= 50)}; beside the small one: ${against(growth, '≤ 1.5×', growth <= 1.5)}.`,
    columns: ['what', 'responses', 'computed, ms', 'over HTTP as JSON, ms', 'reading the tally rows alone, ms', 'of the small campaign'],
    rows: rows.map(({ what, responses, inProcess, overHttp, rowsMs }) => {
      const small = rows.find((row) => row.campaign === 'small' && row.what === what)
      return [
        what,
        shown(responses),
        shown(median(inProcess)),
        shown(median(overHttp)),
        shown(rowsMs),
        times(median(inProcess) / median(small?.inProcess ?? [])),
      ]
    }),
  }
}
