import type { Option, Scale } from '../../../surveys/schema'
import type { Desk } from '../desk'
import { optionName } from './naming'
import { actId, type OptionEdits } from './useOptions'

type Props = { readonly desk: Desk; readonly scale: Scale; readonly option: Option; readonly place: number; readonly edits: OptionEdits }

/** Moves and removes one option. */
export function OptionActs({ desk, scale, option, place, edits }: Props) {
  const { say } = desk
  const what = optionName(desk, option, place)
  const last = scale.options.length - 1
  return (
    <div class="acts">
      <button type="button" class="quiet" id={actId('up', place)} disabled={place === 0} aria-label={say('moveUpOf', { what })} onClick={() => edits.move(place, place - 1)}>{say('moveUp')}</button>
      <button type="button" class="quiet" id={actId('down', place)} disabled={place === last} aria-label={say('moveDownOf', { what })} onClick={() => edits.move(place, place + 1)}>{say('moveDown')}</button>
      {last === 0 ? <small>{say('scaleOptionLast')}</small> : <button type="button" class="quiet" aria-label={say('removeOf', { what })} onClick={() => edits.remove(place)}>{say('remove')}</button>}
    </div>
  )
}
