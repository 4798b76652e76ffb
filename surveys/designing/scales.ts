import { canonical } from '../instrument/canonical'
import { type Test, withTests } from '../instrument/condition'
import { testsIn } from '../instrument/flow'
import { type ClosedQuestion, isClosed, isValidOption } from '../instrument/item'
import { itemsOf } from '../instrument/questionnaire'
import type { Computed, Condition, IndicatorNode, LocalText, Option, Question, Questionnaire, Scale } from '../instrument/schema'
import { codeProblem, freeCopy, freeName, moved, replaced, without } from './lists'

/** The questions that are answered on the scale, in the order of the design. */
export const usesOf = ({ sections }: Questionnaire, id: string): readonly ClosedQuestion[] =>
  sections.flatMap(({ questions }) => questions.filter(isClosed).filter(({ scale }) => scale === id))

/** Two options, yet to be written. */
export const emptyScale: Scale = { id: 'scale', options: ['1', '2'].map((code) => ({ code, label: {}, kind: 'answer' })) }

/** The design with one more scale at the end; its id gets a "-copy" behind it when it is taken. */
export const addScale = (draft: Questionnaire, scale: Scale): Questionnaire => ({
  ...draft,
  scales: [...draft.scales, { ...scale, id: freeId(draft, scale.id) }],
})

/** A scale of the library as this design needs it: texts in its languages only, scores in its unit where they are whole numbers of it. */
export function fitted({ languages, scoreUnit }: Questionnaire, scale: Scale, name?: LocalText): Scale {
  const spoken = (text: LocalText): LocalText =>
    Object.fromEntries(Object.entries(text).filter(([language]) => languages.includes(language)))
  const scores = scale.options.flatMap(({ score }) => (score === undefined ? [] : [score / scoreUnit]))
  const unit = scores.every((score) => Math.abs(score - Math.round(score)) < 1e-9) ? scoreUnit : 1
  const options = scale.options.map(({ score, label, ...rest }) => ({
    ...rest,
    label: spoken(label),
    ...(score === undefined ? {} : { score: Math.round(score / unit) }),
  }))
  return { id: scale.id, ...(name && { name: spoken(name) }), options }
}

/** The id of the scale in the design that has the very same options, if there is one. */
export function sameScale(draft: Questionnaire, { options }: Scale): string | undefined {
  const wanted = canonical(options)
  return draft.scales.find((scale) => scale.options.length === options.length && canonical(scale.options) === wanted)?.id
}

/** The design without the scale; a scale that a question is answered on stays. */
export const removeScale = (draft: Questionnaire, id: string): Questionnaire =>
  usesOf(draft, id).length > 0 ? draft : { ...draft, scales: draft.scales.filter((scale) => scale.id !== id) }

/** The design with a copy right behind the scale, under an id of its own. */
export const duplicateScale = (draft: Questionnaire, id: string): Questionnaire => withCopy(draft, id, freeId(draft, id))

/** The design with another id for the scale, its questions following; an id that is malformed or taken changes nothing. */
export function renameScale(draft: Questionnaire, id: string, next: string): Questionnaire {
  if (codeProblem(next, new Set(draft.scales.map((scale) => scale.id))) !== undefined) return draft
  const renamed = { ...draft, scales: draft.scales.map((scale) => (scale.id === id ? { ...scale, id: next } : scale)) }
  return withQuestions(renamed, (question) => (isClosed(question) && question.scale === id ? { ...question, scale: next } : question))
}

/** Gives one question its own copy of a scale that others share; a scale it has alone stays as it is. */
export function splitFor(draft: Questionnaire, id: string, questionId: string): Questionnaire {
  const uses = usesOf(draft, id)
  if (uses.length < 2 || !uses.some((question) => question.id === questionId)) return draft
  const own = freeId(draft, `${id.slice(0, 31)}-${questionId}`)
  return withQuestions(withCopy(draft, id, own), (question) =>
    isClosed(question) && question.id === questionId ? { ...question, scale: own } : question,
  )
}

/** The id of the scale that the later design has and the earlier one had not. */
export const newScaleOf = (before: Questionnaire, after: Questionnaire): string | undefined =>
  after.scales.find(({ id }) => before.scales.every((scale) => scale.id !== id))?.id

