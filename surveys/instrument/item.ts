import { askedText } from './language'
import type { LocalText, Option, Question, Scale, Section } from './schema'

/** One measured thing with a stable id; a question with rows holds several, every other question one of its own id. */
export type Item = {
  readonly id: string
  readonly text: LocalText
  readonly question: AskedQuestion
  readonly section: Section
  readonly scale: Scale | undefined
}

/** A question that can be answered, as its shape says; what is only read has no `required`. */
export type AskedQuestion = Extract<Question, { readonly required: boolean }>
export type ClosedQuestion = Extract<Question, { readonly scale: string }>
/** A question whose rows are items of their own, such as a matrix. */
export type RowsQuestion = Extract<Question, { readonly items: readonly { readonly id: string; readonly text: LocalText }[] }>

/** Questions answered by a whole number from `min` to `max`. */
export type WholeQuestion = Extract<Question, { readonly min: number }>

export const isClosed = (question: Question): question is ClosedQuestion => 'scale' in question
export const asksWhole = (question: Question): question is WholeQuestion => 'min' in question && typeof question.min === 'number'
export const hasRows = (question: Question): question is RowsQuestion => 'items' in question

/** What stands behind an answer and a mean of answers: they are in the unit of their question, and no shares of 1. */
export const unitSign = (question: Question): '%' | '' => ('unit' in question && question.unit === 'percent' ? '%' : '')

/** What an item asks where nothing stands around it: a row behind its question. */
export function askedAlone({ text, question }: Pick<Item, 'text' | 'question'>, language: string, fallback?: readonly string[]): string {
  const own = askedText(text, language, fallback)
  return hasRows(question) ? `${askedText(question.text, language, fallback)} – ${own}` : own
}

/** Whether an option says something about the item: "not applicable" and "no opinion" are outside every base. */
export const isValidOption = (option: Option): boolean => option.kind === 'answer' || option.kind === 'other'

/** Whether choosing the option counts as satisfied. */
export const isPositive = (option: Option): boolean => isValidOption(option) && option.positive === true

export const hasOther = (scale: Scale): boolean => scale.options.some(({ kind }) => kind === 'other')

/** How a tally counts an item: one option, many options, options in an order, or a whole number. */
export type Counted = {
  readonly answer: 'one' | 'many' | 'order' | 'number'
  readonly options: readonly Option[]
  /** Of an order, how many places are given at most; the first is counted as one option is. */
  readonly depth?: number
  /** Whether any option counts as positive: without one there is no share. */
  readonly hasShare: boolean
  /** Whether its points are those of a net score: it is read as that and as nothing else. */
  readonly isNet?: true
  /** Integer points from lowest to highest; undefined when an option of a closed item has none, and then there is no level. */
  readonly points: { readonly low: number; readonly high: number } | undefined
}

/** An item that a tally counts. */
export type Countable = Counted & {
  readonly id: string
  /** Its place among the countable items of the questionnaire. */
  readonly index: number
}
