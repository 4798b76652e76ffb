import { render } from 'preact-render-to-string'
import type { SurveyModel } from '../../client/survey/model'
import { type Wording, wordingOf } from '../../client/survey/wording'
import { languageName } from '../../client/text/citizen/words'
import { notice } from '../../client/text/notices/words'
import type { Fielding } from '../../surveys/campaign'
import { folded } from '../../surveys/language'
import { modelOf } from './model'
import { addressOf, type Visit } from './visit'

type Choosing = { readonly fielding: Fielding; readonly visit: Visit; readonly language: string }

/** The first question where a touchpoint serves several agencies: links, and a search where they are many. */
export function chooserBody({ fielding, visit, language }: Choosing): string {
  const model = modelOf(fielding)
  const wording = wordingOf(model, language, undefined)
  return render(<Chooser model={model} wording={wording} visit={visit} />)
}

/** From this number of agencies on a reader searches rather than looks. */
const many = 12

function Chooser({ model, wording, visit }: { readonly model: SurveyModel; readonly wording: Wording; readonly visit: Visit }) {
  const wanted = folded(visit.find)
  const found = model.agencies.filter(({ code, name }) => folded(`${wording.text(name)} ${code}`).includes(wanted))
  return (
    <>
      <header>
        <p class="place">
          <b>{wording.text(model.place)}</b>
        </p>
        <nav aria-label={wording.say('language')}>
          {model.questionnaire.languages
            .filter((tag) => tag !== wording.language)
            .map((tag) => (
              <a key={tag} class="quiet" lang={tag} href={addressOf(visit, { asked: tag })}>
                {languageName(tag)}
              </a>
            ))}
        </nav>
        {model.campaign.synthetic ? <p class="label">{wording.say('synthetic')}</p> : null}
        {visit.test ? <p class="label">{wording.say('test')}</p> : null}
      </header>
      <main>
        <h1>{wording.say('which')}</h1>
        <p class="soft">{wording.say('whichHint')}</p>
        {model.agencies.length >= many ? <Search wording={wording} visit={visit} /> : null}
        {found.length === 0 ? <p>{notice(wording.language, 'findNone')}</p> : null}
        <ul class="agencies">
          {found.map(({ code, name }) => (
            <li key={code}>
              <a href={addressOf(visit, { agency: code })}>{wording.text(name)}</a>
            </li>
          ))}
        </ul>
        {wanted === '' ? null : <a class="quiet" href={addressOf(visit, {})}>{notice(wording.language, 'findAll')}</a>}
      </main>
    </>
  )
}

const Search = ({ wording, visit }: { readonly wording: Wording; readonly visit: Visit }) => (
  <form method="get" role="search" class="search">
    <label for="find">{notice(wording.language, 'find')}</label>
    <input class="field" type="search" id="find" name="find" value={visit.find} autocomplete="off" />
    {visit.asked === undefined ? null : <input type="hidden" name="lang" value={visit.asked} />}
    {visit.layout === 'kiosk' ? <input type="hidden" name="kiosk" value="" /> : null}
    {visit.test ? <input type="hidden" name="test" value="" /> : null}
    <button class="go" type="submit">
      {notice(wording.language, 'findButton')}
    </button>
  </form>
)
