import type { Lookable } from '../../../surveys/designing/conditions'
import type { LocalText } from '../../../surveys/instrument/schema'
import { ChoiceField } from '../frame/Fields'
import type { Desk } from '../frame/desk'

type TellAnswerProps = {
  readonly desk: Desk
  /** What is asked before the text. */
  readonly before: readonly Lookable[]
  readonly text: LocalText | undefined
  readonly onChange: (text: LocalText) => void
}

/** Puts the place of an earlier answer at the end of a text, with words for whoever has given none. */
export function TellAnswer({ desk: { say, content, ...desk }, before, text, onChange }: TellAnswerProps) {
  const asked = before.filter(({ question }) => question !== undefined)
  if (asked.length === 0) return null
  const add = (id: string) =>
    id === '' ? undefined : onChange({ ...text, [content]: `${text?.[content] ?? ''} {answer:${id}|${say('tellWords')}}`.trimStart() })
  return (
    <ChoiceField
      label={say('tellAnswer')}
      hint={say('tellHint')}
      value=""
      options={[
        { value: '', text: say('tellNone') },
        ...asked.map(({ id, text: words }) => ({ value: id, text: `${id} – ${desk.text(words) || say('unnamed')}` })),
      ]}
      onChange={add}
    />
  )
}
