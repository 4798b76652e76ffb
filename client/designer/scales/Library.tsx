import { useState } from 'preact/hooks'
import { scaleLibrary } from '../../../surveys/designing/scale-library'
import { type LibraryScale, scaleGroups } from '../../../surveys/designing/scale-library/library-scale'
import { fitted, sameScale } from '../../../surveys/designing/scales'
import type { Desk } from '../desk'
import { TextField } from '../fields/TextField'
import { groupWord, isFound, labelsOf, libraryDesk, libraryText } from './naming'

type Props = { readonly desk: Desk; readonly onAdd: (scale: LibraryScale) => void }

/** The ready scales of the field, group by group, to be searched and added. */
export function Library({ desk, onAdd }: Props) {
  const { say } = desk
  const [isOpen, setOpen] = useState(false)
  return (
    <details class="card scale-library" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>{say('scaleLibrary')}</summary>
      {isOpen ? <Shelves {...{ desk, onAdd }} /> : null}
    </details>
  )
}

function Shelves({ desk, onAdd }: Props) {
  const { say } = desk
  const [wanted, setWanted] = useState('')
  const found = scaleLibrary.filter((one) => isFound(wanted, one))
  return (
    <>
      <p class="note">{say('scaleLibraryText')}</p>
      <TextField label={say('scaleFind')} value={wanted} onInput={setWanted} />
      <output>{say('scaleFound', { n: String(found.length) })}</output>
      {scaleGroups
        .filter((group) => found.some((one) => one.group === group))
        .map((group) => (
          <section key={group} aria-label={say(groupWord[group])}>
            <h3>{say(groupWord[group])}</h3>
            <ul>{found.filter((one) => one.group === group).map((one) => <Entry key={one.id} {...{ desk, one, onAdd }} />)}</ul>
          </section>
        ))}
    </>
  )
}

function Entry({ desk, one, onAdd }: Props & { readonly one: LibraryScale }) {
  const { draft, say } = desk
  const what = libraryText(desk, one.name)
  const held = sameScale(draft, fitted(draft, one.scale))
  return (
    <li>
      <div>
        <b>{what}</b>
        <p>{libraryText(desk, one.purpose)}</p>
        <small>{labelsOf(libraryDesk(desk), one.scale)}</small>
        {held === undefined ? null : <small>{say('scaleHeld', { id: held })}</small>}
      </div>
      <button type="button" class="quiet" aria-label={say('scaleAddOf', { what })} onClick={() => onAdd(one)}>{say('scaleAdd')}</button>
    </li>
  )
}
