import { withTests } from '../instrument/condition'
import { repiped } from '../instrument/pipes'
import { withTextsSaid } from './translations'
import { isClosed, hasRows, type RowsQuestion } from '../instrument/item'
import { itemsOf } from '../instrument/questionnaire'
import type { Condition, IndicatorNode, Question, Questionnaire, QuestionType, Section } from '../instrument/schema'
import { freeName, moved, without } from './lists'
import { settingIn, settingsOf } from './question-settings'

/** A question and where it stands. */
export type Placed = { readonly question: Question; readonly section: Section; readonly at: number }

export function findQuestion({ sections }: Questionnaire, id: string | undefined): Placed | undefined {
  for (const section of sections) {
    const at = section.questions.findIndex((question) => question.id === id)
    const question = section.questions[at]
    if (question) return { question, section, at }
  }
  return undefined
}

/** The design with a new question at the end of a section or behind another, and the id it got. */
export function addQuestion(
  draft: Questionnaire,
  type: QuestionType,
  sectionId: string,
  behind?: string,
): { readonly draft: Questionnaire; readonly id: string } {
  const id = freeName('q', usedIds(draft))
  return { id, draft: withQuestion(draft, sectionId, freshQuestion(draft, type, { id, text: {} }), behind) }
}

/** The design with a question that has words already at the end of a section; without an id of its own it gets the next of the section's, as A5 after A4. */
export function appendQuestion(
  draft: Questionnaire,
  sectionId: string,
  { type, scale }: { readonly type: QuestionType; readonly scale?: string | undefined },
  { id: wished, text }: Pick<Question, 'id' | 'text'>,
): { readonly draft: Questionnaire; readonly id: string } {
  const taken = usedIds(draft)
  const last = draft.sections.find(({ id }) => id === sectionId)?.questions.at(-1)?.id ?? ''
  const id = wished !== '' && !taken.has(wished) ? wished : (nextInRow(last, taken) ?? freeName('q', taken))
  return { id, draft: withQuestion(draft, sectionId, freshQuestion(draft, type, { id, text, scale })) }
}

/** The design with a question right behind another that is asked and answered as that is, without words yet. */
export function addAlike(draft: Questionnaire, behind: string): { readonly draft: Questionnaire; readonly id: string } {
  const found = findQuestion(draft, behind)
  if (!found) return { draft, id: behind }
  const taken = usedIds(draft)
  const id = nextInRow(behind, taken) ?? freeName('q', taken)
  const { type } = found.question
  const alike = settingsOf(type)
    .filter(({ control }) => control.kind !== 'rows')
    .map(({ name }) => [name, settingIn(found.question, name)])
  const question = freshQuestion(draft, type, { ...Object.fromEntries(alike), id, text: {} })
  return { id, draft: withQuestion(draft, found.section.id, question, behind) }
}

/** The design with a question behind another one of a section, else at its end. */
function withQuestion(draft: Questionnaire, sectionId: string, question: Question, behind?: string): Questionnaire {
  const at = ({ questions }: Section): number => questions.findIndex((one) => one.id === behind) + 1 || questions.length
  return changeSection(draft, sectionId, (section) => ({ ...section, questions: inserted(section.questions, at(section), question) }))
}

export const changeQuestion = (draft: Questionnaire, id: string, edit: (question: Question) => Question): Questionnaire => ({
  ...draft,
  sections: draft.sections.map((section) =>
    section.questions.some((question) => question.id === id)
      ? { ...section, questions: section.questions.map((question) => (question.id === id ? edit(question) : question)) }
      : section,
  ),
})

/**
 * Another type with the same words, conditions and whatever settings both types have; one that both only call the same begins anew. What the
 * type wants and the question has not comes from what the question was before, the latest first, so that rows come back with their type.
 */
export function changeType(draft: Questionnaire, id: string, type: QuestionType, before: readonly Question[] = []): Questionnaire {
  return changeQuestion(draft, id, (question) => {
    const kept = ['id', 'text', 'help', 'showIf', 'sound', 'from'].map((name) => [name, settingIn(question, name)] as const)
    const states = [question, ...before].toReversed()
    const settings = states.flatMap((one) => sharedSettings(one.type, type).map((name) => [name, settingIn(one, name)] as const))
    return freshQuestion(draft, type, Object.fromEntries([...settings.filter(([, value]) => value !== undefined), ...kept]))
  })
}

/** The rows, the scale and the words of a question that another type does not have, by the names of the settings. */
export const settingsWithout = (question: Question, type: QuestionType): readonly string[] =>
  settingsOf(question.type)
    .filter(({ name, control }) => ['rows', 'scale', 'words'].includes(control.kind) && hasSaid(settingIn(question, name)))
    .map(({ name }) => name)
    .filter((name) => !sharedSettings(question.type, type).includes(name))

const hasSaid = (value: unknown): boolean => (Array.isArray(value) ? value.length > 0 : value !== undefined && value !== '')

