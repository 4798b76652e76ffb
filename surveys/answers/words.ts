import { itemsById } from '../instrument/questionnaire'
import { keepings } from '../instrument/questions/keepings'
import type { Answers, Questionnaire } from '../instrument/schema'

/** Whether an open question was answered in words. */
export const hasText = (questionnaire: Questionnaire, answers: Answers): boolean =>
  wordItems(questionnaire).some((id) => Object.hasOwn(answers, id))

/** The items that are answered in words. */
export function wordItems(questionnaire: Questionnaire): readonly string[] {
  const made =
    texts.get(questionnaire) ??
    [...itemsById(questionnaire).values()].filter(({ question }) => keepings[question.type].holds === 'words').map(({ id }) => id)
  texts.set(questionnaire, made)
  return made
}

const texts = new WeakMap<Questionnaire, readonly string[]>()
