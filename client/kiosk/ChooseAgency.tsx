import { Header } from '../survey/Header'
import type { Page } from '../survey/model'
import type { Wording } from '../survey/wording'

type ChooseAgencyProps = {
  readonly page: Page
  readonly wording: Wording
  readonly choose: (agency: string) => void
  readonly onLanguage: (language: string) => void
  readonly back: () => void
}

/** The first question where a touchpoint serves several agencies. */
export const ChooseAgency = ({ page, wording, choose, onLanguage, back }: ChooseAgencyProps) => (
  <>
    <Header page={page} wording={wording} live onLanguage={onLanguage} />
    <main>
      <h1>{wording.say('which')}</h1>
      <p class="soft">{wording.say('whichHint')}</p>
      <ul class="agencies">
        {page.model.agencies.map(({ code, name }) => (
          <li key={code}>
            <button type="button" onClick={() => choose(code)}>
              {wording.text(name)}
            </button>
          </li>
        ))}
      </ul>
      <div class="navigation">
        <button class="quiet" type="button" onClick={back}>
          {wording.say('back')}
        </button>
      </div>
    </main>
  </>
)
