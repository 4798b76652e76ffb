import { localised } from '../../../../surveys/language'
import { isClosed, itemsOf, scaleOf } from '../../../../surveys/questionnaire'
import type { LocalText, Question, Questionnaire } from '../../../../surveys/schema'
import type { Reader } from '../reader'

/** Everything that a questionnaire asks, section by section. */
export function Asks({ reader: { say, language }, questionnaire }: { readonly reader: Reader; readonly questionnaire: Questionnaire }) {
  const text = (local: LocalText) => localised(local, language, questionnaire.languages)
  return (
    <section class="card" aria-labelledby="asks">
      <h2 id="asks">{say('outline')}</h2>
      <ol class="outline">
        {questionnaire.sections.map((section) => (
          <li key={section.id}>
            <h3>{text(section.title)}</h3>
            <ul>{section.questions.map((question, place) => <Asked key={question.id} {...{ questionnaire, question, text }} before={section.questions[place - 1]} />)}</ul>
          </li>
        ))}
      </ol>
    </section>
  )
}

type AskedProps = { readonly questionnaire: Questionnaire; readonly question: Question; readonly before: Question | undefined; readonly text: (local: LocalText) => string }

/** A question, the rows of a matrix, and what can be answered where that is another scale than the one before. */
function Asked({ questionnaire, question, before, text }: AskedProps) {
  const isSameScale = before !== undefined && isClosed(before) && isClosed(question) && before.scale === question.scale
  const rows = question.type === 'matrix' ? itemsOf(question) : []
  return (
    <li>
      {text(question.text)} <code>{question.id}</code>
      {rows.length > 0 && <ul>{rows.map((row) => <li key={row.id}>{text(row.text)} <code>{row.id}</code></li>)}</ul>}
      {isClosed(question) && !isSameScale && <small>{scaleOf(questionnaire, question).options.map(({ label }) => text(label)).join(' · ')}</small>}
    </li>
  )
}
