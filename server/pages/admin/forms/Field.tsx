import type { Reader } from '../reader'
import { type Filled, valueOf } from './filled'
import { problemText } from './problems'

export type FieldProps = {
  readonly reader: Reader
  readonly filled: Filled
  readonly name: string
  readonly label: string
  readonly hint?: string | undefined
}

type Input = {
  readonly type?: 'text' | 'date'
  readonly required?: boolean
  readonly maxLength?: number
  readonly lang?: string
  readonly list?: string
  readonly inputMode?: 'numeric'
  readonly autocapitalize?: 'none'
  readonly spellcheck?: boolean
}

/** A line of text with its label above and what is wrong below. */
export const Field = ({ input = {}, ...props }: FieldProps & { readonly input?: Input }) => (
  <div class="field">
    <label for={props.name}>{props.label}</label>
    <Hint {...props} />
    <input id={props.name} name={props.name} maxLength={200} autocomplete="off" {...input} value={valueOf(props.filled.values, props.name)} {...marks(props)} />
    <Wrong {...props} />
  </div>
)

export type Item = { readonly value: string; readonly text: string }

/** One of a list. */
export const Choice = ({ items, ...props }: FieldProps & { readonly items: readonly Item[] }) => (
  <div class="field">
    <label for={props.name}>{props.label}</label>
    <Hint {...props} />
    <select id={props.name} name={props.name} {...marks(props)}>
      {items.map(({ value, text }) => <option key={value} value={value} selected={value === valueOf(props.filled.values, props.name)}>{text}</option>)}
    </select>
    <Wrong {...props} />
  </div>
)

export const Hint = ({ name, hint }: FieldProps) => (hint === undefined ? null : <small id={`${name}-hint`}>{hint}</small>)

export function Wrong({ reader, filled, name }: FieldProps) {
  const own = filled.problems.filter(({ field }) => field === name)
  return own.length === 0 ? null : <p class="wrong" id={`${name}-wrong`}>{own.map((problem) => <span key={problem.code}>{problemText(reader, problem)}</span>)}</p>
}

/** Ties a control to its hint and to what is wrong with it. */
export function marks({ filled, name, hint }: FieldProps) {
  const isWrong = filled.problems.some(({ field }) => field === name)
  const described = [hint === undefined ? '' : `${name}-hint`, isWrong ? `${name}-wrong` : ''].filter((id) => id !== '').join(' ')
  return { ...(described === '' ? {} : { 'aria-describedby': described }), ...(isWrong ? ({ 'aria-invalid': true } as const) : {}) }
}
