/** The responses of a campaign with one and the same answers, as they lie over its places. */
export type Same = {
  /** Responses at the place, and how many of them have these answers. */
  readonly here: number
  readonly copies: number
  /** The same of all other places together. */
  readonly elsewhere: number
  readonly copiesElsewhere: number
}

/** Fewer than so many alike are told of nowhere. */
export const fewestCopies = 5

/**
 * Whether more at a place have the same answers than chance allows, by how often the campaign's other places have them. People of one
 * place are more alike than people of a province: `likeness` times as often there is still taken for chance. Where there is no other
 * place nothing can be told. `looked` is how many such questions are asked of a campaign, so that not one in a thousand campaigns
 * without copies has any told of.
 */
export function isBeyondChance({ here, copies, elsewhere, copiesElsewhere }: Same, looked: number): boolean {
  if (copies < fewestCopies || elsewhere < fewestElsewhere) return false
  const usual = Math.min(0.5, (likeness * (copiesElsewhere + 1)) / (elsewhere + 1))
  return logTail(here, usual, copies) < Math.log(0.001 / Math.max(1, looked))
}

const likeness = 4
const fewestElsewhere = 30

/** Logarithm of the chance that of `n` at least `from` are so, each with chance `p`. */
function logTail(n: number, p: number, from: number): number {
  if (from <= n * p) return 0
  let term = logChoose(n, from) + from * Math.log(p) + (n - from) * Math.log1p(-p)
  let sum = term
  for (let k = from; k < n; k++) {
    term += Math.log(((n - k) / (k + 1)) * (p / (1 - p)))
    sum = logSum(sum, term)
    // Beyond the middle terms fall by a factor that does not rise again.
    if (term < sum - 40) break
  }
  return sum
}

const logSum = (a: number, b: number): number => Math.max(a, b) + Math.log1p(Math.exp(-Math.abs(a - b)))

const logChoose = (n: number, k: number): number => logFactorial(n) - logFactorial(k) - logFactorial(n - k)

/** Stirling's series to the third term; exact enough from 10 on, added up below. */
function logFactorial(n: number): number {
  if (n < 10) {
    let sum = 0
    for (let k = 2; k <= n; k++) sum += Math.log(k)
    return sum
  }
  return n * Math.log(n) - n + 0.5 * Math.log(2 * Math.PI * n) + 1 / (12 * n) - 1 / (360 * n ** 3)
}
