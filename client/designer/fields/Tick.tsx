type Props = { readonly label: string; readonly hint?: string; readonly checked: boolean; readonly onChange: (checked: boolean) => void; readonly disabled?: boolean }

/** Something that is so or not. */
export const Tick = ({ label, hint, checked, onChange, disabled }: Props) => (
  <label class="pick">
    <input type="checkbox" {...{ checked, disabled }} onChange={({ currentTarget }) => onChange(currentTarget.checked)} />
    <span>{label}{hint === undefined ? null : <small>{hint}</small>}</span>
  </label>
)
