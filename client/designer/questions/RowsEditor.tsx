import { moved, replaced } from '../../../surveys/designing/lists'
import { mostRows, withPastedRows } from '../../../surveys/designing/pasted-in'
import { changeRows, freeItemId, removeRow, renameItem, type Rows, usedIds } from '../../../surveys/designing/questions'
import type { RowsQuestion } from '../../../surveys/instrument/item'
import type { Desk } from '../frame/desk'
import { CodeField, listKeys, LocalField, MoveButtons, useFocusOn } from '../frame/Fields'
import { usePasting } from '../pasting/usePasting'

type RowsProps = { readonly desk: Desk; readonly question: RowsQuestion }

/** The rows of a matrix: each is an item of its own with its words and id. */
export function RowsEditor({ desk, question: { id, items } }: RowsProps) {
  const { draft, change, say, text } = desk
  const focusOn = useFocusOn()
  const edit = (what: string, next: (rows: Rows) => Rows) => change(`${what} ${id}`, (before) => changeRows(before, id, next))
  const step = (place: number, by: -1 | 1, follow = `[data-step="${by}"]`) => {
    const row = items[place]
    if (row === undefined || items[place + by] === undefined) return
    edit(`move row ${row.id} to ${place + by}`, (rows) => moved(rows, place, place + by))
    focusOn(`.rows li:nth-child(${place + by + 1}) ${follow}`)
  }
  const remove = (place: number, row: string) => {
    change(`remove row ${row}`, (before) => removeRow(before, id, row))
    focusOn(items.length > 1 ? `.rows li:nth-child(${Math.min(place + 1, items.length - 1)}) input` : '.rows > .acts > button')
  }
  const add = () => {
    edit(`add row ${items.length}`, (rows) => [...rows, { id: freeItemId(id, 'r', usedIds(draft)), text: {} }])
    focusOn('.rows li:last-child input')
  }
  const pasting = usePasting({
    desk,
    kind: 'rows',
    room: { add: Math.max(0, mostRows - items.length), replace: mostRows },
    onTake: (lines) => {
      change(`paste rows ${id}`, (before) => changeRows(before, id, (rows) => withPastedRows(before, id, rows, lines)))
      focusOn('.rows li:last-child input')
    },
  })
  const taken = usedIds(draft)
  const next = (place: number) => (place + 1 < items.length ? focusOn(`.rows li:nth-child(${place + 2}) input`) : add())
  return (
    <fieldset class="field rows">
      <legend>{say('rows')}</legend>
      <ol>
        {items.map((row, place) => (
          <li key={place}>
            <LocalField
              desk={desk}
              label={say('rowText', { n: String(place + 1) })}
              value={row.text}
              onInput={(words) => edit(`row ${row.id}`, (rows) => replaced(rows, place, { ...row, text: words }))}
              keys={listKeys(
                () => next(place),
                (by) => step(place, by, 'input'),
                pasting.open,
              )}
              mark={`row ${row.id}`}
            />
            <CodeField
              say={say}
              label={say('questionId')}
              kind="item"
              value={row.id}
              taken={taken}
              onChange={(next) => change(`rename ${row.id}`, (before) => renameItem(before, row.id, next))}
            />
            <p class="acts">
              <MoveButtons
                {...{ say, place }}
                what={text(row.text) || row.id}
                count={items.length}
                look="tool"
                onMove={(by) => step(place, by)}
              />
              <button
                type="button"
                class="tool"
                aria-label={say('removeOf', { what: text(row.text) || row.id })}
                onClick={() => remove(place, row.id)}
              >
                {say('remove')}
              </button>
            </p>
          </li>
        ))}
      </ol>
      <p class="acts">
        <button type="button" class="quietButton" onClick={add}>
          {say('addRow')}
        </button>
        {pasting.opener}
      </p>
      {pasting.opened}
    </fieldset>
  )
}
