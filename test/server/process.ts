import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { theBuild } from './harness'

const built = join(import.meta.dirname, '../../dist/server/main.js')

export type ServerProcess = {
  readonly url: string
  /** What it printed so far, errors too. */
  readonly output: () => string
  readonly child: ChildProcess
  /** Sends a signal and gives the exit code once it is gone. */
  readonly end: (signal: NodeJS.Signals) => Promise<number | null>
}

/** The built product as its users start it, on a free port of loopback; resolves when it listens. */
export async function startProcess(settings: Readonly<Record<string, string>>): Promise<ServerProcess> {
  await theBuild()
  const child = spawn(process.execPath, [built, 'serve'], { env: { ...process.env, LOG_LEVEL: 'error', PORT: '0', ...settings } })
  let output = ''
  const url = await new Promise<string>((resolve, reject) => {
    const hear = (text: string): void => {
      output += text
      const address = /SIPAS: (http:\/\/\S+)\s/.exec(output)?.[1]
      if (address !== undefined) resolve(address.replace('localhost', '127.0.0.1'))
    }
    child.stdout.setEncoding('utf8').on('data', hear)
    child.stderr.setEncoding('utf8').on('data', hear)
    child.once('exit', (code) => reject(new Error(`the server ended with ${String(code)}:\n${output}`)))
  })
  return {
    url,
    child,
    output: () => output,
    end: async (signal) => {
      if (child.exitCode !== null || child.signalCode !== null) return child.exitCode
      const gone = once(child, 'exit')
      child.kill(signal)
      await gone
      return child.exitCode
    },
  }
}
