import { newScaleOf, splitFor, usesOf } from '../../../surveys/designing/scales'
import type { ClosedQuestion } from '../../../surveys/instrument/item'
import type { Questionnaire } from '../../../surveys/instrument/schema'
import { FaceSymbols } from '../../survey/Face'
import { useFocusOn } from '../frame/Fields'
import type { Desk } from '../frame/desk'
import { OptionTable, optionsId } from './OptionTable'

type Props = {
  readonly desk: Desk
  readonly question: ClosedQuestion
  readonly onQuestion: (id: string) => void
  readonly onScale: (id: string) => void
}

/** The options of a question below it, with who else is asked on them. */
export function NearScale({ desk, question, onQuestion, onScale }: Props) {
  const { draft, say } = desk
  const scale = draft.scales.find(({ id }) => id === question.scale)
  if (!scale) return null
  return (
    <section class="near" aria-labelledby={optionsId}>
      <FaceSymbols />
      <h3 id={optionsId} tabIndex={-1}>
        {say('scaleOptions')}
      </h3>
      <SharedWith {...{ desk, question, onQuestion }} />
      <OptionTable key={scale.id} {...{ desk, scale }}>
        <button type="button" class="tool" onClick={() => onScale(scale.id)}>
          {say('scaleOpen')}
        </button>
      </OptionTable>
    </section>
  )
}

const named = 8

/** Which other questions change along, and one button that parts this one from them. */
function SharedWith({ desk: { draft, change, say }, question: { id, scale }, onQuestion }: Omit<Props, 'onScale'>) {
  const focusOn = useFocusOn()
  const others = usesOf(draft, scale).filter((one) => one.id !== id)
  if (others.length === 0) return null
  const split = () => {
    const edit = (before: Questionnaire) => splitFor(before, scale, id)
    if (newScaleOf(draft, edit(draft)) === undefined) return
    change(`scale ${scale} split ${id}`, edit)
    focusOn(`#${optionsId}`)
  }
  return (
    <div class="scale-shared">
      <p>
        {say('scaleAlso', { n: String(others.length) })}{' '}
        {others.slice(0, named).map((one) => (
          <button key={one.id} type="button" class="tool" onClick={() => onQuestion(one.id)}>
            {one.id}
          </button>
        ))}
        {others.length > named && ` … `}
        {say('scaleAlsoMeans')}
      </p>
      <button type="button" class="quietButton" onClick={split}>
        {say('scaleSplit')}
      </button>
    </div>
  )
}
