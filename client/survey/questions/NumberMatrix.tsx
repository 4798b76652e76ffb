import type { QuestionOf } from '../../../surveys/instrument/schema'
import { ownValue } from '../../../surveys/instrument/spelling'
import { fresh } from '../Frame'
import type { ViewProps } from '../model'
import { Help, helpOf, Listen, WrongAnswer, Required, told } from './Field'
import { WholeField } from './Number'

/** Several whole numbers of one range: a line a row, and what they come to where the question says so. */
export function NumberMatrix({ question, asking }: ViewProps<QuestionOf<'number-matrix'>>) {
  const { id, items, min, max, unit, total } = question
  const { wording } = asking
  return (
    <div class="matrix" role="group" aria-labelledby={`${id}-title`} {...told(id, asking, true)}>
      <h3 id={`${id}-title`}>{wording.shown(question.text)}</h3>
      <Help item={id} lines={[helpOf(question, asking), wording.say('range', { min, max })]} />
      <div class="card numbers">
        {items.map((item) => (
          <div key={item.id} class="row">
            <label class="legend" for={item.id}>
              {wording.shown(item.text)}
              <Required question={question} asking={asking} />
            </label>
            <WholeField item={item.id} unit={unit} asking={asking} />
            <Listen item={item.id} asking={asking} />
            <WrongAnswer item={item.id} asking={asking} />
          </div>
        ))}
        {total && asking.live && items.length > 1 ? (
          <p class="row total">
            <span>{wording.say('total')}</span>
            <output for={items.map((item) => item.id).join(' ')}>{fresh(totalText(question, asking.answers))}</output>
          </p>
        ) : null}
      </div>
    </div>
  )
}

/** The sum of what has been written so far; nothing while that is no number. */
function totalText({ items, unit }: QuestionOf<'number-matrix'>, answers: Parameters<typeof ownValue>[0]): string {
  const given = items.map(({ id }) => ownValue(answers, id)).filter((answer) => answer !== undefined)
  const numbers = given.filter((answer) => typeof answer === 'number')
  if (given.length === 0 || numbers.length < given.length) return '–'
  const sum = numbers.reduce((all, one) => all + one, 0)
  return unit === 'percent' ? `${sum} %` : String(sum)
}
