import { type FieldProps, Hint, type Item, marks, Wrong } from './Field'

type Props = FieldProps & { readonly items: readonly (Item & { readonly note?: string | undefined })[]; readonly type: 'radio' | 'checkbox'; readonly id?: string }

/** Boxes of which one or several are ticked. */
export const Picks = ({ items, type, id, ...props }: Props) => (
  <fieldset class="field picks" id={id ?? props.name} {...marks(props)}>
    <legend>{props.label}</legend>
    <Hint {...props} />
    <div class={items.length > 8 ? 'many' : undefined}>
      {items.map(({ value, text, note }) => (
        <label key={value} class="pick">
          <input type={type} name={props.name} value={value} checked={props.filled.values[props.name]?.includes(value) ?? false} />
          <span>{text}{note !== undefined && <small>{note}</small>}</span>
        </label>
      ))}
    </div>
    <Wrong {...props} />
  </fieldset>
)
