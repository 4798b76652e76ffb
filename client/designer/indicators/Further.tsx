import { useState } from 'preact/hooks'
import { addStep, changeStep, changeSteps, moveStep, newStep, removeStep } from '../../../surveys/designing/trees'
import { decimalsOf, type Unit, unitOf } from '../../../surveys/figures/rounding'
import { isPercent } from '../../../surveys/instrument/indicators'
import { mostSteps, type NodeStep, roundModes, stepTypes } from '../../../surveys/instrument/schema'
import { findingText } from '../../text/definition'
import { numbersOf } from '../../text/numbers'
import { ChoiceField, MoveButtons, NumberField, useFocusOn } from '../frame/Fields'
import { type EditNode, inEditor, type NodeProps, stored } from './chosen'
import { isOfStep, nodeFindings, stepText } from './telling'

type FurtherProps = NodeProps & { readonly edit: EditNode }

/** What becomes of a node's value, and how it is read; open as soon as a step is wrong. */
export function Further(props: FurtherProps) {
  const {
    desk: { say, office, draft },
    tree,
    row: { node, formula },
    edit,
    findings,
  } = props
  const [isOpen, open] = useState(false)
  const { steps = [], direction = 'higher' } = node
  const unit = unitOf({ ...node, formula })
  const inherited = say(`ind_unit_${isPercent(formula) ? 'percent' : 'number'}`)
  return (
    <details
      class="indicator-more"
      open={isOpen || nodeFindings(findings, tree, node).some((finding) => isOfStep(finding))}
      onToggle={({ currentTarget }) => open(currentTarget.open)}
    >
      <summary>{say('ind_more', { n: numbersOf(office).count(steps.length) })}</summary>
      <Steps {...props} unit={unit} />
      {draft.kind === undefined ? <Maximum {...props} /> : null}
      <div class="pair">
        <ChoiceField
          label={say('ind_unit')}
          value={node.unit ?? ''}
          options={[
            { value: '', text: say('ind_unitOfFormula', { name: inherited }) },
            ...(['percent', 'number'] as const).map((value) => ({ value, text: say(`ind_unit_${value}`) })),
          ]}
          onChange={(value) => edit('unit', { unit: value || undefined })}
        />
        <ChoiceField
          label={say('ind_direction')}
          value={direction}
          options={(['higher', 'lower'] as const).map((value) => ({ value, text: say(`ind_direction_${value}`) }))}
          onChange={(value) => edit('direction', { direction: value === 'higher' ? undefined : value })}
        />
      </div>
    </details>
  )
}

/** The most that a node is worth; in a set, whose criteria have maxima, beside what it stands on. */
export function Maximum({ desk: { say }, row: { node, formula }, edit }: FurtherProps) {
  const unit = unitOf({ ...node, formula })
  const set = (typed: number | undefined): void => {
    const most = stored(typed, unit)
    if (most === undefined || most > 0) edit('maximum', { maximum: most })
  }
  return (
    <NumberField
      label={say('ind_maximum')}
      hint={say(unit === 'percent' ? 'ind_percentHint' : 'ind_ownUnitHint')}
      min={0}
      step="any"
      value={inEditor(node.maximum, unit)}
      onChange={set}
    />
  )
}

type StepsProps = FurtherProps & { readonly unit: Unit }

/** The steps in their order; whoever adds, moves or removes one goes on beside it. */
function Steps({ desk, tree, row: { node }, findings, unit }: StepsProps) {
  const { say, office, change } = desk
  const [type, choose] = useState<NodeStep['type']>('linear')
  const focus = useFocusOn()
  const steps = node.steps ?? []
  const wrongs = nodeFindings(findings, tree, node)
  const edit = (what: string, changed: Parameters<typeof changeSteps>[3]) =>
    change(`indicators ${tree.id} ${node.code} steps ${what}`, (before) => changeSteps(before, tree.id, node.code, changed))
  const add = (): void => {
    if (steps.length >= mostSteps) return
    edit(`add ${steps.length}`, addStep(newStep(type, unit)))
    focus(`${stepAt(steps.length)} input`)
  }
  const move = (place: number, by: -1 | 1): void => {
    if (place + by < 0 || place + by >= steps.length) return
    edit(`move ${place} ${by}`, moveStep(place, by))
    focus(`${stepAt(place + by)} [data-step="${by}"]`)
  }
  const remove = (place: number): void => {
    edit(`remove ${place} of ${steps.length}`, removeStep(place))
    focus(steps.length === 1 ? '.indicator-steps > .indicator-acts select' : `${stepAt(Math.min(place, steps.length - 2))} input`)
  }
  return (
    <fieldset class="field indicator-steps">
      <legend>{say('ind_steps')}</legend>
      <small>{say(unit === 'percent' ? 'ind_stepsPercentHint' : 'ind_stepsHint')}</small>
      <ol>
        {steps.map((step, place) => {
          const what = say('ind_step', { n: numbersOf(office).count(place + 1) })
          return (
            <li key={place} data-place={place}>
              <fieldset class="field">
                <legend>
                  {what}: {stepText(desk, step, unit)}
                </legend>
                <StepFields
                  {...{ step, unit }}
                  say={say}
                  wrong={
                    wrongs
                      .filter((finding) => isOfStep(finding, place))
                      .map((finding) => findingText(office, finding))
                      .join(' ') || undefined
                  }
                  onChange={(field, next) => edit(`${place} ${field}`, changeStep(place, next))}
                />
              </fieldset>
              <div class="indicator-acts">
                <MoveButtons {...{ say, what, place }} count={steps.length} look="second" onMove={(by) => move(place, by)} />
                <button type="button" class="second" aria-label={say('removeOf', { what })} onClick={() => remove(place)}>
                  {say('remove')}
                </button>
              </div>
            </li>
          )
        })}
      </ol>
      <div class="indicator-acts">
        <ChoiceField
          label={say('ind_stepKind')}
          value={type}
          options={stepTypes.map((value) => ({ value, text: say(`ind_stepKind_${value}`) }))}
          onChange={choose}
        />
        <button type="button" class="second" aria-disabled={steps.length >= mostSteps} onClick={add}>
          {say('ind_addStep')}
        </button>
      </div>
    </fieldset>
  )
}

