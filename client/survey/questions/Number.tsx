import { itemsById } from '../../../surveys/instrument/questionnaire'
import { number } from '../../../surveys/instrument/questions/number'
import type { QuestionOf } from '../../../surveys/instrument/schema'
import { ownValue } from '../../../surveys/instrument/spelling'
import type { ViewProps } from '../model'
import { Field, told } from './Field'

/** A whole number; what cannot be read as one stays as typed, so that the reader sees what is wrong. */
export function NumberQuestion({ question, asking }: ViewProps<QuestionOf<'number'>>) {
  const { id, min, max, unit } = question
  const item = itemsById(asking.questionnaire).get(id)
  const answer = ownValue(asking.answers, id)
  const range = asking.wording.say('range', { min, max })
  return (
    <Field question={question} asking={asking} hint={range}>
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
    </Field>
  )
}