const freeId = ({ scales }: Questionnaire, base: string): string => freeCopy(base, new Set(scales.map(({ id }) => id)))

const withCopy = (draft: Questionnaire, id: string, own: string): Questionnaire => ({
  ...draft,
  scales: draft.scales.flatMap((scale) => (scale.id === id ? [scale, { ...scale, id: own }] : [scale])),
})

const withQuestions = (draft: Questionnaire, edit: (question: Question) => Question): Questionnaire => ({
  ...draft,
  sections: draft.sections.map((section) => ({ ...section, questions: section.questions.map(edit) })),
})

/** What of an option is set anew; a value of undefined takes it away. */
export type OptionChange = { readonly [K in keyof Omit<Option, 'code'>]?: Option[K] | undefined }

/** The scale with one more answer at that place, else in front of its options outside the base, with a fresh code and no words yet. */
export function addOption(draft: Questionnaire, id: string, place?: number): Questionnaire {
  return withOptions(draft, id, (options) => {
    const at = place ?? freshPlace(options)
    return [...options.slice(0, at), { code: freshCode(options), label: {}, kind: 'answer' }, ...options.slice(at)]
  })
}

/** Where a new answer of a scale stands. */
export const freshPlace = (options: Scale['options']): number => options.findLastIndex(isValidOption) + 1

/** The scale with other options, all of them at once. */
export const changeOptions = (draft: Questionnaire, id: string, edit: (options: Scale['options']) => Scale['options']): Questionnaire =>
  withOptions(draft, id, edit)

/** The scale under another name; an emptied one leaves it without. */
export function nameScale(draft: Questionnaire, id: string, name: LocalText): Questionnaire {
  const named = ({ name: _, ...scale }: Scale): Scale => (Object.keys(name).length > 0 ? { ...scale, name } : scale)
  return { ...draft, scales: draft.scales.map((scale) => (scale.id === id ? named(scale) : scale)) }
}

/** The scale without the option at that place; the last one stays, since a scale has at least one. */
export const removeOption = (draft: Questionnaire, id: string, place: number): Questionnaire =>
  withOptions(draft, id, (options) => (options.length > 1 ? without(options, place) : options))

export const moveOption = (draft: Questionnaire, id: string, from: number, to: number): Questionnaire =>
  withOptions(draft, id, (options) => moved(options, from, to))

/**
 * The scale with one option changed. An option outside the base has no score and no "positive"; a score is a whole number.
 * Where no other option says whether it is positive, one that is not says nothing either.
 */
export function changeOption(draft: Questionnaire, id: string, place: number, change: OptionChange): Questionnaire {
  return withOptions(draft, id, (options) => {
    const before = options[place]
    if (!before) return options
    const others = without(options, place)
    return replaced(options, place, ruled({ ...before, ...change }, others))
  })
}

type Wished = OptionChange & Pick<Option, 'code'>

function ruled({ code, label = {}, kind = 'answer', score, positive, exclusive, ...rest }: Wished, others: readonly Option[]): Option {
  const isCounted = isValidOption({ code, label, kind })
  const says = positive === true || (positive === false && others.some((other) => other.positive !== undefined))
  return {
    code,
    label,
    kind,
    ...(isCounted && score !== undefined && Number.isSafeInteger(Math.trunc(score)) ? { score: Math.trunc(score) } : {}),
    ...(isCounted && says ? { positive } : {}),
    ...(exclusive === true ? { exclusive } : {}),
    ...said(rest),
  }
}

/** What is not undefined. */
const said = <T extends object>(part: T): T => JSON.parse(JSON.stringify(part))

/** The number after the highest numeric code, or after the count of options where no code is a number. */
function freshCode(options: readonly Option[]): string {
  const numbers = options.flatMap(({ code }) => (/^\d{1,9}$/.test(code) ? [Number(code)] : []))
  const next = (numbers.length > 0 ? Math.max(...numbers) : options.length) + 1
  return freeName(String(next), new Set(options.map(({ code }) => code)))
}

function withOptions(draft: Questionnaire, id: string, edit: (options: Scale['options']) => Scale['options']): Questionnaire {
  return { ...draft, scales: draft.scales.map((scale) => (scale.id === id ? { ...scale, options: edit(scale.options) } : scale)) }
}

