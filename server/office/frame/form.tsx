import { isDay } from '../../../surveys/instrument/calendar'
import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { type DraftProblem, type DraftRule, isAgencyType } from '../../../surveys/fielding/drafts'
import type { HoursRule } from '../../../surveys/fielding/kiosk'
import { composed, trimmed } from '../../../surveys/instrument/spelling'
import type { Reader } from './reader'

/** A form as it was sent: what was typed into each field, and files. */
export type Sent = { readonly values: FormValues; readonly file: (name: string) => Promise<Uint8Array<ArrayBuffer> | undefined> }

/** The texts of each field. */
export type FormValues = Readonly<Record<string, readonly string[]>>

/** What is wrong with a field: a rule of the draft, or of the file that came with it. */
export type FormProblem = Omit<DraftProblem, 'code'> & {
  readonly code: DraftRule | FileRule | AddressRule | HoursRule | 'reason' | 'too-many-lines'
}
export type AddressRule = 'not-an-address' | 'with-path' | 'not-https'
export type FileRule =
  | 'too-large'
  | 'not-png'
  | 'too-wide'
  | 'not-utf8'
  | 'not-json'
  | 'not-a-questionnaire'
  | 'not-a-bundle'
  | 'broken-media'
  | 'no-file'
  | 'not-evidence'
  | 'too-many-files'
  | 'unread'

/** What a form shows: values, and what is wrong with them. */
export type Filled = { readonly values: FormValues; readonly problems: readonly FormProblem[] }

export const valueOf = (values: FormValues, name: string): string => values[name]?.[0] ?? ''

/** Values for a form that nobody has sent yet. */
export const prefilled = (fields: Readonly<Record<string, string | readonly string[]>>): Filled => ({
  values: Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, typeof value === 'string' ? [value] : value])),
  problems: [],
})

/** A form with a file is read this far, so that a file that is somewhat too large gets a kind answer and not a broken connection. */
export const readBytes = 8 * 1024 * 1024

/** Every touchpoint and agency that a form of ours can name, several times over. */
const mostFields = 20_000

/** A form as it came. One of nothing but names would take seconds to read: it is counted before. */
export async function formOf(c: Context): Promise<FormData> {
  const type = c.req.header('content-type') ?? ''
  if (!type.startsWith('application/x-www-form-urlencoded')) return c.req.formData()
  const bytes = new Uint8Array(await c.req.arrayBuffer())
  let fields = 1
  for (const byte of bytes) if (byte === ampersand) fields += 1
  if (fields > mostFields) throw new HTTPException(400)
  // Whoever reads it once more reads this one: the cached bytes do not know their type.
  return (c.req.bodyCache.formData ??= await new Response(bytes, { headers: { 'Content-Type': type } }).formData())
}

const ampersand = 0x26

/** Reads a sent form; texts are trimmed and composed, as they are compared and searched. */
export async function sentForm(c: Context): Promise<Sent> {
  const form = await formOf(c).catch((cause: unknown) => {
    throw new HTTPException(400, { cause })
  })
  const values: Record<string, string[]> = Object.create(null)
  for (const [name, value] of form) {
    if (typeof value !== 'string') continue
    // Not every database can hold a NUL, and nobody types one.
    if (value.includes('\0')) throw new HTTPException(400)
    ;(values[name] ??= []).push(composed(trimmed(value)))
  }
  return {
    values,
    file: async (name) => {
      const given = form.get(name)
      return given === null || typeof given === 'string' || given.size === 0 ? undefined : new Uint8Array(await given.arrayBuffer())
    },
  }
}

/** What is wrong, as a sentence with what was seen and what is allowed. */
export function formProblemText({ say, numbers }: Pick<Reader, 'say' | 'numbers'>, { code, seen = '', allowed = '' }: FormProblem): string {
  const shown = (text: string): string => (isDay(text) ? numbers.day(text) : text)
  // Kinds of bodies are taken by what they are called as well, and that has commas.
  const kinds = allowed.split(', ')
  const choices = kinds.every(isAgencyType) ? kinds.map((kind) => say(`agencyType_${kind}`)).join('; ') : shown(allowed)
  return say(`wrong_${code}`, { seen: shown(shortened(seen)), allowed: choices })
}

