import { serve as open, type ServerType } from '@hono/node-server'
import { randomUUID } from 'node:crypto'
import type { Socket } from 'node:net'
import { join } from 'node:path'
import type { Logger } from 'pino'
import { setupPath } from './access/account'
import { openAccounts } from './access/accounts'
import { createApp } from './app'
import { loadAssets } from './assets'
import type { Config } from './config'
import { type Database, openDatabase } from './db/dialect'
import { reportContents } from './db/exports'
import { migrate } from './db/migrate'
import { questionnaireSource } from './db/questionnaires'
import { fieldingSource } from './db/touchpoints'
import { exportFolder, openExporter } from './files/export-queue'
import { keepCountingIntervals } from './intervals'
import { openLive } from './live'
import { openPost, type MailPace } from './mail/post'
import { createMetrics } from './metrics'
import { keepReleasing } from './nightly'
import { keepForgetting } from './recording/forgetting'
import { keepLeaving } from './recording/leaving'
import { createRecorder } from './recording/recorder'
import { openSealing } from './recording/sealing'
import { openWatch } from './recording/watch'
import { openWriter } from './recording/writer'
import { keepRecorded, lostSince, ResponsesLost } from './safekeeping/recorded'
import { orderedReport } from './report/ordered'
import { keepBackups, makeInProcess } from './safekeeping/schedule'
import { keepDelivering } from './schedules/deliver'
import { keepReminding } from './schedules/remind'
import { publishShipped } from './shipped'
import { keepTelling } from './webhooks/telling'

/** The database, migrated, with every shipped and local questionnaire published. */
export async function openStore(config: Config): Promise<Database> {
  const database = openDatabase(config.database)
  try {
    await migrate(database)
    await publishShipped({ database, now: Date.now }, join(config.dataDir, 'questionnaires'))
    return database
  } catch (error) {
    await database.db.destroy()
    throw error
  }
}

export type Running = {
  readonly app: ReturnType<typeof createApp>
  /** While there is no account: the path of a link to make the first one; it works once and can be shown only now. */
  readonly setupLink: string | undefined
  /** Makes the database ready for many small commits. */
  readonly makeRoom: () => Promise<void>
  /** Writes down what is counted in memory. */
  readonly flush: () => Promise<void>
  /** Ends what would go on for as long as somebody reads. */
  readonly hangUp: () => void
  /** Stores what was accepted, gives the writer's slot back and closes the database. */
  readonly close: () => Promise<void>
}

/** Puts the parts together; nothing listens yet. `mailPace` is the usual one but for who has no time to wait. */
export async function boot(
  config: Config,
  log: Logger,
  clientDir: string,
  now: () => number = Date.now,
  mailPace?: MailPace,
): Promise<Running> {
  const database = await openStore(config)
  const questionnaires = questionnaireSource(database)
  const fieldings = fieldingSource(database, questionnaires, now)
  const lost = await lostSince(database, config.dataDir)
  if (lost.length > 0) {
    await database.db.destroy()
    throw new ResponsesLost(lost)
  }
  const writer = await openWriter(database)
  const recorder = createRecorder({ database, writer, fieldings, watch: await openWatch(database) })
  const sealing = await openSealing(database)
  const accounts = await openAccounts(database, config, now, (err) => log.error({ err }, 'a failed sign-in could not be noted'))
  const exporter = openExporter({
    database,
    questionnaires,
    now,
    log,
    folder: exportFolder(join(config.dataDir, 'exports')),
    makers: Object.fromEntries(reportContents.map((content) => [content, (row, stop) => orderedReport({ database, now }, row, stop)])),
  })
  await exporter.tidy()
  const forgetting = await keepForgetting({ database, sweep: exporter.tidy, log })
  const recorded = keepRecorded({ database, dataDir: config.dataDir, log })
  const metrics = createMetrics(log, now)
  const releasing = keepReleasing({ database, questionnaires, now, log, forget: forgetting.again })
  const backups =
    config.backupDir === undefined
      ? undefined
      : keepBackups({
          database,
          address: config.database,
          folder: config.backupDir,
          encryption: config.backupKey === undefined ? 'plain' : 'encrypted',
          now,
          log,
          make: makeInProcess(import.meta.filename, process.env),
        })
  const live = openLive()
  const leaving = keepLeaving({ database, now, log })
  const post = openPost({ database, mail: config.mail, now, log, ...(mailPace && { pace: mailPace }) })
  const delivering = keepDelivering({
    database,
    questionnaires,
    now,
    log,
    config,
    folder: join(config.dataDir, 'deliveries'),
    ...(mailPace && { lookEveryMs: mailPace.lookEvery }),
  })
  const intervals = keepCountingIntervals({ database, now, log })
  const reminding = keepReminding({ database, config, now, log })
  const telling = keepTelling({ database, config, now, log, ...(mailPace && { pace: mailPace }) })
  const assets = loadAssets(clientDir)
  const app = createApp({
    config,
    database,
    accounts,
    questionnaires,
    fieldings,
    recorder,
    sealing,
    exporter,
    metrics,
    post,
    live,
    leaving,
    intervals,
    log,
    assets,
    clientDir,
    now,
    newId: randomUUID,
  })
  return {
    app,
    setupLink: await setupPath(accounts),
    hangUp: live.hangUp,
    flush: leaving.flush,
    makeRoom: () => database.engine.makeRoom(database.db),
    close: async () => {
      live.hangUp()
      await delivering.stop()
      await reminding.stop()
      await telling.stop()
      await intervals.stop()
      await releasing.stop()
      await post.stop()
      await backups?.stop()
      await exporter.close()
      await recorder.drain()
      await leaving.stop()
      await accounts.settled()
      await forgetting.stop()
      await recorded.stop()
      metrics.close()
      await writer.release()
      await database.db.destroy()
    },
  }
}

