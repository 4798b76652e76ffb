import { useLayoutEffect, useRef } from 'preact/hooks'
import type { LibraryScale } from '../../../surveys/designing/scale-library/library-scale'
import { addScale, fitted, newScaleOf } from '../../../surveys/designing/scales'
import type { Questionnaire, Scale } from '../../../surveys/schema'
import { FaceSymbols } from '../../survey/Face'
import type { Desk } from '../desk'
import { Library } from './Library'
import { editorId, ScaleEditor } from './ScaleEditor'
import { ScaleList } from './ScaleList'

type Props = { readonly desk: Desk; /** The id of the selected scale; the first one unless said. */ readonly scale: string | undefined; readonly onSelect: (scale: string | undefined) => void }

/** The scales of a design: their list, the library, and the editor of the selected one. */
export function ScalesTab({ desk, scale, onSelect }: Props) {
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
        <h2 id={titleId} tabIndex={-1}>{say('scalesTitle')}</h2>
        <p class="note">{say('scalesText')}</p>
        {draft.scales.length === 0 ? <p class="note">{say('scalesNone')}</p> : <ScaleList desk={desk} selected={selected?.id} onSelect={select} />}
        <div class="acts"><button type="button" class="quiet" onClick={() => add('', (before) => addScale(before, empty))}>{say('scaleNew')}</button></div>
        <Library desk={desk} onAdd={({ id, scale: ready }: LibraryScale) => add(id, (before) => addScale(before, fitted(before, ready)))} />
      </div>
      {selected ? <ScaleEditor key={draft.scales.indexOf(selected)} desk={desk} scale={selected} onSelect={select} onRename={onSelect} /> : null}
    </div>
  )
}

const titleId = 'scales-title'

/** Selects a scale and takes the focus to its editor once it is there, or back to the top when none is left. */
function useSelection(selected: string | undefined, onSelect: Props['onSelect']): Props['onSelect'] {
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

const empty: Scale = { id: 'scale', options: ['1', '2'].map((code) => ({ code, label: {}, kind: 'answer' })) }
