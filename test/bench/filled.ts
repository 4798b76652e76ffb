import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { builtMain } from '../faults/product'
import { seeded } from '../surveys/random'
import { watchMemory } from './machine'
import { importFile, province } from './province'
import { folderFor, type Setting, withProduct } from './setting'

/** What importing a file took. */
export type Import = { readonly campaign: string; readonly responses: number; readonly ms: number; readonly peakMiB: number }
export type Filled = { readonly folder: string; readonly imports: readonly Import[] }

/** How many responses a campaign was filled with. */
export const responsesOf = ({ imports }: Filled, campaign: string): number =>
  imports.find((one) => one.campaign === campaign)?.responses ?? 0

/** A database with a small and a large campaign of 200 agencies over twelve months, filled once by `responses import`. */
export async function filled(setting: Setting): Promise<Filled> {
  const folder = folderFor(setting, 'filled')
  const known = join(folder, 'filled.json')
  if (existsSync(known)) return JSON.parse(readFileSync(known, 'utf8'))
  const sizes = { small: 10_000, large: setting.quick ? 100_000 : 1_000_000 }
  await withProduct(folder, undefined, async (_, database) => {
    for (const campaign of Object.keys(sizes)) await province(database, campaign, 'sipas-service')
  })
  const imports: Import[] = []
  for (const [campaign, responses] of Object.entries(sizes)) {
    const file = join(folder, `${campaign}.csv`)
    setting.say(`writing a file of ${responses.toLocaleString('en')} responses`)
    await pipeline(Readable.from(importFile(responses, seeded(responses))), createWriteStream(file))
    setting.say('importing it')
    imports.push(await imported(folder, campaign, file, responses))
  }
  const made = { folder, imports }
  writeFileSync(known, JSON.stringify(made))
  return made
}

export async function imported(folder: string, campaign: string, file: string, responses: number): Promise<Import> {
  const begun = performance.now()
  const env = { PATH: process.env['PATH'], DATA_DIR: folder }
  const child = spawn(process.execPath, [builtMain, 'responses', 'import', file, '--campaign', campaign], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (part: string) => (said = (said + part).slice(-2_000)))
  const peak = watchMemory(child.pid ?? 0)
  await once(child, 'exit')
  const peakMiB = peak()
  if (child.exitCode !== 0) throw new Error(`the import ended with ${child.exitCode}:\n${said}`)
  return { campaign, responses, ms: performance.now() - begun, peakMiB }
}
