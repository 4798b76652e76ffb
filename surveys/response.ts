import { reachableItems } from './flow'
import { type Item, items } from './questionnaire'
import type { Choice } from './questions/options'
import { behaviours } from './questions/registry'
import type { Answer, Answers, Questionnaire } from './schema'
import type { Violation } from './violations'

/** Everything wrong with the answers to a questionnaire: unknown, unreachable or unfit answers, and required blanks. */
export function checkAnswers(questionnaire: Questionnaire, answers: Answers): readonly Violation[] {
  const known = itemsById(questionnaire)
  const asked = reachableItems(questionnaire, answers)
  const wrong: Violation[] = []
  for (const [id, answer] of Object.entries(answers)) {
    const item = known.get(id)
    if (!item) wrong.push({ item: id, code: 'unknown_item' })
    else if (!asked.has(id)) wrong.push({ item: id, code: 'unreachable' })
    else {
      const violation = behaviours[item.question.type].check(item, answer)
      if (violation) wrong.push(violation)
    }
  }
  return [...wrong, ...missing(questionnaire, answers, asked)]
}

/** Required items that are asked and still blank. */
export function missing(questionnaire: Questionnaire, answers: Answers, asked = reachableItems(questionnaire, answers)): readonly Violation[] {
  return [...itemsById(questionnaire).values()]
    .filter(({ id, question }) => question.required && asked.has(id) && isBlank(answers[id]))
    .map(({ id }) => ({ item: id, code: 'required' }))
}

/** The answers that form fields or table cells mean: `values(id)` gives what stands in a field. */
export function readAnswers(questionnaire: Questionnaire, values: (field: string) => readonly string[]): Answers {
  const answers: Record<string, Answer> = {}
  for (const item of itemsById(questionnaire).values()) {
    const answer = behaviours[item.question.type].read(item, values(item.id), values(`${item.id}.text`)[0] ?? '')
    if (answer !== undefined) answers[item.id] = answer
  }
  return answers
}

/** The answers without blanks and without spaces around texts, so that an export read again gives the same. */
export const normalisedAnswers = (answers: Answers): Answers =>
  Object.values(answers).every(isNormal) ? answers : Object.fromEntries(Object.entries(answers).map(([id, answer]) => [id, trimmed(answer)] as const).filter(([, answer]) => !isBlank(answer)))

const isNormal = (answer: Answer): boolean => typeof answer === 'number' || (typeof answer === 'string' && answer !== '' && answer.trim() === answer)

function trimmed(answer: Answer): Answer {
  if (typeof answer === 'string') return answer.trim()
  if (typeof answer === 'number') return answer
  if ('code' in answer) return trimmedChoice(answer)
  return answer.map((one) => (typeof one === 'string' ? one : trimmedChoice(one)))
}

const trimmedChoice = ({ code, text }: { readonly code: string; readonly text: string }): Choice => (text.trim() === '' ? code : { code, text: text.trim() })

/** A blank is no answer: nothing, an empty text or no option at all. */
export const isBlank = (answer: Answer | undefined): boolean =>
  answer === undefined || answer === '' || (Array.isArray(answer) && answer.length === 0)

/** The items of a questionnaire by id, made once for each questionnaire. */
export function itemsById(questionnaire: Questionnaire): ReadonlyMap<string, Item> {
  const made = index.get(questionnaire) ?? new Map(items(questionnaire).map((item) => [item.id, item]))
  index.set(questionnaire, made)
  return made
}

const index = new WeakMap<Questionnaire, ReadonlyMap<string, Item>>()
