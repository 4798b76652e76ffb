import type { Answer, Answers, Question, Questionnaire } from '../../surveys/schema'
import type { Violation } from '../../surveys/violations'
import type { Wording } from './wording'

/** What a question's view needs besides the question. */
export type Asking = {
  readonly questionnaire: Questionnaire
  readonly wording: Wording
  readonly answers: Answers
  readonly problems: readonly Violation[]
  /** Whether the screen follows the answers; a plain form shows all that could be asked. */
  readonly live: boolean
  readonly answer: (item: string, answer: Answer | undefined) => void
}

export type ViewProps<Q extends Question = Question> = { readonly question: Q; readonly asking: Asking }

export const problemOf = (asking: Asking, item: string): Violation | undefined => asking.problems.find((problem) => problem.item === item)
