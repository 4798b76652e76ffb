import { type Counted, hasOther, isPositive, isValidOption, type Item } from '../item'
import type { Answer, Option } from '../schema'
import { isLongerThan, trimmed } from '../spelling'
import type { Violation } from '../violations'
import { type Behaviour, firstValue, type Keeping } from './behaviour'

/** The longest free text beside an "other", in characters as a reader counts them. */
export const otherTextLimit = 200

/** A choice as it is sent: a code, or a code with the text written beside an "other". */
export type Choice = string | { readonly code: string; readonly text: string }

/** Exactly one option of a scale: single choice, rating, yes/no and each row of a matrix. */
export const oneOption: Behaviour = {
  check: (item, answer) => {
    if (typeof answer === 'number' || Array.isArray(answer)) return { item: item.id, code: 'wrong_shape', allowed: 'code' }
    return isChoice(answer) ? checkChoice(item, answer) : undefined
  },
  read: (item, values, otherText) => {
    const code = firstValue(values)
    return code === undefined ? undefined : asChoice(item, code, trimmed(otherText))
  },
}

/** The keeping of a type whose answer is one option. */
export const optionKept = (own: Pick<Keeping, 'judges' | 'isGrouping'> & Partial<Keeping>): Keeping => ({
  holds: 'one',
  counted: ({ scale }) =>
    scale && { answer: 'one', options: scale.options, hasShare: scale.options.some(isPositive), points: pointsRange(scale.options) },
  bytes: () => 1,
  pack: (item, answer, into, offset) => {
    if (isChoice(answer)) into[offset] = optionPlace(item, codeOf(answer)) + 1
  },
  columns: optionColumns,
  writer: (item) => {
    const hasText = takesText(item)
    return (answer, row) => {
      const choice = answer !== undefined && isChoice(answer) ? answer : ''
      row.push(codeOf(choice))
      if (hasText) row.push(textOf(choice))
    }
  },
  values: (cell) => [cell],
  ...own,
})

/** Rating, yes/no and each row of a matrix. */
export const oneOptionKept: Keeping = /* @__PURE__ */ optionKept({ judges: 'always', isGrouping: false })

export const singleKept: Keeping = /* @__PURE__ */ optionKept({ judges: 'if-scored', isGrouping: true })

function pointsRange(options: readonly Option[]): Counted['points'] {
  const scores = options.filter(isValidOption).flatMap(({ score }) => score ?? NaN)
  const low = Math.min(...scores)
  return scores.length === 0 || Number.isNaN(low) ? undefined : { low, high: Math.max(...scores) }
}

/** The item's own column, and one for the text beside its "other". */
export function optionColumns(item: Item): readonly string[] {
  return takesText(item) ? [item.id, `${item.id}.text`] : [item.id]
}

/** Where an option stands in its scale; −1 for a code of none. */
export const optionPlace = ({ scale }: Item, code: string): number => scale?.options.findIndex((option) => option.code === code) ?? -1

export const isChoice = (answer: Answer): answer is Choice => typeof answer === 'string' || (typeof answer === 'object' && 'code' in answer)
export const codeOf = (choice: Choice): string => (typeof choice === 'string' ? choice : choice.code)
export const textOf = (choice: Choice): string => (typeof choice === 'string' ? '' : choice.text)
export const takesText = (item: Item): boolean => item.scale !== undefined && hasOther(item.scale)

/** A code as it was chosen, with the text (no spaces around it) where its option takes one. */
export const asChoice = (item: Item, code: string, text: string): Choice =>
  text !== '' && findOption(item, code)?.kind === 'other' ? { code, text } : code

export const findOption = (item: Item, code: string): Option | undefined => item.scale?.options.find((option) => option.code === code)

export function checkChoice(item: Item, choice: Choice): Violation | undefined {
  const option = findOption(item, codeOf(choice))
  if (!option) return { item: item.id, code: 'unknown_option', seen: codeOf(choice), allowed: allowedCodes(item) }
  if (typeof choice === 'string') return undefined
  if (option.kind !== 'other') return { item: item.id, code: 'wrong_shape', allowed: 'code' }
  if (!isLongerThan(otherTextLimit, choice.text)) return undefined
  return { item: item.id, code: 'too_long', allowed: String(otherTextLimit) }
}

const allowedCodes = (item: Item): string => (item.scale?.options ?? []).map(({ code }) => code).join(', ')
