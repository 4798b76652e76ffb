import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { builtMain } from '../faults/product'
import { assessing } from './assessing'
import { backup } from './backup'
import { designer } from './designer'
import { machineFacts } from './machine'
import { exporting } from './exporting'
import { fieldwork } from './fieldwork'
import { foreign } from './foreign'
import { hostile } from './hostile'
import { importing } from './importing'
import { kioskDurable } from './kiosk-durable'
import { kiosks } from './kiosks'
import { loop } from './loop'
import { people } from './people'
import { phone } from './phone'
import { places } from './places'
import { rating } from './rating'
import { published } from './published'
import { record } from './record'
import { release } from './release'
import { report } from './report'
import { results } from './results'
import type { Part } from './setting'
import { sizes } from './sizes'
import { start } from './start'
import { markdown } from './table'
import { workspace } from './workspace'
import { xlsx } from './xlsx'

const parts: readonly Part[] = [
  record,
  importing,
  results,
  release,
  published,
  rating,
  assessing,
  workspace,
  people,
  places,
  fieldwork,
  foreign,
  hostile,
  designer,
  loop,
  exporting,
  report,
  backup,
  xlsx,
  start,
  kiosks,
  kioskDurable,
  phone,
  sizes,
]

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { quick: { type: 'boolean', default: false }, folder: { type: 'string' }, help: { type: 'boolean', default: false } },
})
const unknown = positionals.filter((name) => !parts.some((part) => part.name === name))

if (values.help || unknown.length > 0) {
  if (unknown.length > 0) console.error(`Unknown part: ${unknown.join(', ')}`)
  console.error(
    `npm run bench -- [--quick] [--folder KEEP] [part …]\n${parts.map(({ name, about }) => `  ${name.padEnd(13)} ${about}`).join('\n')}`,
  )
  process.exitCode = unknown.length > 0 ? 1 : 0
} else if (!existsSync(builtMain)) {
  console.error('There is nothing to measure yet: npm run build')
  process.exitCode = 1
} else await bench(parts.filter(({ name }) => positionals.length === 0 || positionals.includes(name)))

/** Runs the parts one after another and prints each table as soon as it is there; what goes wrong in one leaves the others. */
async function bench(wanted: readonly Part[]): Promise<void> {
  const folder = values.folder ?? mkdtempSync(join(tmpdir(), 'sipas-bench-'))
  console.log(`${machineFacts()}.${values.quick ? ' A quick look, not a measurement.' : ''}\n`)
  for (const part of wanted) {
    const begun = performance.now()
    try {
      for (const table of await part.run({ folder, quick: values.quick, say: (line) => console.error(line) })) console.log(markdown(table))
    } catch (error) {
      console.error(`${part.name}:`, error)
      process.exitCode = 1
    }
    console.error(`${part.name}: ${Math.round((performance.now() - begun) / 1000)} s`)
  }
  if (values.folder === undefined) rmSync(folder, { recursive: true, force: true })
}
