import type { Context } from 'hono'
import type { Config } from '../config'
import { networkOf } from './origin'

/** Wrong codes that a network is let try: more than all who stand behind one address mistype. */
const most = 100
/** Until it is let try one more. */
const everyMs = 10_000
/** Networks that are remembered; the one that was silent longest goes first. */
const mostNetworks = 10_000

export type Tries = {
  /** Takes a try before it is known whether the code is right, so that many at once gain nothing. Gives milliseconds to wait where none is left. */
  readonly take: (c: Context) => number
  /** The code was right. */
  readonly giveBack: (c: Context) => void
}

/** Slows down who tries codes one after the other. It is known to this process alone: what a citizen looks for leaves no trace on the disk. */
export function slowedTries({ config, now }: { readonly config: Pick<Config, 'trustProxy'>; readonly now: () => number }): Tries {
  const known = new Map<string, { readonly left: number; readonly at: number }>()
  const leftOf = (network: string): number => {
    const { left, at } = known.get(network) ?? { left: most, at: 0 }
    return Math.min(most, left + Math.max(0, now() - at) / everyMs)
  }
  const note = (network: string, left: number) => {
    known.delete(network)
    known.set(network, { left: Math.min(most, left), at: now() })
    const [oldest] = known.keys()
    if (known.size > mostNetworks && oldest !== undefined) known.delete(oldest)
  }
  return {
    take: (c) => {
      const network = networkOf(c, config.trustProxy)
      const left = leftOf(network)
      if (left < 1) return Math.ceil((1 - left) * everyMs)
      note(network, left - 1)
      return 0
    },
    giveBack: (c) => {
      const network = networkOf(c, config.trustProxy)
      note(network, leftOf(network) + 1)
    },
  }
}
