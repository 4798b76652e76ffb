import { isOneSided } from '../../../surveys/quality/flags'
import { type Arrival, unwatched, type Usual, usualAtFirst, type Watched, watched } from '../../../surveys/quality/bursts'
import { normal } from '../random'

/** One day of a touchpoint, made up: who came when, and which of them were stuffed. */
export type Entry = { readonly at: number; readonly seconds: number; readonly answers: readonly number[]; readonly isStuffed: boolean }

export type Attack = {
  readonly entries: number
  /** Median seconds between two, and that each takes. */
  readonly gap: number
  readonly takes: number
  /** Share of entries in which a few answers are changed. */
  readonly varied: number
  /** The option that is entered all through. */
  readonly answer: number
}

const items = 12

const logNormal = (uniform: () => number, median: number, spread: number): number => median * Math.exp(spread * normal(uniform))

/** Graded responses (Samejima 1969) of one person with thresholds at which four fifths are content. */
function honestAnswers(uniform: () => number): readonly number[] {
  const person = normal(uniform)
  return Array.from({ length: items }, (_, item) => {
    const chance = uniform()
    const steps = [-3, -2.2, -1.2, 0.4].filter((cut) => chance < 1 / (1 + Math.exp(-2 * (person - cut - 0.1 * ((item % 5) - 2)))))
    return 1 + steps.length
  })
}

/** Eight hours of office, busiest in the morning; one in ten is in a hurry, one in twelve answers the same all through. */
export function honestDay(uniform: () => number, perHour: number): readonly Entry[] {
  const entries: Entry[] = []
  for (let at = 0; ;) {
    const busy = at < 2.5 * 3600 ? 1.5 : 0.77
    at += -Math.log(1 - uniform()) * (3600 / (perHour * busy))
    if (at > 8 * 3600) return entries
    const isHurried = uniform() < 0.1
    const answers = uniform() < 0.08 ? Array.from({ length: items }, () => (uniform() < 0.5 ? 4 : 5)) : honestAnswers(uniform)
    const [first = 5] = answers
    const seconds = isHurried ? Math.max(6, logNormal(uniform, 16, 0.4)) : Math.max(12, logNormal(uniform, 55, 0.5))
    entries.push({ at: at + seconds, seconds, answers: uniform() < 0.08 ? answers.map(() => first) : answers, isStuffed: false })
  }
}

export function attackedDay(uniform: () => number, perHour: number, { entries, gap, takes, varied, answer }: Attack): readonly Entry[] {
  const stuffed: Entry[] = []
  let at = uniform() * 8 * 3600 * 0.7
  for (let n = 0; n < entries; n++) {
    const seconds = Math.max(4, logNormal(uniform, takes, 0.3))
    const answers = Array.from({ length: items }, () => answer)
    if (uniform() < varied) answers[Math.floor(uniform() * items)] = answer === 5 ? 4 : 2
    stuffed.push({ at: at + seconds, seconds, answers, isStuffed: true })
    at += seconds + logNormal(uniform, gap, 0.4)
  }
  return [...honestDay(uniform, perHour), ...stuffed].toSorted((a, b) => a.at - b.at)
}

const sameness = (answers: readonly number[]) => ({
  answered: answers.length,
  same: Math.max(...[1, 2, 3, 4, 5].map((code) => answers.filter((one) => one === code).length)),
})

/** What a watcher knows who has seen other days of the province. */
export type Known = { readonly place: Watched; readonly usual: Usual }

export const knowingNothing = (kind: 'shared' | 'open'): Known => ({ place: unwatched(kind), usual: usualAtFirst })

export type Says = 'nothing' | 'fast' | 'fast and soon'

/** Watches a day; `says` is what the device tells of its pace, and of a signed one the time of arrival says nothing. */
export function watchedDay(known: Known, day: readonly Entry[], says: Says) {
  let { usual } = known
  let place: Watched = { ...known.place, at: undefined, sum: 0, suspected: [], last: undefined }
  const told = new Set<string>()
  let before = -Infinity
  for (const [n, { at, seconds, answers }] of day.entries()) {
    const arrival: Arrival = {
      id: String(n),
      at: says === 'fast and soon' ? undefined : at * 1000,
      soon: says === 'fast and soon' ? at - seconds - before < 60 : undefined,
      isOneSided: isOneSided(sameness(answers)),
      isFast: says === 'nothing' ? undefined : seconds < items,
    }
    before = at
    const seen = watched(place, usual, arrival)
    ;({ place, usual } = seen)
    for (const id of seen.told) told.add(id)
  }
  return { told, known: { place, usual } }
}
