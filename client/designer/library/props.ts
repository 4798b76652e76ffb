import type { Desk } from '../frame/desk'
import type { Place } from '../frame/place'

/** What the library is told of where it is opened. */
export type LibraryProps = {
  readonly desk: Desk
  /** Where the author is: what is taken goes there. */
  readonly place: Pick<Place, 'section' | 'question'>
  readonly choose: (place: Place) => void
  readonly address: string
}
