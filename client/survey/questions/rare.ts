import type { Question, Questionnaire } from '../../../surveys/instrument/schema'
import { DateQuestion } from './DateQuestion'
import { Note } from './Note'
import { type View, view } from './view'

/** The views of the question types that few questionnaires use; a phone and a kiosk fetch them with `more.ts` where theirs does. */
export const rareViews = {
  date: view('date', DateQuestion),
  note: view('note', Note),
} as const satisfies Readonly<Record<string, View<Question>>>

/** Whether a phone needs more than its first script. */
export const hasRare = ({ sections, computed, loop }: Questionnaire): boolean =>
  computed !== undefined ||
  loop !== undefined ||
  sections.some(({ questions }) => questions.some(({ type }) => Object.hasOwn(rareViews, type)))
