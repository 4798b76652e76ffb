import { createHmac, hash, randomBytes, timingSafeEqual } from 'node:crypto'
import { entererAt } from '../../surveys/people/entering'
import { secretNamed } from '../db/secrets'
import type { Database } from '../db/dialect'
import type { Channel, Fielding } from '../../surveys/fielding/campaign'
import {
  type Allowance,
  bitsFor,
  type Remaining,
  budgetAt,
  oneLess,
  isSpent,
  networkAllowance,
  placeAllowance,
} from '../../surveys/quality/budgets'
import { unwatched, type Usual, usualAtFirst, type Watched, watched } from '../../surveys/quality/bursts'
import type { Flag } from '../../surveys/quality/flags'
import { beginsWith, puzzleIn, puzzleText, seedText, solutionIn } from '../../surveys/quality/puzzle'

/** How a response came that nobody has signed. */
export type Met = {
  /** Undefined where it says nothing: from the server's own machine, as all do behind a proxy that nobody has told of. */
  readonly network: string | undefined
  /** A form without script cannot work for it. */
  readonly by: 'script' | 'form'
  readonly solution: string | undefined
}

export type Arriving = {
  readonly at: number
  readonly id: string
  readonly fielding: Pick<Fielding, 'touchpoint' | 'campaign'>
  /** Undefined: a device has signed it. */
  readonly met: Met | undefined
  /** Whether the device had kept it, so that its arrival says nothing. */
  readonly isKept: boolean
  /** What the device says of how it was answered, which is believed of one that has signed. */
  readonly pace: { readonly fast: boolean; readonly soon?: boolean | undefined } | undefined
  readonly isOneSided: boolean | undefined
}

/** What is noted of a response, and of which earlier ones it is told by now that they were a burst; or what has to be worked for first. */
export type Looked =
  | { readonly kind: 'noted'; readonly flags: readonly Flag[]; readonly earlier: readonly string[] }
  | { readonly kind: 'pressed'; readonly puzzle: string; readonly retryAfter: number }

export type Watch = { readonly look: (came: Arriving) => Looked }

/** One whose puzzles any process of this server takes. */
export const openWatch = async (database: Database): Promise<Watch> => createWatch(await secretNamed(database, 'puzzles'))

/**
 * Looks at what comes while it comes. Everything is known to this process alone, under keys that it makes for itself and forgets every day:
 * nothing of it is stored or told, and from none of it an address follows. `secret` is the same in every process, so that what one asks
 * another one takes.
 */