/** Where a design names an option of a scale: sections and questions whose condition asks for it, computed items and nodes that count it. */
export type OptionUse = { readonly what: 'section' | 'question' | 'node' | 'computed'; readonly id: string }

/** Everything that would point nowhere without the option. */
export function usesOfOption(draft: Questionnaire, scale: string, code: string): readonly OptionUse[] {
  // Found only where something names such a code at all: this is looked up for each option while somebody types.
  let found: ReadonlySet<string> | undefined
  const on = { has: (item: string): boolean => (found ??= itemsOn(draft, scale)).has(item) }
  const asks = (condition: Condition | undefined): boolean =>
    condition !== undefined && testsIn(condition).some((test) => 'in' in test && test.in.includes(code) && on.has(test.item))
  return [
    ...draft.sections.flatMap(({ id, showIf, questions }) => [
      ...(asks(showIf) ? [{ what: 'section' as const, id }] : []),
      ...questions.filter((question) => asks(question.showIf)).map((question) => ({ what: 'question' as const, id: question.id })),
    ]),
    ...(draft.computed ?? [])
      .filter(({ of, codes }) => codes?.includes(code) && of.some((id) => on.has(id)))
      .map(({ id }) => ({ what: 'computed' as const, id })),
    ...draft.trees.flatMap(({ nodes }) =>
      nodes.filter((node) => node.options?.includes(code) && isOn(node, on)).map((node) => ({ what: 'node' as const, id: node.code })),
    ),
  ]
}

/** The scale with another code for an option; conditions and nodes that name it follow. A code that is malformed or taken changes nothing. */
export function setOptionCode(draft: Questionnaire, scale: string, place: number, next: string): Questionnaire {
  const options = draft.scales.find(({ id }) => id === scale)?.options ?? []
  const option = options[place]
  if (!option || codeProblem(next, new Set(options.map(({ code }) => code))) !== undefined) return draft
  const scales = draft.scales.map((one) =>
    one.id === scale ? { ...one, options: replaced(options, place, { ...option, code: next }) } : one,
  )
  const stays = options.some(({ code }, at) => at !== place && code === option.code)
  return stays
    ? { ...draft, scales }
    : followed({ ...draft, scales }, itemsOn(draft, scale), (code) => (code === option.code ? next : code))
}

type Recode = (code: string) => string

/** The design with conditions and nodes about those items put into other codes. */
function followed(draft: Questionnaire, on: ReadonlySet<string>, recode: Recode): Questionnaire {
  const asking = (test: Test): Test => ('in' in test && on.has(test.item) ? { ...test, in: test.in.map(recode) } : test)
  const shown = <T extends { readonly showIf?: Condition | undefined }>(one: T): T =>
    one.showIf ? { ...one, showIf: withTests(one.showIf, asking) } : one
  const node = (one: IndicatorNode): IndicatorNode => (one.options && isOn(one, on) ? { ...one, options: one.options.map(recode) } : one)
  const counted = (one: Computed): Computed => {
    if (!one.codes || !one.of.some((id) => on.has(id))) return one
    // Other items of it may be answered on another scale, with the code as it was.
    const kept = one.of.every((id) => on.has(id)) ? [] : one.codes
    return { ...one, codes: [...new Set([...kept, ...one.codes.map(recode)])] }
  }
  return {
    ...draft,
    ...(draft.computed && { computed: draft.computed.map(counted) }),
    sections: draft.sections.map((section) => ({ ...shown(section), questions: section.questions.map(shown) })),
    trees: draft.trees.map((tree) => ({ ...tree, nodes: tree.nodes.map(node) })),
  }
}

type Items = Pick<ReadonlySet<string>, 'has'>

const itemsOn = (draft: Questionnaire, scale: string): ReadonlySet<string> =>
  new Set(usesOf(draft, scale).flatMap((question) => itemsOf(question).map(({ id }) => id)))

/** An option node names one item; its options are those of that item's scale. */
const isOn = ({ items: [first] = [] }: IndicatorNode, on: Items): boolean => first !== undefined && on.has(first)
