import type { QuestionOf } from '../../../surveys/instrument/schema'
import { ownValue } from '../../../surveys/instrument/spelling'
import type { Asking, ViewProps } from '../model'
import { Field, helpOf, told } from './Field'

/** A calendar day, by the browser's own picker. */
export const DateQuestion = ({ question, asking }: ViewProps<QuestionOf<'date'>>) => (
  <CalendarField question={question} asking={asking} type="date" />
)

type CalendarFieldProps = {
  readonly question: QuestionOf<'date'> | QuestionOf<'date-time'>
  readonly asking: Asking
  readonly type: 'date' | 'datetime-local'
}

/** What a calendar holds, between the question's bounds. */
export function CalendarField({ question, asking, type }: CalendarFieldProps) {
  const { id, min, max } = question
  const answer = ownValue(asking.answers, id)
  return (
    <Field question={question} asking={asking}>
      <input
        class="field"
        type={type}
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
