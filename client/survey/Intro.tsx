import { estimatedSeconds } from '../../surveys/questionnaire'
import type { SurveyModel } from './model'
import { roundTime, type Wording } from './wording'

/** What the citizen agrees to by answering: purpose, time, and how the answers are kept. */
export function Intro({ model, wording }: { readonly model: SurveyModel; readonly wording: Wording }) {
  const { questionnaire } = model
  return (
    <div class="welcome">
      <p>{wording.text(questionnaire.purpose)}</p>
      <p class="soft terms">{wording.say('terms', { time: roundTime(wording, estimatedSeconds(questionnaire)) })}</p>
      {questionnaire.adultsOnly ? <p class="adults">{wording.say('adults')}</p> : null}
      <details>
        <summary>{wording.say('privacy')}</summary>
        <p>{wording.text(questionnaire.privacy)}</p>
      </details>
    </div>
  )
}
