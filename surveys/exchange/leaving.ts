import { itemsLookedAt } from '../instrument/flow'
import { isClosed } from '../instrument/item'
import { pipedItems, toldPlaces, withAnswersTold } from '../instrument/pipes'
import { items } from '../instrument/questionnaire'
import type { Computed, Condition, LocalText, Questionnaire } from '../instrument/schema'
import type { ForeignPlace, Tell } from './notes'

/** What of a questionnaire no format of another tool holds, or only in columns and names of our own. */
export function tellWhatStays(questionnaire: Questionnaire, tell: Tell): void {
  const { id, trees, bandSets, words, loop, scales, sections, serviceItem } = questionnaire
  const place = { name: id }
  if (trees.length + bandSets.length > 0) tell(place, 'stays_trees', trees.map((tree) => tree.id).join(', '))
  if (words) tell(place, 'stays_words', Object.keys(words).length.toString())
  if (loop) tell(place, 'stays_loop', String(loop.atMost))
  if (serviceItem !== undefined) tell({ name: serviceItem }, 'stays_service')
  const questions = sections.flatMap((section) => section.questions)
  if (questions.some(({ sound }) => sound) || scales.some(({ options }) => options.some(({ sound }) => sound))) tell(place, 'stays_sounds')
  if (scales.some(({ options }) => options.some(({ picture }) => picture))) tell(place, 'stays_pictures')
  tellSettings(questionnaire, tell)
  for (const scale of scales) {
    const own = ['score', 'positive', 'face', 'exclusive', 'fixed'].filter((name) =>
      scale.options.some((option) => Object.hasOwn(option, name)),
    )
    const kinds = scale.options.filter(({ kind }) => kind !== 'answer').map(({ kind }) => kind)
    if (own.length + kinds.length > 0) tell({ name: scale.id }, 'own_columns', [...own, ...new Set(kinds)].join(', '))
    if (kinds.includes('other')) tell({ name: scale.id }, 'stays_other')
  }
}

/** What is set for a questionnaire as a whole, and where its parts were taken from. */
function tellSettings(
  { id, adultsOnly, secondsPerItem, headline, digits, comparableTo, scales, sections }: Questionnaire,
  tell: Tell,
): void {
  const parts = sections.flatMap((section) => [section, ...section.questions])
  const set = Object.entries({
    adultsOnly,
    secondsPerItem: secondsPerItem !== usualSeconds,
    headline: headline !== undefined,
    digits: digits !== undefined,
    comparableTo: comparableTo !== undefined,
    names: scales.some(({ name }) => name),
    from: parts.some(({ from }) => from),
  })
  const names = set.flatMap(([name, isSet]) => (isSet ? [name] : []))
  if (names.length > 0) tell({ name: id }, 'stays_settings', names.join(', '))
}

const usualSeconds = 5
/** Months that a contact is kept unless its question says otherwise. */
export const usualMonths = 3

/** A text as another tool reads it: each answer that it tells under the name that stands for it there. */
export type TextWriting = (text: LocalText, name: string) => LocalText

