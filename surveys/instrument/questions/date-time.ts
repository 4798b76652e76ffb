import { isMoment } from '../moment'
import { type Behaviour, firstValue, type Keeping, openKept, seenText } from './behaviour'

/** A day and a time of it in the province's own time, `YYYY-MM-DDTHH:MM`, within the question's bounds. */
export const dateTime: Behaviour = {
  check: (item, answer) => {
    if (item.question.type !== 'date-time') return undefined
    if (typeof answer !== 'string' || !isMoment(answer)) return { item: item.id, code: 'not_a_moment', seen: seenText(answer) }
    const { min = '', max = '' } = item.question
    return answer < min || (max !== '' && answer > max)
      ? { item: item.id, code: 'out_of_range', seen: asRead(answer), allowed: asRead(`${min}…${max}`) }
      : undefined
  },
  // Some browsers add seconds.
  read: (_, values) => firstValue(values)?.replace(/^(\S+T\d\d:\d\d):00(\.0+)?$/, '$1'),
}

const asRead = (text: string): string => text.replaceAll('T', ' ')

export const dateTimeKept: Keeping = /* @__PURE__ */ openKept({
  holds: 'moment',
  clash: (question) => {
    if (question.type !== 'date-time' || question.min === undefined || question.max === undefined) return undefined
    return question.min > question.max ? `${asRead(question.min)} > ${asRead(question.max)}` : undefined
  },
})
