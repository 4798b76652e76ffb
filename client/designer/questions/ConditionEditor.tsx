import { conditionText } from '../../text/definition'
import { useRef } from 'preact/hooks'
import {
  edited,
  freshCondition,
  grouped,
  type GroupMode,
  type Lookable,
  related,
  type Relation,
  relationsOf,
  withTest,
} from '../../../surveys/designing/conditions'
import type { Test } from '../../../surveys/instrument/condition'
import { replaced, without } from '../../../surveys/designing/lists'
import type { Condition } from '../../../surveys/instrument/schema'
import type { DesignerSay } from '../../text/designer'
import { ChoiceField, NumberField, Tick } from '../frame/Fields'
import type { Desk } from '../frame/desk'

type ConditionEditorProps = {
  readonly desk: Desk
  readonly label: string
  readonly condition: Condition | undefined
  /** The items asked earlier, which alone may be looked at. */
  readonly before: readonly Lookable[]
  readonly onChange: (condition: Condition | undefined) => void
}

/** When something is asked: always, or under conditions chosen from menus, with the same told as a sentence. */
export function ConditionEditor({ desk, label, condition, before, onChange }: ConditionEditorProps) {
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
        <ChoiceField
          label={say('conditionWhen')}
          value={condition ? mode : 'always'}
          options={[{ value: 'always', text: say('conditionAlways') }, ...modeChoices(say)]}
          onChange={choose}
        />
      ) : (
        <p class="condition-nothing">{say('conditionNothingBefore')}</p>
      )}
      {condition ? <ConditionParts {...{ desk, before, parts }} number="" onChange={change} /> : null}
      <p class={condition || !first ? 'condition-told' : 'unseen'} aria-live="polite">
        {conditionText(office, draft, condition)}
      </p>
    </fieldset>
  )
}

/** The topmost condition as a group; one that stands alone is a group of one. */
function asGroup(condition: Condition | undefined): { readonly mode: GroupMode; readonly parts: readonly Condition[] } {
  const view = condition && edited(condition)
  if (view?.kind === 'group') return view
  return { mode: 'all', parts: condition ? [condition] : [] }
}

type ConditionPartsProps = {
  readonly desk: Desk
  readonly before: readonly Lookable[]
  readonly parts: readonly Condition[]
  /** The number of the group that the parts belong to, such as `2.1`; empty at the top. */
  readonly number: string
  /** An emptied list takes its group away, and whoever does that finds the next place for the keyboard. */
  readonly onChange: (parts: readonly Condition[]) => void
}

/** The rows and groups of one group, to change, add and remove. */
function ConditionParts({ desk, before, parts, number, onChange }: ConditionPartsProps) {
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
        <ConditionPart
          key={place}
          {...{ desk, before, part }}
          number={`${number}${number === '' ? '' : '.'}${place + 1}`}
          onChange={(next) => onChange(replaced(parts, place, next))}
          onRemove={() => remove(place)}
        />
      ))}
      <p class="condition-add">
        <button type="button" class="quiet" ref={adding} disabled={!first} onClick={() => add((fresh) => fresh)}>
          {desk.say('conditionAdd')}
        </button>
        <button type="button" class="quiet" disabled={!first} onClick={() => add((fresh) => ({ any: [fresh] }))}>
          {desk.say('conditionAddGroup')}
        </button>
      </p>
    </div>
  )
}

type PartProps = Pick<ConditionPartsProps, 'desk' | 'before' | 'number'> & {
  readonly part: Condition
  readonly onChange: (part: Condition) => void
  readonly onRemove: () => void
}

function ConditionPart({ desk, before, part, number, onChange, onRemove }: PartProps) {
  const { say } = desk
  const view = edited(part)
  const isGroup = view.kind === 'group'
  return (
    <fieldset class={isGroup ? 'condition-group' : 'condition-row'}>
      <legend>{say(isGroup ? 'conditionGroup' : 'conditionRow', { number })}</legend>
      {isGroup ? (
        <>
          <ChoiceField
            label={say('conditionGroupMode')}
            value={view.mode}
            options={modeChoices(say)}
            onChange={(mode) => onChange(grouped(mode, view.parts))}
          />
          <ConditionParts
            {...{ desk, before, number }}
            parts={view.parts}
            onChange={(next) => (next.length === 0 ? onRemove() : onChange(grouped(view.mode, next)))}
          />
        </>
      ) : (
        <ConditionRow {...{ desk, before, onChange }} test={view.test} relation={view.relation} />
      )}
      <button type="button" class="quiet" onClick={onRemove}>
        {say(isGroup ? 'conditionRemoveGroup' : 'conditionRemove', { number })}
      </button>
    </fieldset>
  )
}

