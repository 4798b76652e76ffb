import { useRef } from 'preact/hooks'
import { conditionText } from '../../../surveys/designing/condition-text'
import { edited, freshCondition, type GroupMode, grouped } from '../../../surveys/designing/conditions'
import type { Item } from '../../../surveys/questionnaire'
import type { Condition } from '../../../surveys/schema'
import type { Desk } from '../desk'
import { Choice } from '../fields/Choice'
import { ConditionParts } from './ConditionParts'
import { modeChoices } from './modes'

type Props = {
  readonly desk: Desk
  readonly label: string
  readonly condition: Condition | undefined
  /** The items asked earlier, which alone may be looked at. */
  readonly before: readonly Item[]
  readonly onChange: (condition: Condition | undefined) => void
}

/** When something is asked: always, or under conditions chosen from menus, with the same told as a sentence. */
export function ConditionEditor({ desk, label, condition, before, onChange }: Props) {
  const { say, office, draft } = desk
  const { mode, parts } = asGroup(condition)
  const [first] = before
  const frame = useRef<HTMLFieldSetElement>(null)
  const choose = (chosen: GroupMode | 'always') => {
    if (chosen === 'always') return onChange(undefined)
    if (condition) return onChange(grouped(chosen, parts))
    if (first) onChange(grouped(chosen, [freshCondition(first)]))
  }
  const change = (next: readonly Condition[]) => {
    onChange(next.length === 0 ? undefined : grouped(mode, next))
    if (next.length === 0) frame.current?.querySelector('select')?.focus()
  }
  return (
    <fieldset class="condition" ref={frame}>
      <legend>{label}</legend>
      {condition || first ? (
        <Choice label={say('conditionWhen')} value={condition ? mode : 'always'} options={[{ value: 'always', text: say('conditionAlways') }, ...modeChoices(say)]} onChange={choose} />
      ) : (
        <p class="condition-nothing">{say('conditionNothingBefore')}</p>
      )}
      {condition ? <ConditionParts {...{ desk, before, parts }} number="" onChange={change} /> : null}
      <p class={condition || !first ? 'condition-told' : 'unseen'} aria-live="polite">{conditionText(office, draft, condition)}</p>
    </fieldset>
  )
}

/** The topmost condition as a group; one that stands alone is a group of one. */
function asGroup(condition: Condition | undefined): { readonly mode: GroupMode; readonly parts: readonly Condition[] } {
  const view = condition && edited(condition)
  if (view?.kind === 'group') return view
  return { mode: 'all', parts: condition ? [condition] : [] }
}
