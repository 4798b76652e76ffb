import type { ComponentChildren } from 'preact'
import { useId, useLayoutEffect, useState } from 'preact/hooks'
import { type Finding, findingKey } from '../../../surveys/designing/findings'
import { codeProblem, type NameKind } from '../../../surveys/designing/lists'
import type { LocalText } from '../../../surveys/instrument/schema'
import { findingText } from '../../text/definition'
import type { DesignerSay } from '../../text/designer'
import { type Desk, labelWithLanguage } from './desk'

export type Labelled = {
  readonly label: string
  readonly hint?: string | undefined
  /** What is wrong with the value, in the reader's language. */ readonly wrong?: string | undefined
}

type FieldProps = Labelled & { readonly children: (marks: Marks) => ComponentChildren }
type Marks = { readonly id: string; readonly 'aria-describedby': string | undefined; readonly 'aria-invalid': true | undefined }

/** A label above its control, with a hint and what is wrong. */
export function Field({ label, hint, wrong, children }: FieldProps) {
  const id = useId()
  const said = [hint === undefined ? '' : `${id}-hint`, wrong === undefined ? '' : `${id}-wrong`].filter(Boolean).join(' ')
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {hint === undefined ? null : <small id={`${id}-hint`}>{hint}</small>}
      {children({ id, 'aria-describedby': said || undefined, 'aria-invalid': wrong === undefined ? undefined : true })}
      {wrong === undefined ? null : (
        <p class="wrong" id={`${id}-wrong`}>
          {wrong}
        </p>
      )}
    </div>
  )
}

type TextFieldProps = Labelled & {
  readonly value: string
  readonly onInput: (value: string) => void
  /** Lines shown; one by itself. */ readonly lines?: number
  readonly lang?: string
  readonly placeholder?: string | undefined
  readonly keys?: FieldKeys | undefined
  /** What it is found by. */ readonly mark?: string | undefined
}

/** Finds the field with a mark where something is edited. */
export const textMark = (mark: string): string => `.paneEdit [data-text="${CSS.escape(mark)}"]`

/** What keys and what is pasted do in a field besides writing. */
export type FieldKeys = {
  readonly onKeyDown?: (event: KeyboardEvent) => void
  readonly onPaste?: (event: ClipboardEvent) => void
}

/** A text of one or several lines; every letter is a change. */
export const TextField = ({ value, onInput, lines = 1, lang, placeholder, keys, mark, ...labelled }: TextFieldProps) => (
  <Field {...labelled}>
    {(marks) =>
      lines > 1 ? (
        <textarea
          {...marks}
          {...keys}
          {...{ lang, placeholder, value }}
          data-text={mark}
          dir="auto"
          rows={lines}
          onInput={({ currentTarget }) => onInput(currentTarget.value)}
        />
      ) : (
        <input
          {...marks}
          {...keys}
          {...{ lang, placeholder, value }}
          data-text={mark}
          dir="auto"
          type="text"
          autocomplete="off"
          onInput={({ currentTarget }) => onInput(currentTarget.value)}
        />
      )
    }
  </Field>
)

type NumberFieldProps = Labelled & {
  readonly value: number | undefined
  readonly onChange: (value: number | undefined) => void
  readonly min?: number
  readonly max?: number
  readonly step?: number | 'any'
}

/** A number, or nothing when it is emptied. */
export const NumberField = ({ value, onChange, min, max, step = 1, ...labelled }: NumberFieldProps) => (
  <Field {...labelled}>
    {(marks) => (
      <input
        {...marks}
        type="number"
        {...{ min, max, step }}
        value={value ?? ''}
        onInput={({ currentTarget }) =>
          onChange(currentTarget.value === '' || !Number.isFinite(currentTarget.valueAsNumber) ? undefined : currentTarget.valueAsNumber)
        }
      />
    )}
  </Field>
)

type ChoiceFieldProps<V extends string> = Labelled & {
  readonly value: V
  readonly options: readonly { readonly value: V; readonly text: string }[]
  readonly onChange: (value: V) => void
}

/** One of several in a menu. */
export const ChoiceField = <V extends string>({ value, options, onChange, ...labelled }: ChoiceFieldProps<V>) => (
  <Field {...labelled}>
    {(marks) => (
      <select
        {...marks}
        value={value}
        onChange={({ currentTarget }) =>
          options.filter((option) => option.value === currentTarget.value).forEach((option) => onChange(option.value))
        }
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.text}
          </option>
        ))}
      </select>
    )}
  </Field>
)

type TickProps = {
  readonly label: string
  readonly hint?: string
  readonly checked: boolean
  readonly onChange: (checked: boolean) => void
  readonly disabled?: boolean
}

/** Something that is so or not. */
export const Tick = ({ label, hint, checked, onChange, disabled }: TickProps) => (
  <label class="pick">
    <input type="checkbox" {...{ checked, disabled }} onChange={({ currentTarget }) => onChange(currentTarget.checked)} />
    <span>
      {label}
      {hint === undefined ? null : <small>{hint}</small>}
    </span>
  </label>
)

