import { violationText } from '../../surveys/violations'
import { type Asking, problemOf } from './asking'

/** What is wrong with one item, beside it; the icon keeps it from resting on colour. */
export function Problem({ item, asking }: { readonly item: string; readonly asking: Asking }) {
  const problem = problemOf(asking, item)
  if (!problem) return null
  return (
    <p class="problem" id={problemId(item)}>
      <span aria-hidden="true">! </span>
      {violationText(asking.wording.language, problem)}
    </p>
  )
}

export const problemId = (item: string): string => `${item}-problem`
export const helpId = (item: string): string => `${item}-help`

/** The ids of what explains an item, for `aria-describedby`. */
export function describedBy(item: string, asking: Asking, hasHelp: boolean): string | undefined {
  const ids = [hasHelp ? helpId(item) : '', problemOf(asking, item) ? problemId(item) : ''].filter((id) => id !== '')
  return ids.length > 0 ? ids.join(' ') : undefined
}
