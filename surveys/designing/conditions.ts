import type { Test } from '../instrument/condition'
import { type AskedQuestion, isClosed, type Item } from '../instrument/item'
import { itemsOf } from '../instrument/questionnaire'
import { keepings } from '../instrument/questions/keepings'
import { ownScales } from '../instrument/questions/registry'
import type { Condition, Questionnaire } from '../instrument/schema'

/** What a condition can look at: an item that is asked, or a number that is worked out, which no question asks. */
export type Lookable = Pick<Item, 'id' | 'text' | 'scale'> & { readonly question: AskedQuestion | undefined }

type Spot = { readonly section: string; readonly question?: string | undefined }

/** What conditions of a section, or of a question of it, may look at: the items asked before, and what is worked out of them alone. */
export function itemsBefore(draft: Questionnaire, place: Spot): readonly Lookable[] {
  const asked = askedBefore(draft, place)
  const known = new Set(asked.map(({ id }) => id))
  const worked = (draft.computed ?? []).filter(({ of }) => of.every((id) => known.has(id)))
  return [...asked, ...worked.map(({ id, label }) => ({ id, text: label, question: undefined, scale: undefined }))]
}

/** A scale not yet defined is left out. */
function askedBefore({ sections, scales, languages }: Questionnaire, place: Spot): readonly Lookable[] {
  const end = sections.findIndex(({ id }) => id === place.section)
  const isOnce = sections[end]?.each === undefined
  return sections.slice(0, end + 1).flatMap((section, at) => {
    // What is answered for each agency says nothing of what is asked once.
    if (isOnce && section.each) return []
    const until = at < end ? section.questions.length : section.questions.findIndex(({ id }) => id === place.question)
    return section.questions.slice(0, Math.max(until, 0)).flatMap((question) =>
      itemsOf(question).map(({ id, text, question: asked }) => ({
        id,
        text,
        question: asked,
        scale: isClosed(asked) ? scales.find((scale) => scale.id === asked.scale) : ownScales[asked.type]?.(languages),
      })),
    )
  })
}

/** What a row of a condition asks of its item's answer. */
export type Relation = 'in' | 'not-in' | 'at-least' | 'not-at-least' | 'at-most' | 'not-at-most' | 'answered' | 'blank'

/** What a group asks of its parts. */
export type GroupMode = 'all' | 'any' | 'not-all' | 'none'

/** A condition as an author edits it: one row, or a group of conditions. */
export type EditedCondition =
  | { readonly kind: 'row'; readonly test: Test; readonly relation: Relation }
  | { readonly kind: 'group'; readonly mode: GroupMode; readonly parts: readonly Condition[] }

/** Any condition as a row or a group; two negations cancel out. */
export function edited(condition: Condition): EditedCondition {
  if (!('not' in condition)) return plain(condition)
  if ('not' in condition.not) return edited(condition.not.not)
  const inner = plain(condition.not)
  if (inner.kind === 'group') return { ...inner, mode: inner.mode === 'all' ? 'not-all' : 'none' }
  return { ...inner, relation: negatedRelations[relationOf(inner.test)] }
}

/** The condition that a group stands for. */
export function grouped(mode: GroupMode, parts: readonly Condition[]): Condition {
  if (mode === 'all') return { all: parts }
  if (mode === 'any') return { any: parts }
  return { not: mode === 'not-all' ? { all: parts } : { any: parts } }
}

/** The first condition on an item: options still to be chosen, its lowest number, or that it was answered. */
export const freshCondition = (item: Lookable): Condition => related(item, relationsOf(item)[0] ?? 'answered')

/** The relations that an item's answers can stand in. */
export function relationsOf({ question, scale }: Pick<Lookable, 'question' | 'scale'>): readonly Relation[] {
  if (scale && scale.options.length > 0) return ['in', 'not-in', 'answered', 'blank']
  return question === undefined || keepings[question.type].holds === 'number'
    ? ['at-least', 'at-most', 'not-at-least', 'not-at-most', 'answered', 'blank']
    : ['answered', 'blank']
}

/** A row's condition in another relation to its item; options and numbers chosen before stay where they can. */
export function related(item: Lookable, relation: Relation, before?: Test): Condition {
  const { test, isNegated } = bases[relation]
  const asked = asking(item, test, before)
  return isNegated ? { not: asked } : asked
}

/** The row's condition with other options or another number, its relation kept. */
export const withTest = (relation: Relation, test: Test): Condition => (bases[relation].isNegated ? { not: test } : test)

type TestKind = 'in' | 'at-least' | 'at-most' | 'answered'

const bases: Readonly<Record<Relation, { readonly test: TestKind; readonly isNegated: boolean }>> = {
  in: { test: 'in', isNegated: false },
  'not-in': { test: 'in', isNegated: true },
  'at-least': { test: 'at-least', isNegated: false },
  'not-at-least': { test: 'at-least', isNegated: true },
  'at-most': { test: 'at-most', isNegated: false },
  'not-at-most': { test: 'at-most', isNegated: true },
  answered: { test: 'answered', isNegated: false },
  blank: { test: 'answered', isNegated: true },
}

const negatedRelations: Readonly<Record<TestKind, Relation>> = {
  in: 'not-in',
  'at-least': 'not-at-least',
  'at-most': 'not-at-most',
  answered: 'blank',
}

function relationOf(test: Test): TestKind {
  if ('in' in test) return 'in'
  if ('atLeast' in test) return 'at-least'
  return 'atMost' in test ? 'at-most' : 'answered'
}

function plain(condition: Exclude<Condition, { readonly not: Condition }>): EditedCondition {
  if ('all' in condition) return { kind: 'group', mode: 'all', parts: condition.all }
  if ('any' in condition) return { kind: 'group', mode: 'any', parts: condition.any }
  return { kind: 'row', test: condition, relation: relationOf(condition) }
}

function asking({ id, question }: Lookable, test: TestKind, before: Test | undefined): Test {
  const number =
    before && 'atLeast' in before
      ? before.atLeast
      : before && 'atMost' in before
        ? before.atMost
        : ((question && keepings[question.type].range?.(question)?.low) ?? 0)
  // No option is chosen for an author who then ticks another one beside it.
  if (test === 'in') return { item: id, in: before && 'in' in before ? before.in : [] }
  if (test === 'at-least') return { item: id, atLeast: number }
  return test === 'at-most' ? { item: id, atMost: number } : { item: id, answered: true }
}
