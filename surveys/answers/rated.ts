import type { Answer, Answers, Ratings } from '../instrument/schema'

/** Answers to an unrolled questionnaire as they travel: what is asked once, and of each agency that is rated what was answered about it. */
export function ratedApart(agencies: readonly string[], flat: Answers): { readonly answers: Answers; readonly ratings: Ratings } {
  const answers: Record<string, Answer> = {}
  const ratings: Record<string, Record<string, Answer>> = Object.fromEntries(agencies.map((agency) => [agency, {}]))
  for (const [name, answer] of Object.entries(flat)) {
    const dot = name.lastIndexOf('.')
    const own = dot < 0 ? answers : ratings[name.slice(0, dot)]
    if (own) own[name.slice(dot + 1)] = answer
  }
  return { answers, ratings }
}

/** The same the other way round. */
export const flattened = (answers: Answers, ratings: Ratings): Answers => ({
  ...answers,
  ...Object.fromEntries(
    Object.entries(ratings).flatMap(([agency, own]) => Object.entries(own).map(([item, answer]) => [`${agency}.${item}`, answer])),
  ),
})
