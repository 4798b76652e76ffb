import { useEffect, useState } from 'preact/hooks'
import { renameItem, usedIds } from '../../../surveys/designing/items'
import type { Desk } from '../desk'
import { TextField } from '../fields/TextField'

type Props = { readonly desk: Desk; readonly id: string; readonly onRenamed?: (id: string) => void }

const shape = /^[A-Za-z][A-Za-z0-9_-]{0,31}$/

/** The id under which answers are kept. It changes only to one that is fit and free; what refers to it follows. */
export function IdField({ desk: { draft, change, say }, id, onRenamed }: Props) {
  const [written, write] = useState(id)
  useEffect(() => write(id), [id])
  const wrong = written === id ? undefined : !shape.test(written) ? say('idUnfit') : usedIds(draft).has(written) ? say('idTaken', { id: written }) : undefined
  const done = () => {
    if (written === id || wrong !== undefined) return
    change('rename', (before) => renameItem(before, id, written))
    onRenamed?.(written)
  }
  return (
    <div onFocusOut={done}>
      <TextField label={say('questionId')} hint={say('questionIdHint')} wrong={wrong} value={written} onInput={write} />
    </div>
  )
}
