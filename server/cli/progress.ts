import { say } from './output'

const everyMs = 1_000

/** Tells on the error output how far a piece of work is and how fast, at most once a second. */
export function progress(what: string, total?: number): (done: number, moment?: 'last') => void {
  const begun = performance.now()
  let told = begun
  return (done, moment) => {
    const now = performance.now()
    if (moment === undefined && now - told < everyMs) return
    told = now
    const rate = Math.round(done / Math.max((now - begun) / 1000, 0.001))
    say(`${done}${total === undefined ? '' : ` of ${total}`} ${what}, ${rate}/s`)
  }
}
