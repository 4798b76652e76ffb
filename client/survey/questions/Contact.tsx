import { contactField } from '../../../surveys/answers/contact'
import type { QuestionOf } from '../../../surveys/instrument/schema'
import { ownValue, trimmed } from '../../../surveys/instrument/spelling'
import type { ViewProps } from '../model'
import { Help, Listen, told, WrongAnswer } from './Field'

/** How somebody wants to be reached, never needed; beside it stands what becomes of it. */
export function Contact({ question, asking }: ViewProps<QuestionOf<'contact'>>) {
  const { id, text, help, ask, months } = question
  const { wording } = asking
  const given = ownValue(asking.answers, contactField)
  return (
    <div class="card">
      <label class="legend" for={contactField}>
        {wording.shown(text)}
      </label>
      <Listen item={id} asking={asking} />
      <Help item={contactField} lines={[help && wording.shown(help), wording.say('contactTerms', { n: months })]} />
      <WrongAnswer item={contactField} asking={asking} />
      <input
        class="field"
        type="text"
        inputMode={inputs[ask].mode}
        autocomplete={inputs[ask].fill}
        id={contactField}
        name={contactField}
        maxLength={254}
        spellcheck={false}
        {...told(contactField, asking, true)}
        defaultValue={typeof given === 'string' ? given : ''}
        onInput={(event) => asking.answer(contactField, trimmed(event.currentTarget.value) || undefined)}
      />
    </div>
  )
}

const inputs = {
  either: { mode: 'email', fill: 'off' },
  phone: { mode: 'tel', fill: 'tel' },
  email: { mode: 'email', fill: 'email' },
} as const
