import { useState } from 'preact/hooks'
import { isCode } from '../../../surveys/designing/codes'
import type { DesignerSay } from '../../text/designer/words'
import type { Labelled } from '../fields/Field'
import { Field } from '../fields/Field'

type Props = Labelled & { readonly say: DesignerSay; readonly value: string; readonly taken: readonly string[]; readonly onChange: (code: string) => void }

/** A code; what cannot be one stays in the field until it can, and is forgotten when the field is left. */
export function CodeField({ say, value, taken, onChange, ...labelled }: Props) {
  const [typed, type] = useState<string>()
  const seen = typed ?? value
  const isTaken = seen !== value && taken.includes(seen)
  const wrong = isTaken ? say('ind_codeTaken', { seen }) : isCode(seen) ? undefined : say('ind_codeWrong', { seen })
  const input = (text: string): void => {
    const fits = isCode(text) && (text === value || !taken.includes(text))
    type(fits ? undefined : text)
    if (fits && text !== value) onChange(text)
  }
  return (
    <Field {...labelled} wrong={wrong}>
      {(marks) => <input {...marks} type="text" autocomplete="off" spellcheck={false} value={seen} onInput={({ currentTarget }) => input(currentTarget.value)} onBlur={() => type(undefined)} />}
    </Field>
  )
}
