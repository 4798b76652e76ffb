import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeAll, expect, it } from 'vitest'
import { openDatabase } from '../../server/db/dialect'
import { fielded, response } from '../server/fielded'
import { theBuild } from '../server/harness'
import { halfSent } from './clients'
import { alive, familyOf, once, root, served, type Typed, typed } from './processes'

const asFirst = ['--pid', '--fork', '--mount-proc', '--kill-child']
const main = join(root, 'dist/server/main.js')

/** Who ends how: its name, the command, and what is done to the processes, the first of which was started by hand. */
type Way = [name: string, command: string, args: readonly string[], ask: (pids: readonly number[]) => void]

/** As whoever typed it does. */
export const byHand: readonly Way[] = [
  ['npm start by Ctrl-C, which the server hears twice', 'npm', ['start'], ([npm = 0]) => process.kill(-npm, 'SIGINT')],
  ['npm start when its terminal is closed', 'npm', ['start'], ([npm = 0]) => process.kill(-npm, 'SIGHUP')],
  ['npm start when npm is killed', 'npm', ['start'], ([npm = 0]) => process.kill(npm, 'SIGKILL')],
]

const inContainers: readonly Way[] = [
  ['npm start as the first process of a container', 'unshare', [...asFirst, 'npm', 'start'], ([, npm = 0]) => process.kill(npm, 'SIGTERM')],
  [
    'the built server as the first process of a container',
    'unshare',
    [...asFirst, process.execPath, main, 'serve'],
    ([, server = 0]) => process.kill(server, 'SIGTERM'),
  ],
]
/** Where the tests may make namespaces of their own. */
const hasNamespaces = spawnSync('unshare', [...asFirst, 'true']).status === 0

export const bySupervisors: readonly Way[] = [
  ['npm start by SIGTERM to npm alone, as some do', 'npm', ['start'], ([npm = 0]) => process.kill(npm, 'SIGTERM')],
  ['npm start by SIGTERM to all of its processes, as others do', 'npm', ['start'], ([npm = 0]) => process.kill(-npm, 'SIGTERM')],
  [
    'the built server by SIGTERM, twice',
    process.execPath,
    [main, 'serve'],
    ([server = 0]) => [0, 1].forEach(() => process.kill(server, 'SIGTERM')),
  ],
  ...(hasNamespaces ? inContainers : []),
]

/** What holds of whatever was started, however it is told to end. */
export function endsWell(ways: readonly Way[]): void {
  beforeAll(async () => {
    await theBuild()
  })
  const folders: string[] = []
  const family: number[] = []
  afterEach(() => {
    for (const pid of alive(family.splice(0))) process.kill(pid, 'SIGKILL')
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
  })
  const start = (command: string, args: readonly string[]): Typed & { readonly dataDir: string } => {
    const dataDir = mkdtempSync(join(tmpdir(), 'sipas-ends-'))
    folders.push(dataDir)
    return { ...typed(command, args, root, { DATA_DIR: dataDir }), dataDir }
  }

  it.each(ways)('ends with what it accepted finished: %s', async (_, command, args, ask) => {
    const run = start(command, args)
    const url = await served(run)
    const database = openDatabase(join(run.dataDir, 'sipas.sqlite'))
    await fielded(database)
    family.push(...familyOf(run.pid))
    const sending = await halfSent(url, JSON.stringify(response()))
    ask(family)
    await once(
      () => isRefused(Number(new URL(url).port)),
      () => 'it takes new connections still',
    )
    expect(await sending.finish()).toBe(201)
    await once(
      () => (alive(family).length === 0 ? true : undefined),
      () => `${alive(family).length} of ${family.length} processes go on`,
    )
    expect(await database.db.selectFrom('responses').select('erased').execute()).toHaveLength(1)
    await database.db.destroy()
  })
}

const isRefused = (port: number): Promise<true | undefined> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => {
      socket.destroy()
      resolve(undefined)
    })
    socket.once('error', () => resolve(true))
  })
