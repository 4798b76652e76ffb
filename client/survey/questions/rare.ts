import { isPersonal } from '../../../surveys/instrument/personal'
import type { Question, Questionnaire } from '../../../surveys/instrument/schema'
import { Contact } from './Contact'
import { DateQuestion } from './DateQuestion'
import { DateTime } from './DateTime'
import { Note } from './Note'
import { NumberQuestion } from './Number'
import { NumberMatrix } from './NumberMatrix'
import { Ranking } from './Ranking'
import { Recommend } from './Recommend'
import { SingleOrList } from './List'
import { Slider } from './Slider'
import { type View, view } from './view'

/** The views of the question types that few questionnaires use; a phone and a kiosk fetch them with `more.ts` where theirs does. */
export const rareViews = {
  contact: view('contact', Contact),
  date: view('date', DateQuestion),
  'date-time': view('date-time', DateTime),
  note: view('note', Note),
  number: view('number', NumberQuestion),
  'number-matrix': view('number-matrix', NumberMatrix),
  ranking: view('ranking', Ranking),
  recommend: view('recommend', Recommend),
  // In the place of the common one, which knows no list.
  single: view('single', SingleOrList),
  slider: view('slider', Slider),
} as const satisfies Readonly<Record<string, View<Question>>>

/** Whether a phone needs more than its first script. */
export const hasRare = (questionnaire: Questionnaire): boolean =>
  questionnaire.computed !== undefined ||
  isPersonal(questionnaire) ||
  questionnaire.loop !== undefined ||
  questionnaire.scales.some(({ options }) => options.some(({ picture }) => picture !== undefined)) ||
  questionnaire.sections.some(({ questions }) =>
    questions.some((question) => (question.type === 'single' ? question.asList === true : Object.hasOwn(rareViews, question.type))),
  )
