import { freeItemId, renameItem, usedIds } from '../../../surveys/designing/items'
import { moved, replaced } from '../../../surveys/designing/ordering'
import { changeRows, type MatrixRows, removeRow } from '../../../surveys/designing/rows'
import type { QuestionOf } from '../../../surveys/schema'
import type { Desk } from '../desk'
import { CodeField } from '../fields/CodeField'
import { LocalField } from '../fields/LocalField'
import { useFocusOn } from '../useFocusOn'

type Props = { readonly desk: Desk; readonly question: QuestionOf<'matrix'> }

/** The rows of a matrix: each is an item of its own with its words and id. */
export function Rows({ desk, question: { id, items } }: Props) {
  const { draft, change, say, text } = desk
  const focusOn = useFocusOn()
  const edit = (what: string, next: (rows: MatrixRows) => MatrixRows) => change(`${what} ${id}`, (before) => changeRows(before, id, next))
  const step = (place: number, by: -1 | 1) => {
    const row = items[place]
    if (row === undefined || items[place + by] === undefined) return
    edit(`move row ${row.id} to ${place + by}`, (rows) => moved(rows, place, place + by))
    focusOn(`.rows li:nth-child(${place + by + 1}) [data-step="${by}"]`)
  }
  const remove = (place: number, row: string) => {
    change(`remove row ${row}`, (before) => removeRow(before, id, row))
    focusOn(items.length > 1 ? `.rows li:nth-child(${Math.min(place + 1, items.length - 1)}) input` : '.rows > button')
  }
  const add = () => {
    edit(`add row ${items.length}`, (rows) => [...rows, { id: freeItemId(id, 'r', usedIds(draft)), text: {} }])
    focusOn('.rows li:last-child input')
  }
  const taken = usedIds(draft)
  return (
    <fieldset class="field rows">
      <legend>{say('rows')}</legend>
      <ol>
        {items.map((row, place) => (
          <li key={place}>
            <LocalField desk={desk} label={say('rowText', { n: String(place + 1) })} value={row.text} onInput={(words) => edit(`row ${row.id}`, (rows) => replaced(rows, place, { ...row, text: words }))} />
            <CodeField say={say} label={say('questionId')} hint={say('questionIdHint')} kind="item" value={row.id} taken={taken} onChange={(next) => change(`rename ${row.id}`, (before) => renameItem(before, row.id, next))} />
            <p class="acts">
              <button type="button" class="tool" data-step={-1} aria-disabled={place === 0} aria-label={say('moveUpOf', { what: text(row.text) || row.id })} onClick={() => step(place, -1)}>{say('moveUp')}</button>
              <button type="button" class="tool" data-step={1} aria-disabled={place === items.length - 1} aria-label={say('moveDownOf', { what: text(row.text) || row.id })} onClick={() => step(place, 1)}>{say('moveDown')}</button>
              <button type="button" class="tool" aria-label={say('removeOf', { what: text(row.text) || row.id })} onClick={() => remove(place, row.id)}>{say('remove')}</button>
            </p>
          </li>
        ))}
      </ol>
      <button type="button" class="quietButton" onClick={add}>{say('addRow')}</button>
    </fieldset>
  )
}
