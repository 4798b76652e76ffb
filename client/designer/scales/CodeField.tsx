import { useState } from 'preact/hooks'
import { codeProblem } from '../../../surveys/designing/codes'
import type { Desk } from '../desk'
import { Field, type Labelled } from '../fields/Field'

type Props = Labelled & { readonly desk: Desk; readonly value: string; /** Codes that others bear. */ readonly taken: readonly string[]; readonly onChange: (value: string) => void }

/** A code, taken over when it is complete and left; one that will not do stays in the field and says why. */
export function CodeField({ desk: { say }, value, taken, onChange, ...labelled }: Props) {
  const [typed, setTyped] = useState({ of: value, text: value })
  const text = typed.of === value ? typed.text : value
  const problem = text === value ? undefined : codeProblem(text, taken)
  const wrong = problem && say(problem === 'taken' ? 'scaleCodeTaken' : 'scaleCodeMalformed')
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
          onInput={({ currentTarget }) => setTyped({ of: value, text: currentTarget.value })}
          onChange={() => (text === value || problem ? undefined : onChange(text))}
        />
      )}
    </Field>
  )
}
