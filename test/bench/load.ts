import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Load, LoadReport } from './client'
import { processorMs } from './machine'
import { quantile } from './table'

/** A process that makes load; `run` gives what it saw and what the server's processor time was. */
export type LoadClient = { readonly run: (load: Load, serverPid: number) => Promise<LoadResult>; readonly end: () => void }

export type LoadResult = {
  readonly perSecond: number
  readonly p50: number
  readonly p99: number
  readonly refused: number
  readonly processorUs: number
}

const warmMs = 700

export function loadClient(): LoadClient {
  const child = fork(join(import.meta.dirname, 'client.ts'), { execArgv: ['--import', 'tsx'] })
  const ask = async (load: Load): Promise<LoadReport> => {
    child.send(load)
    const [report]: LoadReport[] = await once(child, 'message')
    if (!report) throw new Error('the load client said nothing')
    return report
  }
  return {
    run: async (load, serverPid) => {
      await ask({ ...load, ms: warmMs })
      const before = processorMs(serverPid)
      const { acknowledged, refused, ms, latencies } = await ask(load)
      const processorUs = (1000 * (processorMs(serverPid) - before)) / acknowledged
      return { perSecond: (1000 * acknowledged) / ms, p50: quantile(latencies, 0.5), p99: quantile(latencies, 0.99), refused, processorUs }
    },
    end: () => child.disconnect(),
  }
}
