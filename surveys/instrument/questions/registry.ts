import type { AskedQuestion } from '../item'
import type { Question, Scale } from '../schema'
import type { Behaviour } from './behaviour'
import { multiple } from './multiple'
import { oneOption } from './options'
import { rareBehaviours, rareScales } from './rare'
import { text } from './text'

export type AskedType = AskedQuestion['type']

/** How each question type is answered; a type that is missing here does not compile. */
export const behaviours: Readonly<Record<AskedType, Behaviour>> = {
  single: oneOption,
  multiple,
  rating: oneOption,
  'yes-no': oneOption,
  matrix: oneOption,
  text,
  ...rareBehaviours,
}

/** The options of types that bring their own, in the languages of a questionnaire. */
export const ownScales: Readonly<Partial<Record<AskedType, (languages: readonly string[]) => Scale>>> = { ...rareScales }

/** Whether a question can be answered; a note is only read. */
export const isAsked = (question: Question): question is AskedQuestion => Object.hasOwn(behaviours, question.type)
