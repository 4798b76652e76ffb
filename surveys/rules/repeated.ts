import type { Problem } from './problem'

/** One problem for each id that stands a second time. */
export const repeated = (path: string, ids: readonly string[]): readonly Problem[] =>
  ids
    .filter((id, index) => ids.indexOf(id) !== index)
    .map((id) => ({ path, rule: 'duplicate_id', message: `"${id}" stands twice; each id is used once` }))
