import { beginsWith, puzzleIn, seedText, solutionText } from '../../surveys/quality/puzzle'

/** Works on all that a server asks for of the responses of a batch; nothing where one of them is beyond us. */
export async function solutionsFor(said: unknown): Promise<string | undefined> {
  const results: readonly unknown[] = isRecord(said) && Array.isArray(said.results) ? said.results : []
  const solutions: { readonly id: string; readonly solution: string }[] = []
  for (const { id, status, problem } of results.filter(isRecord)) {
    if (status !== 429 || typeof id !== 'string') continue
    const [detail]: readonly unknown[] = isRecord(problem) && Array.isArray(problem.details) ? problem.details : []
    const solution = isRecord(detail) && typeof detail.puzzle === 'string' ? await solved(detail.puzzle, id) : undefined
    if (solution === undefined) return undefined
    solutions.push({ id, solution })
  }
  return JSON.stringify(solutions)
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null

/**
 * Works on a puzzle for one response, a little at a time, so that the page answers meanwhile; undefined for what is none. With a hash of
 * its own: a page over plain http has no cryptography, and a call for each try takes longer than the try.
 */
export async function solved(puzzle: string, id: string): Promise<string | undefined> {
  const asked = puzzleIn(puzzle)
  if (!asked) return undefined
  const seed = hashWords(new TextEncoder().encode(seedText(puzzle, id)))
  const block = new Int32Array(64)
  for (let found = 0; found < 2 ** 32; found++) {
    if (found % triesAtOnce === triesAtOnce - 1) await new Promise((resolve) => setTimeout(resolve))
    // Seed, number, the bit behind them, and how many bits that is.
    block.set(seed)
    block[8] = found
    block[9] = 0x80000000 | 0
    block.fill(0, 10, 15)
    block[15] = 36 * 8
    if (beginsWith(compressed(start, block)[0] ?? 0, asked.bits)) return solutionText(puzzle, found)
  }
  return undefined
}

/** Some hundredths of a second on an old phone. */
const triesAtOnce = 2_000

type Words = Int32Array<ArrayBuffer>

/** SHA-256 (FIPS 180-4), as eight whole numbers. */
export function hashWords(bytes: Uint8Array): Words {
  const padded = new Uint8Array(Math.ceil((bytes.length + 9) / 64) * 64)
  padded.set(bytes)
  padded[bytes.length] = 0x80
  const view = new DataView(padded.buffer)
  view.setUint32(padded.length - 4, bytes.length * 8)
  let state = start
  const block = new Int32Array(64)
  for (let at = 0; at < padded.length; at += 64) {
    for (let word = 0; word < 16; word++) block[word] = view.getInt32(at + word * 4)
    state = compressed(state, block)
  }
  return state
}

/** The fractions of roots of the first primes: of cube roots for each round, of square roots to begin with. */
const primes = Array.from({ length: 312 }, (_, n) => n).filter(
  (n) => n > 1 && Array.from({ length: n }, (_, d) => d).every((d) => d < 2 || n % d !== 0),
)
const fraction = (root: number): number => ((root % 1) * 2 ** 32) | 0
const rounds = Int32Array.from(primes.slice(0, 64), (prime) => fraction(Math.cbrt(prime)))
const start = Int32Array.from(primes.slice(0, 8), (prime) => fraction(Math.sqrt(prime)))

/** One round of hashing over a block, whose last 48 words it fills. */
function compressed(state: Words, block: Words): Words {
  for (let at = 16; at < 64; at++) {
    const [x, y] = [block[at - 15] ?? 0, block[at - 2] ?? 0]
    const s0 = turned(x, 7) ^ turned(x, 18) ^ (x >>> 3)
    const s1 = turned(y, 17) ^ turned(y, 19) ^ (y >>> 10)
    block[at] = ((block[at - 16] ?? 0) + s0 + (block[at - 7] ?? 0) + s1) | 0
  }
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state
  for (let at = 0; at < 64; at++) {
    const s1 = turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)
    const one = (h + s1 + ((e & f) ^ (~e & g)) + (rounds[at] ?? 0) + (block[at] ?? 0)) | 0
    const s0 = turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)
    const two = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0
    ;[h, g, f, e, d, c, b, a] = [g, f, e, (d + one) | 0, c, b, a, (one + two) | 0]
  }
  const sums = [a, b, c, d, e, f, g, h]
  return state.map((word, at) => (word + (sums[at] ?? 0)) | 0)
}

const turned = (word: number, by: number): number => (word >>> by) | (word << (32 - by))
