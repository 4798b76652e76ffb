import type { QuestionOf } from '../../../surveys/instrument/schema'
import { ownValue } from '../../../surveys/instrument/spelling'
import type { ViewProps } from '../model'
import { Field, helpOf, told } from './Field'

/** A calendar day, by the browser's own picker. */
export function DateQuestion({ question, asking }: ViewProps<QuestionOf<'date'>>) {
  const { id, min, max } = question
  const answer = ownValue(asking.answers, id)
  return (
    <Field question={question} asking={asking}>
      <input
        class="field"
        type="date"
        id={id}
        name={id}
        min={min}
        max={max}
        autocomplete="off"
        {...told(id, asking, helpOf(question, asking) !== undefined)}
        defaultValue={typeof answer === 'string' ? answer : ''}
        onInput={(event) => asking.answer(id, event.currentTarget.value || undefined)}
      />
    </Field>
  )
}
