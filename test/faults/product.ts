import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

/** The built product as a process of its own. */
export type Product = {
  readonly url: string
  readonly port: number
  readonly pid: number
  /** Resolves with the exit code; null when a signal ended it. */
  readonly ended: Promise<number | null>
  readonly signal: (name: 'SIGKILL' | 'SIGTERM') => void
}

export const builtMain = join(import.meta.dirname, '../../dist/server/main.js')

/** Starts it on a free port and waits until it listens. */
export async function startProduct(
  dataDir: string,
  address: string | undefined,
  settings: Readonly<Record<string, string>> = {},
): Promise<Product> {
  const outFile = join(dataDir, 'product.out')
  const out = openSync(outFile, 'w')
  const env = {
    PATH: process.env['PATH'],
    PORT: '0',
    DATA_DIR: dataDir,
    LOG_LEVEL: 'warn',
    ...(address === undefined ? {} : { DATABASE_URL: address }),
    ...settings,
  }
  const child = spawn(process.execPath, [builtMain, 'serve'], { env, stdio: ['ignore', out, out] })
  closeSync(out)
  const ended = endOf(child)
  const port = await listeningPort(child, outFile)
  return { url: `http://127.0.0.1:${port}`, port, pid: child.pid ?? 0, ended, signal: (name) => void child.kill(name) }
}

/** Asks it to stop and gives its exit code. */
export function stopProduct(product: Product): Promise<number | null> {
  product.signal('SIGTERM')
  return product.ended
}

async function endOf(child: ChildProcess): Promise<number | null> {
  await once(child, 'exit')
  return child.exitCode
}

async function listeningPort(child: ChildProcess, outFile: string): Promise<number> {
  for (let waited = 0; waited < startMs; waited += pollMs) {
    const said = readFileSync(outFile, 'utf8')
    const port = /SIPAS: http:\/\/[^\s:]+:(\d+)\s/.exec(said)?.[1]
    if (port !== undefined) return Number(port)
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`the product ended before it listened:\n${said}`)
    await delay(pollMs)
  }
  child.kill('SIGKILL')
  throw new Error(`the product does not listen after ${startMs} ms:\n${readFileSync(outFile, 'utf8')}`)
}

const startMs = 120_000
const pollMs = 5
