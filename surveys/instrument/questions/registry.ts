import type { AskedQuestion } from '../item'
import type { Question } from '../schema'
import type { Behaviour, Keeping } from './behaviour'
import { date, dateKept } from './date'
import { multiple, multipleKept } from './multiple'
import { number, numberKept } from './number'
import { oneOption, oneOptionKept, singleKept } from './options'
import { text, textKept } from './text'

type AskedType = AskedQuestion['type']

/** How each question type is answered; a type that is missing here does not compile. */
export const behaviours: Readonly<Record<AskedType, Behaviour>> = {
  single: oneOption,
  multiple,
  rating: oneOption,
  'yes-no': oneOption,
  matrix: oneOption,
  number,
  text,
  date,
}

/** What becomes of the answers of each; apart from `behaviours`, since a citizen's page needs nothing of it. */
export const keepings: Readonly<Record<AskedType, Keeping>> = {
  single: singleKept,
  multiple: multipleKept,
  rating: oneOptionKept,
  'yes-no': oneOptionKept,
  matrix: oneOptionKept,
  number: numberKept,
  text: textKept,
  date: dateKept,
}

/** Whether a question can be answered; a note is only read. */
export const isAsked = (question: Question): question is AskedQuestion => Object.hasOwn(behaviours, question.type)
