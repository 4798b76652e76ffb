import { filled } from './language'

/** Why an answer is refused: the rule, what was seen, and what is allowed. */
export type Violation = {
  readonly item: string
  readonly code: ViolationCode
  readonly seen?: string
  readonly allowed?: string
}

export type ViolationCode =
  | 'required'
  | 'unknown_item'
  | 'unreachable'
  | 'unknown_option'
  | 'wrong_shape'
  | 'exclusive'
  | 'repeated'
  | 'too_few'
  | 'too_many'
  | 'too_long'
  | 'too_much'
  | 'not_a_number'
  | 'out_of_range'
  | 'not_a_date'
  | 'not_a_moment'
  | 'not_a_step'
  | 'bad_order'
  | 'not_a_contact_either'
  | 'not_a_contact_phone'
  | 'not_a_contact_email'

/** The sentence a reader gets. */
export const violationSentence = (words: Readonly<Record<ViolationCode, string>>, { item, code, seen, allowed }: Violation): string =>
  filled(words[code], { item, seen: shortened(seen ?? ''), allowed: allowed ?? '' })

const shortened = (text: string): string => (text.length > 60 ? `${text.slice(0, 60)}…` : text)
