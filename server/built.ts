import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { type ResourceLimits, Worker } from 'node:worker_threads'

export const root = join(import.meta.dirname, '..')
/** The built program. */
export const program = join(root, 'dist/server/main.js')

const sources = ['server', 'client', 'surveys', 'package-lock.json', 'vite.config.ts']

/** Whether it is as new as what it is built from. */
export const isFresh = (): boolean => existsSync(program) && newest(sources.map((name) => join(root, name))) <= statSync(program).mtimeMs

function newest(paths: readonly string[]): number {
  return Math.max(
    ...paths.map((path) => {
      const info = statSync(path)
      return info.isDirectory() ? Math.max(info.mtimeMs, newest(readdirSync(path).map((name) => join(path, name)))) : info.mtimeMs
    }),
  )
}

/** Starts what a thread runs, beside the program; from the sources, in tests, the one built of them, or else it learns to read them. */
export function startThread(workerData: unknown, resourceLimits: ResourceLimits = {}): Worker {
  if (!import.meta.filename.endsWith('.ts')) return new Worker(join(import.meta.dirname, thread), { workerData, resourceLimits })
  if (isFresh()) return new Worker(join(program, '..', thread), { workerData, resourceLimits })
  const source = JSON.stringify(join(root, 'server/thread.ts'))
  const eager = `import('tsx/esm/api').then(({ register }) => { register(); return import(${source}) })`
  return new Worker(eager, { eval: true, workerData, resourceLimits })
}

const thread = 'thread.js'
