import { graphemes, isLongerThan } from '../graphemes'
import { namePatterns } from '../name-patterns'

/** Why a draft is refused: the field, the rule, what was seen, and what is allowed. */
export type DraftProblem = {
  readonly field: string
  readonly code: DraftRule
  readonly seen?: string
  readonly allowed?: string
}

export type DraftRule = 'needed' | 'too-long' | 'bad-code' | 'taken' | 'bad-day' | 'reversed' | 'unknown' | 'itself' | 'choose-one' | 'bad-number' | 'no-agencies' | 'served' | 'twice'

/** Characters of a name or title. */
export const longestName = 200

export const codeProblems = (field: string, code: string): readonly DraftProblem[] => (namePatterns.code.test(code) ? [] : [code === '' ? { field, code: 'needed' } : { field, code: 'bad-code', seen: code }])

/** A name has to be there and to fit; a translation may be empty. */
export function nameProblems(field: string, name: string, need: 'needed' | 'optional'): readonly DraftProblem[] {
  if (name === '') return need === 'needed' ? [{ field, code: 'needed' }] : []
  return isLongerThan(longestName, name) ? [{ field, code: 'too-long', seen: String(graphemes(name)), allowed: String(longestName) }] : []
}
