import { useState } from 'preact/hooks'
import { folded } from '../../../surveys/language'
import type { Desk } from '../desk'
import { TextField } from '../fields/TextField'
import { Tick } from '../fields/Tick'
import { figuresOf } from './numbers'

type Entry = { readonly value: string; readonly text: string; readonly hint: string }
type Props = {
  readonly desk: Desk
  readonly label: string
  /** What is said where there is nothing to tick. */
  readonly empty: string
  readonly entries: readonly Entry[]
  readonly ticked: readonly string[]
  readonly onTick: (value: string, isTicked: boolean) => void
}

/** Several of many, found by a search that does not mind marks. */
export function TickList({ desk: { say, office }, label, empty, entries, ticked, onTick }: Props) {
  const [sought, seek] = useState('')
  const { count } = figuresOf(office)
  const shown = entries.filter(({ text, hint }) => folded(`${text} ${hint}`).includes(folded(sought.trim())))
  if (entries.length === 0) return <p class="note">{empty}</p>
  return (
    <fieldset class="field">
      <legend>{label}</legend>
      {entries.length > 8 ? <TextField label={say('ind_search')} value={sought} onInput={seek} /> : null}
      <small role="status">{say('ind_chosenOf', { chosen: count(ticked.length), shown: count(shown.length), all: count(entries.length) })}</small>
      {shown.length === 0 ? <p class="note">{say('ind_nothingFound')}</p> : null}
      <div class="many">
        {shown.map(({ value, text, hint }) => <Tick key={value} label={text} hint={hint} checked={ticked.includes(value)} onChange={(isTicked) => onTick(value, isTicked)} />)}
      </div>
    </fieldset>
  )
}
