import { languageName } from '../text/citizen/words'
import type { Page } from './model'
import type { Wording } from './wording'

type HeaderProps = {
  readonly page: Page
  readonly wording: Wording
  readonly live: boolean
  readonly onLanguage: (language: string) => void
}

/** Where one is, which other languages there are, and whether any of this counts. */
export function Header({ page, wording, live, onLanguage }: HeaderProps) {
  const { languages } = page.model.questionnaire
  return (
    <header>
      <p class="place">
        <b>{wording.agency}</b> · {wording.text(page.model.place)}
      </p>
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
                {languageName(tag)}
              </button>
            ))}
        </nav>
      ) : null}
      <Labels page={page} wording={wording} />
    </header>
  )
}

/** What must stand on every screen of a trial or of made-up data. */
export const Labels = ({ page, wording }: Pick<HeaderProps, 'page' | 'wording'>) => (
  <>
    {page.model.campaign.synthetic ? <p class="label">{wording.say('synthetic')}</p> : null}
    {page.test ? <p class="label">{wording.say('test')}</p> : null}
  </>
)
