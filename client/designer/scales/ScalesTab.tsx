import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { type LibraryScale, scaleGroups, scaleLibrary } from '../../../surveys/designing/scale-library'
import { addScale, emptyScale, fitted, newScaleOf, sameScale, usesOf } from '../../../surveys/designing/scales'
import type { Questionnaire, Scale } from '../../../surveys/instrument/schema'
import { FaceSymbols } from '../../survey/Face'
import { TextField } from '../frame/Fields'
import type { Desk } from '../frame/desk'
import type { Place } from '../frame/place'
import { editorId, ScaleEditor } from './ScaleEditor'
import { groupWord, isFound, labelsOf, libraryDesk, libraryText, questionName, scaleTitle } from './naming'

type ScalesTabProps = {
  readonly desk: Desk
  /** The id of the selected scale; the first one unless said. */ readonly scale: string | undefined
  readonly onSelect: (scale: string | undefined) => void
  readonly go: (place: Place) => void
  readonly address: string
}

/** The scales of a design: their list, the library, and the editor of the selected one. */
export function ScalesTab({ desk, scale, onSelect, go, address }: ScalesTabProps) {
  const { draft, change, say } = desk
  const selected = draft.scales.find(({ id }) => id === scale) ?? draft.scales[0]
  const select = useSelection(selected?.id, onSelect)
  const add = (what: string, edit: (before: Questionnaire) => Questionnaire) => {
    change(`scales add ${what} ${draft.scales.length}`, edit)
    select(newScaleOf(draft, edit(draft)))
  }
  return (
    <div class="scales">
      <FaceSymbols />
      <div class="scales-side">
        <h2 id={titleId} tabIndex={-1}>
          {say('scalesTitle')}
        </h2>
        <p class="note">{say('scalesText')}</p>
        {draft.scales.length === 0 ? (
          <p class="note">{say('scalesNone')}</p>
        ) : (
          <ScaleList desk={desk} selected={selected?.id} onSelect={select} />
        )}
        <div class="acts">
          <button type="button" class="quiet" onClick={() => add('', (before) => addScale(before, emptyScale))}>
            {say('scaleNew')}
          </button>
        </div>
        <Library
          desk={desk}
          onAdd={({ id, name, scale: ready }: LibraryScale) => add(id, (before) => addScale(before, fitted(before, ready, name)))}
        />
      </div>
      {selected ? (
        <ScaleEditor
          key={draft.scales.indexOf(selected)}
          desk={desk}
          scale={selected}
          address={address}
          onSelect={select}
          onRename={onSelect}
          onQuestion={(question) => go({ tab: 'questions', question, isLed: true })}
        />
      ) : null}
    </div>
  )
}

const titleId = 'scales-title'

/** Selects a scale and takes the focus to its editor once it is there, or back to the top when none is left. */
function useSelection(selected: string | undefined, onSelect: ScalesTabProps['onSelect']): ScalesTabProps['onSelect'] {
  const isWanted = useRef(false)
  const focus = () => document.getElementById(selected === undefined ? titleId : editorId)?.focus()
  useLayoutEffect(() => {
    if (isWanted.current) focus()
    isWanted.current = false
  }, [selected])
  return (id) => {
    if (id === selected) return focus()
    isWanted.current = true
    return onSelect(id)
  }
}

type ScaleListProps = { readonly desk: Desk; readonly selected: string | undefined; readonly onSelect: (scale: string) => void }

/** The scales of the design, each with its labels and where it is used. */
const ScaleList = ({ desk, selected, onSelect }: ScaleListProps) => (
  <ul class="scale-list">
    {desk.draft.scales.map((scale) => (
      <li key={scale.id}>
        <button type="button" aria-current={scale.id === selected ? 'true' : undefined} onClick={() => onSelect(scale.id)}>
          <b>{scaleTitle(desk, scale)}</b>
          {desk.text(scale.name) === '' ? null : <small>{labelsOf(desk, scale)}</small>}
          <small>
            <code>{scale.id}</code>
          </small>
          <small>{usedText(desk, scale)}</small>
        </button>
      </li>
    ))}
  </ul>
)

const shown = 2

function usedText(desk: Desk, { id }: Scale): string {
  const { draft, say } = desk
  const names = usesOf(draft, id).map((question) => questionName(desk, question))
  if (names.length === 0) return say('scaleUnused')
  const first = names.slice(0, shown).join('; ')
  const questions = names.length > shown ? say('scaleAndMore', { first, n: String(names.length - shown) }) : first
  return say('scaleUsed', { n: String(names.length), questions })
}

type LibraryProps = { readonly desk: Desk; readonly onAdd: (scale: LibraryScale) => void }

/** The ready scales of the field, group by group, to be searched and added. */
function Library({ desk, onAdd }: LibraryProps) {
  const { say } = desk
  const [isOpen, setOpen] = useState(false)
  return (
    <details class="card scale-library" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>{say('scaleLibrary')}</summary>
      {isOpen ? <Shelves {...{ desk, onAdd }} /> : null}
    </details>
  )
}

function Shelves({ desk, onAdd }: LibraryProps) {
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
            <ul>
              {found
                .filter((one) => one.group === group)
                .map((one) => (
                  <Entry key={one.id} {...{ desk, one, onAdd }} />
                ))}
            </ul>
          </section>
        ))}
    </>
  )
}

function Entry({ desk, one, onAdd }: LibraryProps & { readonly one: LibraryScale }) {
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
      <button type="button" class="quiet" aria-label={say('scaleAddOf', { what })} onClick={() => onAdd(one)}>
        {say('scaleAdd')}
      </button>
    </li>
  )
}