type ConditionRowProps = {
  readonly desk: Desk
  readonly before: readonly Lookable[]
  readonly test: Test
  readonly relation: Relation
  readonly onChange: (condition: Condition) => void
}

/** One condition: an item, what its answer must be, and the options or the number meant. */
function ConditionRow({ desk, before, test, relation, onChange }: ConditionRowProps) {
  const { say } = desk
  const item = before.find(({ id }) => id === test.item)
  const relations = [...new Set([...(item ? relationsOf(item) : []), relation])]
  const gone = item ? [] : [{ value: test.item, text: say('conditionItemGone', { id: test.item }) }]
  const ask = (id: string) => before.filter((one) => one.id === id).forEach((one) => onChange(freshCondition(one)))
  const relate = (next: Relation) => (item ? onChange(related(item, next, test)) : undefined)
  return (
    <>
      <ChoiceField
        label={say('conditionItem')}
        value={test.item}
        options={[...gone, ...before.map(({ id, text }) => ({ value: id, text: `${id} – ${desk.text(text) || say('unnamed')}` }))]}
        onChange={ask}
      />
      <ChoiceField
        label={say('conditionRelation')}
        value={relation}
        options={relations.map((value) => ({ value, text: say(`conditionRelation_${value}`) }))}
        onChange={relate}
      />
      <Asked {...{ desk, item, test }} onChange={(next) => onChange(withTest(relation, next))} />
    </>
  )
}

type AskedProps = { readonly desk: Desk; readonly item: Lookable | undefined; readonly test: Test; readonly onChange: (test: Test) => void }

function Asked({ desk, item, test, onChange }: AskedProps) {
  const label = desk.say('conditionNumber')
  if ('in' in test) return <Options {...{ desk, item, onChange }} id={test.item} codes={test.in} />
  if ('atLeast' in test)
    return (
      <NumberField
        label={label}
        step="any"
        value={test.atLeast}
        onChange={(atLeast) => (atLeast === undefined ? undefined : onChange({ item: test.item, atLeast }))}
      />
    )
  if ('atMost' in test)
    return (
      <NumberField
        label={label}
        step="any"
        value={test.atMost}
        onChange={(atMost) => (atMost === undefined ? undefined : onChange({ item: test.item, atMost }))}
      />
    )
  return null
}

type OptionsProps = Pick<AskedProps, 'desk' | 'item' | 'onChange'> & { readonly id: string; readonly codes: readonly string[] }

/** The item's options in their order, and those chosen that its scale no longer has. */
function Options({ desk: { say, text }, item, id, codes, onChange }: OptionsProps) {
  const known = item?.scale?.options.map(({ code, label }) => ({ code, words: text(label) || code })) ?? []
  const gone = codes
    .filter((code) => !known.some((option) => option.code === code))
    .map((code) => ({ code, words: say('conditionOptionGone', { code }) }))
  const order = [...known, ...gone].map(({ code }) => code)
  const tick = (code: string, isChosen: boolean) =>
    onChange({ item: id, in: order.filter((one) => (one === code ? isChosen : codes.includes(one))) })
  return (
    <fieldset class="condition-options">
      <legend>{say('conditionOptions')}</legend>
      <div class={order.length > 8 ? 'condition-ticks many' : 'condition-ticks'}>
        {[...known, ...gone].map(({ code, words }) => (
          <Tick key={code} label={words} checked={codes.includes(code)} onChange={(isChosen) => tick(code, isChosen)} />
        ))}
      </div>
    </fieldset>
  )
}

const modes: readonly GroupMode[] = ['all', 'any', 'not-all', 'none']

/** What a group can ask of its parts, for a menu. */
const modeChoices = (say: DesignerSay): readonly { readonly value: GroupMode; readonly text: string }[] =>
  modes.map((value) => ({ value, text: say(`conditionMode_${value}`) }))
