import type { ComponentChildren } from 'preact'
import { paceOfAll } from '../../surveys/instrument/pace'
import { itemsById } from '../../surveys/instrument/questionnaire'
import { type Deliverer, isDelivered } from './delivery'
import { type Page, roundTime, type SurveyModel, type Wording, wordsIn } from './model'
import type { SurveyState } from './useSurvey'

type HeaderProps = {
  readonly page: Page
  readonly wording: Wording
  readonly live: boolean
  readonly onLanguage: (language: string) => void
  /** What changes how the page is seen. */
  readonly children?: ComponentChildren
}

/** Where one is, which other languages there are, and whether any of this counts. */
export function Header({ page, wording, live, onLanguage, children }: HeaderProps) {
  const { languages } = page.model.questionnaire
  const { place } = page.model
  return (
    <header>
      <p class="place">
        <b>{wording.shown(wording.agency)}</b>
        {wording.text(wording.agency) === wording.text(place) ? null : <> · {wording.shown(place)}</>}
      </p>
      {children}
      {languages.length > 1 ? (
        <nav class="notranslate" aria-label={wording.say('language')}>
          {languages
            .filter((tag) => tag !== wording.language)
            .map((tag) => (
              <button
                key={tag}
                class="quiet"
                {...wordsIn(page.model, tag).marks}
                type={live ? 'button' : 'submit'}
                form="_form"
                name="_switch"
                value={tag}
                onClick={live ? () => onLanguage(tag) : undefined}
              >
                {wordsIn(page.model, tag).name}
              </button>
            ))}
        </nav>
      ) : null}
      <Labels page={page} wording={wording} />
    </header>
  )
}

/** Stands first among the buttons of a form without JavaScript, so that Enter in a field presses it, and it does nothing. */
export const NoDefault = () => (
  <button type="submit" form="_form" disabled hidden>
    ↵
  </button>
)

/** What must stand on every screen of a trial or of made-up data. */
export const Labels = ({ page, wording }: Pick<HeaderProps, 'page' | 'wording'>) => (
  <>
    {page.model.campaign.synthetic ? <p class="label">{wording.say('synthetic')}</p> : null}
    {page.test ? <p class="label">{wording.say('test')}</p> : null}
    {page.assisted ? <p class="label">{wording.say('assisted')}</p> : null}
  </>
)

/** What the citizen agrees to by answering: purpose, time, and how the answers are kept. */
export function Intro({ model, wording }: { readonly model: SurveyModel; readonly wording: Wording }) {
  const { questionnaire } = model
  return (
    <div class="welcome">
      <p>{wording.shown(questionnaire.purpose)}</p>
      <p class="soft terms">{wording.say('terms', { time: roundTime(wording, paceOfAll(questionnaire, wording.language)) })}</p>
      {questionnaire.adultsOnly ? <p class="adults">{wording.say('adults')}</p> : null}
      <details>
        <summary>{wording.say('privacy')}</summary>
        <p>{wording.shown(questionnaire.privacy)}</p>
      </details>
    </div>
  )
}

/** How far one is, in words and as a bar. */
export const Progress = ({ survey: { wording, step, screens, place, timeLeft } }: { readonly survey: SurveyState }) => (
  <div class="progress">
    <progress value={step} max={screens.length} aria-label={wording.say('progress')} />
    <p class="soft">{fresh(`${place} · ${wording.say('left', { time: roundTime(wording, timeLeft) })}`)}</p>
  </div>
)

/** Words that change where they stand, in an element of their own: a page's translator takes the old one's text away, and it would stay. */
export const fresh = (words: string) => <span key={words}>{words}</span>

/** All that stands in the way, each line leading to its input; focus goes here. */
export function ErrorSummary({ survey: { asking, live, lead } }: { readonly survey: Pick<SurveyState, 'asking' | 'live' | 'lead'> }) {
  const { problems, wording, questionnaire } = asking
  if (problems.length === 0) return null
  const known = itemsById(questionnaire)
  return (
    // It is its own name, so that arriving there reads all of it.
    <div class="summary" role="group" aria-labelledby="_problems" tabIndex={-1} id="_problems" autofocus={!live}>
      <h2>{fresh(wording.say('problems', { n: problems.length }))}</h2>
      <ul>
        {problems.map((problem) => {
          const item = known.get(problem.item)
          const sentence = wording.violation(problem)
          return (
            <li key={problem.item}>
              <a
                href={`#${problem.item}`}
                onClick={(event) => {
                  // The browser's own way is a step in its history, and to what is not on this screen there is none.
                  event.preventDefault()
                  lead(problem.item)
                }}
              >
                {item ? wording.shown(item.text) : sentence}
              </a>{' '}
              {item && sentence}
            </li>
          )
        })}
      </ul>
    </div>
  )
}

/** What the citizen sees between sending and the receipt: calm, and with the answers kept. */
export function Outbound({ deliverer, wording }: { readonly deliverer: Deliverer; readonly wording: Wording }) {
  const { delivery } = deliverer
  if (!delivery || isDelivered(delivery)) return null
  if (delivery.kind === 'sending') return <p class="sending">{wording.say('sending')}</p>
  if (delivery.kind === 'waiting')
    return (
      <div class="summary calm" key="waiting">
        <h2>{fresh(wording.say(delivery.kept ? 'keptTitle' : 'unsentTitle'))}</h2>
        <p>{fresh(wording.say(delivery.kept ? 'keptText' : 'unsentText', { n: delivery.seconds }))}</p>
        <button class="go" type="button" onClick={deliverer.retryNow}>
          {wording.say('retry')}
        </button>
      </div>
    )
  return (
    <div class="summary" key="refused">
      <h2>{wording.say('refusedTitle')}</h2>
      <p>{delivery.message}</p>
      <button class="go" type="button" onClick={deliverer.reset}>
        {wording.say('checkAgain')}
      </button>
    </div>
  )
}