/** The design with an empty row for a matrix that has none, to be written first. */
export function withFirstRow(draft: Questionnaire, id: string): Questionnaire {
  const question = findQuestion(draft, id)?.question
  return question && hasRows(question) && question.items.length === 0
    ? changeRows(draft, id, () => [{ id: freeItemId(id, 'r', usedIds(draft)), text: {} }])
    : draft
}

/** The question at another place, of its own section or another; places outside leave it where it is. */
export function moveQuestion(draft: Questionnaire, id: string, sectionId: string, to: number): Questionnaire {
  const found = findQuestion(draft, id)
  if (!found) return draft
  if (found.section.id === sectionId)
    return changeSection(draft, sectionId, (section) => ({ ...section, questions: moved(section.questions, found.at, to) }))
  const without = changeSection(draft, found.section.id, (section) => ({
    ...section,
    questions: section.questions.filter((question) => question.id !== id),
  }))
  return changeSection(without, sectionId, (section) => ({
    ...section,
    questions: inserted(section.questions, Math.max(0, Math.min(to, section.questions.length)), found.question),
  }))
}

/** One step up or down, over the edge of a section into the next. */
export function stepQuestion(draft: Questionnaire, id: string, step: -1 | 1): Questionnaire {
  const found = findQuestion(draft, id)
  if (!found) return draft
  const to = found.at + step
  if (to >= 0 && to < found.section.questions.length) return moveQuestion(draft, id, found.section.id, to)
  const next = draft.sections[draft.sections.indexOf(found.section) + step]
  return next ? moveQuestion(draft, id, next.id, step === 1 ? 0 : next.questions.length) : draft
}

/** The design without a question; the indicators no longer count its items. */
export function removeQuestion(draft: Questionnaire, id: string): Questionnaire {
  const found = findQuestion(draft, id)
  if (!found) return draft
  const rest = changeSection(draft, found.section.id, (section) => ({
    ...section,
    questions: section.questions.filter((question) => question.id !== id),
  }))
  return withoutItems(rest, new Set(itemIdsIn(found.question)))
}

/** A second question like it, right behind, with ids of its own. */
export function duplicateQuestion(draft: Questionnaire, id: string): { readonly draft: Questionnaire; readonly id: string } {
  const found = findQuestion(draft, id)
  if (!found) return { draft, id }
  const taken = new Set(usedIds(draft))
  const free = (base: string): string => {
    const name = nextInRow(base, taken) ?? freeItemId(base, '-copy', taken)
    taken.add(name)
    return name
  }
  const copy = { ...found.question, id: free(id) }
  const question = hasRows(copy) ? { ...copy, items: copy.items.map((row) => ({ ...row, id: free(row.id) })) } : copy
  return {
    id: question.id,
    draft: changeSection(draft, found.section.id, (section) => ({
      ...section,
      questions: inserted(section.questions, found.at + 1, question),
    })),
  }
}

/** After A1 comes A2, or the first number behind it that is free; undefined for an id without a number. */
function nextInRow(id: string, taken: ReadonlySet<string>): string | undefined {
  const [, base, number] = /^(.*?)(\d{1,4})$/.exec(id) ?? []
  if (base === undefined || id.length > longestWithRoom) return undefined
  for (let next = Number(number) + 1; ; next += 1) if (!taken.has(`${base}${next}`)) return `${base}${next}`
}

/** An id has 32 letters at most; its number may grow. */
const longestWithRoom = 28

function sharedSettings(one: QuestionType, other: QuestionType): readonly string[] {
  const controls = new Map(settingsOf(one).map(({ name, control }) => [name, control.kind]))
  return settingsOf(other)
    .filter(({ name, control }) => controls.get(name) === control.kind)
    .map(({ name }) => name)
}

/** A question of that type with what is given, the schema's beginnings for the rest, and the scale that its type, else any, used last. */
function freshQuestion(draft: Questionnaire, type: QuestionType, given: Readonly<Record<string, unknown>>): Question {
  const closed = draft.sections.flatMap(({ questions }) => questions).filter(isClosed)
  const isLike = (one: Question): boolean => graded.includes(one.type) && graded.includes(type)
  const last = closed.findLast((one) => one.type === type) ?? closed.findLast(isLike) ?? closed.at(-1)
  const lastScale = last?.scale ?? draft.scales[0]?.id ?? ''
  const begun = settingsOf(type).filter(({ isOptional }) => !isOptional)
  const settings = Object.fromEntries(
    begun.map(({ name, fresh, control: { kind } }) => [name, kind === 'scale' ? lastScale : kind === 'rows' ? [] : fresh]),
  )
  const set = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
  const question: Question = JSON.parse(JSON.stringify({ ...settings, ...set, type }))
  return question
}

/** Types that are asked on the same kind of scale. */
const graded: readonly QuestionType[] = ['rating', 'matrix']

const inserted = <T>(list: readonly T[], at: number, one: T): readonly T[] => [...list.slice(0, at), one, ...list.slice(at)]