type CodeFieldProps = Labelled & {
  readonly say: DesignerSay
  readonly value: string
  /** The names that are used already; whether its own is among them does not matter. */
  readonly taken: ReadonlySet<string>
  readonly kind?: NameKind
  readonly onChange: (value: string) => void
}

/** A code or an id, taken over when it is complete and left; one that will not do stays in the field and says why. */
export function CodeField({ say, value, taken, kind = 'code', onChange, ...labelled }: CodeFieldProps) {
  const [typed, type] = useState({ of: value, text: value })
  const text = typed.of === value ? typed.text : value
  const problem = text === value ? undefined : codeProblem(text, taken, kind)
  const wrong =
    problem === undefined
      ? undefined
      : problem === 'taken'
        ? say('codeTaken', { code: text })
        : say(kind === 'item' ? 'idUnfit' : 'codeUnfit')
  return (
    <Field {...labelled} wrong={wrong}>
      {(marks) => (
        <input
          {...marks}
          type="text"
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          maxLength={64}
          value={text}
          onInput={({ currentTarget }) => type({ of: value, text: currentTarget.value })}
          onChange={() => (text === value || problem ? undefined : onChange(text))}
        />
      )}
    </Field>
  )
}

type LocalFieldProps = Labelled & {
  readonly desk: Desk
  readonly value: LocalText | undefined
  readonly onInput: (value: LocalText) => void
  readonly lines?: number
  readonly keys?: FieldKeys
  readonly mark?: string
}

/** A text in the content language; the other languages stay as they are. An emptied text is left out, so that the checks name it as missing. */
export function LocalField({ desk, value, onInput, label, ...rest }: LocalFieldProps) {
  const { content } = desk
  const others = Object.entries(value ?? {}).filter(([tag]) => tag !== content)
  const changed = (text: string) => onInput(Object.fromEntries(text === '' ? others : [...others, [content, text]]))
  return (
    <TextField
      {...rest}
      label={labelWithLanguage(content, label, desk)}
      lang={content}
      value={value?.[content] ?? ''}
      placeholder={others[0]?.[1]}
      onInput={changed}
    />
  )
}

/** What keys do in one field of a list that is written line by line: Enter goes on, Alt with an arrow moves the line, and a pasted list is no line. */
export const listKeys = (onEnter: () => void, onMove: (by: -1 | 1) => void, onList?: (text: string) => void): FieldKeys => ({
  onKeyDown: (event) => {
    const by = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : undefined
    if (event.isComposing || event.ctrlKey || event.metaKey) return
    if (event.altKey && by !== undefined) onMove(by)
    else if (event.key === 'Enter' && !event.shiftKey && !event.altKey) onEnter()
    else return
    event.preventDefault()
  },
  ...(onList && {
    onPaste: (event: ClipboardEvent) => {
      const text = event.clipboardData?.getData('text/plain') ?? ''
      if (!/[\n\t]/.test(text.trim())) return
      event.preventDefault()
      onList(text)
    },
  }),
})

/** Gives the keyboard's focus to the first element that fits a selector, once what was changed has been drawn. */
export function useFocusOn(): (selector: string) => void {
  const [wanted, want] = useState<{ readonly selector: string }>()
  useLayoutEffect(() => {
    if (wanted) document.querySelector<HTMLElement>(wanted.selector)?.focus()
  }, [wanted])
  return (selector) => want({ selector })
}

type MoveButtonsProps = {
  readonly say: DesignerSay
  /** What is moved, by its name. */ readonly what: string
  readonly place: number
  readonly count: number
  readonly look: 'tool' | 'second' | 'quiet'
  readonly onMove: (by: -1 | 1) => void
}

/** Up and down in a list; whoever moves keeps the focus by `data-step`. */
export const MoveButtons = ({ say, what, place, count, look, onMove }: MoveButtonsProps) => (
  <>
    <button
      type="button"
      class={look}
      data-step={-1}
      aria-disabled={place === 0}
      aria-label={say('moveUpOf', { what })}
      onClick={() => onMove(-1)}
    >
      {say('moveUp')}
    </button>
    <button
      type="button"
      class={look}
      data-step={1}
      aria-disabled={place === count - 1}
      aria-label={say('moveDownOf', { what })}
      onClick={() => onMove(1)}
    >
      {say('moveDown')}
    </button>
  </>
)

type FoundProps = { readonly desk: Desk; readonly findings: readonly Finding[] }

/** What the checks say about what is being edited, while it is edited. */
export const Found = ({ desk: { office, say }, findings }: FoundProps) => (
  <div aria-live="polite">
    {findings.length > 0 && (
      <ul class="found">
        {findings.map((finding) => (
          <li key={findingKey(finding)} class={finding.severity}>
            <b>{say(`severity_${finding.severity}`)}:</b> {findingText(office, finding)}
          </li>
        ))}
      </ul>
    )}
  </div>
)
