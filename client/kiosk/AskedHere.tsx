import { useEffect } from 'preact/hooks'
import { isBlank } from '../../surveys/response'
import type { Asking } from '../survey/asking'
import { ErrorSummary } from '../survey/ErrorSummary'
import { Header } from '../survey/Header'
import type { Page } from '../survey/model'
import { Outbound } from '../survey/Outbound'
import { Progress } from '../survey/Progress'
import { itemsOn, questionScreens, type Screen } from '../survey/screens'
import { SectionView } from '../survey/SectionView'
import { useArrival } from '../survey/useArrival'
import { usePassingSteps } from '../survey/useSteps'
import { type Survey, useSurvey } from '../survey/useSurvey'
import { roundTime } from '../survey/wording'
import { Farewell } from './Farewell'
import { useAdvance } from './useAdvance'
import { ownValue } from '../../surveys/name-patterns'

type AskedHereProps = {
  readonly page: Page
  readonly agency: string
  readonly thanked: () => void
  readonly end: () => void
}

/** A question at a time; a tap on one option leads on by itself, a key never does. */
export function AskedHere({ page, agency, thanked, end }: AskedHereProps) {
  const survey = useSurvey(page, agency, { screensOf: questionScreens, steps: usePassingSteps(), live: true })
  const { wording, step, deliverer } = survey
  const { delivery } = deliverer
  const accepted = delivery?.kind === 'accepted'
  const root = useArrival(`${step} ${survey.refusals} ${accepted}`, true, '#_problems, .thanks h1, .section h2')
  useEffect(() => {
    if (accepted) thanked()
  }, [accepted])
  if (accepted) return <Farewell page={page} wording={wording} receipt={delivery.receipt} end={end} />
  return (
    <>
      <Header page={page} wording={wording} live onLanguage={survey.setLanguage} />
      <main ref={root}>{delivery ? <Outbound deliverer={deliverer} wording={wording} /> : <OneQuestion page={page} survey={survey} end={end} />}</main>
    </>
  )
}

function OneQuestion({ page, survey, end }: { readonly page: Page; readonly survey: Survey; readonly end: () => void }) {
  const { wording, screens, step, asking } = survey
  const screen = screens[step]
  const taps = useAdvance(survey)
  if (!screen) return null
  const last = step === screens.length - 1
  const skips = !last && canSkip(screen, asking)
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    survey.next()
  }
  return (
    <form noValidate autocomplete="off" onSubmit={submit} {...taps}>
      <h1 class="small">{wording.text(page.model.questionnaire.title)}</h1>
      <Progress wording={wording} word="question" step={step} total={screens.length} left={roundTime(wording, survey.secondsLeft)} />
      <ErrorSummary asking={asking} />
      <SectionView key={screen.key} screen={screen} asking={asking} />
      <div class="navigation">
        <button class="quiet" type="button" onClick={step > 0 ? survey.back : end}>
          {wording.say('back')}
        </button>
        <button class={skips ? 'quiet' : 'go'} type="submit">
          {wording.say(last ? 'send' : skips ? 'skip' : 'next')}
        </button>
      </div>
    </form>
  )
}

/** Whether going on now leaves an optional question without its answer. */
const canSkip = (screen: Screen, { answers }: Asking): boolean =>
  itemsOn(screen).some((id) => isBlank(ownValue(answers, id))) && screen.questions.every((question) => question.type === 'note' || !question.required)
