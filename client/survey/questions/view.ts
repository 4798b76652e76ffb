import type { VNode } from 'preact'
import type { Question, QuestionOf, QuestionType } from '../../../surveys/instrument/schema'
import type { ViewProps } from '../model'

/** How a question is shown. */
export type View<Q extends Question> = (props: ViewProps<Q>) => VNode | null

/** The view of one type as one of any question, as a registry keeps it. */
export const view =
  <T extends QuestionType>(type: T, View: View<QuestionOf<T>>): View<Question> =>
  ({ question, asking }) =>
    isOf(question, type) ? View({ question, asking }) : null

const isOf = <T extends QuestionType>(question: Question, type: T): question is QuestionOf<T> => question.type === type
