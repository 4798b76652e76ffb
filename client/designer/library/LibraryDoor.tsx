import { useEffect, useState } from 'preact/hooks'
import type { LibraryPart } from '../../../surveys/designing/library'
import type { Section } from '../../../surveys/instrument/schema'
import type { LibraryProps } from './props'

type Panel = typeof import('./LibraryPanel')

type DoorProps = LibraryProps & {
  readonly isOpen: boolean
  readonly setOpen: (isOpen: boolean) => void
}

/** The way to the library, which is fetched when it is opened for the first time. */
export function LibraryDoor({ isOpen, setOpen, ...props }: DoorProps) {
  const [panel, setPanel] = useState<Panel>()
  useEffect(() => {
    if (isOpen) void import('./LibraryPanel').then(setPanel)
  }, [isOpen])
  return (
    <>
      <button type="button" class="quietButton" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        {props.desk.say('fromLibrary')}
      </button>
      {panel && isOpen && <panel.LibraryPanel {...props} onClose={() => setOpen(false)} />}
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
  if (!from) return null
  if (!line) void import('./OriginLine').then(setLine)
  return line ? <line.OriginLine key={[what, id, from.questionnaire, from.item].join(' ')} {...{ desk, address, what, from, id }} /> : null
}
