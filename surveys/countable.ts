import { type Item, isValidOption, items } from './questionnaire'
import type { Option, Questionnaire } from './schema'

/** An item that a tally counts: one option, many options, or a whole number. */
export type Countable = {
  readonly id: string
  /** Its place among the countable items of the questionnaire. */
  readonly index: number
  readonly answer: 'one' | 'many' | 'number'
  readonly options: readonly Option[]
  /** Whether any option counts as positive: without one there is no share. */
  readonly hasShare: boolean
  /** Integer points from lowest to highest; undefined when an option of a closed item has none, and then there is no level. */
  readonly points: { readonly low: number; readonly high: number } | undefined
}

/** The items that a tally counts, in the order of the questionnaire. */
export const countables = (questionnaire: Questionnaire): readonly Countable[] => items(questionnaire).flatMap(countable).map((item, index) => ({ ...item, index }))

function countable({ id, question, scale }: Item): readonly Omit<Countable, 'index'>[] {
  if (question.type === 'number')
    return [{ id, answer: 'number', options: [], hasShare: false, points: { low: question.min, high: question.max } }]
  if (!scale) return []
  const isMany = question.type === 'multiple'
  return [
    {
      id,
      answer: isMany ? 'many' : 'one',
      options: scale.options,
      hasShare: !isMany && scale.options.some(isPositive),
      points: isMany ? undefined : pointsRange(scale.options),
    },
  ]
}

/** Whether choosing the option counts as satisfied. */
export const isPositive = (option: Option): boolean => isValidOption(option) && option.positive === true

function pointsRange(options: readonly Option[]): Countable['points'] {
  const scores = options.filter(isValidOption).flatMap(({ score }) => score ?? NaN)
  const low = Math.min(...scores)
  return scores.length === 0 || Number.isNaN(low) ? undefined : { low, high: Math.max(...scores) }
}
