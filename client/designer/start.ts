import type { Questionnaire } from '../../surveys/schema'
import type { OfficeLanguage } from '../text/office/words'

/** Why a warning may stand, by its key. */
export type Accepted = Readonly<Record<string, string>>

/** A design as the server holds it. */
export type Stored = { readonly definition: Questionnaire; readonly accepted: Accepted; readonly revision: number; readonly changedBy: string; readonly changedAt: string }

/** What the page brings along for the designer. */
export type Start = Stored & {
  /** Where this design is saved, previewed and published. */
  readonly address: string
  readonly office: OfficeLanguage
  /** The last published version; undefined for a new questionnaire. */
  readonly before: Questionnaire | undefined
  /** Whether somebody else has to approve before it is published. */
  readonly fourEyes: boolean
}

/** Reads it from the page; undefined when the page is another. */
export function readStart(document: Document): Start | undefined {
  const text = document.querySelector('#design')?.textContent
  if (text === undefined || text === null) return undefined
  const start: Start = JSON.parse(text)
  return start
}
