import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdtempSync, rmSync, statfsSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { isFresh, root } from '../server/built'
import type { TestPostgres } from './server/postgres'

/** Starts nothing by itself: the first file of a run that needs the build or PostgreSQL asks for it here, and all files share it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = ownFolder(project)
  process.env['TMPDIR'] = folder
  let postgres: Promise<TestPostgres> | undefined
  let built: Promise<string> | undefined
  const give = async (path = ''): Promise<string> => {
    if (path === '/postgres') return (await (postgres ??= startPostgres())).address
    if (path === '/build') return (built ??= build())
    throw new Error(`nothing at ${path}`)
  }
  const server = createServer((request, response) => {
    give(request.url).then(
      (text) => response.end(text),
      (error: unknown) => response.writeHead(500).end(String(error)),
    )
  })
  // A connection that is kept is closed under who asks again after a long while.
  server.keepAliveTimeout = 0
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('what the tests share has no port')
  project.provide('shared', `http://127.0.0.1:${address.port}`)
  return async () => {
    server.close()
    await (await postgres)?.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

/**
 * Where everything lies that the tests write. In memory where there is room: a database that is asked to be on the disk before it
 * answers waits there half of its time, and no test can see a disk lose power. The long run stays on the disk.
 */
function ownFolder({ name }: TestProject): string {
  const memory = '/dev/shm'
  const isRoom = name !== 'long' && existsSync(memory) && roomIn(memory) > 4 * 2 ** 30
  const folder = mkdtempSync(join(isRoom ? memory : tmpdir(), 'sipas-tests-'))
  // PostgreSQL runs as a user of its own where the tests are the administrator's.
  chmodSync(folder, 0o711)
  return folder
}

function roomIn(folder: string): number {
  const { bavail, bsize } = statfsSync(folder)
  return bavail * bsize
}

async function startPostgres(): Promise<TestPostgres> {
  const { startPostgres: start } = await import('./server/postgres')
  return start()
}

/** Builds the product when what is built is older than its sources. */
async function build(): Promise<string> {
  if (isFresh()) return ''
  const launched = spawn(process.execPath, ['--import', 'tsx', 'server/launch.ts', '--version'], { cwd: root })
  let said = ''
  launched.stdout.on('data', (text) => void (said += String(text)))
  launched.stderr.on('data', (text) => void (said += String(text)))
  await once(launched, 'close')
  if (launched.exitCode !== 0) throw new Error(`the product does not build:\n${said}`)
  return said
}

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where a file asks for what the whole run shares. */
    readonly shared: string
  }
}
