import { changeQuestion } from '../../../surveys/designing/questions'
import { type Setting, settingIn, withSetting } from '../../../surveys/designing/question-settings'
import type { Question } from '../../../surveys/schema'
import { isDesignerWord } from '../../text/designer/words'
import type { Desk } from '../desk'
import { Choice } from '../fields/Choice'
import { Field } from '../fields/Field'
import { NumberField } from '../fields/NumberField'
import { TextField } from '../fields/TextField'
import { Tick } from '../fields/Tick'
import { ScaleChoice } from '../scales/ScaleChoice'
import { Rows } from './Rows'

type Props = { readonly desk: Desk; readonly question: Question; readonly setting: Setting }

/** One setting of a question by the control that its shape asks for. */
export function SettingField({ desk, question, setting: { name, isOptional, control } }: Props) {
  const { change } = desk
  const value = settingIn(question, name)
  const label = named(desk, `set_${name}`, name)
  const set = (next: unknown) => change(`${name} ${question.id}`, (before) => changeQuestion(before, question.id, (now) => withSetting(now, name, next)))
  if (control.kind === 'scale') return <ScaleChoice desk={desk} label={label} value={String(value)} onChange={set} what={`${name} ${question.id}`} />
  if (control.kind === 'rows') return question.type === 'matrix' ? <Rows {...{ desk, question }} /> : null
  if (control.kind === 'tick') return <Tick label={label} {...hinted(desk, `set_${name}_hint`)} checked={value === true} onChange={set} />
  if (control.kind === 'choice') return <Choice label={label} value={String(value)} options={control.options.map((option) => ({ value: option, text: named(desk, `set_${name}_${option}`, option) }))} onChange={set} />
  if (control.kind === 'integer')
    return <NumberField label={label} value={typeof value === 'number' ? value : undefined} {...bounds(control)} onChange={(next) => (next === undefined && !isOptional ? undefined : set(next === undefined ? undefined : Math.round(next)))} />
  if (control.kind === 'day')
    return <Field label={label}>{(marks) => <input {...marks} type="date" value={typeof value === 'string' ? value : ''} onInput={({ currentTarget }) => set(currentTarget.value || undefined)} />}</Field>
  return <TextField label={label} value={typeof value === 'string' ? value : ''} onInput={(next) => set(next === '' && isOptional ? undefined : next)} />
}

const named = ({ say }: Desk, word: string, otherwise: string): string => (isDesignerWord(word) ? say(word) : otherwise)

const hinted = ({ say }: Desk, word: string): { readonly hint?: string } => (isDesignerWord(word) ? { hint: say(word) } : {})

const bounds = ({ min, max }: { readonly min: number | undefined; readonly max: number | undefined }) => ({ ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) })
