import { isDay } from '../calendar'
import { type Behaviour, firstValue, type Keeping, openKept, seenText } from './behaviour'

/** A calendar day, `YYYY-MM-DD`, within the question's bounds. */
export const date: Behaviour = {
  check: (item, answer) => {
    if (item.question.type !== 'date') return undefined
    if (typeof answer !== 'string' || !isDay(answer)) return { item: item.id, code: 'not_a_date', seen: seenText(answer) }
    const { min = '', max = '' } = item.question
    return answer < min || (max !== '' && answer > max)
      ? { item: item.id, code: 'out_of_range', seen: answer, allowed: `${min}…${max}` }
      : undefined
  },
  read: (_, values) => firstValue(values),
}

export const dateKept: Keeping = /* @__PURE__ */ openKept({
  holds: 'day',
  clash: (question) => {
    if (question.type !== 'date' || question.min === undefined || question.max === undefined) return undefined
    return question.min > question.max ? `${question.min} > ${question.max}` : undefined
  },
})
