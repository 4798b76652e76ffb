import type { Clash, Joined } from './clash'
import { mergedOrder } from './order'
import { type Fields, isFields, isList, mayBeEmpty, type Named, named, present, same } from './values'

/** Two changed values in one: what one side changed is taken, records and lists of named elements are gone through, all else clashes and stays mine. */
export function mergeValues(base: unknown, mine: unknown, theirs: unknown, path: readonly string[]): Joined<unknown> {
  if (same(mine, theirs) || same(theirs, base)) return { value: mine, clashes: [] }
  if (same(mine, base)) return { value: theirs, clashes: [] }
  if (isFields(mine) && isFields(theirs) && goesTogether(mine, theirs, path)) return mergeFields(isFields(base) ? base : {}, mine, theirs, path)
  if (isList(mine) && isList(theirs)) return mergeLists(isList(base) ? base : [], mine, theirs, path)
  return { value: mine, clashes: [{ path, mine, theirs }] }
}

/** Two lists of named elements in one, in the order of `mergedOrder`; a list that may not be empty and would be stays mine. */
export function mergeNamed(base: Named, mine: Named, theirs: Named, path: readonly string[]): Joined<Named> {
  const keys = new Set([...mine.keys(), ...theirs.keys()])
  const merged = [...keys].map((key) => ({ key, ...mergeValues(base.get(key), mine.get(key), theirs.get(key), [...path, key]) }))
  const kept = new Map(merged.flatMap(({ key, value }): readonly (readonly [string, Fields])[] => (isFields(value) ? [[key, value]] : [])))
  if (kept.size === 0 && !mayBeEmpty(path.at(-1)) && mine.size > 0 && theirs.size > 0) return { value: mine, clashes: [{ path, mine: [...mine.values()], theirs: [...theirs.values()] }] }
  const order = mergedOrder([...base.keys()], [...mine.keys()], [...theirs.keys()], new Set(kept.keys()))
  return { value: new Map(order.flatMap((key) => pairOf(key, kept.get(key)))), clashes: merged.flatMap(({ clashes }) => clashes) }
}

const pairOf = (key: string, fields: Fields | undefined): readonly (readonly [string, Fields])[] => (fields ? [[key, fields]] : [])

function mergeLists(base: readonly unknown[], mine: readonly unknown[], theirs: readonly unknown[], path: readonly string[]): Joined<unknown> {
  const [before, here, there] = [named(base), named(mine), named(theirs)]
  const clash: Clash = { path, mine, theirs }
  if (!before || !here || !there) return { value: mine, clashes: [clash] }
  const { value, clashes } = mergeNamed(before, here, there, path)
  return { value: [...value.values()], clashes }
}

function mergeFields(base: Fields, mine: Fields, theirs: Fields, path: readonly string[]): Joined<Fields> {
  const keys = [...new Set([...Object.keys(mine), ...Object.keys(theirs)])]
  const merged = keys.map((key) => ({ key, ...mergeValues(base[key], mine[key], theirs[key], [...path, key]) }))
  return { value: present(Object.fromEntries(merged.map(({ key, value }) => [key, value]))), clashes: merged.flatMap(({ clashes }) => clashes) }
}

/** A condition is one thought, and what belongs to one type fits no other. */
const goesTogether = (mine: Fields, theirs: Fields, path: readonly string[]): boolean => path.at(-1) !== 'showIf' && mine['type'] === theirs['type']
