import { freshCondition, related, type Relation, relationsOf, type Test, withTest } from '../../../surveys/designing/conditions'
import type { Item } from '../../../surveys/questionnaire'
import type { Condition } from '../../../surveys/schema'
import type { Desk } from '../desk'
import { Choice } from '../fields/Choice'
import { NumberField } from '../fields/NumberField'
import { Tick } from '../fields/Tick'

type Props = {
  readonly desk: Desk
  readonly before: readonly Item[]
  readonly test: Test
  readonly relation: Relation
  readonly onChange: (condition: Condition) => void
}

/** One condition: an item, what its answer must be, and the options or the number meant. */
export function ConditionRow({ desk, before, test, relation, onChange }: Props) {
  const { say } = desk
  const item = before.find(({ id }) => id === test.item)
  const relations = [...new Set([...(item ? relationsOf(item) : []), relation])]
  const gone = item ? [] : [{ value: test.item, text: say('conditionItemGone', { id: test.item }) }]
  const ask = (id: string) => before.filter((one) => one.id === id).forEach((one) => onChange(freshCondition(one)))
  const relate = (next: Relation) => (item ? onChange(related(item, next, test)) : undefined)
  return (
    <>
      <Choice label={say('conditionItem')} value={test.item} options={[...gone, ...before.map(({ id, text }) => ({ value: id, text: `${id} – ${desk.text(text) || say('unnamed')}` }))]} onChange={ask} />
      <Choice label={say('conditionRelation')} value={relation} options={relations.map((value) => ({ value, text: say(`conditionRelation_${value}`) }))} onChange={relate} />
      <Asked {...{ desk, item, test }} onChange={(next) => onChange(withTest(relation, next))} />
    </>
  )
}

type AskedProps = { readonly desk: Desk; readonly item: Item | undefined; readonly test: Test; readonly onChange: (test: Test) => void }

function Asked({ desk, item, test, onChange }: AskedProps) {
  const label = desk.say('conditionNumber')
  if ('in' in test) return <Options {...{ desk, item, onChange }} id={test.item} codes={test.in} />
  if ('atLeast' in test) return <NumberField label={label} step="any" value={test.atLeast} onChange={(atLeast) => (atLeast === undefined ? undefined : onChange({ item: test.item, atLeast }))} />
  if ('atMost' in test) return <NumberField label={label} step="any" value={test.atMost} onChange={(atMost) => (atMost === undefined ? undefined : onChange({ item: test.item, atMost }))} />
  return null
}

type OptionsProps = Pick<AskedProps, 'desk' | 'item' | 'onChange'> & { readonly id: string; readonly codes: readonly string[] }

/** The item's options in their order, and those chosen that its scale no longer has. */
function Options({ desk: { say, text }, item, id, codes, onChange }: OptionsProps) {
  const known = item?.scale?.options.map(({ code, label }) => ({ code, words: text(label) || code })) ?? []
  const gone = codes.filter((code) => !known.some((option) => option.code === code)).map((code) => ({ code, words: say('conditionOptionGone', { code }) }))
  const order = [...known, ...gone].map(({ code }) => code)
  const tick = (code: string, isChosen: boolean) => onChange({ item: id, in: order.filter((one) => (one === code ? isChosen : codes.includes(one))) })
  return (
    <fieldset class="condition-options">
      <legend>{say('conditionOptions')}</legend>
      <div class={order.length > 8 ? 'condition-ticks many' : 'condition-ticks'}>
        {[...known, ...gone].map(({ code, words }) => <Tick key={code} label={words} checked={codes.includes(code)} onChange={(isChosen) => tick(code, isChosen)} />)}
      </div>
    </fieldset>
  )
}
