import { newScaleOf, splitFor, usesOf } from '../../../surveys/designing/scales'
import type { Questionnaire, Scale } from '../../../surveys/schema'
import type { Desk } from '../desk'
import { questionName } from './naming'

type Props = { readonly desk: Desk; readonly scale: Scale; readonly onSelect: (scale: string | undefined) => void }

/** Says that a change touches several questions, and gives one of them a scale of its own. */
export function Sharing({ desk, scale: { id }, onSelect }: Props) {
  const { draft, change, say } = desk
  const uses = usesOf(draft, id)
  if (uses.length < 2) return null
  const split = (question: string) => {
    const edit = (before: Questionnaire) => splitFor(before, id, question)
    change(`scale ${id} split ${question}`, edit)
    onSelect(newScaleOf(draft, edit(draft)))
  }
  return (
    <div class="scale-shared">
      <p>{say('scaleShared', { n: String(uses.length) })}</p>
      <details>
        <summary>{say('scaleSplitSome')}</summary>
        <ul>
          {uses.map((question) => (
            <li key={question.id}>
              <span>{questionName(desk, question)} <code>{question.id}</code></span>
              <button type="button" class="quiet" aria-label={say('scaleSplitOf', { what: questionName(desk, question) })} onClick={() => split(question.id)}>{say('scaleSplit')}</button>
            </li>
          ))}
        </ul>
      </details>
    </div>
  )
}
