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

/** A form about several agencies: whether it counts, what was marked of any of its ratings, and whether any of them is doubtful. */
type MarkedForm = { readonly state: (keyof MarkCounts & ('quarantine' | 'void')) | ''; readonly marks: Set<Flag>; isDoubtful: boolean }

/** Forms by their ids while their ratings are read, which need not lie together. */
export type MarkedForms = Map<string, MarkedForm>

/** Adds one rating to its form. */
export function addToForm(forms: MarkedForms, form: string, state: MarkedForm['state'], marks: readonly Flag[]): void {
  const known = forms.get(form) ?? { state, marks: new Set<Flag>(), isDoubtful: false }
  forms.set(form, known)
  for (const flag of marks) known.marks.add(flag)
  known.isDoubtful ||= isDoubtful(marks)
}

/** The same counts of forms: each is one person's. */
export function countedForms(forms: MarkedForms): MarkCounts {
  const counts = noMarks()
  for (const form of forms.values())
    if (form.state === '') addForm(counts, form)
    else counts[form.state] += 1
  return counts
}

function addForm(into: Counting, form: MarkedForm): void {
  into.responses += 1
  for (const flag of form.marks) into.by[flag] += 1
  if (form.isDoubtful) into.doubtful += 1
}

/** Which groups of persons a figure may leave out beside the figure with them, and whether the sum over all groups may. */
export type Tellable = { readonly parts: readonly boolean[]; readonly sum: boolean }

/**
 * The difference of a figure with some persons and without them is what these said: it is told of as many as the threshold asks for. The sum
 * over all groups would give away one that is not told; it stands where those that are not told are enough together. One person may be counted in
 * `groupsAPerson` groups at the most, so that over several as many times more are asked for.
 */
export function tellable(threshold: number, persons: readonly number[], groupsAPerson = 1): Tellable {
  const parts = persons.map((count) => count >= threshold)
  const hidden = persons.reduce((sum, count, place) => sum + (parts[place] ? 0 : count), 0)
  const all = persons.reduce((sum, count) => sum + count, 0)
  const needed = threshold * groupsAPerson
  return { parts, sum: all >= needed && (hidden === 0 || hidden >= needed) }
}