export function createWatch(secret: string, limits: Limits = { places: 10_000, networks: 50_000 }): Watch {
  const networks = boundedMap<Remaining>(limits.networks)
  const budgets = boundedMap<Remaining>(limits.places)
  const places = boundedMap<Watched>(limits.places)
  const usual = boundedMap<Usual>(limits.places)
  let key = { bytes: randomBytes(32).toString('base64url'), since: -Infinity }
  const nameOf = (at: number, touchpoint: string, network: string): string => {
    if (Math.abs(at - key.since) > dayMs) {
      networks.clear()
      key = { bytes: randomBytes(32).toString('base64url'), since: at }
    }
    return hash('sha256', `${key.bytes} ${touchpoint} ${network}`, 'base64url').slice(0, 16)
  }
  const observed = (came: Arriving): ReturnType<typeof watched>['told'] => {
    const { fielding, id, isKept, pace, isOneSided } = came
    const { touchpoint, campaign } = fielding
    const place = places.get(touchpoint.code) ?? unwatched(touchpoint.kind === 'kiosk' ? 'shared' : 'open')
    const [at, soon] = isKept ? [undefined, pace?.soon] : [came.at, undefined]
    const seen = watched(place, usual.get(campaign.code) ?? usualAtFirst, { id, at, soon, isOneSided, isFast: pace?.fast })
    places.set(touchpoint.code, seen.place)
    usual.set(campaign.code, seen.usual)
    return seen.told
  }
  return {
    look: (came) => {
      const { at, id, fielding, met } = came
      const { code, kind } = fielding.touchpoint
      const flags: Flag[] = []
      if (met) {
        const name = met.network === undefined ? undefined : nameOf(at, code, met.network)
        const own = name === undefined ? undefined : budgetAt(networkAllowance, networks.get(name), at)
        const all = budgetAt(placeAllowance, budgets.get(code), at)
        const bits = Math.max(bitsOf(networkAllowance, own), own ? bitsOf(placeAllowance, all) : 0)
        if (bits > 0 && worksFor(kind)) {
          const isSolved = met.solution !== undefined && isSolution(secret, code, id, met.solution, bits, at)
          if (!isSolved && met.by === 'script') {
            const wait = Math.ceil(networkAllowance.everyMs / 1000)
            return { kind: 'pressed', puzzle: puzzleFor(secret, code, bits, at), retryAfter: wait }
          }
          if (!isSolved) flags.push('unproven')
        }
        if ((own && isSpent(own)) || isSpent(all)) flags.push('burst')
        if (name !== undefined && own) networks.set(name, oneLess(networkAllowance, own))
        budgets.set(code, oneLess(placeAllowance, all))
      }
      const told = observed(came)
      if (told.includes(id)) flags.push('burst')
      return { kind: 'noted', flags, earlier: told.filter((one) => one !== id) }
    },
  }
}

type Limits = { readonly places: number; readonly networks: number }

const dayMs = 86_400_000

/** Never at a screen that strangers share, nor where somebody of the office enters. */
const worksFor = (kind: Channel): boolean => kind !== 'kiosk' && entererAt(kind) === undefined

const bitsOf = (allowance: Allowance, budget: Remaining | undefined): number => (budget && isSpent(budget) ? bitsFor(allowance, budget) : 0)

/** For as long as a phone takes to work on it and to find a network again. */
const puzzleMs = 600_000

function puzzleFor(secret: string, touchpoint: string, bits: number, at: number): string {
  // To the minute: the same for all who are asked at once.
  const until = (Math.floor(at / 60_000) + 1) * 60_000 + puzzleMs
  return puzzleText({ bits, until, mark: markOf(secret, touchpoint, bits, until) })
}

const markOf = (secret: string, touchpoint: string, bits: number, until: number): string =>
  createHmac('sha256', secret).update(`puzzle ${touchpoint} ${bits} ${until}`).digest('base64url').slice(0, 22)

/** A puzzle that was asked with somewhat fewer bits is taken while pressure rises. */
const lenience = 1

function isSolution(secret: string, touchpoint: string, id: string, text: string, bits: number, at: number): boolean {
  const solution = solutionIn(text)
  const puzzle = solution && puzzleIn(solution.puzzle)
  if (!puzzle || puzzle.until < at || puzzle.until > at + 2 * puzzleMs || puzzle.bits + lenience < bits) return false
  const mark = Buffer.from(markOf(secret, touchpoint, puzzle.bits, puzzle.until))
  if (!timingSafeEqual(mark, Buffer.from(puzzle.mark))) return false
  const seed = hash('sha256', seedText(solution.puzzle, id), 'buffer')
  const number = Buffer.alloc(4)
  number.writeUInt32BE(solution.found)
  return beginsWith(hash('sha256', Buffer.concat([seed, number]), 'buffer').readUInt32BE(0), puzzle.bits)
}

/** What was touched longest ago goes first. */
function boundedMap<Value>(most: number) {
  const known = new Map<string, Value>()
  return {
    get: (name: string): Value | undefined => known.get(name),
    set: (name: string, value: Value): void => {
      known.delete(name)
      known.set(name, value)
      const [oldest] = known.keys()
      if (known.size > most && oldest !== undefined) known.delete(oldest)
    },
    clear: (): void => known.clear(),
  }
}
