import { useEffect, useMemo, useState } from 'preact/hooks'
import { translationRows, withText } from '../../../surveys/designing/translations'
import type { Desk } from '../desk'
import { TextField } from '../fields/TextField'
import { Tick } from '../fields/Tick'
import type { Place } from '../place'
import { keyAt } from './key-at'
import { groupName, keysWanted, type Pair, runsOf } from './listing'
import { TextRow } from './TextRow'

const rowsAtOnce = 50

type Props = { readonly desk: Desk; readonly pair: Pair; /** How often a sheet was taken in: each time the list is made anew. */ readonly loads: number; readonly lacking?: Place['lacking'] }

/** Every text beside its translation, some at a time. */
export function TextList({ desk, pair, loads, lacking }: Props) {
  const { draft, office, say } = desk
  const [wanted, setWanted] = useState({ missingOnly: lacking?.language === pair.to, search: '' })
  const [most, setMost] = useState(rowsAtOnce)
  const rows = translationRows(draft)
  useEffect(() => {
    if (lacking?.language === pair.to) fieldOf(keyAt(draft, lacking.path))?.focus()
  }, [])
  // What is typed does not move a row away under the hands of who types: only another filter does.
  const keys = useMemo(() => keysWanted(rows, pair, wanted), [wanted, pair.from, pair.to, rows.length, loads])
  const found = rows.filter(({ key }) => keys.has(key))
  const shown = found.slice(0, most)
  const number = (value: number) => new Intl.NumberFormat(office).format(value)
  const ask = (next: Partial<typeof wanted>) => {
    setWanted({ ...wanted, ...next })
    setMost(rowsAtOnce)
  }
  const edit = (key: string) => (text: string) => desk.change(`translation/${pair.to}/${key}`, (before) => withText(before, key, pair.to, text))
  return (
    <section class="card">
      <h3>{say('trTexts')}</h3>
      <div class="pair">
        <TextField label={say('trSearch')} value={wanted.search} onInput={(search) => ask({ search })} />
        <Tick label={say('trMissingOnly')} checked={wanted.missingOnly} onChange={(missingOnly) => ask({ missingOnly })} />
      </div>
      <p class="note" role="status">{found.length > 0 ? say('trShowing', { shown: number(shown.length), of: number(found.length) }) : say(wanted.search.trim() === '' ? 'trAllDone' : 'trNothing')}</p>
      {runsOf(shown).map(({ group, rows: own }) => (
        <section key={own[0]?.key} class="group">
          <h4>{say(`trGroup_${group.kind}`, { name: groupName(desk, group) })}</h4>
          {own.map((row) => <TextRow key={row.key} {...{ desk, row, pair }} onInput={edit(row.key)} />)}
        </section>
      ))}
      {found.length > most && <button type="button" class="quiet" onClick={() => setMost(most + rowsAtOnce)}>{say('trMore', { n: number(Math.min(rowsAtOnce, found.length - most)) })}</button>}
    </section>
  )
}

const fieldOf = (key: string | undefined): HTMLElement | null => (key === undefined ? null : document.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`))
