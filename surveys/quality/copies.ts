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

/**
 * A number below 2⁵³ for answers as they are packed: two runs of FNV-1a (Fowler, Noll and Vo), so that of a million different ones hardly two
 * meet.
 */
export function patternOf(packed: Uint8Array): number {
  let [one, other] = [0x811c9dc5, 0xcbf29ce4]
  for (const byte of packed) {
    one = Math.imul(one ^ byte, 0x01000193)
    other = Math.imul(other ^ (byte + 0x55), 0x01000193)
  }
  return (one >>> 0) * 2 ** 21 + ((other ^ (other >>> 15)) >>> 11)
}

/** Answers that too many gave at one place. */
export type CopiedAt = { readonly place: string; readonly pattern: number; readonly copies: number }

/** How often each pattern came at each place of a campaign. */
export type Patterns = ReadonlyMap<string, ReadonlyMap<number, number>>

/** Those that more gave at a place than chance allows, by what the campaign's other places have. */
export function copiedIn(patterns: Patterns): readonly CopiedAt[] {
  const everywhere = new Map<number, number>()
  const sizes = new Map<string, number>()
  for (const [place, own] of patterns)
    for (const [pattern, count] of own) {
      everywhere.set(pattern, (everywhere.get(pattern) ?? 0) + count)
      sizes.set(place, (sizes.get(place) ?? 0) + count)
    }
  const all = [...sizes.values()].reduce((sum, count) => sum + count, 0)
  const asked = [...patterns].flatMap(([place, own]) =>
    [...own].flatMap(([pattern, copies]) => (copies >= fewestCopies ? [{ place, pattern, copies }] : [])),
  )
  return asked.filter(({ place, pattern, copies }) => {
    const here = sizes.get(place) ?? 0
    const copiesElsewhere = (everywhere.get(pattern) ?? 0) - copies
    return isBeyondChance({ here, copies, elsewhere: all - here, copiesElsewhere }, asked.length)
  })
}
