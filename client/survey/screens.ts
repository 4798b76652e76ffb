import { hasRows } from '../../surveys/instrument/item'
import { checkAnswers } from '../../surveys/answers/check'
import { reachable } from '../../surveys/instrument/flow'
import { itemsOf } from '../../surveys/instrument/questionnaire'
import type { Answers, Question, Questionnaire, Section } from '../../surveys/instrument/schema'
import type { Violation } from '../../surveys/instrument/violations'
import { reading } from './reading'

/** What is shown at once: a section on the phone, a question or one row of a matrix on the kiosk. */
export type Screen = { readonly key: string; readonly section: Section; readonly questions: readonly Question[] }

/** A screen for every section that these answers lead to. */
export const sectionScreens = (questionnaire: Questionnaire, answers: Answers): readonly Screen[] =>
  reachable(questionnaire, answers).map(({ section, questions }) => ({ key: section.id, section, questions }))

/** A screen for every question that these answers lead to, a matrix row by row. */
export const questionScreens = (questionnaire: Questionnaire, answers: Answers): readonly Screen[] =>
  reachable(questionnaire, answers).flatMap(({ section, questions }) =>
    questions.flatMap(rows).map((question) => ({ key: keyOf(question), section, questions: [question] })),
  )

/** The screens of a form without JavaScript: every section, conditional or not. */
export const allScreens = (questionnaire: Questionnaire): readonly Screen[] =>
  questionnaire.sections.map((section) => ({ key: section.id, section, questions: section.questions }))

/** The items of a screen, and the field of what is asked there beside all items, whose name begins with `_`. */
export const itemsOn = (screen: Screen): readonly string[] =>
  screen.questions.flatMap((question) => reading.fieldOf?.(question) ?? itemsOf(question).map(({ id }) => id))

/** What stands in the way of leaving screens. */
export function problemsOn(questionnaire: Questionnaire, screens: readonly Screen[], answers: Answers): readonly Violation[] {
  const shown = screens.flatMap(itemsOn)
  return [
    ...checkAnswers(questionnaire, answers).filter(({ item }) => item[0] !== '_' && shown.includes(item)),
    ...(reading.wrongContact?.(screens, answers) ?? []),
  ]
}

const rows = (question: Question): readonly Question[] =>
  hasRows(question) ? question.items.map((item) => ({ ...question, items: [item] })) : [question]

const keyOf = (question: Question): string => (hasRows(question) ? (question.items[0]?.id ?? question.id) : question.id)
