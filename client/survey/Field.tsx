import type { ComponentChildren } from 'preact'
import type { AskedQuestion } from '../../surveys/questionnaire'
import type { Asking } from './asking'
import { helpOf, Required } from './Fieldset'
import { helpId, Problem } from './Problem'

type FieldProps = {
  readonly question: AskedQuestion
  readonly asking: Asking
  readonly hint?: string | undefined
  readonly children: ComponentChildren
}

/** One item with one input: its label, then help, what is wrong, and the input. */
export function Field({ question, asking, hint, children }: FieldProps) {
  const explained = [helpOf(question, asking), hint].filter((line) => line !== undefined)
  return (
    <div class="card">
      <label class="legend" for={question.id}>
        {asking.wording.text(question.text)}
        <Required question={question} asking={asking} />
      </label>
      {explained.length > 0 ? (
        <p class="help" id={helpId(question.id)}>
          {explained.join(' ')}
        </p>
      ) : null}
      <Problem item={question.id} asking={asking} />
      {children}
    </div>
  )
}
