import { Field, type Labelled } from './Field'

type Props<V extends string> = Labelled & { readonly value: V; readonly options: readonly { readonly value: V; readonly text: string }[]; readonly onChange: (value: V) => void }

/** One of several in a menu. */
export const Choice = <V extends string>({ value, options, onChange, ...labelled }: Props<V>) => (
  <Field {...labelled}>
    {(marks) => (
      <select {...marks} value={value} onChange={({ currentTarget }) => options.filter((option) => option.value === currentTarget.value).forEach((option) => onChange(option.value))}>
        {options.map((option) => <option key={option.value} value={option.value}>{option.text}</option>)}
      </select>
    )}
  </Field>
)
