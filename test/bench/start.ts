import { startProduct, stopProduct } from '../faults/product'
import { post, response } from '../server/fielded'
import { filled } from './filled'
import { residentMiB } from './machine'
import type { Part } from './setting'
import { against, median, shown } from './table'

export const start: Part = {
  name: 'start',
  about: 'from the command to the first stored response, on a database of a million',
  run: async (setting) => {
    const { folder } = await filled(setting)
    const runs: Run[] = []
    for (let run = 0; run < (setting.quick ? 3 : 9); run += 1) runs.push(await started(folder))
    const firstMs = median(runs.map(({ firstMs }) => firstMs))
    return [
      {
        title: 'Starting',
        base: `An existing SQLite file, ${runs.length} starts, medians. First response stored and acknowledged: ${against(firstMs, '≤ 1,000 ms', firstMs <= 1_000)}.`,
        columns: ['listens after, ms', 'first response acknowledged after, ms', 'slowest, ms', 'memory then'],
        rows: [
          [
            shown(median(runs.map(({ listensMs }) => listensMs))),
            shown(firstMs),
            shown(Math.max(...runs.map(({ firstMs }) => firstMs))),
            shown(median(runs.map(({ memoryMiB }) => memoryMiB)), 'MiB'),
          ],
        ],
      },
    ]
  },
}

type Run = { readonly listensMs: number; readonly firstMs: number; readonly memoryMiB: number }

async function started(folder: string): Promise<Run> {
  const begun = performance.now()
  const product = await startProduct(folder, undefined)
  const listensMs = performance.now() - begun
  const answer = await post(product.url, response({ A1: '5', overall: '4' }, { campaign: 'small', touchpoint: 'small-A1', agency: 'A1' }))
  const firstMs = performance.now() - begun
  if (answer.status !== 201) throw new Error(`the first response was answered ${answer.status}`)
  const memoryMiB = residentMiB(product.pid)
  await stopProduct(product)
  return { listensMs, firstMs, memoryMiB }
}
