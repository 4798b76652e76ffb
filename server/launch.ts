import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { pathToFileURL } from 'node:url'
import { isFresh, program, root } from './built'

/** Builds when `dist` is older than the sources, then runs the built program with the same arguments. */
endWithParent()
if (!isFresh()) await build()
await import(pathToFileURL(program).href)

/** Asked to stop meanwhile, it takes everything that builds along. */
async function build(): Promise<void> {
  process.stderr.write('Building …\n')
  const building = spawn('npm', ['run', '--silent', 'build'], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], detached: true })
  const stop = (): void => {
    if (building.pid !== undefined) process.kill(-building.pid, 'SIGTERM')
    process.exit(1)
  }
  const signals = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const
  for (const signal of signals) process.on(signal, stop)
  let said = ''
  for (const output of [building.stdout, building.stderr]) output.setEncoding('utf8').on('data', (text: string) => (said += text))
  await once(building, 'close')
  for (const signal of signals) process.off(signal, stop)
  if (building.exitCode === 0) return
  process.stderr.write(`${said}\nThe build failed.\n`)
  process.exit(1)
}

/** When the npm that started it is killed, nobody is left to pass a signal on. */
function endWithParent(): void {
  if (process.env['npm_lifecycle_event'] === undefined) return
  const parent = process.ppid
  const look = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(look)
    process.kill(process.pid, 'SIGTERM')
  }, 500)
  look.unref()
}