const stepAt = (place: number): string => `.indicator-steps [data-place="${place}"]`

type StepFieldsProps = {
  readonly say: NodeProps['desk']['say']
  readonly step: NodeStep
  readonly unit: Unit
  readonly wrong: string | undefined
  /** The step with one of its fields changed, and which. */
  readonly onChange: (field: string, next: NodeStep) => void
}

/** The numbers of one step. */
function StepFields({ say, step, unit, wrong, onChange }: StepFieldsProps) {
  const ends = { say, unit }
  switch (step.type) {
    case 'linear':
      return (
        <>
          <Ends {...ends} name="from" wrong={wrong} range={step.from} onChange={(from) => onChange('from', { ...step, from })} />
          <Ends {...ends} name="to" range={step.to} onChange={(to) => onChange('to', { ...step, to })} />
        </>
      )
    case 'observed':
      return <Ends {...ends} name="to" wrong={wrong} range={step.to} onChange={(to) => onChange('to', { ...step, to })} />
    case 'reverse':
      return (
        <Ends {...ends} name="within" wrong={wrong} range={step.within} onChange={(within) => onChange('within', { ...step, within })} />
      )
    case 'clamp': {
      const held = (name: 'low' | 'high', typed: number | undefined): void => {
        const { [name]: _before, ...rest } = step
        const value = stored(typed, unit)
        onChange(name, value === undefined ? rest : { ...rest, [name]: value })
      }
      return (
        <div class="pair">
          <NumberField
            label={say('ind_stepLow')}
            wrong={wrong}
            step="any"
            value={inEditor(step.low, unit)}
            onChange={(value) => held('low', value)}
          />
          <NumberField label={say('ind_stepHigh')} step="any" value={inEditor(step.high, unit)} onChange={(value) => held('high', value)} />
        </div>
      )
    }
    case 'round': {
      const beyond = decimalsOf(unit, 0)
      const setDigits = (typed: number | undefined): void => {
        const digits = (typed ?? Number.NaN) + beyond
        if (Number.isInteger(digits) && digits >= 0 && digits <= 6) onChange('digits', { ...step, digits })
      }
      return (
        <div class="pair">
          <NumberField label={say('ind_stepDigits')} min={-beyond} max={6 - beyond} value={step.digits - beyond} onChange={setDigits} />
          <ChoiceField
            label={say('ind_stepMode')}
            value={step.mode}
            options={roundModes.map((value) => ({ value, text: say(`ind_stepMode_${value}`) }))}
            onChange={(mode) => onChange('mode', { ...step, mode })}
          />
        </div>
      )
    }
  }
}

type EndsProps = Pick<StepFieldsProps, 'say' | 'unit'> & {
  readonly name: 'from' | 'to' | 'within'
  readonly wrong?: string | undefined
  readonly range: readonly [number, number]
  readonly onChange: (range: readonly [number, number]) => void
}

/** Both ends of a range; an emptied one stays as it was. */
function Ends({ say, unit, name, wrong, range: [first, last], onChange }: EndsProps) {
  const set = (typed: number | undefined, made: (value: number) => readonly [number, number]): void => {
    const value = stored(typed, unit)
    if (value !== undefined) onChange(made(value))
  }
  return (
    <div class="pair">
      <NumberField
        label={say(`ind_range_${name}`)}
        wrong={wrong}
        step="any"
        value={inEditor(first, unit)}
        onChange={(typed) => set(typed, (value) => [value, last])}
      />
      <NumberField
        label={say(`ind_range_${name}End`)}
        step="any"
        value={inEditor(last, unit)}
        onChange={(typed) => set(typed, (value) => [first, value])}
      />
    </div>
  )
}
