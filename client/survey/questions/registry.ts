import type { Question, QuestionType } from '../../../surveys/instrument/schema'
import { Matrix } from './Matrix'
import { Multiple } from './Multiple'
import { rareViews } from './rare'
import { Rating } from './Rating'
import { Single } from './Single'
import { Text } from './Text'
import { type View, view } from './view'
import { YesNo } from './YesNo'

const common = {
  single: view('single', Single),
  multiple: view('multiple', Multiple),
  rating: view('rating', Rating),
  'yes-no': view('yes-no', YesNo),
  matrix: view('matrix', Matrix),
  text: view('text', Text),
} as const

/** The view of each question type; a type that is missing here does not compile. */
export const views: Readonly<Record<QuestionType, View<Question>>> = { ...common, ...rareViews }
