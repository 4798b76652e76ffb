import { isAsked } from '../../surveys/instrument/questions/registry'
import type { RefObject } from 'preact'
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import { isBlank } from '../../surveys/answers/check'
import { itemsById } from '../../surveys/instrument/questionnaire'
import { codeOf, findOption, isChoice } from '../../surveys/instrument/questions/options'
import type { Answers } from '../../surveys/instrument/schema'
import { ownValue } from '../../surveys/instrument/spelling'
import { type Deliverer, type Delivery, isSafe } from '../survey/delivery'
import { ErrorSummary, Header, Labels, Outbound, Progress } from '../survey/Frame'
import { Unchoose } from '../survey/questions/OneOfScale'
import { SectionView } from '../survey/SectionView'
import { Thanks } from '../survey/Thanks'
import type { Asking, Page, Wording } from '../survey/model'
import { itemsOn, type Screen } from '../survey/screens'
import { usePassingSteps } from '../survey/useSteps'
import { type SurveyState, useSurvey, type Walk } from '../survey/useSurvey'
import { holdEnter, useTapGuard } from '../survey/taps'
import { useCountdown } from './Idle'
import type { Tools } from './Sight'

type AskedHereProps = {
  readonly page: Page
  readonly agency: string
  readonly screensOf: Walk['screensOf']
  readonly tools: Tools
  /** Told in which language the citizen goes on. */
  readonly onLanguage: (language: string) => void
  /** Filled with what takes back all that was handed over. */
  readonly withdraw: RefObject<() => void>
  /** Told when the answers are out of the citizen's hands, and when they are there again. */
  readonly handedOver: (isOver: boolean) => void
  /** Back to choosing which agencies are rated, with what was answered. */
  readonly again?: ((answers: Answers) => void) | undefined
  readonly end: () => void
}

/** A question at a time; a tap on one option leads on by itself, a key never does. */
export function AskedHere({ page, agency, screensOf, tools, onLanguage, withdraw, handedOver, again, end }: AskedHereProps) {
  const survey = useSurvey(page, agency, { screensOf, steps: usePassingSteps(), word: 'question', live: true })
  const { wording, deliverer } = survey
  const { delivery } = deliverer
  // Whether it has arrived is not theirs to wait for, once the device has it.
  const thanks = delivery !== undefined && isSafe(delivery)
  // Before it is painted, as in `Survey`.
  useLayoutEffect(survey.arrive, [survey.arrival, thanks || delivery?.kind])
  useEffect(() => onLanguage(wording.language), [wording.language])
  useTapGuard(`${survey.arrival} ${thanks || delivery?.kind}`)
  withdraw.current = deliverer.withdraw
  const isOver = delivery !== undefined && delivery.kind !== 'refused'
  useEffect(() => handedOver(isOver), [isOver])
  if (thanks) return <Farewell {...{ page, wording, tools, delivery, end }} code={deliverer.code} />
  return (
    <>
      <Header page={page} wording={wording} live onLanguage={survey.setLanguage}>
        {tools(wording)}
      </Header>
      <main>
        {isOver ? (
          <OnTheWay deliverer={deliverer} wording={wording} end={end} />
        ) : delivery ? (
          <Outbound deliverer={deliverer} wording={wording} />
        ) : (
          <OneQuestion page={page} survey={survey} leave={again ? () => again(survey.answers) : end} />
        )}
      </main>
    </>
  )
}

function OneQuestion({ page, survey, leave }: { readonly page: Page; readonly survey: SurveyState; readonly leave: () => void }) {
  const { wording, screens, step, asking } = survey
  const screen = screens[step]
  const taps = useAdvance(survey)
  if (!screen) return null
  const last = step === screens.length - 1
  const chosen = chosenOn(screen, asking)
  const skips = !last && canSkip(screen, asking)
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    survey.next()
  }
  return (
    <form noValidate autocomplete="off" onSubmit={submit} {...taps}>
      <h1 class="small">{wording.shown(page.model.questionnaire.title)}</h1>
      <Progress survey={survey} />
      <p class="more" aria-hidden="true">
        {wording.say('more')}
      </p>
      <ErrorSummary survey={survey} />
      <SectionView key={screen.key} screen={screen} asking={asking} />
      <div class="navigation">
        <button class="quiet" type="button" onClick={step > 0 ? survey.back : leave}>
          {wording.say('back')}
        </button>
        {chosen === undefined ? null : <Unchoose item={chosen} asking={asking} />}
        <button class={skips ? 'quiet' : 'go'} type="submit">
          {wording.say(last ? 'send' : skips ? 'skip' : 'next')}
        </button>
      </div>
    </form>
  )
}

