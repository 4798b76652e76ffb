import type { ComponentChildren } from 'preact'
import { type AskedQuestion, hasRows } from '../../../surveys/instrument/item'
import type { LocalText } from '../../../surveys/instrument/schema'
import { type Asking, violationOf } from '../model'

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
      <Listen item={question.id} asking={asking} />
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
  const help = hasRows(question) ? undefined : helpOf(question, asking)
  const explained = [help, hint].filter((line) => line !== undefined)
  return (
    <fieldset class="card" aria-describedby={describedBy(item, asking, explained.length > 0)}>
      <legend>
        {asking.wording.text(text)}
        <Required question={question} asking={asking} />
      </legend>
      <Listen item={item} asking={asking} />
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

/** A place that these screens leave empty, for what reads aloud (`client/sound/`): it is fetched when the first screen stands. */
export const Listen = ({ item, asking: { live, wording } }: { readonly item: string; readonly asking: Asking }) =>
  live ? <div data-listen={item} data-hear={wording.say('hear')} data-stop={wording.say('stopHearing')} /> : null

const Required = ({ question, asking }: { readonly question: AskedQuestion; readonly asking: Asking }) =>
  question.required ? <span class="required"> ({asking.wording.say('required')})</span> : null

/** The question's help; a plain form that cannot follow a condition says that there is one. */
export function helpOf(question: AskedQuestion, { wording, live }: Asking): string | undefined {
  if (question.help) return wording.text(question.help)
  return question.showIf && !live ? wording.say('conditional') : undefined
}

/** What is wrong with one item, beside it; the icon keeps it from resting on colour. */
function Problem({ item, asking }: { readonly item: string; readonly asking: Asking }) {
  const problem = violationOf(asking, item)
  if (!problem) return null
  return (
    <p class="problem" id={problemId(item)}>
      <span aria-hidden="true">! </span>
      {asking.wording.violation(problem)}
    </p>
  )
}

export const problemId = (item: string): string => `${item}-problem`
const helpId = (item: string): string => `${item}-help`

/** The ids of what explains an item, for `aria-describedby`. */
export function describedBy(item: string, asking: Asking, hasHelp: boolean): string | undefined {
  const ids = [hasHelp ? helpId(item) : '', violationOf(asking, item) ? problemId(item) : ''].filter((id) => id !== '')
  return ids.length > 0 ? ids.join(' ') : undefined
}