const shortened = (text: string): string => (text.length > 80 ? `${text.slice(0, 80)}…` : text)

type FieldProps = {
  readonly reader: Reader
  readonly filled: Filled
  readonly name: string
  readonly label: string
  readonly hint?: string | undefined
}

type Input = {
  readonly type?: 'text' | 'date' | 'time'
  readonly required?: boolean
  readonly maxLength?: number
  readonly lang?: string
  readonly list?: string
  readonly inputMode?: 'numeric' | 'email'
  readonly autocapitalize?: 'none'
  readonly spellcheck?: boolean
}

/** A line of text with its label above and what is wrong below. */
export const Field = ({ input = {}, ...props }: FieldProps & { readonly input?: Input }) => (
  <div class="field">
    <label for={props.name}>{props.label}</label>
    <Hint {...props} />
    <input
      id={props.name}
      name={props.name}
      maxLength={input.type === 'date' || input.type === 'time' ? undefined : 200}
      autocomplete="off"
      {...input}
      value={valueOf(props.filled.values, props.name)}
      {...marks(props)}
    />
    <Wrong {...props} />
  </div>
)

/** A control's ties to a sentence that stands elsewhere. */
export type Ties = { readonly 'aria-invalid'?: true; readonly 'aria-describedby'?: string }

type PasswordProps = {
  readonly name: string
  readonly label: string
  readonly which: 'current-password' | 'new-password'
  readonly hint?: string
  readonly fault?: string | undefined
  /** Where what is wrong is said of the form as a whole. */
  readonly marked?: Ties
}

/** A password, which never comes back. */
export const PasswordField = ({ name, label, which, hint, fault, marked }: PasswordProps) => (
  <div class="field">
    <label for={name}>{label}</label>
    {hint !== undefined && <small id={`${name}-hint`}>{hint}</small>}
    <input
      id={name}
      name={name}
      type="password"
      autocomplete={which}
      required
      maxLength={400}
      {...described(name, hint, fault)}
      {...marked}
    />
    <FieldFault {...{ name, fault }} />
  </div>
)

export const FieldFault = ({ name, fault }: Pick<PasswordProps, 'name' | 'fault'>) =>
  fault === undefined ? null : (
    <p class="wrong" role="alert" id={`${name}-wrong`}>
      {fault}
    </p>
  )

/** A file with a table in it, of a spreadsheet or separated; what was wrong with the last one stands under it. */
export const TableFile = ({ label, fault }: { readonly label: string; readonly fault?: string | undefined }) => (
  <div class="field">
    <label for="file">{label}</label>
    <input
      id="file"
      name="file"
      type="file"
      accept=".csv,.xlsx,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
      required
      {...described('file', undefined, fault)}
    />
    <FieldFault name="file" fault={fault} />
  </div>
)

type FieldItem = { readonly value: string; readonly text: string }

/** One of a list. */
export const ChoiceField = ({ items, ...props }: FieldProps & { readonly items: readonly FieldItem[] }) => (
  <div class="field">
    <label for={props.name}>{props.label}</label>
    <Hint {...props} />
    <select id={props.name} name={props.name} {...marks(props)}>
      {items.map(({ value, text }) => (
        <option key={value} value={value} selected={value === valueOf(props.filled.values, props.name)}>
          {text}
        </option>
      ))}
    </select>
    <Wrong {...props} />
  </div>
)

export const Hint = ({ name, hint }: FieldProps) => (hint === undefined ? null : <small id={`${name}-hint`}>{hint}</small>)

export function Wrong({ reader, filled, name }: FieldProps) {
  const own = filled.problems.filter(({ field }) => field === name)
  return own.length === 0 ? null : (
    <p class="wrong" id={`${name}-wrong`}>
      {own.map((problem) => (
        <span key={`${problem.code} ${problem.seen ?? ''}`}>{formProblemText(reader, problem)}</span>
      ))}
    </p>
  )
}

