import { type ChildProcess, spawn } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

export const root = join(import.meta.dirname, '../..')

/** A command as somebody types it, in a process group of its own. */
export type Typed = { readonly child: ChildProcess; readonly pid: number; readonly said: () => string }

export function typed(command: string, args: readonly string[], cwd: string, settings: Readonly<Record<string, string>>): Typed {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(npm_|VITEST|NODE_ENV$|NODE_OPTIONS$)/i.test(name))
  const env = { ...Object.fromEntries(inherited), LOG_LEVEL: 'warn', PORT: '0', ...settings }
  const child = spawn(command, args, { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  for (const output of [child.stdout, child.stderr]) output.setEncoding('utf8').on('data', (text: string) => (said += text))
  return { child, pid: child.pid ?? 0, said: () => said }
}

/** Resolves with what `look` gives once it gives something. */
export async function once<T>(look: () => T | undefined | Promise<T | undefined>, why: () => string): Promise<T> {
  for (let waited = 0; waited < mostMs; waited += pollMs) {
    const seen = await look()
    if (seen !== undefined) return seen
    await delay(pollMs)
  }
  throw new Error(why())
}

const pollMs = 50
const mostMs = 120_000

/** The address at which it says that it serves. */
export const served = (command: Typed): Promise<string> =>
  once(
    () => /SIPAS: (http:\/\/\S+)\s/.exec(command.said())?.[1]?.replace('localhost', '127.0.0.1'),
    () => `it does not listen:\n${command.said()}`,
  )

/** Ids of a process and of all that it started, as long as they live. */
export function familyOf(pid: number): readonly number[] {
  const parents = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      const [state, parent] = statusOf(Number(name))
      return state === undefined || state === 'Z' ? [] : [{ pid: Number(name), parent: Number(parent) }]
    })
  const below = (one: number): readonly number[] => [
    one,
    ...parents.filter(({ parent }) => parent === one).flatMap((child) => below(child.pid)),
  ]
  return below(pid)
}

/** Which of these processes still run. */
export const alive = (pids: readonly number[]): readonly number[] =>
  pids.filter((pid) => {
    const [state] = statusOf(pid)
    return state !== undefined && state !== 'Z'
  })

/** State and parent; nothing once it is gone. */
function statusOf(pid: number): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')
  } catch {
    return []
  }
}

/** The sources in a folder of their own, with the packages of this one. */
export function copyOfTree(): { readonly folder: string; readonly remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'sipas-tree-'))
  for (const name of ['server', 'client', 'surveys', 'package.json', 'package-lock.json', 'tsconfig.json', 'vite.config.ts'])
    cpSync(join(root, name), join(folder, name), { recursive: true })
  symlinkSync(realpathSync(join(root, 'node_modules')), join(folder, 'node_modules'))
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}
