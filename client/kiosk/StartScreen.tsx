import type { ComponentChildren } from 'preact'
import { Intro, Labels } from '../survey/Frame'
import { type Page, wordingOf, wordsIn } from '../survey/model'

type StartScreenProps = {
  readonly page: Page
  /** Undefined on the server, where the buttons only change the language of the plain form. */
  readonly onStart?: ((language: string) => void) | undefined
  /** Other ways to begin. */
  readonly children?: ComponentChildren
}

/** What stands at the counter between two citizens: the purpose, and one big button a language. */
export function StartScreen({ page, onStart, children }: StartScreenProps) {
  const wording = wordingOf(page.model, page.language, page.agency)
  const { languages } = page.model.questionnaire
  // Before the browser takes over, the plain form below is the page's main part.
  const Place = onStart ? 'main' : 'div'
  return (
    <Place class="start">
      <p class="place">
        <b>{wording.shown(wording.agency)}</b>
        {page.agency === undefined ? null : <> · {wording.shown(page.model.place)}</>}
      </p>
      <h1>{wording.shown(page.model.questionnaire.title)}</h1>
      <Labels page={page} wording={wording} />
      <Intro model={page.model} wording={wording} />
      <div class="languages">
        {languages.map((tag) => (
          <button
            key={tag}
            class="go"
            {...wordsIn(page.model, tag).marks}
            type={onStart ? 'button' : 'submit'}
            form="_form"
            name="_switch"
            value={tag}
            onClick={onStart && (() => onStart(tag))}
          >
            {wordingOf(page.model, tag, page.agency).say('start')} <span>· {wordsIn(page.model, tag).name}</span>
          </button>
        ))}
        {children}
      </div>
    </Place>
  )
}