/** Whether going on now leaves an optional question without its answer. */
const canSkip = (screen: Screen, { answers }: Asking): boolean =>
  itemsOn(screen).some((id) => isBlank(ownValue(answers, id))) &&
  screen.questions.every((question) => !isAsked(question) || !question.required)

/** The item whose one choice can be taken back. */
const chosenOn = (screen: Screen, { answers, questionnaire }: Asking): string | undefined =>
  screen.questions.every((question) => isAsked(question) && !question.required)
    ? itemsOn(screen).find((id) => itemsById(questionnaire).get(id)?.scale && isChoice(ownValue(answers, id) ?? []))
    : undefined

/** Leads on shortly after a finger has tapped the one option of a question; arrow keys only choose, and Enter leads on but never sends. */
function useAdvance(survey: SurveyState) {
  const latest = useRef(survey)
  latest.current = survey
  const byFinger = useRef(false)
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  const onClick = ({ target, defaultPrevented }: Event) => {
    if (defaultPrevented) return
    clearTimeout(timer.current)
    if (!byFinger.current || !(target instanceof HTMLInputElement) || target.type !== 'radio') return
    const { step } = latest.current
    timer.current = setTimeout(() => {
      if (latest.current.step === step && isDone(latest.current)) latest.current.next()
    }, seenForMs)
  }
  return {
    onPointerDown: () => void (byFinger.current = true),
    onKeyDown: (event: KeyboardEvent) => {
      byFinger.current = false
      holdEnter(event)
      const { step, screens, next } = latest.current
      const { key, target } = event
      const isOption = target instanceof HTMLInputElement && /radio|checkbox/.test(target.type)
      if (key === 'Enter' && isOption && step < screens.length - 1) next()
    },
    onClick,
  }
}

/** Long enough to see what was chosen, and for the second tap of a double one. */
const seenForMs = 350

/** Nothing more to say on this screen: an "other" still waits for its text, the last screen for its sending. */
function isDone({ screens, step, answers, asking }: SurveyState): boolean {
  const screen = screens[step]
  if (!screen || step === screens.length - 1) return false
  return itemsOn(screen).every((id) => {
    const item = itemsById(asking.questionnaire).get(id)
    const answer = ownValue(answers, id)
    return item !== undefined && answer !== undefined && isChoice(answer) && findOption(item, codeOf(answer))?.kind !== 'other'
  })
}

type OnTheWayProps = { readonly deliverer: Deliverer; readonly wording: Wording; readonly end: () => void }

/** Milliseconds that answers which neither the device nor the server has yet hold the screen; they are sent on from behind the next one. */
const onTheWayMs = 60_000

/** Sent and not safe yet, as on a device that keeps nothing: said as it is, and free for the next person all the same. */
function OnTheWay({ deliverer, wording, end }: OnTheWayProps) {
  const { delivery, retryNow, withdraw } = deliverer
  useEffect(() => {
    // No touch puts it off.
    const timer = setTimeout(end, onTheWayMs)
    return () => clearTimeout(timer)
  }, [])
  if (delivery?.kind !== 'waiting') return <Outbound deliverer={deliverer} wording={wording} />
  const erase = () => {
    withdraw()
    end()
  }
  return (
    <div class="summary calm">
      <h2>{wording.say('unsentTitle')}</h2>
      <p>{wording.say('unsentHere')}</p>
      <div class="languages">
        <button class="go" type="button" onClick={retryNow}>
          {wording.say('retry')}
        </button>
        <button class="quiet" type="button" onClick={end}>
          {wording.say('nextPerson')}
        </button>
        <button class="quiet" type="button" onClick={erase}>
          {wording.say('wipe')}
        </button>
      </div>
    </div>
  )
}

type FarewellProps = {
  readonly page: Page
  readonly wording: Wording
  readonly tools: Tools
  readonly code: string
  readonly delivery: Delivery
  readonly end: () => void
}

/** Milliseconds that the thanks stay. */
const thanksMs = 15_000

/** The thanks, which make room for the next person by themselves. */
function Farewell({ page, wording, tools, code, delivery, end }: FarewellProps) {
  const seconds = useCountdown(true, thanksMs, end)
  const receipt = delivery.kind === 'accepted' ? delivery.receipt : undefined
  const kind = receipt ? 'received' : delivery.kind === 'counted' ? 'counted' : 'held'
  return (
    <main>
      {/* Nothing to choose any more, and still all in sight. */}
      <div hidden>{tools(wording)}</div>
      <Labels page={page} wording={wording} />
      <Thanks model={page.model} code={receipt?.code ?? code} {...{ wording, receipt, kind }}>
        <button class="go" type="button" onClick={end}>
          {wording.say('nextPerson')}
        </button>
        <p class="soft" role="timer">
          {wording.say('returning', { n: seconds ?? 0 })}
        </p>
      </Thanks>
    </main>
  )
}
