import { Field, type Labelled } from './Field'

type Props = Labelled & { readonly value: string; readonly onInput: (value: string) => void; /** Lines shown; one by itself. */ readonly lines?: number; readonly lang?: string; readonly placeholder?: string | undefined }

/** A text of one or several lines; every letter is a change. */
export const TextField = ({ value, onInput, lines = 1, lang, placeholder, ...labelled }: Props) => (
  <Field {...labelled}>
    {(marks) =>
      lines > 1 ? (
        <textarea {...marks} {...{ lang, placeholder, value }} rows={lines} onInput={({ currentTarget }) => onInput(currentTarget.value)} />
      ) : (
        <input {...marks} {...{ lang, placeholder, value }} type="text" autocomplete="off" onInput={({ currentTarget }) => onInput(currentTarget.value)} />
      )
    }
  </Field>
)
