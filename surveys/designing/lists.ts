import { namePatterns } from '../instrument/spelling'

/** The list with one element moved to another place; places outside leave it as it is. */
export function moved<T>(list: readonly T[], from: number, to: number): readonly T[] {
  const one = list[from]
  if (one === undefined || from === to || to < 0 || to >= list.length) return list
  const others = list.filter((_, place) => place !== from)
  return [...others.slice(0, to), one, ...others.slice(to)]
}

/** The list with the element at that place put anew. */
export const replaced = <T>(list: readonly T[], place: number, next: T): readonly T[] => list.map((one, at) => (at === place ? next : one))

/** The list without the element at that place. */
export const without = <T>(list: readonly T[], place: number): readonly T[] => list.filter((_, at) => at !== place)

/** The first of `base`, `base2`, `base3` … that is not taken. */
export function freeName(base: string, taken: ReadonlySet<string>): string {
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? base : `${base}${number}`
    if (!taken.has(name)) return name
  }
}

/** Names are either codes or the stricter ids of sections, questions and items. */
export type NameKind = 'code' | 'item'

/** Whether the text may name something in data and addresses. */
export const isCode = (text: string): boolean => namePatterns.code.test(text)

/** What forbids a new name beside those that are taken; undefined when nothing does. */
export function codeProblem(next: string, taken: ReadonlySet<string>, kind: NameKind = 'code'): 'malformed' | 'taken' | undefined {
  if (!namePatterns[kind].test(next)) return 'malformed'
  return taken.has(next) ? 'taken' : undefined
}

/** The code itself when it is free, else with "-copy", "-copy2" … behind it; never longer than a code may be. */
export const freeCopy = (base: string, taken: ReadonlySet<string>): string =>
  taken.has(base) ? freeName(`${base.slice(0, longest - '-copy'.length - room)}-copy`, taken) : base

const longest = 64

/** Digits that a number behind the name may need. */
const room = 4
