import { itemsById } from '../../../surveys/instrument/questionnaire'
import { number } from '../../../surveys/instrument/questions/number'
import type { QuestionOf } from '../../../surveys/instrument/schema'
import { ownValue } from '../../../surveys/instrument/spelling'
import type { Asking, ViewProps } from '../model'
import { Field, told } from './Field'

/** A whole number. */
export const NumberQuestion = ({ question, asking }: ViewProps<QuestionOf<'number'>>) => (
  <Field question={question} asking={asking} hint={asking.wording.say('range', { min: question.min, max: question.max })}>
    <WholeField item={question.id} unit={question.unit} asking={asking} />
  </Field>
)

type WholeFieldProps = { readonly item: string; readonly unit: 'number' | 'percent'; readonly asking: Asking }

/** Where a whole number is written; what cannot be read as one stays as typed, so that the reader sees what is wrong. */
export function WholeField({ item: id, unit, asking }: WholeFieldProps) {
  const item = itemsById(asking.questionnaire).get(id)
  const answer = ownValue(asking.answers, id)
  return (
    <span class="number">
      <input
        class="field"
        type="text"
        inputMode="numeric"
        id={id}
        name={id}
        autocomplete="off"
        {...told(id, asking, true)}
        defaultValue={typeof answer === 'number' || typeof answer === 'string' ? answer : ''}
        onInput={(event) => item && asking.answer(id, number.read(item, [event.currentTarget.value], ''))}
      />
      {unit === 'percent' ? <span>{asking.wording.say('percent')}</span> : null}
    </span>
  )
}
