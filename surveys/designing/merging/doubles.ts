import type { Clash, Joined } from './clash'
import { formOf } from './spread'
import { type Fields, listAt, nameOf, type Named, named, textAt } from './values'

/** Holders whose parts share one set of names: matrices with items, trees with nodes. */
export type Nest = {
  readonly root: string
  readonly parts: string
  /** The names that a holder takes by itself. */
  readonly own: (holder: Fields) => readonly string[]
  readonly partsOf: (holder: Fields) => readonly unknown[]
  readonly withParts: (holder: Fields, parts: readonly unknown[]) => Fields
}

export const questionNest: Nest = {
  root: 'questions',
  parts: 'items',
  own: (question) => [textAt(question, 'id')],
  partsOf: (question) => listAt(formOf(question), 'items'),
  withParts: (question, items) => ({ ...question, form: { ...formOf(question), items } }),
}

export const treeNest: Nest = {
  root: 'trees',
  parts: 'nodes',
  own: () => [],
  partsOf: (tree) => listAt(tree, 'nodes'),
  withParts: (tree, nodes) => ({ ...tree, nodes }),
}

/** The holders without what only theirs put under a name that mine has elsewhere; each thing left out clashes. */
export function undoubled(nest: Nest, merged: Named, mine: Named, theirs: Named): Joined<Named> {
  const [here, there, own] = [counts(nest, mine), counts(nest, theirs), spotsIn(nest, mine)]
  const allowed = (name: string): number => Math.max(here.get(name) ?? 0, there.get(name) ?? 0)
  const value = withoutDoubles(nest, merged, allowed, (spot) => !own.has(spot), (key) => mine.get(key))
  return { value, clashes: [...merged].flatMap(([key, holder]) => clashesOf(nest, key, holder, value.get(key))) }
}

/** The holders without the spots that go, wherever a name stands more often than allowed; a holder left without parts gives way to another or goes too. */
export function withoutDoubles(nest: Nest, holders: Named, allowed: (name: string) => number, goes: (spot: string) => boolean, instead: (key: string) => Fields | undefined): Named {
  const seen = new Map(counts(nest, holders))
  const isSurplus = (name: string, spot: string): boolean => {
    const count = seen.get(name) ?? 0
    if (count <= allowed(name) || !goes(spot)) return false
    seen.set(name, count - 1)
    return true
  }
  return new Map([...holders].flatMap(([key, holder]): readonly (readonly [string, Fields])[] => {
    if (nest.own(holder).some((name) => isSurplus(name, key))) return []
    const parts = nest.partsOf(holder)
    const left = [...(named(parts) ?? [])].filter(([part, fields]) => !isSurplus(nameOf(fields) ?? '', spotOf(key, part))).map(([, fields]) => fields)
    if (left.length === parts.length) return [[key, holder]]
    const better = left.length > 0 ? nest.withParts(holder, left) : instead(key)
    return better ? [[key, better]] : []
  }))
}

/** How often each name stands. */
export function counts(nest: Nest, holders: Named): ReadonlyMap<string, number> {
  const found = new Map<string, number>()
  for (const holder of holders.values())
    for (const name of [...nest.own(holder), ...nest.partsOf(holder).flatMap((part) => nameOf(part) ?? [])]) found.set(name, (found.get(name) ?? 0) + 1)
  return found
}

/** Every holder and every part of one, as `withoutDoubles` names them. */
export const spotsIn = (nest: Nest, holders: Named): ReadonlySet<string> =>
  new Set([...holders].flatMap(([key, holder]) => [key, ...[...(named(nest.partsOf(holder)) ?? new Map<string, Fields>()).keys()].map((part) => spotOf(key, part))]))

const spotOf = (key: string, part: string): string => `${key}/${part}`

function clashesOf(nest: Nest, key: string, before: Fields, after: Fields | undefined): readonly Clash[] {
  if (after === before) return []
  if (!after) return [{ path: [nest.root, key], mine: undefined, theirs: before }]
  const [old, left] = [nest.partsOf(before), nest.partsOf(after)]
  if (left.some((part) => !old.includes(part))) return [{ path: [nest.root, key, nest.parts], mine: left, theirs: old }]
  return [...(named(old) ?? [])].filter(([, part]) => !left.includes(part)).map(([name, theirs]) => ({ path: [nest.root, key, nest.parts, name], mine: undefined, theirs }))
}
