import { isLongerThan, trimmed } from '../spelling'
import { type Behaviour, type Keeping, openKept } from './behaviour'

/** Free text; its length is counted in characters as a reader sees them. */
export const text: Behaviour = {
  check: (item, answer) => {
    if (item.question.type !== 'text') return undefined
    if (typeof answer !== 'string') return { item: item.id, code: 'wrong_shape', allowed: 'text' }
    const allowed = item.question.maxLength
    return isLongerThan(allowed, answer) ? { item: item.id, code: 'too_long', allowed: String(allowed) } : undefined
  },
  read: (_, values) => {
    const written = trimmed((values[0] ?? '').replace(/\r\n/g, '\n'))
    return written === '' ? undefined : written
  },
}

export const textKept: Keeping = /* @__PURE__ */ openKept({ holds: 'words' })
