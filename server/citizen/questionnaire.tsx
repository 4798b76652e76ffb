import { languageName, languages } from '../../client/text/languages'
import { createHash } from 'node:crypto'
import { render } from 'preact-render-to-string'
import { StartScreen } from '../../client/kiosk/StartScreen'
import { Labels } from '../../client/survey/Frame'
import { Survey } from '../../client/survey/Survey'
import { LookUp, Thanks } from '../../client/survey/Thanks'
import { type Page, type SurveyModel, type Wording, wordingOf } from '../../client/survey/model'
import { citizenWords } from '../../client/text/citizen'
import { notice } from '../../client/text/notices'
import type { Fielding } from '../../surveys/fielding/campaign'
import { folded } from '../../surveys/instrument/language'
import type { Receipt } from '../../surveys/instrument/schema'
import { escaped } from './document'
import { addressOf, type Visit } from './place'

/** What the browser gets of a fielding: names and texts, nothing that only results need. */
export const modelOf = ({ touchpoint, campaign, agencies, questionnaire }: Fielding): SurveyModel => ({
  touchpoint: touchpoint.code,
  place: touchpoint.label,
  campaign: { code: campaign.code, version: campaign.version, title: campaign.title, synthetic: campaign.synthetic },
  agencies: agencies.map(({ code, name }) => ({ code, name })),
  questionnaire: { ...questionnaire, source: {}, trees: [], bandSets: [] },
  words: Object.fromEntries(questionnaire.languages.map((tag) => [tag, citizenWords(tag)])),
})

/** Changes whenever anything in the model does, so that its address can be cached for good. */
export function modelHash(fielding: Fielding): string {
  const { questionnaire: _, words: __, ...rest } = modelOf(fielding)
  return createHash('sha256').update(fielding.hash).update(wordsMark).update(JSON.stringify(rest)).digest('base64url').slice(0, 16)
}

/** Changes with a release that says something else around the questions. */
const wordsMark = createHash('sha256')
  .update(JSON.stringify(languages.map(citizenWords)))
  .digest()

export const modelAddress = (fielding: Fielding): string =>
  `/s/${encodeURIComponent(fielding.touchpoint.code)}/model.json?v=${modelHash(fielding)}`

/** Where the browser finds the questionnaire, and what keeps responses. */
type Addresses = { readonly model: string; readonly outbox?: string | undefined }

/** The questionnaire as a plain form, marked with what the browser needs to take it over. */
export function questionnaireBody(page: Page, { model, outbox = '' }: Addresses, chooser: string): string {
  const marks = Object.entries({
    survey: model,
    outbox,
    layout: page.layout,
    language: page.language,
    agency: page.agency ?? '',
  }).map(([name, value]) => ` data-${name}="${escaped(value)}"`)
  const start = page.layout === 'kiosk' ? render(<StartScreen page={page} />) : ''
  const form = page.agency === undefined ? chooser : render(<Survey page={page} agency={page.agency} />)
  return `<div${marks.join('')}${page.test ? ' data-test=""' : ''}>${start}${form}</div>`
}

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
        {wanted === '' ? null : (
          <a class="quiet" href={addressOf(visit, {})}>
            {notice(wording.language, 'findAll')}
          </a>
        )}
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

/** The thank-you page of a form without JavaScript. */
export function receiptBody(page: Page, receipt: Receipt): string {
  const wording = wordingOf(page.model, page.language, page.agency)
  return render(
    <>
      <header>
        <p class="place">
          <b>{wording.agency}</b> · {wording.text(page.model.place)}
        </p>
        <Labels page={page} wording={wording} />
      </header>
      <main>
        <Thanks model={page.model} kind="received" code={receipt.code} {...{ wording, receipt }}>
          {page.layout === 'kiosk' || page.test ? null : <LookUp code={receipt.code} wording={wording} />}
          <p>{wording.say('done')}</p>
        </Thanks>
      </main>
    </>,
  )
}
