import { filled, localised } from '../instrument/language'
import type { AskedQuestion } from '../instrument/item'
import { itemsOf } from '../instrument/questionnaire'
import { keepings } from '../instrument/questions/keepings'
import type { Condition, LocalText, Option, Questionnaire } from '../instrument/schema'
import { isLongerThan } from '../instrument/spelling'
import type { Test } from '../instrument/condition'
import { edited, type Relation } from './conditions'

/** Who is told skip logic: the pieces of sentences, the reader's language for the questionnaire's own texts, and how numbers are written. */
export type Telling = { readonly words: ConditionWords; readonly language: string; readonly number: (value: number) => string }

/** Skip logic as a sentence with the questions' and options' own words. */
export function conditionSentence(telling: Telling, questionnaire: Questionnaire, condition: Condition | undefined): string {
  const teller = tellerOf(telling, questionnaire)
  if (!condition) return teller.words.always
  return filled(teller.words.only, { condition: told(teller, condition) })
}

type Asked = {
  readonly id: string
  readonly text: LocalText
  /** None for what is worked out. */
  readonly question: AskedQuestion | undefined
  readonly options: readonly Option[]
}

type Teller = {
  readonly words: ConditionWords
  readonly find: (id: string) => Asked | undefined
  readonly say: (text: LocalText) => string
  readonly number: (value: number) => string
}

function tellerOf({ words, language, number }: Telling, { sections, scales, languages, computed = [] }: Questionnaire): Teller {
  const optionsOf = (question: AskedQuestion): readonly Option[] =>
    'scale' in question ? (scales.find(({ id }) => id === question.scale)?.options ?? []) : []
  return {
    words,
    find: (id) => {
      const asked = sections.flatMap(({ questions }) => questions.flatMap(itemsOf)).find((one) => one.id === id)
      if (asked) return { ...asked, options: optionsOf(asked.question) }
      const worked = computed.find((one) => one.id === id)
      return worked && { id, text: worked.label, question: undefined, options: [] }
    },
    say: (text) => shortened(localised(text, language, languages)),
    number,
  }
}

function told(teller: Teller, condition: Condition): string {
  const view = edited(condition)
  if (view.kind === 'row') return toldRow(teller, view.test, view.relation)
  const { words } = teller
  if (view.parts.length === 0) return words.empty
  const parts = view.parts.map((part) => inBrackets(part, told(teller, part), view.parts.length))
  if (view.mode === 'not-all') return filled(words.notAll, { parts: parts.join('; ') })
  if (view.mode === 'none') return filled(words.none, { parts: parts.join('; ') })
  return parts.join(view.mode === 'all' ? words.and : words.or)
}

/** A group inside another group stands in brackets, so that it is clear what belongs together. */
function inBrackets(condition: Condition, text: string, neighbours: number): string {
  const view = edited(condition)
  const isLong = view.kind === 'group' && (view.parts.length > 1 || view.mode === 'none' || view.mode === 'not-all')
  return isLong && neighbours > 1 ? `(${text})` : text
}

function toldRow(teller: Teller, test: Test, relation: Relation): string {
  const { words, find, number } = teller
  const asked = find(test.item)
  const item = nameOf(teller, test.item, asked)
  const isNegated = relation.startsWith('not-') || relation === 'blank'
  if ('in' in test)
    return filled(inWords(words, test.in, asked, isNegated), {
      item,
      options: optionNames(teller, test.in, asked, isNegated ? words.neither : words.either),
    })
  if (asked && !asked.question) return toldNumber(teller, test, isNegated, item)
  const unit = asked?.question && 'unit' in asked.question && asked.question.unit === 'percent' ? '%' : ''
  if ('atLeast' in test) return filled(isNegated ? words.notAtLeast : words.atLeast, { item, number: number(test.atLeast) + unit })
  if ('atMost' in test) return filled(isNegated ? words.notAtMost : words.atMost, { item, number: number(test.atMost) + unit })
  return filled(isNegated ? words.blank : words.answered, { item })
}

/** What is asked of a number that is worked out. */
function toldNumber({ words, number }: Teller, test: Test, isNegated: boolean, item: string): string {
  if ('atLeast' in test) return filled(isNegated ? words.computedNotAtLeast : words.computedAtLeast, { item, number: number(test.atLeast) })
  if ('atMost' in test) return filled(isNegated ? words.computedNotAtMost : words.computedAtMost, { item, number: number(test.atMost) })
  return filled(isNegated ? words.computedMissing : words.computedThere, { item })
}

function nameOf({ words, say }: Teller, id: string, asked: Asked | undefined): string {
  if (!asked) return filled(words.strangeItem, { id })
  const text = say(asked.text)
  if (!asked.question) return filled(words.computed, { id, text: text === '' ? id : text })
  return text === '' ? filled(words.bareItem, { id }) : filled(words.item, { id, text })
}

function inWords(words: ConditionWords, codes: readonly string[], asked: Asked | undefined, isNegated: boolean): string {
  if (codes.length === 0) return words.noOption
  if (asked?.question && ['several', 'order'].includes(keepings[asked.question.type].holds))
    return isNegated ? words.notChosen : words.chosen
  return isNegated ? words.notIn : words.in
}

const optionNames = ({ say }: Teller, codes: readonly string[], asked: Asked | undefined, joining: string): string =>
  listed(
    codes.map((code) => {
      const option = asked?.options.find((one) => one.code === code)
      return `“${(option && say(option.label)) || code}”`
    }),
    joining,
  )

/** "a, b or c". */
const listed = (names: readonly string[], joining: string): string =>
  names.length > 1 ? `${names.slice(0, -1).join(', ')}${joining}${names.at(-1) ?? ''}` : (names[0] ?? '')

const longest = 60

/** A text cut after a whole word. */
function shortened(text: string): string {
  if (!isLongerThan(longest, text)) return text
  const words = text.slice(0, longest).split(' ')
  return `${words.length > 1 ? words.slice(0, -1).join(' ') : text.slice(0, longest)}…`
}

/** The pieces of which conditions are told. */
export type ConditionWord =
  | 'always'
  | 'only'
  | 'onPaper'
  | 'item'
  | 'codelessItem'
  | 'bareItem'
  | 'strangeItem'
  | 'in'
  | 'notIn'
  | 'chosen'
  | 'notChosen'
  | 'noOption'
  | 'atLeast'
  | 'notAtLeast'
  | 'atMost'
  | 'notAtMost'
  | 'answered'
  | 'blank'
  | 'computed'
  | 'computedAtLeast'
  | 'computedNotAtLeast'
  | 'computedAtMost'
  | 'computedNotAtMost'
  | 'computedThere'
  | 'computedMissing'
  | 'and'
  | 'or'
  | 'either'
  | 'neither'
  | 'notAll'
  | 'none'
  | 'empty'

export type ConditionWords = Readonly<Record<ConditionWord, string>>
