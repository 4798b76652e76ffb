import { Field, type Labelled } from './Field'

type Props = Labelled & { readonly value: number | undefined; readonly onChange: (value: number | undefined) => void; readonly min?: number; readonly max?: number; readonly step?: number | 'any' }

/** A number, or nothing when it is emptied. */
export const NumberField = ({ value, onChange, min, max, step = 1, ...labelled }: Props) => (
  <Field {...labelled}>
    {(marks) => <input {...marks} type="number" {...{ min, max, step }} value={value ?? ''} onInput={({ currentTarget }) => onChange(currentTarget.value === '' || !Number.isFinite(currentTarget.valueAsNumber) ? undefined : currentTarget.valueAsNumber)} />}
  </Field>
)