/** How texts are written in another tool, with a name there for each answer; what has none is left out and told. */
export function textWritten(answerOf: (item: string) => string | undefined, tell: Tell): TextWriting {
  return (text, name) => {
    const place: ForeignPlace = { name }
    const write = (one: string): string => {
      for (const filled of one.match(/\{(?:agency|campaign)\}/g) ?? []) tell(place, 'stays_filled', filled)
      for (const { words } of toldPlaces(one)) if (words) tell(place, 'stays_words_for_none', words)
      for (const item of pipedItems(one)) if (answerOf(item) === undefined) tell(place, 'piping', item)
      // What an answer is written as has no place for another answer in it.
      const parted = one.replace(/\$(?=\{)/g, '$ ')
      if (parted !== one) tell(place, 'signs_parted')
      return withAnswersTold(parted, answerOf)
    }
    return Object.fromEntries(Object.entries(text).map(([language, one]) => [language, write(one)]))
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
  const answered = new Set([...items(questionnaire), ...(questionnaire.computed ?? [])].map(({ id }) => id))
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
    const unknown = itemsLookedAt(condition).find((item) => !answered.has(item))
    if (unknown === undefined) return written(condition)
    tell({ name }, 'condition', unknown)
    return undefined
  }
}

/** How calculations are written in another tool. */
export type Calculating = Pick<Writing, 'or' | 'answered' | 'chosen'> & {
  readonly answer: (item: string) => string
  /** The number that an answer is, 0 where nothing was answered. */
  readonly orZero: (item: string) => string
  readonly either: (test: string, then: string, otherwise: string) => string
  readonly over: string
}

/** What is worked out, as another tool writes it; numbers and scores of what is not answered are passed over, as here. */
export function computedWritten(questionnaire: Questionnaire, writing: Calculating): (computed: Computed) => string {
  const known = new Map(items(questionnaire).map((item) => [item.id, item]))
  const { or, either, answer } = writing
  const pointsOf = (id: string) =>
    (known.get(id)?.scale?.options ?? []).flatMap(({ code, score }) =>
      score === undefined ? [] : [{ code, points: Math.round(score * questionnaire.scoreUnit * 1e9) / 1e9 }],
    )
  const hasOptions = (id: string): boolean => known.get(id)?.scale !== undefined
  const number = (id: string, none: '0' | typeof farAbove | typeof farBelow): string =>
    hasOptions(id)
      ? pointsOf(id).reduceRight<string>((rest, { code, points }) => either(writing.chosen(id, code, false), String(points), rest), none)
      : none === '0'
        ? writing.orZero(id)
        : either(writing.answered(id), answer(id), none)
  const isThere = (id: string): string =>
    hasOptions(id)
      ? joined(
          pointsOf(id).map(({ code }) => writing.chosen(id, code, false)),
          or,
        )
      : writing.answered(id)
  const isAmong = (id: string, codes: readonly string[]): string => {
    const item = known.get(id)
    const isMany = item !== undefined && isClosed(item.question) && ['multiple', 'ranking'].includes(item.question.type)
    const own = codes.filter((code) => item?.scale?.options.some((option) => option.code === code))
    return joined(
      own.map((code) => writing.chosen(id, code, isMany)),
      or,
    )
  }
  const added = (parts: readonly string[]): string => parts.join(' + ')
  return ({ value, of, codes = [] }) => {
    if (value === 'answered') return added(of.map((id) => either(writing.answered(id), '1', '0')))
    if (value === 'among')
      return either(joined(of.map(writing.answered), or), added(of.map((id) => either(isAmong(id, codes), '1', '0'))), "''")
    const any = joined(of.map(isThere), or)
    if (value === 'lowest') return either(any, `min(${of.map((id) => number(id, farAbove)).join(', ')})`, "''")
    if (value === 'highest') return either(any, `max(${of.map((id) => number(id, farBelow)).join(', ')})`, "''")
    const sum = added(of.map((id) => number(id, '0')))
    const many = added(of.map((id) => either(isThere(id), '1', '0')))
    return either(any, value === 'sum' ? sum : `(${sum}) ${writing.over} (${many})`, "''")
  }
}

/** What stands for no answer among those of which the lowest or the highest is taken: beyond all that can be answered. */
const farAbove = '1000000'
const farBelow = '-1000000'

/** Conditions without brackets around them. */
const joined = (parts: readonly string[], sign: string): string => parts.join(` ${sign} `)

const together = (parts: readonly string[], sign: string): string =>
  parts.length === 1 ? (parts[0] ?? '') : `(${parts.join(` ${sign} `)})`

/** A language by its own name and its tag, as forms name it: `Tiếng Việt (vi)`. */
export function languageNamed(tag: string): string {
  const name = new Intl.DisplayNames([tag], { type: 'language', fallback: 'none' }).of(tag)
  return name === undefined ? `${tag} (${tag})` : `${name.replace(/[():]/g, '')} (${tag})`
}
