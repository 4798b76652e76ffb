import type { QuestionType } from '../schema'
import type { Behaviour } from './behaviour'
import { date } from './date'
import { multiple } from './multiple'
import { number } from './number'
import { oneOption } from './options'
import { text } from './text'

/** The behaviour of each question type that is answered; a type that is missing here does not compile. */
export const behaviours: Readonly<Record<Exclude<QuestionType, 'note'>, Behaviour>> = {
  single: oneOption,
  multiple,
  rating: oneOption,
  'yes-no': oneOption,
  matrix: oneOption,
  number,
  text,
  date,
}
