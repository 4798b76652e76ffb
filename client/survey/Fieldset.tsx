import type { ComponentChildren } from 'preact'
import type { AskedQuestion } from '../../surveys/questionnaire'
import type { LocalText } from '../../surveys/schema'
import type { Asking } from './asking'
import { describedBy, helpId, Problem } from './Problem'

type FieldsetProps = {
  readonly item: string
  readonly text: LocalText
  readonly question: AskedQuestion
  readonly asking: Asking
  /** How to answer, where the options do not say it. */
  readonly hint?: string | undefined
  readonly children: ComponentChildren
}

/** One item with several inputs: its text as legend, then help, what is wrong, and the inputs. */
export function Fieldset({ item, text, question, asking, hint, children }: FieldsetProps) {
  const help = question.type === 'matrix' ? undefined : helpOf(question, asking)
  const explained = [help, hint].filter((line) => line !== undefined)
  return (
    <fieldset class="card" aria-describedby={describedBy(item, asking, explained.length > 0)}>
      <legend>
        {asking.wording.text(text)}
        <Required question={question} asking={asking} />
      </legend>
      {explained.length > 0 ? (
        <p class="help" id={helpId(item)}>
          {explained.join(' ')}
        </p>
      ) : null}
      <Problem item={item} asking={asking} />
      {children}
    </fieldset>
  )
}

export const Required = ({ question, asking }: { readonly question: AskedQuestion; readonly asking: Asking }) =>
  question.required ? <span class="required"> ({asking.wording.say('required')})</span> : null

/** The question's help; a plain form that cannot follow a condition says that there is one. */
export function helpOf(question: AskedQuestion, { wording, live }: Asking): string | undefined {
  if (question.help) return wording.text(question.help)
  return question.showIf && !live ? wording.say('conditional') : undefined
}