/** Ties a control to its hint and to what is wrong with it. */
export function marks({ filled, name, hint }: FieldProps) {
  return described(name, hint, filled.problems.find(({ field }) => field === name)?.code)
}

/** The same for a control whose fault is one sentence. */
export function described(name: string, hint: string | undefined, fault: string | undefined) {
  const ids = [...(hint === undefined ? [] : [`${name}-hint`]), ...(fault === undefined ? [] : [`${name}-wrong`])].join(' ')
  return { ...(ids === '' ? {} : { 'aria-describedby': ids }), ...(fault === undefined ? {} : ({ 'aria-invalid': true } as const)) }
}

type FilterProps = { readonly name: string; readonly label: string }

type FilterChoiceProps = FilterProps & {
  /** What stands for no choice, where there can be none. */
  readonly all?: string
  readonly chosen: string | null
  readonly items: readonly FieldItem[]
}

/** One of a list, by which a page is narrowed. */
export const FilterChoice = ({ name, label, all, chosen, items }: FilterChoiceProps) => (
  <p>
    <label for={`filter-${name}`}>{label}</label>
    <select id={`filter-${name}`} name={name}>
      {all !== undefined && <option value="">{all}</option>}
      {items.map(({ value, text }) => (
        <option key={value} value={value} selected={value === chosen}>
          {text}
        </option>
      ))}
    </select>
  </p>
)

type FilterTextProps = FilterProps & { readonly value: string }

/** Words by which a page is narrowed. */
export const FilterText = ({ name, label, value }: FilterTextProps) => (
  <p>
    <label for={`filter-${name}`}>{label}</label>
    <input id={`filter-${name}`} {...{ name, value }} type="search" maxLength={200} autocomplete="off" />
  </p>
)

/** A day from which or to which a page is narrowed. */
export const FilterDay = ({ name, label, value }: FilterTextProps) => (
  <p>
    <label for={`filter-${name}`}>{label}</label>
    <input id={`filter-${name}`} {...{ name, value }} type="date" />
  </p>
)

type PicksProps = FieldProps & {
  readonly items: readonly (FieldItem & { readonly note?: string | undefined })[]
  readonly type: 'radio' | 'checkbox'
  readonly id?: string
}

/** Boxes of which one or several are ticked. */
export const Picks = ({ items, type, id, ...props }: PicksProps) => (
  <fieldset class="field picks" id={id ?? props.name} {...marks(props)}>
    <legend>{props.label}</legend>
    <Hint {...props} />
    <div class={items.length > 8 ? 'many' : undefined}>
      {items.map(({ value, text, note }) => (
        <label key={value} class="pick">
          <input type={type} name={props.name} value={value} checked={props.filled.values[props.name]?.includes(value) ?? false} />
          <span>
            {text}
            {note !== undefined && <small>{note}</small>}
          </span>
        </label>
      ))}
    </div>
    <Wrong {...props} />
  </fieldset>
)

type FormProblemsProps = { readonly reader: Reader; readonly filled: Filled; readonly labels: Readonly<Record<string, string>> }

/** Everything that is wrong with a form in the order of its labels, each leading to its field. */
export function FormProblems({ reader, filled: { problems }, labels }: FormProblemsProps) {
  const order = Object.keys(labels)
  const sorted = [...problems].sort((a, b) => order.indexOf(a.field) - order.indexOf(b.field))
  return problems.length === 0 ? null : (
    <div class="wrong summary" role="alert">
      <h2>{reader.say('formWrong')}</h2>
      <ul>
        {sorted.map((problem, index) => (
          <li key={index}>
            <a href={`#${problem.field}`}>{labels[problem.field] ?? problem.field}</a>: {formProblemText(reader, problem)}
          </li>
        ))}
      </ul>
    </div>
  )
}
