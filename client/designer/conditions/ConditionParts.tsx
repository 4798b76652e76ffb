import { useRef } from 'preact/hooks'
import { edited, freshCondition, grouped } from '../../../surveys/designing/conditions'
import { replaced, without } from '../../../surveys/designing/ordering'
import type { Item } from '../../../surveys/questionnaire'
import type { Condition } from '../../../surveys/schema'
import type { Desk } from '../desk'
import { Choice } from '../fields/Choice'
import { ConditionRow } from './ConditionRow'
import { modeChoices } from './modes'

type Props = {
  readonly desk: Desk
  readonly before: readonly Item[]
  readonly parts: readonly Condition[]
  /** The number of the group that the parts belong to, such as `2.1`; empty at the top. */
  readonly number: string
  /** An emptied list takes its group away, and whoever does that finds the next place for the keyboard. */
  readonly onChange: (parts: readonly Condition[]) => void
}

/** The rows and groups of one group, to change, add and remove. */
export function ConditionParts({ desk, before, parts, number, onChange }: Props) {
  const adding = useRef<HTMLButtonElement>(null)
  const [first] = before
  const remove = (place: number) => {
    onChange(without(parts, place))
    if (parts.length > 1) adding.current?.focus()
  }
  const add = (make: (fresh: Condition) => Condition) => (first ? onChange([...parts, make(freshCondition(first))]) : undefined)
  return (
    <div class="condition-parts">
      {parts.map((part, place) => (
        <ConditionPart key={place} {...{ desk, before, part }} number={`${number}${number === '' ? '' : '.'}${place + 1}`} onChange={(next) => onChange(replaced(parts, place, next))} onRemove={() => remove(place)} />
      ))}
      <p class="condition-add">
        <button type="button" class="quiet" ref={adding} disabled={!first} onClick={() => add((fresh) => fresh)}>{desk.say('conditionAdd')}</button>
        <button type="button" class="quiet" disabled={!first} onClick={() => add((fresh) => ({ any: [fresh] }))}>{desk.say('conditionAddGroup')}</button>
      </p>
    </div>
  )
}

type PartProps = Pick<Props, 'desk' | 'before' | 'number'> & { readonly part: Condition; readonly onChange: (part: Condition) => void; readonly onRemove: () => void }

function ConditionPart({ desk, before, part, number, onChange, onRemove }: PartProps) {
  const { say } = desk
  const view = edited(part)
  const isGroup = view.kind === 'group'
  return (
    <fieldset class={isGroup ? 'condition-group' : 'condition-row'}>
      <legend>{say(isGroup ? 'conditionGroup' : 'conditionRow', { number })}</legend>
      {isGroup ? (
        <>
          <Choice label={say('conditionGroupMode')} value={view.mode} options={modeChoices(say)} onChange={(mode) => onChange(grouped(mode, view.parts))} />
          <ConditionParts {...{ desk, before, number }} parts={view.parts} onChange={(next) => (next.length === 0 ? onRemove() : onChange(grouped(view.mode, next)))} />
        </>
      ) : (
        <ConditionRow {...{ desk, before, onChange }} test={view.test} relation={view.relation} />
      )}
      <button type="button" class="quiet" onClick={onRemove}>{say(isGroup ? 'conditionRemoveGroup' : 'conditionRemove', { number })}</button>
    </fieldset>
  )
}
