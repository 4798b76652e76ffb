/** A JSON object whose fields are not known. */
export type Fields = Readonly<Record<string, unknown>>

export const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value)

export const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value)

export const listAt = (fields: Fields | undefined, key: string): readonly unknown[] => (fields && isList(fields[key]) ? fields[key] : [])

export const textAt = (fields: Fields | undefined, key: string): string => (typeof fields?.[key] === 'string' ? fields[key] : '')

/** Whether two JSON values say the same; a key without a value counts as absent. */
export function same(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true
  if (isList(one) && isList(other)) return one.length === other.length && one.every((value, place) => same(value, other[place]))
  if (!isFields(one) || !isFields(other)) return false
  return [...new Set([...Object.keys(one), ...Object.keys(other)])].every((key) => same(one[key], other[key]))
}

/** The fields that have a value. */
export const present = (fields: Fields): Fields => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))

/** The fields without some of them. */
export const leaving = (fields: Fields, keys: readonly string[]): Fields => Object.fromEntries(Object.entries(fields).filter(([key]) => !keys.includes(key)))

/** Whether the schema lets a list be empty; questions stand in sections, which see to it themselves. */
export const mayBeEmpty = (key: string | undefined): boolean => key !== undefined && ['scales', 'trees', 'bandSets', 'questions'].includes(key)

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
