import { usesOf } from '../../../surveys/designing/scales'
import type { Scale } from '../../../surveys/schema'
import type { Desk } from '../desk'
import { labelsOf, questionName } from './naming'

type Props = { readonly desk: Desk; readonly selected: string | undefined; readonly onSelect: (scale: string) => void }

/** The scales of the design, each with its labels and where it is used. */
export const ScaleList = ({ desk, selected, onSelect }: Props) => (
  <ul class="scale-list">
    {desk.draft.scales.map((scale) => (
      <li key={scale.id}>
        <button type="button" aria-current={scale.id === selected ? 'true' : undefined} onClick={() => onSelect(scale.id)}>
          <b>{labelsOf(desk, scale)}</b>
          <small><code>{scale.id}</code></small>
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
  return say(names.length === 1 ? 'scaleUsedOne' : 'scaleUsedMany', { n: String(names.length), questions })
}