/** The design with an empty section at that place. */
export function addSection(draft: Questionnaire, at: number): Questionnaire {
  const section: Section = { id: freeSectionId(draft), title: {}, questions: [] }
  return { ...draft, sections: [...draft.sections.slice(0, at), section, ...draft.sections.slice(at)] }
}

export const changeSection = (draft: Questionnaire, id: string, edit: (section: Section) => Section): Questionnaire => ({
  ...draft,
  sections: draft.sections.map((section) => (section.id === id ? edit(section) : section)),
})

export const moveSection = (draft: Questionnaire, id: string, to: number): Questionnaire => ({
  ...draft,
  sections: moved(
    draft.sections,
    draft.sections.findIndex((section) => section.id === id),
    to,
  ),
})

/** The design without a section and what it asks; the indicators no longer count its items. */
export function removeSection(draft: Questionnaire, id: string): Questionnaire {
  const removed = draft.sections.filter((section) => section.id === id)
  const rest = { ...draft, sections: draft.sections.filter((section) => section.id !== id) }
  return withoutItems(rest, new Set(removed.flatMap(({ questions }) => questions.flatMap(itemIdsIn))))
}

/** Every id that a section bears. */
export const sectionIds = ({ sections }: Questionnaire): ReadonlySet<string> => new Set(sections.map(({ id }) => id))

const freeSectionId = (draft: Questionnaire): string => freeName('section', sectionIds(draft))

/** The ids of a question's items: its own, or those of its rows. */
const itemIdsIn = (question: Question): readonly string[] => itemsOf(question).map(({ id }) => id)

/** Every id that questions, rows and computed items use. */
export const usedIds = ({ sections, computed = [] }: Questionnaire): ReadonlySet<string> =>
  new Set([
    ...sections.flatMap(({ questions }) => questions.flatMap((question) => [question.id, ...itemIdsIn(question)])),
    ...computed.map(({ id }) => id),
  ])

/** An id that is not taken, made of another one and an ending; a long one is cut so that it stays an id. */
export const freeItemId = (base: string, ending: string, taken: ReadonlySet<string>): string =>
  freeName(`${base.slice(0, longest - ending.length - room)}${ending}`, taken)

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

/** The design in which an item has another id; skip logic, what is worked out or told of it, indicators and the service field follow. */
export function renameItem(draft: Questionnaire, from: string, to: string): Questionnaire {
  const named = (id: string): string => (id === from ? to : id)
  const inConditions = <T extends { readonly showIf?: Condition | undefined }>(part: T): T =>
    part.showIf ? { ...part, showIf: withTests(part.showIf, (test) => ({ ...test, item: named(test.item) })) } : part
  const inQuestion = (question: Question): Question => {
    const own = inConditions({ ...question, id: named(question.id) })
    return hasRows(own) ? { ...own, items: own.items.map((row) => ({ ...row, id: named(row.id) })) } : own
  }
  const retold = withTextsSaid(draft, (text) => repiped(text, named))
  return {
    ...retold,
    ...(draft.serviceItem === from ? { serviceItem: to } : {}),
    ...(retold.computed && { computed: retold.computed.map((one) => ({ ...one, id: named(one.id), of: one.of.map(named) })) }),
    sections: retold.sections.map((section) => inConditions({ ...section, questions: section.questions.map(inQuestion) })),
    trees: retold.trees.map((tree) => ({
      ...tree,
      nodes: tree.nodes.map((node) => (node.items ? { ...node, items: node.items.map(named) } : node)),
    })),
  }
}

function nodeWithout(node: IndicatorNode, gone: ReadonlySet<string>): IndicatorNode {
  const { items, weights } = node
  if (!items?.some((id) => gone.has(id))) return node
  const kept = items.map((id) => !gone.has(id))
  return {
    ...node,
    items: items.filter((_, place) => kept[place]),
    ...(weights ? { weights: weights.filter((_, place) => kept[place]) } : {}),
  }
}

/** The rows of a question such as a matrix, each an item of its own. */
export type Rows = RowsQuestion['items']

/** The design with the rows of a question changed; one that has none stays. */
export const changeRows = (draft: Questionnaire, id: string, edit: (rows: Rows) => Rows): Questionnaire =>
  changeQuestion(draft, id, (question) => (hasRows(question) ? { ...question, items: edit(question.items) } : question))

/** The row at another place of its matrix; places outside leave it where it is. */
export const moveRow = (draft: Questionnaire, id: string, row: string, to: number): Questionnaire =>
  changeRows(draft, id, (rows) =>
    moved(
      rows,
      rows.findIndex((one) => one.id === row),
      to,
    ),
  )

/** The design without a row; the indicators no longer count it. */
export const removeRow = (draft: Questionnaire, id: string, row: string): Questionnaire =>
  withoutItems(
    changeRows(draft, id, (rows) =>
      without(
        rows,
        rows.findIndex((one) => one.id === row),
      ),
    ),
    new Set([row]),
  )
