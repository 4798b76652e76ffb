import type { LocalText, Option, Question, Questionnaire, Scale, Section } from './schema'

const itemIndex = new WeakMap<Questionnaire, ReadonlyMap<string, Item>>()

/** The items of a questionnaire by id, made once for each questionnaire. */
export function itemsById(questionnaire: Questionnaire): ReadonlyMap<string, Item> {
  const made = itemIndex.get(questionnaire) ?? new Map(items(questionnaire).map((item) => [item.id, item]))
  itemIndex.set(questionnaire, made)
  return made
}

/** One measured thing with a stable id; a matrix holds several, every other question one of its own id. */
export type Item = {
  readonly id: string
  readonly text: LocalText
  readonly question: AskedQuestion
  readonly section: Section
  readonly scale: Scale | undefined
}

export type AskedQuestion = Exclude<Question, { readonly type: 'note' }>
export type ClosedQuestion = Extract<Question, { readonly scale: string }>

/** Every item in the order of the questionnaire, which is the order of exports and of the packed answers. */
export function items(questionnaire: Questionnaire): readonly Item[] {
  return questionnaire.sections.flatMap((section) =>
    section.questions.flatMap((question) =>
      itemsOf(question).map(({ id, text, question: asked }) => ({
        id,
        text,
        question: asked,
        section,
        scale: isClosed(asked) ? scaleOf(questionnaire, asked) : undefined,
      })),
    ),
  )
}

/** The items of one question: none of a note, its rows of a matrix, itself otherwise. */
export function itemsOf(
  question: Question,
): readonly { readonly id: string; readonly text: LocalText; readonly question: AskedQuestion }[] {
  if (question.type === 'note') return []
  if (question.type === 'matrix') return question.items.map(({ id, text }) => ({ id, text, question }))
  return [{ id: question.id, text: question.text, question }]
}

export const isClosed = (question: Question): question is ClosedQuestion => 'scale' in question

/** The scale that a closed question answers on; a missing one is a bug, since `rules.ts` refuses it. */
export function scaleOf(questionnaire: Questionnaire, question: ClosedQuestion): Scale {
  const scale = questionnaire.scales.find(({ id }) => id === question.scale)
  if (scale) return scale
  throw new Error(
    `questionnaire "${questionnaire.id}" version ${questionnaire.version}: question "${question.id}" names scale "${question.scale}", which is not there`,
  )
}

/** Whether an option says something about the item: "not applicable" and "no opinion" are outside every base. */
export const isValidOption = (option: Option): boolean => option.kind === 'answer' || option.kind === 'other'

export const hasOther = (scale: Scale): boolean => scale.options.some(({ kind }) => kind === 'other')

/** Seconds that a citizen needs at the questionnaire's pace, every item answered. */
export const estimatedSeconds = (questionnaire: Questionnaire): number => items(questionnaire).length * questionnaire.secondsPerItem

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
export const countables = (questionnaire: Questionnaire): readonly Countable[] =>
  items(questionnaire)
    .flatMap(countable)
    .map((item, index) => ({ ...item, index }))

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
