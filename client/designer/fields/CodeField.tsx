import { useState } from 'preact/hooks'
import { codeProblem, type NameKind } from '../../../surveys/designing/codes'
import type { DesignerSay } from '../../text/designer/words'
import { Field, type Labelled } from './Field'

type Props = Labelled & {
  readonly say: DesignerSay
  readonly value: string
  /** The names that are used already; whether its own is among them does not matter. */
  readonly taken: ReadonlySet<string>
  readonly kind?: NameKind
  readonly onChange: (value: string) => void
}

/** A code or an id, taken over when it is complete and left; one that will not do stays in the field and says why. */
export function CodeField({ say, value, taken, kind = 'code', onChange, ...labelled }: Props) {
  const [typed, type] = useState({ of: value, text: value })
  const text = typed.of === value ? typed.text : value
  const problem = text === value ? undefined : codeProblem(text, taken, kind)
  const wrong = problem === undefined ? undefined : problem === 'taken' ? say('codeTaken', { code: text }) : say(kind === 'item' ? 'idUnfit' : 'codeUnfit')
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
