import { localised } from '../../../../surveys/language'
import { isClosed, itemsOf, scaleOf } from '../../../../surveys/questionnaire'
import type { LocalText, Question, Questionnaire } from '../../../../surveys/schema'
import type { PublishedQuestionnaire } from '../../../db/questionnaires'
import type { Chosen } from '../../../db/settings'
import type { Reader } from '../reader'
import { Shell } from '../Shell'
import { Choosing, Facts, questionnaireAddress } from './Gallery'

type Props = { readonly reader: Reader; readonly published: PublishedQuestionnaire; readonly chosen: Chosen | undefined }

/** Everything that a questionnaire asks, section by section, and a way to try it. */
export function Outline({ reader, published: { questionnaire }, chosen }: Props) {
  const { say, language } = reader
  const text = (local: LocalText) => localised(local, language, questionnaire.languages)
  const address = questionnaireAddress(questionnaire)
  return (
    <Shell reader={reader}>
      <p class="back"><a href="/admin/questionnaires">{say('navQuestionnaires')}</a></p>
      <h1>{text(questionnaire.title)}</h1>
      <p class="sub">{questionnaire.id} · {say('version', { n: String(questionnaire.version) })}</p>
      <section class="card">
        <Facts {...{ reader, questionnaire }} />
        <h2>{say('source')}</h2>
        <p class="note">{text(questionnaire.source)}</p>
        <Choosing {...{ reader, questionnaire, chosen }} />
      </section>
      <section class="card">
        <h2>{say('preview')}</h2>
        <p class="note">{say('previewNote')}</p>
        <p class="acts">
          <a class="button quiet" href={`${address}/preview?lang=${language}`} target="_blank" rel="noopener">{say('previewPhone')}</a>
          <a class="button quiet" href={`${address}/preview?lang=${language}&kiosk`} target="_blank" rel="noopener">{say('previewKiosk')}</a>
        </p>
      </section>
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
    </Shell>
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
