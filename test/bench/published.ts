import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gunzipSync } from 'node:zlib'
import type { Database } from '../../server/db/dialect'
import { root } from '../../server/built'
import { localDay } from '../../surveys/instrument/calendar'
import { published as publish } from '../server/publishing'
import { processorMs } from './machine'
import { filledTallies } from './release'
import { folderFor, type Part, withProduct } from './setting'
import { against, shown } from './table'

export const published: Part = {
  name: 'published',
  about: 'the public page of 200 agencies, its files and pictures, for many at once',
  run: async (setting) => {
    const folder = folderFor(setting, 'published')
    return withProduct(folder, undefined, async ({ url, pid }, database) => {
      await filledTallies(database)
      await ended(database)
      await publish({ database, now: Date.now }, 'c1')
      const seconds = setting.quick ? 2 : 8
      const rows = []
      for (const [what, path] of Object.entries(paths)) {
        const first = await once(url + path)
        const before = processorMs(pid)
        const { requests, latency } = await load(url + path, seconds)
        const processor = (processorMs(pid) - before) / Math.max(1, requests.total)
        rows.push({ what, first, perSecond: requests.average, p99: latency.p99, processor })
      }
      const page = rows[0]
      const isFast = (page?.perSecond ?? 0) >= 1_000
      return [
        {
          title: 'Published results',
          base: `The built product, SQLite, 200 agencies, 20 connections for ${seconds} s beside the process that asks; compressed where it helps. The page: ${against(page?.first.kB ?? 0, '≤ 60 kB of 200 agencies', (page?.first.kB ?? 0) <= 60)}; ${isFast ? 'at least' : 'below'} 1,000 a second.`,
          columns: ['what', 'first, ms', 'kB on the way', 'a second', 'p99, ms', 'processor, ms'],
          rows: rows.map(({ what, first, perSecond, p99, processor }) => [
            what,
            shown(first.ms),
            shown(first.kB),
            shown(perSecond),
            shown(p99),
            shown(processor),
          ]),
        },
      ]
    })
  },
}

const paths: Readonly<Record<string, string>> = {
  'the page of a campaign': '/r/c1',
  'the page of an agency': '/r/c1/agencies/A7',
  'the list': '/r',
  'the frame': '/embed/c1',
  'figures as CSV': '/r/c1/figures.csv',
  'a picture': '/r/c1/picture.png',
  'the API': '/api/v1/campaigns/c1/released',
}

const ended = async ({ db }: Database): Promise<void> => {
  const yesterday = localDay(Date.now() - 86_400_000)
  await db.updateTable('campaigns').set({ status: 'closed', closes_on: yesterday }).where('code', '=', 'c1').execute()
}

/** The very first time somebody asks for it. */
async function once(address: string): Promise<{ readonly ms: number; readonly kB: number }> {
  const begun = performance.now()
  const { stdout } = await promisify(execFile)('curl', ['-sS', '-H', 'Accept-Encoding: gzip', address], {
    encoding: 'buffer',
    maxBuffer: 64 << 20,
  })
  const ms = performance.now() - begun
  if (stdout.length === 0 || (stdout[0] === 0x1f && gunzipSync(stdout).length === 0)) throw new Error(`${address} is empty`)
  return { ms, kB: stdout.length / 1000 }
}

type Loaded = { readonly requests: { readonly average: number; readonly total: number }; readonly latency: { readonly p99: number } }

async function load(address: string, seconds: number): Promise<Loaded> {
  const asked = ['--json', '-c', '20', '-d', String(seconds), '-H', 'Accept-Encoding=gzip', address]
  const cannon = join(root, 'node_modules/autocannon/autocannon.js')
  const { stdout } = await promisify(execFile)(process.execPath, [cannon, ...asked], { maxBuffer: 16 << 20 })
  const told: Loaded & { readonly non2xx: number } = JSON.parse(stdout)
  if (told.non2xx > 0) throw new Error(`${address}: ${told.non2xx} refusals`)
  return told
}
