import { useEffect, useState } from 'preact/hooks'
import type { LibraryPart } from '../../../surveys/designing/library'
import type { Section } from '../../../surveys/instrument/schema'
import { fetched, Lazy } from '../frame/Lazy'
import type { LibraryProps } from './props'

const panelModule = fetched(() => import('./LibraryPanel'))

type DoorProps = LibraryProps & {
  readonly isOpen: boolean
  readonly setOpen: (isOpen: boolean) => void
}

/** The way to the library, which is fetched when it is opened for the first time. */
export function LibraryDoor({ isOpen, setOpen, ...props }: DoorProps) {
  return (
    <>
      <button type="button" class="quietButton" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        {props.desk.say('fromLibrary')}
      </button>
      {isOpen && (
        <Lazy of={panelModule} say={props.desk.say}>
          {({ LibraryPanel }) => <LibraryPanel {...props} onClose={() => setOpen(false)} />}
        </Lazy>
      )}
    </>
  )
}

type OriginProps = Pick<LibraryProps, 'desk' | 'address'> & {
  readonly what: LibraryPart
  readonly of: Pick<Section, 'id' | 'from'>
}

type Line = typeof import('./OriginLine')

/** Where a part was taken from, fetched where there is something to say. */
export function WhereFrom({ desk, address, what, of: { id, from } }: OriginProps) {
  const [line, setLine] = useState<Line>()
  const isTaken = from !== undefined
  useEffect(() => {
    if (isTaken) import('./OriginLine').then(setLine, nothing)
  }, [isTaken])
  return line && from ? (
    <line.OriginLine key={[what, id, from.questionnaire, from.item].join(' ')} {...{ desk, address, what, from, id }} />
  ) : null
}

/** What is only good to know stays away where it cannot be fetched. */
const nothing = (): void => undefined
