import { type Fields, isFields, isList, mayBeEmpty, named } from './values'

/** A value with another at a path of keys, ids and codes; undefined takes it out, but never the last element of a list that may not be empty. */
export function put(value: unknown, path: readonly string[], next: unknown): unknown {
  const [key, ...more] = path
  if (key === undefined) return next
  if (!isFields(value)) return value
  const old = value[key]
  const inner = isList(old) && more.length > 0 ? putInList(old, key, more, next) : put(old, more, next)
  if (inner !== undefined) return { ...value, [key]: inner }
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== key))
}

function putInList(list: readonly unknown[], key: string, [name = '', ...more]: readonly string[], next: unknown): readonly unknown[] {
  const elements = named(list)
  if (!elements) return list
  const inner = more.length === 0 ? next : put(elements.get(name), more, next)
  if (isFields(inner)) return [...new Map<string, Fields>([...elements, [name, inner]]).values()]
  const left = [...elements].filter(([other]) => other !== name).map(([, element]) => element)
  return more.length > 0 || (left.length === 0 && !mayBeEmpty(key)) ? list : left
}
