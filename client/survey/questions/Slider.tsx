import { ownValue } from '../../../surveys/instrument/spelling'
import type { QuestionOf } from '../../../surveys/instrument/schema'
import { fresh } from '../Frame'
import type { ViewProps } from '../model'
import { EndWords } from './EndWords'
import { Field, told } from './Field'
import { WholeField } from './Number'
import { Unchoose } from './OneOfScale'

/** A bar between two ends. Where nothing was touched it has no thumb and no answer: none is suggested by where one would stand. */
export function Slider({ question, asking }: ViewProps<QuestionOf<'slider'>>) {
  const { id, min, max, step, unit, least, most, required } = question
  const { wording, live } = asking
  const answer = ownValue(asking.answers, id)
  const range = wording.say('range', { min, max })
  if (!live)
    return (
      <Field question={question} asking={asking} hint={range}>
        <WholeField item={id} unit={unit} asking={asking} />
        <EndWords {...{ question, min, max, asking }} />
      </Field>
    )
  const chosen = typeof answer === 'number' ? answer : undefined
  const shown = chosen === undefined ? wording.say('untouched') : `${chosen}${unit === 'percent' ? ' %' : ''}`
  const take = ({ currentTarget }: { readonly currentTarget: HTMLInputElement }) => asking.answer(id, Number(currentTarget.value))
  // The first key makes the thumb stand somewhere: in the middle, from where both ends are as far.
  const begin = (event: KeyboardEvent) => {
    if (chosen !== undefined || !/^(Arrow|Page|Home|End| )/.test(event.key)) return
    event.preventDefault()
    asking.answer(id, event.key === 'End' ? max : event.key === 'Home' ? min : middle(question))
  }
  return (
    <Field question={question} asking={asking} hint={wording.say('sliderHint')}>
      <div class="reach">
        <output class="reached" for={id} aria-hidden="true">
          {fresh(shown)}
        </output>
        {chosen !== undefined && !required ? <Unchoose item={id} asking={asking} /> : null}
      </div>
      <input
        class={chosen === undefined ? 'slider untouched' : 'slider'}
        type="range"
        autocomplete="off"
        id={id}
        min={min}
        max={max}
        step={step}
        value={chosen ?? middle(question)}
        aria-valuetext={[shown, chosen === min && least ? wording.text(least) : chosen === max && most ? wording.text(most) : '']
          .filter(Boolean)
          .join(', ')}
        {...told(id, asking, true)}
        onInput={take}
        onClick={take}
        onKeyDown={begin}
      />
      <EndWords {...{ question, min, max, asking }} />
    </Field>
  )
}

/** Where a thumb that nobody sees waits for the first key. */
const middle = ({ min, max, step }: QuestionOf<'slider'>): number => min + step * Math.round((max - min) / 2 / step)
