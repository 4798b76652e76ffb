/** Deals small numbers out of bytes, over and over, so that fewer and smaller bytes make plainer things. */
export type Dealer = {
  /** A whole number from 0 up to but not including the end. */
  readonly upTo: (end: number) => number
  /** True about once in so many times, never while the bytes are 0. */
  readonly oneIn: (times: number) => boolean
  readonly one: <T>(list: readonly [T, ...T[]] | readonly T[]) => T
}

export function dealer(bytes: Uint8Array): Dealer {
  let place = 0
  const next = (): number => {
    const byte = bytes[place % bytes.length] ?? 0
    const round = Math.floor(place++ / bytes.length)
    return byte === 0 ? 0 : (byte + round * 101) % 256
  }
  const upTo = (end: number): number => next() % end
  const one = <T>(list: readonly T[]): T => {
    const chosen = list[upTo(list.length)]
    if (chosen === undefined) throw new Error('nothing to deal from')
    return chosen
  }
  return { upTo, oneIn: (times) => upTo(times) === times - 1, one }
}
