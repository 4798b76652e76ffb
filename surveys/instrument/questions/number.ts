import { type AskedQuestion, asksWhole } from '../item'
import { type Behaviour, firstValue, type Keeping, openKept, seenText } from './behaviour'

/** A whole number in a range; a percentage is one with the unit `percent`. */
export const number: Behaviour = {
  check: (item, answer) => {
    if (!asksWhole(item.question)) return undefined
    const { min, max } = item.question
    if (typeof answer !== 'number' || !Number.isSafeInteger(answer)) return { item: item.id, code: 'not_a_number', seen: seenText(answer) }
    if (answer < min || answer > max) return { item: item.id, code: 'out_of_range', seen: String(answer), allowed: `${min}…${max}` }
    return undefined
  },
  read: (_, values) => {
    const text = firstValue(values)
    return text !== undefined && /^-?\d{1,15}$/.test(text) ? Number(text) : text
  },
}

const range = (question: AskedQuestion) => (asksWhole(question) ? { low: question.min, high: question.max } : undefined)

/** The keeping of a type whose answers are whole numbers. */
export const wholeKept = (clash: NonNullable<Keeping['clash']>): Keeping =>
  openKept({
    holds: 'number',
    range,
    clash,
    counted: ({ question }) => ({ answer: 'number', options: [], hasShare: false, points: range(question) }),
  })

/** Numbers, and each row of a matrix of numbers. */
export const numberKept: Keeping = /* @__PURE__ */ wholeKept((question) => {
  const { low, high } = range(question) ?? { low: 0, high: 0 }
  return low > high ? `${low} > ${high}` : undefined
})
