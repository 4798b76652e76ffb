import type { RemarkPlace } from '../../../surveys/designing/threads'
import type { Desk } from '../frame/desk'
import type { Place } from '../frame/place'

/** By place, how much was said there that nobody holds for settled. */
export type OpenRemarks = ReadonlyMap<RemarkPlace, number>

/** What is told of where an author is, and what they are told. */
export type ColleaguesProps = {
  readonly desk: Desk
  /** Where the author is. */
  readonly place: Place
  readonly go: (place: Place) => void
  readonly address: string
  /** Hears what is open, for the outline. */
  readonly tell: (open: OpenRemarks) => void
}
