import type { QuestionOf } from '../../../surveys/instrument/schema'
import { graphemes, ownValue, trimmed } from '../../../surveys/instrument/spelling'
import { fresh } from '../Frame'
import type { ViewProps } from '../model'
import { Field, told } from './Field'

/** Free text, counted in characters as a reader sees them. */
export function Text({ question, asking }: ViewProps<QuestionOf<'text'>>) {
  const { id, lines, maxLength } = question
  const answer = ownValue(asking.answers, id)
  const written = typeof answer === 'string' ? answer : ''
  const input = {
    class: 'field',
    id,
    name: id,
    autocomplete: 'off',
    ...told(id, asking, true),
    defaultValue: written,
    onInput: (event: { readonly currentTarget: { readonly value: string } }) =>
      asking.answer(id, trimmed(event.currentTarget.value) || undefined),
  } as const
  const limit =
    written === ''
      ? asking.wording.say('limit', { max: maxLength })
      : asking.wording.say('counted', { n: graphemes(written, 2 * maxLength), max: maxLength })
  return (
    <Field question={question} asking={asking} hint={fresh(limit)}>
      {lines > 1 ? <textarea {...input} rows={lines} /> : <input {...input} type="text" />}
    </Field>
  )
}
