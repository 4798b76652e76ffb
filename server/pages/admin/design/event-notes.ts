import { findingKey, findingText } from '../../../../surveys/designing/findings'
import type { LocalText } from '../../../../surveys/schema'
import type { Discarded } from '../../../db/design-ends'
import type { Design } from '../../../db/designs'
import type { AcceptedWarning } from './gates'

/** What stood for which reason; the sentence is kept as it was said, whatever the linter says years later. */
export type AcceptedNote = { /** The warning's `findingKey`. */ readonly key: string; readonly reason: string; readonly warning: LocalText; readonly path: string }

export const acceptedNote = ({ finding, reason }: AcceptedWarning): string => {
  const note: AcceptedNote = { key: findingKey(finding), reason, warning: { vi: findingText('vi', finding), en: findingText('en', finding) }, path: finding.path }
  return JSON.stringify(note)
}

export function readAccepted(note: string): AcceptedNote {
  const read: AcceptedNote = JSON.parse(note)
  return read
}

/** All of a discarded design that brings it back. */
export const discardedNote = ({ definition, accepted, authors }: Design): string => JSON.stringify({ definition, accepted, authors } satisfies Discarded)

export function readDiscarded(note: string): Discarded {
  const read: Discarded = JSON.parse(note)
  return read
}
