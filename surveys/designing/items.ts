import { itemsOf } from '../questionnaire'
import type { Condition, IndicatorNode, Question, Questionnaire } from '../schema'
import { freeName } from './ordering'

/** The ids of a question's items: its own, or those of its rows. */
export const itemIdsIn = (question: Question): readonly string[] => itemsOf(question).map(({ id }) => id)

/** Every id that questions and rows use. */
export const usedIds = ({ sections }: Questionnaire): ReadonlySet<string> =>
  new Set(sections.flatMap(({ questions }) => questions.flatMap((question) => [question.id, ...itemIdsIn(question)])))

/** An id that is not taken, made of another one and an ending; a long one is cut so that it stays an id. */
export const freeItemId = (base: string, ending: string, taken: ReadonlySet<string>): string => freeName(`${base.slice(0, longest - ending.length - room)}${ending}`, taken)

const longest = 32

/** Digits that a number behind the name may need. */
const room = 4

/** The design whose indicators and service field no longer name these items; skip logic that does is left, for its author to see. */
export const withoutItems = (draft: Questionnaire, gone: ReadonlySet<string>): Questionnaire => {
  const { serviceItem, ...rest } = draft
  return {
    ...rest,
    ...(serviceItem === undefined || gone.has(serviceItem) ? {} : { serviceItem }),
    trees: draft.trees.map((tree) => ({ ...tree, nodes: tree.nodes.map((node) => nodeWithout(node, gone)) })),
  }
}

/** The design in which an item has another id; skip logic, indicators and the service field follow. */
export function renameItem(draft: Questionnaire, from: string, to: string): Questionnaire {
  const named = (id: string): string => (id === from ? to : id)
  const inConditions = <T extends { readonly showIf?: Condition | undefined }>(part: T): T => (part.showIf ? { ...part, showIf: renamed(part.showIf, named) } : part)
  const inQuestion = (question: Question): Question => {
    const own = inConditions({ ...question, id: named(question.id) })
    return own.type === 'matrix' ? { ...own, items: own.items.map((row) => ({ ...row, id: named(row.id) })) } : own
  }
  return {
    ...draft,
    ...(draft.serviceItem === from ? { serviceItem: to } : {}),
    sections: draft.sections.map((section) => inConditions({ ...section, questions: section.questions.map(inQuestion) })),
    trees: draft.trees.map((tree) => ({ ...tree, nodes: tree.nodes.map((node) => (node.items ? { ...node, items: node.items.map(named) } : node)) })),
  }
}

function nodeWithout(node: IndicatorNode, gone: ReadonlySet<string>): IndicatorNode {
  const { items, weights } = node
  if (!items?.some((id) => gone.has(id))) return node
  const kept = items.map((id) => !gone.has(id))
  return { ...node, items: items.filter((_, place) => kept[place]), ...(weights ? { weights: weights.filter((_, place) => kept[place]) } : {}) }
}

function renamed(condition: Condition, named: (id: string) => string): Condition {
  if ('all' in condition) return { all: condition.all.map((inner) => renamed(inner, named)) }
  if ('any' in condition) return { any: condition.any.map((inner) => renamed(inner, named)) }
  if ('not' in condition) return { not: renamed(condition.not, named) }
  return { ...condition, item: named(condition.item) }
}
