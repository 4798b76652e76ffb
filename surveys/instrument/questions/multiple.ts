import type { Item } from '../item'
import type { Answer } from '../schema'
import type { Violation } from '../violations'
import { trimmed } from '../spelling'
import type { Behaviour, Keeping } from './behaviour'
import { asChoice, checkChoice, type Choice, codeOf, findOption, optionColumns, optionPlace, takesText, textOf } from './options'

/** Several options of a scale, an exclusive one only alone; no option at all is a blank. */
export const multiple: Behaviour = {
  check: (item, answer) => {
    const choices = asChoices(answer)
    if (!choices) return { item: item.id, code: 'wrong_shape', allowed: '[code]' }
    for (const choice of choices) {
      const wrong = checkChoice(item, choice)
      if (wrong) return wrong
    }
    return checkTogether(item, choices)
  },
  read: (item, values, otherText) => {
    const text = trimmed(otherText)
    const codes = values.map((value) => value.trim()).filter((value) => value !== '')
    return codes.length === 0 ? undefined : codes.map((code) => asChoice(item, code, text))
  },
}

/** Persons are counted by option: without one answer a person there is neither share nor level. */
export const multipleKept: Keeping = {
  holds: 'several',
  judges: 'never',
  isGrouping: false,
  clash: (question, scale) => {
    if (question.type !== 'multiple' || question.atLeast === undefined) return undefined
    const most = Math.min(question.atMost ?? Infinity, scale?.options.filter(({ exclusive }) => !exclusive).length ?? Infinity)
    return question.atLeast > most ? `${question.atLeast} > ${most}` : undefined
  },
  counted: ({ scale }) => scale && { answer: 'many', options: scale.options, hasShare: false, points: undefined },
  bytes: ({ scale }) => scale?.options.length ?? 0,
  pack: (item, answer, into, offset) => {
    for (const choice of asChoices(answer) ?? []) {
      const place = optionPlace(item, codeOf(choice))
      if (place >= 0) into[offset + place] = 1
    }
  },
  columns: optionColumns,
  writer: (item) => {
    const hasText = takesText(item)
    return (answer, row) => {
      const choices = (answer === undefined ? undefined : asChoices(answer)) ?? []
      row.push(choices.map(codeOf).join('|'))
      if (hasText) row.push(choices.map(textOf).find((text) => text !== '') ?? '')
    }
  },
  values: (cell) => cell.split('|'),
}

const asChoices = (answer: Answer): readonly Choice[] | undefined => (Array.isArray(answer) ? answer : undefined)

function checkTogether(item: Item, choices: readonly Choice[]): Violation | undefined {
  const codes = choices.map(codeOf)
  const met = new Set<string>()
  const repeated = codes.find((code) => met.size === met.add(code).size)
  if (repeated !== undefined) return { item: item.id, code: 'repeated', seen: repeated }
  const alone = codes.find((code) => findOption(item, code)?.exclusive)
  if (alone !== undefined && codes.length > 1) return { item: item.id, code: 'exclusive', seen: alone }
  return alone === undefined ? checkCount(item, codes.length) : undefined
}

function checkCount(item: Item, count: number): Violation | undefined {
  if (item.question.type !== 'multiple' || count === 0) return undefined
  const { atLeast = 1, atMost = Infinity } = item.question
  if (count < atLeast) return { item: item.id, code: 'too_few', seen: String(count), allowed: String(atLeast) }
  if (count > atMost) return { item: item.id, code: 'too_many', seen: String(count), allowed: String(atMost) }
  return undefined
}
