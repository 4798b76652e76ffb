import { flattened } from './rated'
import { choiceProblem, ratedField, ratedItem, ratedItems } from '../instrument/loop'
import type { Answers, Questionnaire, Ratings } from '../instrument/schema'
import type { Violation } from '../instrument/violations'
import { checkAnswers, normalisedAnswers, tooMuch } from './check'

/** Answers about one agency, with what was answered once. */
export type AgencyRating = { readonly agency: string; readonly answers: Answers }

export type FormChecked =
  { readonly ok: true; readonly ratings: readonly AgencyRating[] } | { readonly ok: false; readonly violations: readonly Violation[] }

/**
 * Checks a form in which several agencies are rated and takes it apart, agencies in the order of their codes. What is asked for each is named
 * `agency.item` where it is wrong. Whether those agencies may be rated there is the caller's to know.
 */
export function checkForm(
  questionnaire: Questionnaire,
  { answers, ratings = {} }: { readonly answers: Answers; readonly ratings?: Ratings | undefined },
): FormChecked {
  const agencies = Object.keys(ratings).sort()
  const chosen = wronglyChosen(questionnaire, agencies)
  if (chosen) return { ok: false, violations: [chosen] }
  const items = ratedItems(questionnaire)
  const strays = [
    ...Object.keys(answers).filter((id) => items.has(id)),
    ...agencies.flatMap((agency) => Object.keys(ratings[agency] ?? {}).flatMap((id) => (items.has(id) ? [] : [ratedItem(agency, id)]))),
  ]
  if (strays.length > 0) return { ok: false, violations: strays.map((item) => ({ item, code: 'unknown_item' })) }
  const once = normalisedAnswers(answers)
  const read = agencies.map((agency) => ({ agency, answers: { ...once, ...normalisedAnswers(ratings[agency] ?? {}) } }))
  const violations = read.flatMap((one, place) => {
    const found = checkAnswers(questionnaire, one.answers).filter(({ code }) => code !== 'too_much')
    // What is asked once is wrong once.
    return found.flatMap((problem) => {
      if (items.has(problem.item)) return [{ ...problem, item: ratedItem(one.agency, problem.item) }]
      return place === 0 ? [problem] : []
    })
  })
  const all = [...violations, ...tooMuch(flattened(answers, ratings))]
  return all.length > 0 ? { ok: false, violations: all } : { ok: true, ratings: read }
}

/** What is wrong with the choice of agencies; they are chosen where several are rated, and nowhere else. */
function wronglyChosen({ loop }: Questionnaire, agencies: readonly string[]): Violation | undefined {
  if (loop) return choiceProblem(loop, agencies.length)
  return agencies.length === 0 ? undefined : { item: ratedField, code: 'unknown_item' }
}
