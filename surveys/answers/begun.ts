import type { Answers } from '../instrument/schema'

/** What a citizen has filled in so far, on their own phone. */
export type Draft = {
  readonly language: string
  readonly answers: Answers
  readonly step: number
  /** What the order of shuffled options follows from: they stay where they were. */
  readonly order?: string | undefined
  /** The response's own, once it was sent: sent again after a reload it is still the same response. */
  readonly id?: string | undefined
}

/** A draft as it lies in the browser, with what it was begun on and when, in milliseconds since 1970. */
export type StoredDraft = Draft & { readonly campaign: string; readonly version: number; readonly at: number }

/** Under which name it lies there: its touchpoint and agency. */
export type DraftKey = `sipas-draft ${string} ${string}`
