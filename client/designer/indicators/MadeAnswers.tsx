import { useState } from 'preact/hooks'
import type { Countable } from '../../../surveys/countable'
import { type Counts, fromBest, type MadeUp } from '../../../surveys/designing/made-up'
import { countableItems } from '../../../surveys/designing/names'
import { Choice } from '../fields/Choice'
import { NumberField } from '../fields/NumberField'
import { figuresOf } from './numbers'
import type { WhatIfProps } from './WhatIf'
import { ownValue } from '../../../surveys/name-patterns'

type Props = WhatIfProps & { readonly made: MadeUp; readonly edited: number; readonly onEdit: (item: string, counts: Counts) => void; readonly onReset: () => void }
type CountsProps = Pick<Props, 'desk' | 'made' | 'onEdit'> & { readonly item: Countable }

/** The made-up answers to one item of the tree, option by option. */
export function MadeAnswers({ desk, tree, naming, made, edited, onEdit, onReset }: Props) {
  const { say, draft, office } = desk
  const [wanted, want] = useState<string>()
  const named = new Set(tree.nodes.flatMap(({ items = [] }) => items))
  const choices = countableItems(draft).filter(({ id }) => named.has(id))
  const item = choices.find(({ id }) => id === wanted) ?? choices[0]
  if (!item) return null
  return (
    <>
      <Choice label={say('ind_madeItem')} value={item.id} options={choices.map(({ id }) => ({ value: id, text: `${naming.item(id)} (${id})` }))} onChange={want} />
      {item.answer === 'number' ? <OneNumber {...{ desk, made, item, onEdit }} /> : <OptionCounts {...{ desk, made, item, onEdit }} />}
      {edited === 0 ? null : <p>{say('ind_edited', { n: figuresOf(office).count(edited) })} <button type="button" class="quiet" onClick={onReset}>{say('ind_reset')}</button></p>}
    </>
  )
}

function OptionCounts({ desk: { say, text, office }, made, item, onEdit }: CountsProps) {
  const { count } = figuresOf(office)
  const counts = ownValue(made.items, item.id) ?? {}
  const answered = Object.values(counts).reduce((sum, one) => sum + one, 0)
  const set = (code: string, persons: number | undefined): void => {
    if (persons !== undefined) onEdit(item.id, { ...counts, [code]: Math.max(0, Math.floor(persons)) })
  }
  const blank = Math.max(0, made.persons - answered)
  return (
    <fieldset class="field made-up">
      <legend class="unseen">{say('ind_madeItem')}</legend>
      {fromBest(item).map(({ code, label }) => (
        <NumberField key={code} label={text(label) || code} min={0} value={ownValue(counts, code) ?? 0} onChange={(persons) => set(code, persons)} />
      ))}
      {item.answer === 'many' ? null : <small>{say('ind_madeSum', { answered: count(answered), blank: count(blank) })}</small>}
    </fieldset>
  )
}

function OneNumber({ desk: { say }, made, item, onEdit }: CountsProps) {
  const numbers = Object.keys(ownValue(made.items, item.id) ?? {})
  const value = numbers.length === 1 ? Number(numbers[0]) : undefined
  return <NumberField label={say('ind_number')} value={value} onChange={(number) => onEdit(item.id, number === undefined ? {} : { [String(Math.round(number))]: made.persons })} />
}
