import { Fragment } from 'preact'
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { Draft } from '../../surveys/answers/begun'
import { FaceSymbols } from './Face'
import { ErrorSummary, fresh, Header, Intro, NoDefault, Outbound, Progress } from './Frame'
import { loopScreens } from './loopScreens'
import { SectionView } from './SectionView'
import { type ArrivedDelivery, isDelivered, isSafe } from './delivery'
import { type Drafts, useDraft } from './draft'
import { LookUp, Thanks } from './Thanks'
import type { Page, Wording } from './model'
import { type Screen, sectionScreens } from './screens'
import { useHistorySteps } from './useSteps'
import { holdEnter } from './taps'
import { type SurveyState, useSurvey } from './useSurvey'

type SurveyProps = { readonly page: Page; readonly agency: string }

/** The questionnaire: a plain form as the server renders it, a section at a time once the browser has taken over. */
export function Survey({ page, agency }: SurveyProps) {
  const survey = useSurvey(page, agency, { screensOf: sectionScreens, steps: useHistorySteps(), word: 'section', live: useLive() })
  const { wording, live } = survey
  const { delivery } = survey.deliverer
  const thanked = delivery !== undefined && isDelivered(delivery)
  const { begun, settle } = useBegun(page, survey)
  const opened = useRef(false)
  // Before it is painted: a focus that came later would be taken from whoever is quicker.
  useLayoutEffect(() => {
    // The screen that a page opens with is left alone.
    if (opened.current) survey.arrive()
    opened.current = live
  }, [live, survey.arrival, delivery?.kind, begun])
  useUnsentWarning(delivery?.kind === 'sending' || delivery?.kind === 'waiting')
  // A page's translator takes the texts out of what it has translated: in another language all of it is made anew.
  return (
    <Fragment key={wording.language}>
      <FaceSymbols />
      <NoDefault />
      <Header page={page} wording={wording} live={live} onLanguage={survey.setLanguage} />
      <main>
        {thanked ? (
          <Arrived page={page} survey={survey} delivery={delivery} />
        ) : begun ? (
          <Begun {...{ page, wording, agency, begun, settle }} />
        ) : (
          <Form page={page} agency={agency} survey={survey} />
        )}
      </main>
    </Fragment>
  )
}

type ArrivedProps = { readonly page: Page; readonly survey: SurveyState; readonly delivery: ArrivedDelivery }

function Arrived({ page, survey: { wording, deliverer }, delivery }: ArrivedProps) {
  const receipt = delivery.kind === 'accepted' ? delivery.receipt : undefined
  const code = receipt?.code ?? deliverer.code
  return (
    <Thanks model={page.model} kind={receipt ? 'received' : 'counted'} {...{ wording, code, receipt }}>
      {page.test ? null : <LookUp code={code} wording={wording} />}
      {page.assisted ? (
        <button class="go" type="button" onClick={() => location.reload()}>
          {wording.say('nextPaper')}
        </button>
      ) : (
        <p>{wording.say('done')}</p>
      )}
    </Thanks>
  )
}

/** Asks whoever closes the page in mid-air to wait: only while a response of theirs has not arrived, never for a draft. */
function useUnsentWarning(isUnsent: boolean): void {
  useEffect(() => {
    if (!isUnsent) return
    const warn = (event: BeforeUnloadEvent) => {
      event.preventDefault()
      // What older engines go by.
      event.returnValue = 'x'
    }
    addEventListener('beforeunload', warn)
    return () => removeEventListener('beforeunload', warn)
  }, [isUnsent])
}

/** A paper that was begun on this phone before, until it is taken up or thrown away; from then on, what is filled in is kept. */
function useBegun({ drafts, answers: tapped, reached = 0 }: Page, survey: SurveyState) {
  const { live, deliverer, wording, answers, order, step, goTo } = survey
  const [begun, setBegun] = useState<Draft>()
  const [asked, setAsked] = useState(false)
  useLayoutEffect(() => {
    if (!live) return
    // Who has answered already has begun again.
    const found = reached > 0 || Object.keys(tapped).length > 0 ? undefined : drafts?.found
    setBegun(found)
    if (!found) goTo(reached)
    setAsked(true)
  }, [live])
  const isHandedOver = deliverer.delivery !== undefined && deliverer.delivery.kind !== 'refused' && isSafe(deliverer.delivery)
  useDraft(asked && !begun ? drafts : undefined, { language: wording.language, answers, step, order }, isHandedOver)
  const settle = (draft: Draft | undefined) => {
    setBegun(undefined)
    if (draft) return survey.resume(draft)
    drafts?.clear()
    goTo(0)
  }
  return { begun, settle }
}

