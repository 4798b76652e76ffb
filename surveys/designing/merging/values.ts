/**
 * A place that two authors changed differently, or that one deleted and the other changed: keys and ids from the design down, such as
 * `scales five options good label vi`. Questions stand directly under `questions`, whatever section holds them: `questions q1 text vi`;
 * `questions q1 section` is the section it stands in, `questions q1 type` its type with all that belongs to the type. An undefined value
 * is what was deleted, or never was.
 */
export type Clash = { readonly path: readonly string[]; readonly mine: unknown; readonly theirs: unknown }

export type Merged<T> = { readonly value: T; readonly clashes: readonly Clash[] }

/** A JSON object whose fields are not known. */
export type Fields = Readonly<Record<string, unknown>>

export const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value)

export const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value)

export const listAt = (fields: Fields | undefined, key: string): readonly unknown[] => (fields && isList(fields[key]) ? fields[key] : [])

export const textAt = (fields: Fields | undefined, key: string): string => (typeof fields?.[key] === 'string' ? fields[key] : '')

/** Whether two JSON values say the same; a key without a value counts as absent. */
function same(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true
  if (isList(one) && isList(other)) return one.length === other.length && one.every((value, place) => same(value, other[place]))
  if (!isFields(one) || !isFields(other)) return false
  return [...new Set([...Object.keys(one), ...Object.keys(other)])].every((key) => same(one[key], other[key]))
}

/** The fields that have a value. */
export const present = (fields: Fields): Fields => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))

/** The fields without some of them. */
export const leaving = (fields: Fields, keys: readonly string[]): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([key]) => !keys.includes(key)))

/** Whether the schema lets a list be empty; questions stand in sections, which see to it themselves. */
export const mayBeEmpty = (key: string | undefined): boolean =>
  key !== undefined && ['scales', 'trees', 'bandSets', 'questions'].includes(key)

export type Named = ReadonlyMap<string, Fields>

/** The elements of a list by their id or code, a second of the same name as `name#2`; undefined when one has no name. */
export function named(list: readonly unknown[]): Named | undefined {
  const found = new Map<string, Fields>()
  for (const element of list) {
    const name = nameOf(element)
    if (name === undefined || !isFields(element)) return undefined
    found.set(freeKey(name, found), element)
  }
  return found
}

/** The id or code of an element. */
export function nameOf(element: unknown): string | undefined {
  if (!isFields(element)) return undefined
  const name = element['id'] ?? element['code']
  return typeof name === 'string' ? name : undefined
}

function freeKey(name: string, taken: ReadonlyMap<string, unknown>): string {
  for (let time = 1; ; time += 1) {
    const key = time === 1 ? name : `${name}#${time}`
    if (!taken.has(key)) return key
  }
}

/** Two changed values in one: what one side changed is taken, records and lists of named elements are gone through, all else clashes and stays mine. */
export function mergeValues(base: unknown, mine: unknown, theirs: unknown, path: readonly string[]): Merged<unknown> {
  if (same(mine, theirs) || same(theirs, base)) return { value: mine, clashes: [] }
  if (same(mine, base)) return { value: theirs, clashes: [] }
  if (isFields(mine) && isFields(theirs) && goesTogether(mine, theirs, path))
    return mergeFields(isFields(base) ? base : {}, mine, theirs, path)
  if (isList(mine) && isList(theirs)) return mergeLists(isList(base) ? base : [], mine, theirs, path)
  return { value: mine, clashes: [{ path, mine, theirs }] }
}

/** Two lists of named elements in one, in the order of `mergedOrder`; a list that may not be empty and would be stays mine. */
export function mergeNamed(base: Named, mine: Named, theirs: Named, path: readonly string[]): Merged<Named> {
  const keys = new Set([...mine.keys(), ...theirs.keys()])
  const merged = [...keys].map((key) => ({ key, ...mergeValues(base.get(key), mine.get(key), theirs.get(key), [...path, key]) }))
  const kept = new Map(merged.flatMap(({ key, value }): readonly (readonly [string, Fields])[] => (isFields(value) ? [[key, value]] : [])))
  if (kept.size === 0 && !mayBeEmpty(path.at(-1)) && mine.size > 0 && theirs.size > 0)
    return { value: mine, clashes: [{ path, mine: [...mine.values()], theirs: [...theirs.values()] }] }
  const order = mergedOrder([...base.keys()], [...mine.keys()], [...theirs.keys()], new Set(kept.keys()))
  return { value: new Map(order.flatMap((key) => pairOf(key, kept.get(key)))), clashes: merged.flatMap(({ clashes }) => clashes) }
}

