import { receiptCode } from '../../surveys/answers/receipt'
import type { Receipt } from '../../surveys/instrument/schema'
import type { Violation } from '../../surveys/instrument/violations'

/** What became of a response; each outcome has one HTTP status (`statusOf`). */
export type Outcome =
  | { readonly kind: 'recorded'; readonly receipt: Receipt }
  | { readonly kind: 'repeated'; readonly receipt: Receipt }
  /** Checked in test mode: answered like a real one, never stored. */
  | { readonly kind: 'tried'; readonly receipt: Receipt }
  | { readonly kind: 'conflict' }
  | { readonly kind: 'erased' }
  /** Somebody of the office enters there, and nobody is signed in: it may come again once somebody is. */
  | { readonly kind: 'unsigned' }
  /** With the last or the first day on which answers are taken about its agency, where it is of another one. */
  | { readonly kind: 'refused'; readonly code: RefusalCode; readonly day?: string | undefined }
  | { readonly kind: 'invalid'; readonly violations: readonly Violation[] }
  | { readonly kind: 'unavailable'; readonly retryAfter: number }
  /** Too much comes from there: it may come again with what its browser has worked for, or after so many seconds. */
  | { readonly kind: 'pressed'; readonly puzzle: string; readonly retryAfter: number }

/** Why a response as a whole is refused, whatever its answers. */
export type RefusalCode =
  | 'touchpoint_unknown'
  | 'touchpoint_paused'
  | 'touchpoint_turned'
  | 'campaign_unknown'
  | 'version_unknown'
  | 'agency_unknown'
  | 'language_unknown'
  | 'campaign_not_open'
  | 'campaign_closed'
  | 'agency_not_started'
  | 'agency_ended'
  | 'entry_not_allowed'
  | 'test_over'

export const statusOf = {
  recorded: 201,
  tried: 201,
  repeated: 200,
  conflict: 409,
  erased: 410,
  unsigned: 401,
  refused: 422,
  invalid: 422,
  unavailable: 503,
  pressed: 429,
} as const satisfies Record<Outcome['kind'], number>

/** The receipt of a response. Its code follows from the id, so a repeated sending gets the same one. */
export const receiptOf = (id: string, receivedOn: string): Receipt => ({ id, code: receiptCode(id), receivedOn })
