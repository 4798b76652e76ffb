import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

/** Builds when `dist` is older than the sources, then runs the built program with the same arguments. */
const root = join(import.meta.dirname, '..')
const built = join(root, 'dist/server/main.js')
const sources = ['server', 'client', 'surveys', 'package-lock.json', 'vite.config.ts']

if (!existsSync(built) || newest(sources.map((name) => join(root, name))) > statSync(built).mtimeMs) build()
await import(pathToFileURL(built).href)

function build(): void {
  process.stderr.write('Building …\n')
  const { status, stdout, stderr } = spawnSync('npm', ['run', '--silent', 'build'], { cwd: root, encoding: 'utf8' })
  if (status === 0) return
  process.stderr.write(`${stdout}${stderr}\nThe build failed.\n`)
  process.exit(1)
}

function newest(paths: readonly string[]): number {
  return Math.max(
    ...paths.map((path) => {
      const info = statSync(path)
      return info.isDirectory() ? Math.max(info.mtimeMs, newest(readdirSync(path).map((name) => join(path, name)))) : info.mtimeMs
    }),
  )
}