type BegunProps = SurveyProps & { readonly wording: Wording; readonly begun: Draft; readonly settle: (draft: Draft | undefined) => void }

function Begun({ page, agency, wording, begun, settle }: BegunProps) {
  const asked = loopScreens.removed?.({ page, agency, wording, begun, settle })
  if (asked) return asked
  return (
    <div class="begun">
      <h1>{wording.say('begun')}</h1>
      <p>{wording.shown(page.model.questionnaire.title)}</p>
      <div class="navigation">
        <button class="quiet" type="button" onClick={() => settle(undefined)}>
          {wording.say('startAgain')}
        </button>
        <button class="go" type="button" onClick={() => settle(begun)}>
          {wording.say('resume')}
        </button>
      </div>
    </div>
  )
}

function Form({ page, agency, survey }: SurveyProps & { readonly survey: SurveyState }) {
  const { wording, live, step, asking, deliverer } = survey
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    survey.next()
  }
  return (
    <form id="_form" method="post" noValidate autocomplete="off" onSubmit={live ? submit : undefined} {...keys}>
      {live ? null : <Carried page={page} agency={agency} />}
      <h1 class={step > 0 ? 'small' : undefined}>{wording.shown(page.model.questionnaire.title)}</h1>
      {deliverer.delivery ? (
        <Outbound deliverer={deliverer} wording={wording} />
      ) : (
        <>
          {step > 0 ? null : <Intro model={page.model} wording={wording} />}
          {step > 0 ? null : loopScreens.otherAgencies?.({ page, agency, wording, live })}
          {page.message === undefined ? null : (
            <p class="summary" role="alert">
              {page.message}
            </p>
          )}
          <ErrorSummary survey={survey} />
          {page.model.questionnaire.sections.length > 1 ? <Progress survey={survey} /> : null}
          {shownOf(page, survey).map((screen) => (
            <SectionView key={screen.key} screen={screen} asking={asking} />
          ))}
          <Navigation
            wording={wording}
            back={live && step > 0 ? survey.back : undefined}
            last={!live || step === survey.screens.length - 1}
          />
          {!live && survey.screens.length > 1 ? <Onward wording={wording} /> : null}
          {live && page.drafts && Object.keys(survey.answers).length > 0 ? <Mine drafts={page.drafts} wording={wording} /> : null}
        </>
      )}
    </form>
  )
}

/** One screen once the browser has taken over; until then the server's form, of which it may have left one part. */
function shownOf({ part }: Page, { live, step, screens }: SurveyState): readonly Screen[] {
  const only = live ? step : part
  return only === undefined ? screens : screens.slice(only, only + 1)
}

type NavigationProps = {
  readonly wording: Wording
  readonly back: (() => void) | undefined
  readonly last: boolean
}

const keys = { onKeyDown: holdEnter }

/** Back and onward, always in the same place. */
const Navigation = ({ wording, back, last }: NavigationProps) => (
  <div class="navigation">
    {back ? (
      <button class="quiet" type="button" onClick={back}>
        {wording.say('back')}
      </button>
    ) : null}
    <button class="go" type="submit">
      {fresh(wording.say(last ? 'send' : 'next'))}
    </button>
  </div>
)

/** Leads on by `beforePaint.js` until the browser has taken over; only seen in between. */
const Onward = ({ wording }: { readonly wording: Wording }) => (
  <button class="go onward" id="_onward" type="button">
    {wording.say('next')}
  </button>
)

/** Says whose phone it is: a draft is kept longer than the tab on its owner's word alone. */
function Mine({ drafts, wording }: { readonly drafts: Drafts; readonly wording: Wording }) {
  const [lasting, setLasting] = useState(drafts.isLasting())
  const change = () => {
    drafts.setLasting(!lasting)
    setLasting(!lasting)
  }
  return (
    <label class="mine">
      <input type="checkbox" checked={lasting} onChange={change} />
      <span>{wording.say('mine')}</span>
    </label>
  )
}

/** What a form without JavaScript sends besides the answers; item ids never begin with `_`. */
const Carried = ({ page, agency }: { readonly page: Page; readonly agency: string }) => (
  <>
    {Object.entries({
      _id: page.carried.id,
      _day: page.carried.day,
      ...(page.carried.visit === undefined ? {} : { _visit: page.carried.visit }),
      _campaign: page.model.campaign.code,
      _version: String(page.model.campaign.version),
      _agency: agency,
      _language: page.language,
      ...(page.assisted ? { _assisted: '1' } : {}),
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
