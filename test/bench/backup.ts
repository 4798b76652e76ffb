import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { makeInProcess } from '../../server/safekeeping/schedule'
import { builtMain } from '../faults/product'
import { filled } from './filled'
import { loadClient, type LoadResult } from './load'
import { type Part, withProduct } from './setting'
import { against, byProportion, median, shown, times } from './table'

/** As many as record at once while a copy is made: a province's busiest hour, not a flood. */
const connections = 8

export const backup: Part = {
  name: 'backup',
  about: 'a verified copy of a million responses while others record, and putting it back',
  run: async (setting) => {
    const { folder, imports } = await filled(setting)
    const responses = imports.reduce((sum, one) => sum + one.responses, 0)
    const file = join(folder, 'bench-backup.tar.gz')
    const elsewhere = join(folder, 'restored')
    for (const path of [file, elsewhere]) rmSync(path, { recursive: true, force: true })
    const { quiet, busy, ms } = await withProduct(folder, undefined, async ({ port, pid }) => {
      const client = loadClient()
      const recorded = (): Promise<LoadResult> =>
        client.run(
          { port, path: '/api/v1/responses', campaign: 'large', agencies: 200, connections, ms: setting.quick ? 1_000 : 3_000 },
          pid,
        )
      const before = [await recorded(), await recorded(), await recorded()]
      setting.say('backup: copying while recording')
      const begun = performance.now()
      const copying = makeInProcess(builtMain, { ...process.env, DATA_DIR: folder, DATABASE_URL: '', BACKUP_KEY: '' })
      const during: LoadResult[] = []
      const state = { isCopying: true }
      const recordingMeanwhile = async (): Promise<void> => {
        while (state.isCopying) during.push(await recorded())
      }
      const meanwhile = recordingMeanwhile()
      const why = await copying(file, new AbortController().signal)
      const took = performance.now() - begun
      state.isCopying = false
      await meanwhile
      if (why !== undefined) throw new Error(why)
      client.end()
      return { quiet: before, busy: during, ms: took }
    })
    setting.say('backup: putting it back')
    const restoredMs = await restored(file, elsewhere)
    const p99 = (results: readonly LoadResult[]): number => median(results.map((result) => result.p99))
    const slower = p99(busy) / p99(quiet)
    const perMillion = (took: number): number => (took / responses) * 1_000
    const bytes = { database: statSync(join(folder, 'sipas.sqlite')).size, file: statSync(file).size }
    rmSync(file, { force: true })
    rmSync(elsewhere, { recursive: true, force: true })
    return [
      {
        title: 'Backing up and restoring',
        base: `${shown(responses)} responses on SQLite, copied, read back and packed by a process of its own while ${connections} connections record. A million${byProportion(responses)}: copy ${against(perMillion(ms), '≤ 60 s', perMillion(ms) <= 60)}, back ${against(perMillion(restoredMs), '≤ 300 s', perMillion(restoredMs) <= 300)}; p99 of recording meanwhile ${against(slower, '≤ 2×', slower <= 2)}.`,
        columns: ['what', 'seconds', 'MiB', 'p99 ms of recording', 'of a quiet server'],
        rows: [
          ['recording, nothing else', '', shown(bytes.database / 2 ** 20), shown(p99(quiet)), ''],
          ['`backup` while recording', shown(ms / 1000), shown(bytes.file / 2 ** 20), shown(p99(busy)), times(slower)],
          ['`restore` elsewhere, read through', shown(restoredMs / 1000), '', '', ''],
        ],
      },
    ]
  },
}

async function restored(file: string, elsewhere: string): Promise<number> {
  const begun = performance.now()
  const env = { ...process.env, DATA_DIR: elsewhere, DATABASE_URL: '' }
  const child = spawn(process.execPath, [builtMain, 'restore', file], { env, stdio: ['ignore', 'ignore', 'inherit'] })
  await once(child, 'exit')
  if (child.exitCode !== 0) throw new Error(`the restore ended with ${String(child.exitCode)}`)
  return performance.now() - begun
}
