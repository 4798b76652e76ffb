import type { Item } from './item'
import { itemsById } from './questionnaire'
import { codeOf, findOption, isChoice } from './questions/options'
import type { Answer, Answers, Computed, Questionnaire } from './schema'
import { ownValue } from './spelling'

/** Answers with what is worked out of them; it grows as a questionnaire is gone through. */
export type Given = Record<string, Answer>

/** What skip logic does with numbers that are worked out. */
export type Computing = {
  /** What is there before anything is answered: counts of nothing. */
  readonly begin: (questionnaire: Questionnaire) => Given
  /** Works anew what an item's answer changes. */
  readonly follow: (questionnaire: Questionnaire, given: Given, item: string) => void
  /** The items that something skip logic looks at stands on: itself, or those that it is worked out of. */
  readonly sources: (questionnaire: Questionnaire, name: string) => readonly string[]
}

export const computing: Computing = {
  begin: (questionnaire) => {
    const given: Given = {}
    for (const one of questionnaire.computed ?? []) put(questionnaire, given, one)
    return given
  },
  follow: (questionnaire, given, item) => {
    if (questionnaire.computed) for (const one of indexOf(questionnaire).on.get(item) ?? []) put(questionnaire, given, one)
  },
  sources: (questionnaire, name) => (questionnaire.computed && indexOf(questionnaire).named.get(name)?.of) ?? [name],
}

function put(questionnaire: Questionnaire, given: Given, computed: Computed): void {
  const value = computedValue(questionnaire, computed, given)
  if (value === undefined) delete given[computed.id]
  else given[computed.id] = value
}

/**
 * What a computed item comes to. Numbers and scores (in points) are put together as far as they are there: blank, not asked, "not applicable" and an
 * option without a score give none, and of nothing there is no sum, no mean, no lowest and no highest. How many were answered is 0 of none; how many
 * are among some options is there once one of them is answered.
 */
export function computedValue(questionnaire: Questionnaire, { value, of, codes = [] }: Computed, answers: Answers): number | undefined {
  const known = itemsById(questionnaire)
  const given = of.flatMap((id) => {
    const answer = ownValue(answers, id)
    return answer === undefined ? [] : [{ item: known.get(id), answer }]
  })
  if (value === 'answered') return given.length
  if (value === 'among')
    return given.length === 0 ? undefined : given.filter(({ answer }) => codesIn(answer).some((code) => codes.includes(code))).length
  const numbers = given.flatMap(({ item, answer }) => numberIn(item, answer, questionnaire.scoreUnit) ?? [])
  if (numbers.length === 0) return undefined
  if (value === 'lowest') return Math.min(...numbers)
  if (value === 'highest') return Math.max(...numbers)
  const sum = numbers.reduce((all, number) => all + number, 0)
  return tidy(value === 'sum' ? sum : sum / numbers.length)
}

/** The number that an answer is: as it was given, or the points of its option. */
function numberIn(item: Item | undefined, answer: Answer, scoreUnit: number): number | undefined {
  if (typeof answer === 'number') return answer
  const score = item && isChoice(answer) ? findOption(item, codeOf(answer))?.score : undefined
  return score === undefined ? undefined : tidy(score * scoreUnit)
}

function codesIn(answer: Answer): readonly string[] {
  if (typeof answer === 'number') return []
  return isChoice(answer) ? [codeOf(answer)] : answer.map(codeOf)
}

/** Tenths add up as they do on paper. */
const tidy = (number: number): number => Math.round(number * 1e9) / 1e9

type Index = { readonly named: ReadonlyMap<string, Computed>; readonly on: ReadonlyMap<string, readonly Computed[]> }

const indexes = new WeakMap<Questionnaire, Index>()

function indexOf(questionnaire: Questionnaire): Index {
  const made = indexes.get(questionnaire) ?? newIndex(questionnaire.computed ?? [])
  indexes.set(questionnaire, made)
  return made
}

function newIndex(computed: readonly Computed[]): Index {
  const on = new Map<string, Computed[]>()
  for (const one of computed)
    for (const id of new Set(one.of)) {
      const those = on.get(id) ?? []
      those.push(one)
      on.set(id, those)
    }
  return { named: new Map(computed.map((one) => [one.id, one])), on }
}
