import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import { type AddressInfo, connect, createServer as createListener } from 'node:net'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { build, type InlineConfig } from 'vite'
import { readConfig } from './config'

/**
 * `npm run dev`: builds what changes, starts the server anew with it, and lets open pages load again. The server itself is the
 * product's and knows nothing of this: pages get their reloading script on the way, in a gate before it. Ctrl-C ends all of it.
 */
const root = join(import.meta.dirname, '..')
const out = join(root, 'dist/dev')
const reading = readConfig(process.env)
if (!reading.ok) {
  process.stderr.write(`${reading.lines.join('\n')}\n`)
  process.exit(2)
}
const { host, port: wanted } = reading.config

const waiting = new Set<ServerResponse>()
const gate = createServer((asked, answer) => void answered(asked, answer).catch(() => answer.destroy()))
gate.listen(wanted, host)
await once(gate, 'listening')
const publicUrl = `http://${host === '127.0.0.1' ? 'localhost' : host}:${portOf(gate)}`
const innerPort = await freePort()
let server: ChildProcess | undefined
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => void ended().then(() => process.exit(0)))
await keepBuilding(started)

/** Builds the parts, each again when a source of its own changes; calls back whenever all of them stand. */
async function keepBuilding(built: () => Promise<void>): Promise<void> {
  rmSync(out, { recursive: true, force: true })
  const parts: readonly InlineConfig[] = [
    { build: { outDir: join(out, 'client') } },
    { mode: 'kiosk', build: { outDir: join(out, 'client') } },
    { mode: 'device', build: { outDir: join(out, 'client') } },
    { mode: 'office', build: { outDir: join(out, 'client') } },
    { mode: 'thread', build: { outDir: join(out, 'server'), ssr: true } },
    { build: { outDir: join(out, 'server'), ssr: true } },
  ]
  const standing = new Set<number>()
  let turn = Promise.resolve()
  for (const [part, own] of parts.entries()) {
    const watcher = await build({
      root,
      logLevel: 'warn',
      clearScreen: false,
      ...own,
      build: { ...own.build, emptyOutDir: false, minify: false, sourcemap: true, watch: { buildDelay: 50 } },
    })
    if (!('on' in watcher)) throw new Error('the build does not watch')
    watcher.on('event', (event) => {
      if (event.code === 'START' || event.code === 'ERROR') standing.delete(part)
      if (event.code === 'ERROR') process.stderr.write(`${event.error.message}\n`)
      if (event.code !== 'END') return
      standing.add(part)
      if (standing.size === parts.length) turn = turn.then(built)
    })
  }
}

async function started(): Promise<void> {
  await ended()
  const env = { LOG_LEVEL: 'warn', PUBLIC_URL: publicUrl, ...process.env, HOST: '127.0.0.1', PORT: String(innerPort) }
  server = spawn(process.execPath, ['--enable-source-maps', join(out, 'server/main.js'), 'serve'], { env, stdio: 'inherit' })
  await isThere()
  for (const page of waiting) page.write('data: changed\n\n')
}

async function ended(): Promise<void> {
  if (!server || server.exitCode !== null || server.signalCode !== null) return
  const gone = once(server, 'exit')
  server.kill('SIGTERM')
  await gone
}

/** Waits until the server takes connections, or for as long as somebody looks at a page that does not come. */
async function isThere(): Promise<boolean> {
  for (let tries = 0; tries < 200; tries += 1) {
    const socket = connect(innerPort, '127.0.0.1')
    const isOpen = await once(socket, 'connect').then(
      () => true,
      () => false,
    )
    socket.destroy()
    if (isOpen) return true
    await delay(100)
  }
  return false
}

async function answered(asked: IncomingMessage, answer: ServerResponse): Promise<void> {
  if (asked.url === '/dev/reload.js') return void answer.writeHead(200, { 'Content-Type': 'text/javascript' }).end(reloading)
  if (asked.url !== '/dev/changes') return passedOn(asked, answer)
  answer.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' }).flushHeaders()
  waiting.add(answer)
  answer.once('close', () => waiting.delete(answer))
}

const reloading = "new EventSource('/dev/changes').onmessage = () => location.reload()"

async function passedOn(asked: IncomingMessage, answer: ServerResponse): Promise<void> {
  if (!(await isThere())) return void answer.writeHead(503).end('The server does not start; see the terminal.\n')
  const { 'accept-encoding': _, ...headers } = asked.headers
  const inner = request({ port: innerPort, host: '127.0.0.1', method: asked.method, path: asked.url, headers, agent: false })
  asked.pipe(inner)
  const [reply]: IncomingMessage[] = await once(inner, 'response')
  if (!reply) throw new Error('the server did not answer')
  if (!reply.headers['content-type']?.startsWith('text/html'))
    return void reply.pipe(answer.writeHead(reply.statusCode ?? 502, reply.headers))
  const page = (await reply.setEncoding('utf8').toArray()).join('').replace('</head>', '<script src="/dev/reload.js"></script></head>')
  const { 'content-length': __, 'transfer-encoding': ___, 'content-security-policy': policy = '', ...rest } = reply.headers
  answer.writeHead(reply.statusCode ?? 502, { ...rest, 'Content-Security-Policy': opened(String(policy)) }).end(page)
}

/** A page's policy with room for a script of this gate and its news. */
const opened = (policy: string): string =>
  ['script-src', 'connect-src'].reduce(
    (text, name) => (text.includes(`${name} `) ? text.replace(`${name} `, `${name} 'self' `) : `${text}; ${name} 'self'`),
    policy,
  )

async function freePort(): Promise<number> {
  const listener = createListener().listen(0, '127.0.0.1')
  await once(listener, 'listening')
  const port = portOf(listener)
  listener.close()
  return port
}

function portOf(listener: { readonly address: () => AddressInfo | string | null }): number {
  const address = listener.address()
  if (address === null || typeof address === 'string') throw new Error('it listens on no port')
  return address.port
}
