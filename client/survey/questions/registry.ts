import type { VNode } from 'preact'
import type { Question, QuestionOf, QuestionType } from '../../../surveys/instrument/schema'
import type { ViewProps } from '../model'
import { DateQuestion } from './DateQuestion'
import { Matrix } from './Matrix'
import { Multiple } from './Multiple'
import { Note } from './Note'
import { NumberQuestion } from './Number'
import { Rating } from './Rating'
import { Single } from './Single'
import { Text } from './Text'
import { YesNo } from './YesNo'

type View<Q extends Question> = (props: ViewProps<Q>) => VNode | null

const view =
  <T extends QuestionType>(type: T, View: View<QuestionOf<T>>): View<Question> =>
  ({ question, asking }) =>
    isOf(question, type) ? View({ question, asking }) : null

const isOf = <T extends QuestionType>(question: Question, type: T): question is QuestionOf<T> => question.type === type

/** The view of each question type; a type that is missing here does not compile. */
export const views: Readonly<Record<QuestionType, View<Question>>> = {
  single: view('single', Single),
  multiple: view('multiple', Multiple),
  rating: view('rating', Rating),
  'yes-no': view('yes-no', YesNo),
  matrix: view('matrix', Matrix),
  number: view('number', NumberQuestion),
  text: view('text', Text),
  date: view('date', DateQuestion),
  note: view('note', Note),
}
