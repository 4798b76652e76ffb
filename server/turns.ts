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

/** Does a work that stops after each step, `size` of them at a time; whoever else waits is answered between. */
export async function inSteps(steps: Iterator<unknown>, size: number): Promise<void> {
  for (let done = 0; steps.next().done !== true;) {
    done += 1
    if (done % size === 0) await turn()
  }
}

/** Begins each work when the one before has ended, whoever asked for it. */
export function oneAtATime(): <Made>(work: () => Promise<Made>) => Promise<Made> {
  let last: Promise<unknown> = Promise.resolve()
  return (work) => {
    const done = last.then(work)
    last = done.catch(() => undefined)
    return done
  }
}
