import type { QuestionOf } from '../../../surveys/instrument/schema'
import type { ViewProps } from '../model'
import { Help, helpOf, told } from './Field'
import { OneOfScale } from './OneOfScale'

/** Several items on one scale: a heading, then a card an item, so that nothing scrolls sideways. */
export function Matrix({ question, asking }: ViewProps<QuestionOf<'matrix'>>) {
  const help = helpOf(question, asking)
  return (
    <div class="matrix" role="group" aria-labelledby={`${question.id}-title`} {...told(question.id, asking, help !== undefined)}>
      <h3 id={`${question.id}-title`}>{asking.wording.shown(question.text)}</h3>
      <Help item={question.id} lines={[help]} />
      {question.items.map(({ id, text }) => (
        <OneOfScale key={id} item={id} text={text} question={question} asking={asking} />
      ))}
    </div>
  )
}
