import type { Behaviour, Keeping } from './behaviour'
import { number, wholeKept } from './number'

/** A whole number of a range, by steps from its least; where nothing was touched nothing is answered. */
export const slider: Behaviour = {
  check: (item, answer) => {
    const wrong = number.check(item, answer)
    if (wrong || item.question.type !== 'slider' || typeof answer !== 'number') return wrong
    const { min, step } = item.question
    return (answer - min) % step === 0
      ? undefined
      : { item: item.id, code: 'not_a_step', seen: String(answer), allowed: `${min}, ${min + step}, ${min + 2 * step}…` }
  },
  read: number.read,
}

/** One whose steps do not reach from one end to the other has an end that nobody can answer. */
export const sliderKept: Keeping = /* @__PURE__ */ wholeKept((question) => {
  if (question.type !== 'slider') return undefined
  const { min, max, step } = question
  return max > min && (max - min) % step === 0 ? undefined : `${min} + n × ${step} ≠ ${max}`
})
