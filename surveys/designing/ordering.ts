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
