import type { ComponentChildren, VNode } from 'preact'
import { type AskedQuestion, hasRows } from '../../../surveys/instrument/item'
import type { LocalText } from '../../../surveys/instrument/schema'
import { type Asking, violationOf } from '../model'

type FieldProps = {
  readonly question: AskedQuestion
  readonly asking: Asking
  readonly hint?: string | VNode | undefined
  readonly children: ComponentChildren
}

/** One item with one input: its label, then help, what is wrong, and the input. */
export function Field({ question, asking, hint, children }: FieldProps) {
  return (
    <div class="card">
      <label class="legend" for={question.id}>
        {asking.wording.shown(question.text)}
        <Required question={question} asking={asking} />
      </label>
      <Listen item={question.id} asking={asking} />
      <Help item={question.id} lines={[helpOf(question, asking), hint]} />
      <WrongAnswer item={question.id} asking={asking} />
      {children}
    </div>
  )
}

type FieldsetProps = {
  readonly item: string
  /** A group of boxes is not wrong itself, each of them is. */
  readonly role?: 'radiogroup'
  readonly text: LocalText
  readonly question: AskedQuestion
  readonly asking: Asking
  /** How to answer, where the options do not say it. */
  readonly hint?: string | undefined
  readonly children: ComponentChildren
}

/** One item with several inputs: its text as legend, then help, what is wrong, and the inputs. */
export function Fieldset({ item, role, text, question, asking, hint, children }: FieldsetProps) {
  const help = hasRows(question) ? undefined : helpOf(question, asking)
  const explained = told(item, asking, (help ?? hint) !== undefined)
  return (
    <fieldset class="card" role={role} {...explained} aria-invalid={role && explained['aria-invalid']}>
      <legend>
        {asking.wording.shown(text)}
        <Required question={question} asking={asking} />
      </legend>
      <Listen item={item} asking={asking} />
      <Help item={item} lines={[help, hint]} />
      <WrongAnswer item={item} asking={asking} />
      {children}
    </fieldset>
  )
}

type ListenProps = { readonly item: string; readonly asking: Pick<Asking, 'live' | 'wording'> }

/** A place that these screens leave empty, for what reads aloud (`client/sound/`): it is fetched when the first screen stands. */
export const Listen = ({ item, asking: { live, wording } }: ListenProps) =>
  live ? <div data-listen={item} data-hear={wording.say('hear')} data-stop={wording.say('stopHearing')} /> : null

/** That an answer is needed, beside what is asked. */
export const Required = ({ question, asking }: { readonly question: AskedQuestion; readonly asking: Asking }) =>
  question.required ? (
    <>
      {/* Outside what is kept in one piece, or the label's last word is kept with it. */}{' '}
      <span class="required">({asking.wording.say('required')})</span>
    </>
  ) : null

/** The question's help; a plain form that cannot follow a condition says that there is one. */
export function helpOf(question: AskedQuestion, { wording, live }: Asking): string | VNode | undefined {
  if (question.help) return wording.shown(question.help)
  return question.showIf && !live ? wording.say('conditional') : undefined
}

type HelpProps = { readonly item: string; readonly lines: readonly (string | VNode | undefined)[] }

/** What explains an item, each sentence as it comes. */
export const Help = ({ item, lines }: HelpProps) =>
  lines.some((line) => line) ? (
    <p class="help" id={helpId(item)}>
      {lines.map((line) => line && <> {line}</>)}
    </p>
  ) : null

/** What is wrong with one item, beside it; the icon keeps it from resting on colour. */
export function WrongAnswer({ item, asking }: { readonly item: string; readonly asking: Asking }) {
  const problem = violationOf(asking, item)
  if (!problem) return null
  return (
    <p class="problem" id={problemId(item)}>
      <span aria-hidden="true">! </span>
      {asking.wording.violation(problem)}
    </p>
  )
}

const problemId = (item: string): string => `${item}-problem`
const helpId = (item: string): string => `${item}-help`

/** What whoever does not see the screen is told of an input: what explains it, and that it is wrong. */
export function told(item: string, asking: Asking, hasHelp: boolean) {
  const wrong = violationOf(asking, item) ? ('true' as const) : undefined
  const ids = [hasHelp ? helpId(item) : '', wrong ? problemId(item) : ''].join(' ').trim()
  return { 'aria-describedby': ids || undefined, 'aria-invalid': wrong }
}
