import type { Problem } from './problem'

/** One problem for each id that stands a second time. */
export function repeated(path: string, ids: readonly string[]): readonly Problem[] {
  const seen = new Set<string>()
  return ids
    .filter((id) => seen.has(id) || !seen.add(id))
    .map((id) => ({ path, rule: 'duplicate_id', message: `"${id}" stands twice; each id is used once`, values: { name: id } }))
}
