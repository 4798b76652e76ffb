import { type Flag, flags, isDoubtful } from './flags'

/** Responses of one agency, or at one place: how many count, by mark, how many of them the second figure leaves out, and how many are set aside. */
export type MarkCounts = {
  readonly responses: number
  readonly by: Readonly<Record<Flag, number>>
  readonly doubtful: number
  readonly quarantine: number
  readonly void: number
}

/** The same while it is counted. */
export type Counting = { responses: number; by: Record<Flag, number>; doubtful: number; quarantine: number; void: number }

export const noMarks = (): Counting => ({
  responses: 0,
  by: { burst: 0, copy: 0, unproven: 0, fast: 0, straight: 0, late: 0 },
  doubtful: 0,
  quarantine: 0,
  void: 0,
})

/** Adds one response that counts. */
export function addMarks(into: Counting, marks: readonly Flag[]): void {
  into.responses += 1
  for (const flag of flags) if (marks.includes(flag)) into.by[flag] += 1
  if (isDoubtful(marks)) into.doubtful += 1
}

/** Which groups of persons a figure may leave out beside the figure with them, and whether the sum over all groups may. */
export type Tellable = { readonly parts: readonly boolean[]; readonly sum: boolean }

/**
 * The difference of a figure with some persons and without them is what these said: it is told of as many as the threshold asks for. The sum
 * over all groups would give away one that is not told; it stands where those that are not told are enough together.
 */
export function tellable(threshold: number, persons: readonly number[]): Tellable {
  const parts = persons.map((count) => count >= threshold)
  const hidden = persons.reduce((sum, count, place) => sum + (parts[place] ? 0 : count), 0)
  const all = persons.reduce((sum, count) => sum + count, 0)
  return { parts, sum: all >= threshold && (hidden === 0 || hidden >= threshold) }
}
