import type { ComponentChildren } from 'preact'
import { localised } from '../../surveys/instrument/language'
import { paceOfAll } from '../../surveys/instrument/pace'
import { itemsById } from '../../surveys/instrument/questionnaire'
import type { Word } from '../text/speaking'
import { type Deliverer, isDelivered } from './delivery'
import { type Asking, type Page, roundTime, type SurveyModel, type Wording } from './model'

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
  const place = wording.text(page.model.place)
  return (
    <header>
      <p class="place">
        <b>{wording.agency}</b>
        {wording.agency === place ? null : <> · {place}</>}
      </p>
      {children}
      {languages.length > 1 ? (
        <nav aria-label={wording.say('language')}>
          {languages
            .filter((tag) => tag !== wording.language)
            .map((tag) => (
              <button
                key={tag}
                class="quiet"
                lang={tag}
                type={live ? 'button' : 'submit'}
                form="_form"
                name="_switch"
                value={tag}
                onClick={live ? () => onLanguage(tag) : undefined}
              >
                {wording.nameOf(tag)}
              </button>
            ))}
        </nav>
      ) : null}
      <Labels page={page} wording={wording} />
    </header>
  )
}

/** Stands first among the buttons of a form without JavaScript, so that Enter in a field presses it, and it does nothing. */
export const NoDefault = () => <input type="submit" form="_form" disabled hidden />

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
      <p>{wording.text(questionnaire.purpose)}</p>
      <p class="soft terms">{wording.say('terms', { time: roundTime(wording, paceOfAll(questionnaire, wording.language)) })}</p>
      {questionnaire.adultsOnly ? <p class="adults">{wording.say('adults')}</p> : null}
      <details>
        <summary>{wording.say('privacy')}</summary>
        <p>{wording.text(questionnaire.privacy)}</p>
      </details>
    </div>
  )
}

type ProgressProps = {
  readonly wording: Wording
  readonly word: Extract<Word, 'section' | 'question'>
  readonly step: number
  readonly total: number
  readonly left: string
}

/** How far one is, in words and as a bar. */
export const Progress = ({ wording, word, step, total, left }: ProgressProps) => (
  <div class="progress">
    <progress value={step} max={total} aria-label={wording.say('progress')} />
    <p class="soft">
      {wording.say(word, { n: step + 1, total })} · {wording.say('left', { time: left })}
    </p>
  </div>
)

/** All that stands in the way, each line leading to its input; focus goes here. */
export function ErrorSummary({ asking }: { readonly asking: Asking }) {
  const { problems, wording, questionnaire } = asking
  if (problems.length === 0) return null
  const known = itemsById(questionnaire)
  return (
    <div class="summary" role="alert" tabIndex={-1} id="_problems">
      <h2>{wording.say('problems', { n: problems.length })}</h2>
      <ul>
        {problems.map((problem) => {
          const item = known.get(problem.item)
          const sentence = wording.violation(problem)
          return (
            <li key={problem.item}>
              {item ? <a href={`#${item.id}`}>{localised(item.text, wording.language, questionnaire.languages)}</a> : null} {sentence}
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
  if (delivery.kind === 'sending')
    return (
      <p class="sending" role="status">
        {wording.say('sending')}
      </p>
    )
  if (delivery.kind === 'waiting')
    return (
      <div class="summary calm" role="alert">
        <h2>{wording.say(delivery.kept ? 'keptTitle' : 'unsentTitle')}</h2>
        <p>{wording.say(delivery.kept ? 'keptText' : 'unsentText', { n: delivery.seconds })}</p>
        <button class="go" type="button" onClick={deliverer.retryNow}>
          {wording.say('retry')}
        </button>
      </div>
    )
  return (
    <div class="summary" role="alert">
      <h2>{wording.say('refusedTitle')}</h2>
      <p>{delivery.message}</p>
      <button class="go" type="button" onClick={deliverer.reset}>
        {wording.say('checkAgain')}
      </button>
    </div>
  )
}
