import type { ComponentChildren } from 'preact'
import { useId } from 'preact/hooks'

export type Labelled = { readonly label: string; readonly hint?: string | undefined; /** What is wrong with the value, in the reader's language. */ readonly wrong?: string | undefined }

type Props = Labelled & { readonly children: (marks: Marks) => ComponentChildren }
type Marks = { readonly id: string; readonly 'aria-describedby': string | undefined; readonly 'aria-invalid': true | undefined }

/** A label above its control, with a hint and what is wrong. */
export function Field({ label, hint, wrong, children }: Props) {
  const id = useId()
  const said = [hint === undefined ? '' : `${id}-hint`, wrong === undefined ? '' : `${id}-wrong`].filter(Boolean).join(' ')
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {hint === undefined ? null : <small id={`${id}-hint`}>{hint}</small>}
      {children({ id, 'aria-describedby': said || undefined, 'aria-invalid': wrong === undefined ? undefined : true })}
      {wrong === undefined ? null : <p class="wrong" id={`${id}-wrong`}>{wrong}</p>}
    </div>
  )
}
