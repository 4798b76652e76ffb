import type { QuestionOf } from '../../../surveys/instrument/schema'
import type { ViewProps } from '../model'
import { Listen } from './Field'

/** Something to read; nothing is asked. */
export const Note = ({ question, asking }: ViewProps<QuestionOf<'note'>>) => (
  <div class="note">
    <p>{asking.wording.shown(question.text)}</p>
    <Listen item={question.id} asking={asking} />
    {question.help ? <p class="help">{asking.wording.shown(question.help)}</p> : null}
  </div>
)
