import type { LocalText, Option, Question, Questionnaire, Scale, Section } from './schema'

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
export function itemsOf(question: Question): readonly { readonly id: string; readonly text: LocalText; readonly question: AskedQuestion }[] {
  if (question.type === 'note') return []
  if (question.type === 'matrix') return question.items.map(({ id, text }) => ({ id, text, question }))
  return [{ id: question.id, text: question.text, question }]
}

export const isClosed = (question: Question): question is ClosedQuestion => 'scale' in question

/** The scale that a closed question answers on; a missing one is a bug, since `rules.ts` refuses it. */
export function scaleOf(questionnaire: Questionnaire, question: ClosedQuestion): Scale {
  const scale = questionnaire.scales.find(({ id }) => id === question.scale)
  if (scale) return scale
  throw new Error(`questionnaire "${questionnaire.id}" version ${questionnaire.version}: question "${question.id}" names scale "${question.scale}", which is not there`)
}

/** Whether an option says something about the item: "not applicable" and "no opinion" are outside every base. */
export const isValidOption = (option: Option): boolean => option.kind === 'answer' || option.kind === 'other'

export const hasOther = (scale: Scale): boolean => scale.options.some(({ kind }) => kind === 'other')

/** Seconds that a citizen needs at the questionnaire's pace, every item answered. */
export const estimatedSeconds = (questionnaire: Questionnaire): number => items(questionnaire).length * questionnaire.secondsPerItem
