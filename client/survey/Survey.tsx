import { useEffect, useLayoutEffect, useState } from 'preact/hooks'
import { FaceSymbols } from './Face'
import { ErrorSummary, Header, Intro, Outbound, Progress } from './Frame'
import { SectionView } from './SectionView'
import { Thanks } from './Thanks'
import { type Page, roundTime, type Wording } from './model'
import { sectionScreens } from './screens'
import { useArrival, useHistorySteps } from './useSteps'
import { type SurveyState, useSurvey } from './useSurvey'

type SurveyProps = { readonly page: Page; readonly agency: string }

/** The questionnaire: a plain form as the server renders it, a section at a time once the browser has taken over. */
export function Survey({ page, agency }: SurveyProps) {
  const survey = useSurvey(page, agency, { screensOf: sectionScreens, steps: useHistorySteps(), live: useLive() })
  const { wording, live, step } = survey
  const { delivery } = survey.deliverer
  const accepted = delivery?.kind === 'accepted'
  const root = useArrival(`${step} ${survey.refusals} ${accepted}`, live, '#_problems, .thanks h1, .section h2')
  useTitle(live ? titleOf(survey, page) : undefined)
  return (
    <>
      <FaceSymbols />
      <Header page={page} wording={wording} live={live} onLanguage={survey.setLanguage} />
      <main ref={root}>
        {accepted ? (
          <Thanks model={page.model} wording={wording} receipt={delivery.receipt}>
            <p>{wording.say('done')}</p>
          </Thanks>
        ) : (
          <Form page={page} agency={agency} survey={survey} />
        )}
      </main>
    </>
  )
}

function Form({ page, agency, survey }: SurveyProps & { readonly survey: SurveyState }) {
  const { wording, live, step, asking, deliverer } = survey
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    survey.next()
  }
  return (
    <form id="_form" method="post" noValidate autocomplete="off" onSubmit={live ? submit : undefined}>
      {live ? null : <Carried page={page} agency={agency} />}
      <h1 class={step > 0 ? 'small' : undefined}>{wording.text(page.model.questionnaire.title)}</h1>
      {deliverer.delivery ? (
        <Outbound deliverer={deliverer} wording={wording} />
      ) : (
        <>
          {step > 0 ? null : <Intro model={page.model} wording={wording} />}
          {page.message === undefined ? null : (
            <p class="summary" role="alert">
              {page.message}
            </p>
          )}
          <ErrorSummary asking={asking} />
          {page.model.questionnaire.sections.length > 1 ? <Steps survey={survey} /> : null}
          {(live ? survey.screens.slice(step, step + 1) : survey.screens).map((screen) => (
            <SectionView key={screen.key} screen={screen} asking={asking} />
          ))}
          <Navigation
            wording={wording}
            back={live && step > 0 ? survey.back : undefined}
            last={!live || step === survey.screens.length - 1}
          />
        </>
      )}
    </form>
  )
}

const Steps = ({ survey: { wording, step, screens, secondsLeft } }: { readonly survey: SurveyState }) => (
  <Progress wording={wording} word="section" step={step} total={screens.length} left={roundTime(wording, secondsLeft)} />
)

function titleOf({ wording, step, screens, deliverer }: SurveyState, { model }: Page): string {
  const title = wording.text(model.questionnaire.title)
  if (deliverer.delivery?.kind === 'accepted') return `${wording.say('thanks')} · ${title}`
  return `${wording.say('section', { n: step + 1, total: screens.length })} · ${title}`
}

type NavigationProps = {
  readonly wording: Wording
  readonly back: (() => void) | undefined
  readonly last: boolean
}

/** Back and onward, always in the same place. */
const Navigation = ({ wording, back, last }: NavigationProps) => (
  <div class="navigation">
    {back ? (
      <button class="quiet" type="button" onClick={back}>
        {wording.say('back')}
      </button>
    ) : null}
    <button class="go" type="submit">
      {wording.say(last ? 'send' : 'next')}
    </button>
  </div>
)

/** What a form without JavaScript sends besides the answers; item ids never begin with `_`. */
const Carried = ({ page, agency }: { readonly page: Page; readonly agency: string }) => (
  <>
    {Object.entries({
      _id: page.carried.id,
      _day: page.carried.day,
      _campaign: page.model.campaign.code,
      _version: String(page.model.campaign.version),
      _agency: agency,
      _language: page.language,
    }).map(([name, value]) => (
      <input key={name} type="hidden" name={name} value={value} />
    ))}
  </>
)

/** False on the server and while the browser takes over its markup, true ever after. */
function useLive(): boolean {
  const [live, setLive] = useState(false)
  useLayoutEffect(() => setLive(true), [])
  return live
}

/** The window's title follows the screen; undefined leaves the server's. */
function useTitle(title: string | undefined): void {
  useEffect(() => {
    if (title !== undefined) document.title = title
  }, [title])
}
