import { setImmediate as turn } from 'node:timers/promises'

/** Makes something of each, `size` of them at a time; whoever else waits is answered between. */
export async function inTurns<One, Made>(
  all: readonly One[],
  size: number,
  make: (one: One) => Made | Promise<Made>,
): Promise<readonly Made[]> {
  const made: Made[] = []
  for (let at = 0; at < all.length; at += size) {
    made.push(...(await Promise.all(all.slice(at, at + size).map(make))))
    if (all.length > size) await turn()
  }
  return made
}
