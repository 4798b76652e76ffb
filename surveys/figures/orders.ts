import { decimalsOf, type Digits, partsOfWhole } from './rounding'
import type { ItemSlots, Tally } from './tally'

/** How an option fared among those who put options in order. */
export type PlacedOption = {
  readonly code: string
  /** Persons who put it first, among the first so many, and anywhere. */
  readonly first: number
  readonly amongFirst: number
  readonly ranked: number
  /** The same as shares of all who put options in order, unrounded. */
  readonly firstShare: number
  readonly amongFirstShare: number
  /** The mean of the places that those gave it who gave it any; null where they are fewer than the threshold. */
  readonly meanPlace: number | null
}

/** How the options of an order fared; `within` says what "among the first" means. */
export type PlacedOptions = { readonly within: number; readonly options: readonly PlacedOption[] }

/** Each option of an order by what its places come to; undefined where nobody put any. */
export function placedOptions(item: ItemSlots, tally: Tally, threshold: number): PlacedOptions | undefined {
  const { offset, options, depth = 1 } = item
  const within = withinFirst(depth)
  const all = personsIn(item, tally)
  if (all <= 0) return undefined
  return {
    within,
    options: options.map(({ code }, place) => {
      const persons = Array.from({ length: depth }, (_, at) => tally[offset + at * options.length + place] ?? 0)
      const ranked = sum(persons)
      const [first, amongFirst] = [persons[0] ?? 0, sum(persons.slice(0, within))]
      return {
        code,
        first,
        amongFirst,
        ranked,
        firstShare: first / all,
        amongFirstShare: amongFirst / all,
        meanPlace: ranked > 0 && ranked >= threshold ? sum(persons.map((count, at) => count * (at + 1))) / ranked : null,
      }
    }),
  }
}

/** The shares of who put each option first as they are read, so that they add up to the whole. */
export const shownFirsts = ({ options }: PlacedOptions, digits: Digits): readonly number[] =>
  partsOfWhole(
    options.map(({ first }) => first),
    decimalsOf('percent', digits),
  )

/** Who answered an item: of one option, and of an order's first, who chose a valid one; of many the persons are counted behind the options, of a number before its sum. */
export function personsIn({ answer, offset, options, valid }: ItemSlots, tally: Tally): number {
  if (answer === 'many') return tally[offset + options.length] ?? 0
  if (answer === 'number') return tally[offset] ?? 0
  return options.reduce((persons, _, place) => persons + (valid[place] === 1 ? (tally[offset + place] ?? 0) : 0), 0)
}

/** Among how many "the first" are where so many places are given at most: the top three are what people ask for. */
export const withinFirst = (depth: number): number => Math.min(3, depth)

const sum = (counts: readonly number[]): number => counts.reduce((all, count) => all + count, 0)
