import { useEffect, useState } from 'preact/hooks'
import { hasRows, isClosed } from '../../surveys/instrument/item'
import { scaleOf } from '../../surveys/instrument/questionnaire'
import { isAsked } from '../../surveys/instrument/questions/registry'
import type { Answers, Question, Questionnaire } from '../../surveys/instrument/schema'
import { speaker } from '../sound/listen'
import earStyle from '../styles/kiosk-ear.css?inline'
import { Face, FaceSymbols } from '../survey/Face'
import { type Page, wordingOf, wordsIn } from '../survey/model'
import { questionScreens, type Screen } from '../survey/screens'

// As in Sight: rules that come with what they are for.
const [sheet] = document.styleSheets
sheet?.insertRule(`@media all { ${earStyle} }`, sheet.cssRules.length)

type EarStartsProps = { readonly page: Page; readonly onStart: (language: string) => void }

const voices = speaker()

/** A second way in for each language in which whoever does not read can be asked: to listen, and to touch a face. */
export function EarStarts({ page, onStart }: EarStartsProps) {
  const [, lookAgain] = useState(0)
  useEffect(() => voices.whenKnown(() => lookAgain((before) => before + 1)), [])
  return (
    <>
      <FaceSymbols />
      {page.model.questionnaire.languages
        .filter((tag) => canListen(page, tag))
        .map((tag) => (
          <button key={tag} class="go ear" {...wordsIn(page.model, tag).marks} type="button" onClick={() => onStart(tag)}>
            <Face face={1} />
            <Face face={3} />
            <Face face={5} />
            <b>
              {wordingOf(page.model, tag, page.agency).say('byEar')} · {wordsIn(page.model, tag).name}
            </b>
          </button>
        ))}
    </>
  )
}

/** Of the screens, those that somebody can answer who does not read: where faces stand for answers, and what must be answered in any case. */
export const faceScreens = (questionnaire: Questionnaire, answers: Answers): readonly Screen[] =>
  questionScreens(questionnaire, answers).filter(({ questions }) => questions.some((question) => isForEar(questionnaire, question)))

const isForEar = (questionnaire: Questionnaire, question: Question): boolean =>
  isClosed(question) && (question.required || scaleOf(questionnaire, question).options.some(({ face }) => face !== undefined))

/** Whether all of that can be heard in a language, and nothing has to be written. Only a voice of the device knows the names of agencies. */
function canListen({ model: { questionnaire }, agency }: Page, language: string): boolean {
  const questions = questionnaire.sections.flatMap((section) => section.questions)
  if (questions.some((question) => isAsked(question) && question.required && !isClosed(question))) return false
  const asked = questions.filter((question) => isForEar(questionnaire, question))
  if (asked.length === 0) return false
  const isRecorded = asked.every((question) =>
    (hasRows(question) ? question.items : [question]).every(({ sound }) => sound?.[language] !== undefined),
  )
  return voices.speaks(language) || (isRecorded && agency !== undefined)
}
