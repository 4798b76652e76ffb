import type { ItemSlots, Tally } from './tally'

/** How an option fared among those who put options in order. */
export type PlacedOption = {
  readonly code: string
  /** Persons who put it first, among the first so many, and anywhere. */
  readonly first: number
  readonly amongFirst: number
  readonly ranked: number
  /** The mean of the places that those gave it who gave it any; undefined where nobody did. */
  readonly meanPlace: number | undefined
}

/** Each option of an order by what its places come to; `within` says what "among the first" means. */
export function placedOptions(
  { offset, options, depth = 1 }: ItemSlots,
  tally: Tally,
): { readonly within: number; readonly options: readonly PlacedOption[] } {
  const within = Math.min(usualWithin, depth)
  return {
    within,
    options: options.map(({ code }, place) => {
      const persons = Array.from({ length: depth }, (_, at) => tally[offset + at * options.length + place] ?? 0)
      const ranked = sum(persons)
      return {
        code,
        first: persons[0] ?? 0,
        amongFirst: sum(persons.slice(0, within)),
        ranked,
        meanPlace: ranked > 0 ? sum(persons.map((count, at) => count * (at + 1))) / ranked : undefined,
      }
    }),
  }
}

/** The top three are what people ask for. */
const usualWithin = 3

const sum = (counts: readonly number[]): number => counts.reduce((all, count) => all + count, 0)
