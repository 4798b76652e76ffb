import { serve as listen, type ServerType } from '@hono/node-server'
import type { Logger } from 'pino'
import { boot } from './boot'
import type { Config } from './config'

const stopMs = 10_000
/** How long somebody may go on reading, such as an export; every response was answered long before. */
const readingMs = 8_000

/** Serves until SIGTERM or SIGINT; then finishes what was accepted and ends within ten seconds. */
export async function serve(config: Config, log: Logger, clientDir: string): Promise<void> {
  const running = await boot(config, log, clientDir)
  const server = await listening(config, running.app.fetch)
  const { port } = addressOf(server)
  const origin = config.publicUrl ?? `http://${config.host === '127.0.0.1' ? 'localhost' : config.host}:${port}`
  process.stdout.write(`SIPAS: ${origin}\n`)
  if (running.setupLink !== undefined) process.stdout.write(`Make the first administrator's account (works once): ${origin}${running.setupLink}\n`)

  const stop = (signal: string): void => {
    log.info({ signal }, 'stopping')
    setTimeout(() => process.exit(1), stopMs).unref()
    closed(server)
      .then(running.close)
      .then(
        () => process.exit(0),
        (error: unknown) => {
          log.error({ err: error }, 'could not stop cleanly')
          process.exit(1)
        },
      )
  }
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
}

const listening = ({ host, port }: Config, fetch: Parameters<typeof listen>[0]['fetch']): Promise<ServerType> =>
  new Promise((resolve, reject) => {
    const server = listen({ fetch, hostname: host, port }, () => resolve(server))
    server.once('error', reject)
  })

/** Resolves when every request is answered. A connection that is kept alive ends with its next answer, or at once when it is idle. */
async function closed(server: ServerType): Promise<void> {
  if (!('closeIdleConnections' in server)) throw new Error('the server is not one of HTTP/1')
  server.prependListener('request', (_, answer) => void answer.setHeader('Connection', 'close'))
  const idle = setInterval(() => server.closeIdleConnections(), 100)
  const reading = setTimeout(() => server.closeAllConnections(), readingMs)
  await new Promise((resolve) => server.close(resolve))
  clearInterval(idle)
  clearTimeout(reading)
}

function addressOf(server: ServerType): { readonly port: number } {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  return address
}
