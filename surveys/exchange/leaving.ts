import { items } from '../instrument/questionnaire'
import type { Condition, Questionnaire } from '../instrument/schema'
import type { Tell } from './notes'

/** What of a questionnaire no format of another tool holds, or only in columns and names of our own. */
export function tellWhatStays(questionnaire: Questionnaire, tell: Tell): void {
  const { id, trees, bandSets, words, loop, scales, sections, serviceItem, computed } = questionnaire
  const place = { name: id }
  if (trees.length + bandSets.length > 0) tell(place, 'stays_trees', trees.map((tree) => tree.id).join(', '))
  if (words) tell(place, 'stays_words', Object.keys(words).length.toString())
  if (loop) tell(place, 'stays_loop', String(loop.atMost))
  if (computed) tell(place, 'calculation', computed.map((one) => one.id).join(', '))
  if (serviceItem !== undefined) tell({ name: serviceItem }, 'stays_service')
  const questions = sections.flatMap((section) => section.questions)
  if (questions.some(({ sound }) => sound) || scales.some(({ options }) => options.some(({ sound }) => sound))) tell(place, 'stays_sounds')
  for (const scale of scales) {
    const own = ['score', 'positive', 'face', 'exclusive', 'fixed'].filter((name) =>
      scale.options.some((option) => Object.hasOwn(option, name)),
    )
    const kinds = scale.options.filter(({ kind }) => kind !== 'answer').map(({ kind }) => kind)
    if (own.length + kinds.length > 0) tell({ name: scale.id }, 'own_columns', [...own, ...new Set(kinds)].join(', '))
    if (kinds.includes('other')) tell({ name: scale.id }, 'stays_other')
  }
}

/** How conditions are written in another tool. */
export type Writing = {
  readonly and: string
  readonly or: string
  readonly not: (condition: string) => string
  readonly answered: (item: string) => string
  readonly number: (item: string, sign: '>=' | '<=', limit: number) => string
  readonly chosen: (item: string, code: string, isMany: boolean) => string
}

/** A condition as another tool writes it; undefined, and told, for one that asks for what no answer there is. */
export function conditionWritten(questionnaire: Questionnaire, writing: Writing, tell: Tell) {
  const answered = new Set(items(questionnaire).map(({ id }) => id))
  const many = new Set(
    items(questionnaire).flatMap((item) => (item.question.type === 'multiple' || item.question.type === 'ranking' ? [item.id] : [])),
  )
  const written = (condition: Condition): string => {
    if ('all' in condition) return together(condition.all.map(written), writing.and)
    if ('any' in condition) return together(condition.any.map(written), writing.or)
    if ('not' in condition) return writing.not(written(condition.not))
    const { item } = condition
    if ('in' in condition)
      return together(
        condition.in.map((code) => writing.chosen(item, code, many.has(item))),
        writing.or,
      )
    if ('atLeast' in condition) return writing.number(item, '>=', condition.atLeast)
    return 'atMost' in condition ? writing.number(item, '<=', condition.atMost) : writing.answered(item)
  }
  return (condition: Condition | undefined, name: string): string | undefined => {
    if (!condition) return undefined
    const unknown = itemsNamed(condition).find((item) => !answered.has(item))
    if (unknown === undefined) return written(condition)
    tell({ name }, 'condition', unknown)
    return undefined
  }
}

function itemsNamed(condition: Condition): readonly string[] {
  if ('all' in condition) return condition.all.flatMap(itemsNamed)
  if ('any' in condition) return condition.any.flatMap(itemsNamed)
  return 'not' in condition ? itemsNamed(condition.not) : [condition.item]
}

const together = (parts: readonly string[], sign: string): string =>
  parts.length === 1 ? (parts[0] ?? '') : `(${parts.join(` ${sign} `)})`

/** A language by its own name and its tag, as forms name it: `Tiếng Việt (vi)`. */
export function languageNamed(tag: string): string {
  const name = new Intl.DisplayNames([tag], { type: 'language', fallback: 'none' }).of(tag)
  return name === undefined ? `${tag} (${tag})` : `${name.replace(/[():]/g, '')} (${tag})`
}
