import type { Desk } from '../desk'
import type { Grip } from './useDragging'

type Props = {
  readonly desk: Desk
  readonly label: string
  readonly text: string
  /** What it is called when it is moved. */
  readonly name: string
  readonly note: string
  readonly chosen: boolean
  /** Something here forbids to publish. */
  readonly trouble: boolean
  readonly grip?: Grip
  readonly choose: () => void
  readonly step: (by: -1 | 1) => void
}

/** A line of the outline. With Alt the arrow keys move it; the chosen one has buttons that do. */
export function Row({ desk: { say }, label, text, name, note, chosen, trouble, grip, choose, step }: Props) {
  const pressed = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : undefined
    if (!event.altKey || by === undefined) return
    event.preventDefault()
    step(by)
  }
  return (
    <div class={chosen ? 'row chosen' : 'row'} data-row={name}>
      {grip && <span class="grip" aria-hidden="true" {...grip}>⋮⋮</span>}
      <button type="button" class="pickRow" aria-current={chosen ? 'true' : undefined} aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown" onClick={choose} onKeyDown={pressed}>
        <span class="label">{label}</span> <span class="words">{text || say('unnamed')}</span> <small>{note}{trouble && <b> · {say('hasErrors')}</b>}</small>
      </button>
      {chosen && (
        <span class="steps2">
          <button type="button" class="tool" data-step={-1} aria-label={say('moveUpOf', { what: name })} onClick={() => step(-1)}>{say('moveUp')}</button>
          <button type="button" class="tool" data-step={1} aria-label={say('moveDownOf', { what: name })} onClick={() => step(1)}>{say('moveDown')}</button>
        </span>
      )}
    </div>
  )
}
