import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

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
