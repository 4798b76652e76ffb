import { duplicateScale, newScaleOf, removeScale, renameScale, usesOf } from '../../../surveys/designing/scales'
import type { Questionnaire, Scale } from '../../../surveys/schema'
import type { Desk } from '../desk'
import { CodeField } from '../fields/CodeField'
import { labelsOf } from './naming'
import { OptionCard } from './OptionCard'
import { Sample } from './Sample'
import { Sharing } from './Sharing'
import { optionsId, useOptions } from './useOptions'

type Props = {
  readonly desk: Desk
  readonly scale: Scale
  readonly onSelect: (scale: string | undefined) => void
  /** The scale has another id: it stays selected, and the focus where it is. */
  readonly onRename: (next: string) => void
}

/** The heading of the editor. */
export const editorId = 'scale-editor'

/** The editor of one scale: its id, its options, who shares it, and how it looks to a citizen. */
export function ScaleEditor({ desk, scale, onSelect, onRename }: Props) {
  const { draft, change, say } = desk
  const edits = useOptions(desk, scale)
  const rename = (next: string) => {
    change(`scale ${scale.id} id`, (before) => renameScale(before, scale.id, next))
    onRename(next)
  }
  return (
    <section class="card scale-editor" aria-labelledby={editorId}>
      <h2 id={editorId} tabIndex={-1}>{labelsOf(desk, scale)}</h2>
      <Sharing {...{ desk, scale, onSelect }} />
      <CodeField say={say} label={say('scaleId')} hint={say('scaleIdHint')} value={scale.id} taken={new Set(draft.scales.map(({ id }) => id))} onChange={rename} />
      <Sample desk={desk} scale={scale} />
      <h3 id={optionsId} tabIndex={-1}>{say('scaleOptions')}</h3>
      {draft.scoreUnit === 1 ? null : <p class="note">{say('scaleScoreUnit', { unit: new Intl.NumberFormat(desk.office).format(draft.scoreUnit) })}</p>}
      <ol class="scale-options">
        {scale.options.map((option, place) => <OptionCard key={place} {...{ desk, scale, option, place, edits }} />)}
      </ol>
      <div class="acts"><button type="button" onClick={edits.add}>{say('scaleOptionAdd')}</button></div>
      <WholeActs {...{ desk, scale, onSelect }} />
    </section>
  )
}

function WholeActs({ desk: { draft, change, say }, scale: { id }, onSelect }: Omit<Props, 'onRename'>) {
  const duplicate = (before: Questionnaire) => duplicateScale(before, id)
  const isUsed = usesOf(draft, id).length > 0
  const copy = () => {
    change(`scale ${id} duplicate ${draft.scales.length}`, duplicate)
    onSelect(newScaleOf(draft, duplicate(draft)))
  }
  const remove = () => {
    change(`scale ${id} leave`, (before) => removeScale(before, id))
    onSelect(undefined)
  }
  return (
    <div class="acts scale-whole">
      <button type="button" class="quiet" onClick={copy}>{say('scaleDuplicate')}</button>
      {isUsed ? <small>{say('scaleRemoveNot')}</small> : <button type="button" class="quiet" onClick={remove}>{say('scaleRemove')}</button>}
    </div>
  )
}