const pairOf = (key: string, fields: Fields | undefined): readonly (readonly [string, Fields])[] => (fields ? [[key, fields]] : [])

function mergeLists(
  base: readonly unknown[],
  mine: readonly unknown[],
  theirs: readonly unknown[],
  path: readonly string[],
): Merged<unknown> {
  const [before, here, there] = [named(base), named(mine), named(theirs)]
  const clash: Clash = { path, mine, theirs }
  if (!before || !here || !there) return { value: mine, clashes: [clash] }
  const { value, clashes } = mergeNamed(before, here, there, path)
  return { value: [...value.values()], clashes }
}

function mergeFields(base: Fields, mine: Fields, theirs: Fields, path: readonly string[]): Merged<Fields> {
  const keys = [...new Set([...Object.keys(mine), ...Object.keys(theirs)])]
  const merged = keys.map((key) => ({ key, ...mergeValues(base[key], mine[key], theirs[key], [...path, key]) }))
  return {
    value: present(Object.fromEntries(merged.map(({ key, value }) => [key, value]))),
    clashes: merged.flatMap(({ clashes }) => clashes),
  }
}

/** A condition is one thought, and what belongs to one type fits no other. */
const goesTogether = (mine: Fields, theirs: Fields, path: readonly string[]): boolean =>
  path.at(-1) !== 'showIf' && mine['type'] === theirs['type']

/**
 * The order of the kept names of a list that two sides arranged: what one side moved or added stands where that side put it, what both
 * moved stands where mine put it, and mine's additions come before theirs at the same place.
 */
export function mergedOrder(
  base: readonly string[],
  mine: readonly string[],
  theirs: readonly string[],
  kept: ReadonlySet<string>,
): readonly string[] {
  const [movedHere, movedThere, there] = [arranged(base, mine), arranged(base, theirs), new Set(theirs)]
  const order = mine.filter((name) => kept.has(name) && (movedHere.has(name) || !movedThere.has(name)))
  const placed = new Set(order)
  let previous: string | undefined
  for (const name of theirs) {
    if (!kept.has(name)) continue
    if (!placed.has(name))
      order.splice(
        placeAfter(order, previous, (one) => movedHere.has(one) && !there.has(one)),
        0,
        name,
      )
    placed.add(name)
    previous = name
  }
  return [...order, ...[...kept].filter((name) => !placed.has(name))]
}

function placeAfter(order: readonly string[], previous: string | undefined, isOwn: (name: string) => boolean): number {
  let place = previous === undefined ? 0 : order.indexOf(previous) + 1
  for (let next = order[place]; next !== undefined && isOwn(next); next = order[place]) place += 1
  return place
}

/** The names that a side added or moved: all but the longest row of names that kept their order. */
function arranged(base: readonly string[], side: readonly string[]): ReadonlySet<string> {
  const places = new Map(base.map((name, place) => [name, place]))
  const stayed = longestRising(side.flatMap((name) => ({ name, place: places.get(name) ?? -1 })).filter(({ place }) => place >= 0))
  return new Set(side.filter((name) => !stayed.has(name)))
}

type Step = { readonly name: string; readonly place: number; readonly length: number; readonly before: Step | undefined }

function longestRising(row: readonly { readonly name: string; readonly place: number }[]): ReadonlySet<string> {
  const steps: Step[] = []
  let longest: Step | undefined
  for (const { name, place } of row) {
    let before: Step | undefined
    for (const step of steps) if (step.place < place && step.length > (before?.length ?? 0)) before = step
    const step: Step = { name, place, length: (before?.length ?? 0) + 1, before }
    steps.push(step)
    if (step.length > (longest?.length ?? 0)) longest = step
  }
  const names = new Set<string>()
  for (let step = longest; step; step = step.before) names.add(step.name)
  return names
}