const stopMs = 10_000
/** How long somebody may go on reading, such as an export; every response was answered long before. */
const readingMs = 8_000

/** Serves until it is asked to stop; then finishes what was accepted and ends within ten seconds. */
export async function serve(config: Config, log: Logger, clientDir: string): Promise<void> {
  // Heard from the first moment: a first start migrates, and the first process of a container hears only what it listens for.
  const asked = askedToStop()
  const running = await boot(config, log, clientDir)
  await running.makeRoom()
  const server = await listening(config, running.app.fetch)
  const connections = connectionsOf(server)
  const { port } = addressOf(server)
  const origin = config.publicUrl ?? `http://${config.host === '127.0.0.1' ? 'localhost' : config.host}:${port}`
  process.stdout.write(`SIPAS: ${origin}\n`)
  if (running.setupLink !== undefined)
    process.stdout.write(`Make the first administrator's account (works once): ${origin}${running.setupLink}\n`)

  log.info({ signal: await asked }, 'stopping')
  try {
    running.hangUp()
    await closed(server, connections)
    await running.close()
    process.exit(0)
  } catch (error) {
    log.error({ err: error }, 'could not stop cleanly')
    process.exit(1)
  }
}

/** The first signal to stop. Ctrl-C comes twice, from the terminal and from npm, so what follows the first one changes nothing. */
const askedToStop = (): Promise<NodeJS.Signals> =>
  new Promise((resolve) => {
    const stop = (signal: NodeJS.Signals): void => {
      setTimeout(() => process.exit(1), stopMs).unref()
      resolve(signal)
    }
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, stop)
  })

type Limits = {
  readonly connections: number
  /** Until the head of a request is there. */
  readonly headMs: number
  /** Until its body is there too. */
  readonly requestMs: number
  /** Without a byte in either direction, whatever is under way. */
  readonly silentMs: number
  /** How often the first two are looked at. */
  readonly checkMs: number
}

/** So that who opens connections and dawdles takes no room for long; a workbook of 8 MB still comes in over 400 kbit/s. */
const limits: Limits = { connections: 4_096, headMs: 15_000, requestMs: 180_000, silentMs: 120_000, checkMs: 5_000 }

/** Resolves once it listens. */
export function listening(
  { host, port }: Pick<Config, 'host' | 'port'>,
  fetch: Parameters<typeof open>[0]['fetch'],
  held: Limits = limits,
): Promise<ServerType> {
  const serverOptions = { headersTimeout: held.headMs, requestTimeout: held.requestMs, connectionsCheckingInterval: held.checkMs }
  return new Promise((resolve, reject) => {
    const server = open({ fetch, hostname: host, port, serverOptions }, () => resolve(server))
    server.maxConnections = held.connections
    server.setTimeout(held.silentMs)
    server.once('error', reject)
  })
}

/** Those that are open. */
function connectionsOf(server: ServerType): ReadonlySet<Socket> {
  const connections = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    connections.add(socket)
    socket.once('close', () => connections.delete(socket))
  })
  return connections
}

/** Resolves when every request is answered. A connection that is kept alive ends with its next answer, or at once when it is idle. */
async function closed(server: ServerType, connections: ReadonlySet<Socket>): Promise<void> {
  if (!('closeIdleConnections' in server)) throw new Error('the server is not one of HTTP/1')
  server.prependListener('request', (_, answer) => void answer.setHeader('Connection', 'close'))
  const idle = setInterval(() => {
    server.closeIdleConnections()
    // Browsers open connections before they need them, and Node takes one that has said nothing yet for one that is being heard.
    for (const connection of connections) if (connection.bytesRead === 0) connection.destroy()
  }, 100)
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
