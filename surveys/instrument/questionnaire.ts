import { type AskedQuestion, type ClosedQuestion, hasRows, isClosed, type Item } from './item'
import { isAsked, ownScales } from './questions/registry'
import type { LocalText, Question, Questionnaire, Scale } from './schema'

const itemIndex = new WeakMap<Questionnaire, ReadonlyMap<string, Item>>()

/** The items of a questionnaire by id, made once for each questionnaire. */
export function itemsById(questionnaire: Questionnaire): ReadonlyMap<string, Item> {
  const made = itemIndex.get(questionnaire) ?? new Map(items(questionnaire).map((item) => [item.id, item]))
  itemIndex.set(questionnaire, made)
  return made
}

/** Every item in the order of the questionnaire, which is the order of exports and of the packed answers. */
export function items(questionnaire: Questionnaire): readonly Item[] {
  const scales = scalesById(questionnaire)
  return questionnaire.sections.flatMap((section) =>
    section.questions.flatMap((question) =>
      itemsOf(question).map(({ id, text, question: asked }) => ({
        id,
        text,
        question: asked,
        section,
        scale: isClosed(asked)
          ? (scales.get(asked.scale) ?? scaleOf(questionnaire, asked))
          : ownScales[asked.type]?.(questionnaire.languages),
      })),
    ),
  )
}

/** The scales by their ids, the first where a draft has one twice. */
export function scalesById({ scales }: Questionnaire): ReadonlyMap<string, Scale> {
  const known = new Map<string, Scale>()
  for (const scale of scales) if (!known.has(scale.id)) known.set(scale.id, scale)
  return known
}

/** The items of one question: its rows where it has any, none of what is only read, itself otherwise. */
export function itemsOf(
  question: Question,
): readonly { readonly id: string; readonly text: LocalText; readonly question: AskedQuestion }[] {
  if (!isAsked(question)) return []
  if (hasRows(question)) return question.items.map(({ id, text }) => ({ id, text, question }))
  return [{ id: question.id, text: question.text, question }]
}

/** The scale that a closed question answers on; a missing one is a bug, since `rules.ts` refuses it. */
export function scaleOf(questionnaire: Questionnaire, question: ClosedQuestion): Scale {
  const scale = questionnaire.scales.find(({ id }) => id === question.scale)
  if (scale) return scale
  throw new Error(
    `questionnaire "${questionnaire.id}" version ${questionnaire.version}: question "${question.id}" names scale "${question.scale}", which is not there`,
  )
}

/** Seconds that a citizen needs at the questionnaire's pace, every item answered. */
export const estimatedSeconds = (questionnaire: Questionnaire): number => items(questionnaire).length * questionnaire.secondsPerItem
