import { itemsOf } from '../questionnaire'
import type { Condition, IndicatorNode, Questionnaire } from '../schema'
import { codeProblem } from './codes'
import { replaced } from './ordering'
import { usesOf } from './scales'

/** Where a design names an option of a scale: sections and questions whose condition asks for it, nodes that count it. */
export type OptionUse = { readonly what: 'section' | 'question' | 'node'; readonly id: string }

/** Everything that would point nowhere without the option. */
export function usesOfOption(draft: Questionnaire, scale: string, code: string): readonly OptionUse[] {
  const on = itemsOn(draft, scale)
  const asks = (condition: Condition | undefined): boolean => condition !== undefined && namesOption(condition, on, code)
  return [
    ...draft.sections.flatMap(({ id, showIf, questions }) => [
      ...(asks(showIf) ? [{ what: 'section' as const, id }] : []),
      ...questions.filter((question) => asks(question.showIf)).map((question) => ({ what: 'question' as const, id: question.id })),
    ]),
    ...draft.trees.flatMap(({ nodes }) => nodes.filter((node) => isOn(node, on) && node.options?.includes(code)).map((node) => ({ what: 'node' as const, id: node.code }))),
  ]
}

/** The scale with another code for an option; conditions and nodes that name it follow. A code that is malformed or taken changes nothing. */
export function setOptionCode(draft: Questionnaire, scale: string, place: number, next: string): Questionnaire {
  const options = draft.scales.find(({ id }) => id === scale)?.options ?? []
  const option = options[place]
  if (!option || codeProblem(next, new Set(options.map(({ code }) => code))) !== undefined) return draft
  const scales = draft.scales.map((one) => (one.id === scale ? { ...one, options: replaced(options, place, { ...option, code: next }) } : one))
  const stays = options.some(({ code }, at) => at !== place && code === option.code)
  return stays ? { ...draft, scales } : followed({ ...draft, scales }, itemsOn(draft, scale), (code) => (code === option.code ? next : code))
}

type Recode = (code: string) => string

/** The design with conditions and nodes about those items put into other codes. */
function followed(draft: Questionnaire, on: ReadonlySet<string>, recode: Recode): Questionnaire {
  const shown = <T extends { readonly showIf?: Condition | undefined }>(one: T): T => (one.showIf ? { ...one, showIf: recoded(one.showIf, on, recode) } : one)
  const node = (one: IndicatorNode): IndicatorNode => (one.options && isOn(one, on) ? { ...one, options: one.options.map(recode) } : one)
  return {
    ...draft,
    sections: draft.sections.map((section) => ({ ...shown(section), questions: section.questions.map(shown) })),
    trees: draft.trees.map((tree) => ({ ...tree, nodes: tree.nodes.map(node) })),
  }
}

function recoded(condition: Condition, on: ReadonlySet<string>, recode: Recode): Condition {
  if ('all' in condition) return { all: condition.all.map((one) => recoded(one, on, recode)) }
  if ('any' in condition) return { any: condition.any.map((one) => recoded(one, on, recode)) }
  if ('not' in condition) return { not: recoded(condition.not, on, recode) }
  return 'in' in condition && on.has(condition.item) ? { ...condition, in: condition.in.map(recode) } : condition
}

function namesOption(condition: Condition, on: ReadonlySet<string>, code: string): boolean {
  if ('all' in condition) return condition.all.some((one) => namesOption(one, on, code))
  if ('any' in condition) return condition.any.some((one) => namesOption(one, on, code))
  if ('not' in condition) return namesOption(condition.not, on, code)
  return 'in' in condition && on.has(condition.item) && condition.in.includes(code)
}

const itemsOn = (draft: Questionnaire, scale: string): ReadonlySet<string> => new Set(usesOf(draft, scale).flatMap((question) => itemsOf(question).map(({ id }) => id)))

/** An option node names one item; its options are those of that item's scale. */
const isOn = ({ items: [first] = [] }: IndicatorNode, on: ReadonlySet<string>): boolean => first !== undefined && on.has(first)
