import { createHash, randomUUID } from 'node:crypto'
import { jsxTemplate } from 'preact/jsx-runtime'
import { render } from 'preact-render-to-string'
import { StartScreen } from '../../client/kiosk/StartScreen'
import { Labels, NoDefault } from '../../client/survey/Frame'
import { hasRare } from '../../client/survey/questions/rare'
import { QuestionView } from '../../client/survey/SectionView'
import { Survey } from '../../client/survey/Survey'
import { LookUp, Thanks } from '../../client/survey/Thanks'
import { type Asking, type Page, type SurveyModel, type Wording, wordingOf, wordsIn } from '../../client/survey/model'
import { citizenWords } from '../../client/text/citizen'
import { languages, spokenFor } from '../../client/text/languages'
import { notice, type NoticeWord } from '../../client/text/notices'
import { officeWords } from '../../client/text/office'
import type { Fielding } from '../../surveys/fielding/campaign'
import { languageMarks } from '../../surveys/instrument/direction'
import { folded } from '../../surveys/instrument/folding'
import { contactField, isContact } from '../../surveys/answers/contact'
import { ratedIn, ratedWord } from '../../surveys/answers/rated-agencies'
import { choiceProblem, isLooping, ratedField, unrolled } from '../../surveys/instrument/loop'
import { hasRows } from '../../surveys/instrument/item'
import { isPersonal } from '../../surveys/instrument/personal'
import { pipedItems } from '../../surveys/instrument/pipes'
import { itemsOf, scaleOf } from '../../surveys/instrument/questionnaire'
import type { LocalSound, LocalText, Loop, Question, Questionnaire, Receipt } from '../../surveys/instrument/schema'
import { ownValue } from '../../surveys/instrument/spelling'
import type { Assets } from '../assets'
import { inTurns } from '../turns'
import { dataMarks } from './document'
import type { FormFields } from './form'
import { addressOf, type Visit } from './place'

/** What the browser gets of a fielding: names and texts, nothing that only results need. */
export const modelOf = (fielding: Fielding, rated: readonly string[] = []): SurveyModel => {
  const { touchpoint, door, campaign, agencies, questionnaire } = fielding
  return {
    touchpoint: door.link,
    place: touchpoint.label,
    campaign: { code: campaign.code, version: campaign.version, title: campaign.title, synthetic: campaign.synthetic },
    agencies: agencies.map(({ code, name }) => ({ code, name })),
    questionnaire: rated.length > 0 && isLooping(questionnaire) ? asked(unrolledFor(fielding, rated)) : asked(questionnaire),
    ...(hasRare(questionnaire) && { more: true as const }),
    words: wordsOf(questionnaire),
  }
}

/** The questionnaire as somebody reads it who rates these agencies, those among them that the touchpoint served before. */
function unrolledFor(fielding: Fielding, rated: readonly string[]): Questionnaire {
  const known = [...fielding.agencies, ...(fielding.former ?? []).map(({ agency }) => agency)]
  return unrolled(
    fielding.questionnaire,
    rated.flatMap((code) => known.find((agency) => agency.code === code) ?? []),
  )
}

/** As much of a questionnaire as somebody who answers it gets to see. */
const asked = ({ words: _, scales, ...questionnaire }: Questionnaire): Questionnaire => ({
  ...heardAsTold({ ...questionnaire, scales: scales.map(({ name: _name, ...scale }) => scale) }),
  source: {},
  trees: [],
  bandSets: [],
})

/** What a text tells of an answer no recording says: there the device's own voice reads. */
function heardAsTold(questionnaire: Questionnaire): Questionnaire {
  if (!isPersonal(questionnaire)) return questionnaire
  const heard = ({ text, sound }: { readonly text: LocalText; readonly sound?: LocalSound | undefined }): LocalSound | undefined =>
    sound && Object.fromEntries(Object.entries(sound).filter(([language]) => pipedItems(text[language] ?? '').length === 0))
  const inQuestion = (question: Question): Question => {
    const sound = heard(question)
    if (!hasRows(question)) return { ...question, sound }
    return { ...question, sound, items: question.items.map((row) => ({ ...row, sound: heard(row) })) }
  }
  const sections = questionnaire.sections.map((section) => ({ ...section, questions: section.questions.map(inQuestion) }))
  return { ...questionnaire, sections }
}

/** What is said around a questionnaire in each of its languages, put together once for each. */
function wordsOf(questionnaire: Questionnaire): SurveyModel['words'] {
  const known =
    wordsKnown.get(questionnaire) ?? Object.fromEntries(questionnaire.languages.map((tag) => [tag, citizenWords(tag, questionnaire)]))
  wordsKnown.set(questionnaire, known)
  return known
}

const wordsKnown = new WeakMap<Questionnaire, SurveyModel['words']>()

/** Changes whenever anything in the model does, so that its address can be cached for good. */
export function modelHash(fielding: Fielding, rated: readonly string[] = []): string {
  const { questionnaire: _, words: __, ...rest } = modelOf(fielding)
  return createHash('sha256')
    .update(fielding.hash)
    .update(wordsMark)
    .update(JSON.stringify(rest))
    .update(ratedWord(rated))
    .digest('base64url')
    .slice(0, 16)
}

/** Changes with a release that says something else around the questions; what a questionnaire brings along changes its own hash. */
const wordsMark = createHash('sha256')
  .update(JSON.stringify(languages.map((tag) => citizenWords(tag))))
  .digest()

export const modelAddress = (fielding: Fielding, rated: readonly string[] = []): string =>
  `/s/${encodeURIComponent(fielding.door.link)}/model.json?v=${modelHash(fielding, rated)}${rated.length === 0 ? '' : `&agency=${encodeURIComponent(ratedWord(rated))}`}`

/** Where the browser finds the questionnaire, and what keeps responses. */
type Addresses = { readonly model: string } & Partial<Pick<Assets, 'outbox' | 'sound' | 'device' | 'staff' | 'style'>>

/** The questionnaire as a plain form, marked with what the browser needs to take it over. */
export function questionnaireBody(page: Page, { model, outbox, sound = '', device, staff, style }: Addresses, chooser: string): string {
  const marks = dataMarks({
    survey: model,
    outbox,
    sound,
    device,
    ...(page.layout === 'kiosk' ? { staff, style } : {}),
    layout: page.layout,
    language: page.language,
    agency: page.agency ?? '',
  })
  const start =
    page.layout === 'kiosk'
      ? render(
          <>
            <NoDefault />
            <StartScreen page={page} />
          </>,
        )
      : ''
  const form = page.agency === undefined ? chooser : render(<Survey page={page} agency={page.agency} />)
  // The one live region, there before anything is said in it and untouched by what the browser's screens become.
  return `<div${marks}${page.test ? ' data-test=""' : ''}${page.assisted ? ' data-assisted=""' : ''}>${start}${form}</div><p id="_said" role="status"></p>`
}

/** A page with a mark in the place of each question, and the bytes that belong there. */
type Drawn = { readonly page: Page; readonly questions: ReadonlyMap<string, Uint8Array> }

/**
 * Draws the questions a few at a time: others are answered before the last of three hundred is. As bytes, to be put where their
 * marks stand: a long page that is put together as a string is read over several times on its way out.
 */
export async function drawnAhead(page: Page, drawnLately: Lately<Uint8Array>, place: string): Promise<Drawn> {
  const { questionnaire } = page.model
  const { answers, problems } = page
  const wording = wordingOf(page.model, page.language, page.agency)
  const asking: Asking = { questionnaire, layout: page.layout, wording, answers, problems, live: false, answer: () => undefined }
  const wrong = new Map(problems.map((problem) => [problem.item, problem]))
  const draw = (question: Question): readonly [string, Uint8Array] => {
    const items = [question.id, ...(isContact(question) ? [contactField] : []), ...itemsOf(question).map(({ id }) => id)]
    const own = [...new Set(items)].flatMap((id) => wrong.get(id) ?? [])
    const make = () => encoder.encode(render(<QuestionView question={question} asking={{ ...asking, problems: own }} />))
    const state = JSON.stringify([own, ...items.map((id) => ownValue(answers, id)), ...orderOf(questionnaire, question)])
    // How somebody is to be reached stays in no memory of pages.
    const isKept = state.length <= longestState && !(isContact(question) && ownValue(answers, contactField) !== undefined)
    return [question.id, !isKept ? make() : drawnLately(`${place} ${question.id} ${state}`, make)]
  }
  const questions = questionnaire.sections.flatMap(({ questions: all }) => all)
  const drawn = new Map(questions.map((question) => [question, jsxTemplate([markOf(question.id)])]))
  return { page: { ...page, drawn }, questions: new Map(await inTurns(questions, drawnAtOnce, draw)) }
}

/** In which order a shuffled question's options or rows stand. */
function orderOf(questionnaire: Questionnaire, question: Question): readonly string[] {
  if (!('shuffled' in question) || !question.shuffled) return []
  return hasRows(question) ? question.items.map(({ id }) => id) : scaleOf(questionnaire, question).options.map(({ code }) => code)
}

const encoder = new TextEncoder()

/** Nobody can write what only this process knows. */
const secret = randomUUID()

/** Keeps the place of what is put into a page last. */
export const markOf = (name: string): string => `{${secret} ${name}}`

/** A page in pieces: what stands between the marks, and the names of the marks. */
export const piecesOf = (html: string): readonly (Uint8Array | string)[] =>
  html.split(marks).map((part, at) => (at % 2 === 1 ? part : encoder.encode(part)))

const marks = new RegExp(`\\{${secret} ([^}]*)\\}`)

/** Some two milliseconds' worth. */
const drawnAtOnce = 30

/** A text that somebody wrote is not met again. */
const longestState = 300

/** Markup of questions kept in memory, each of about a kilobyte: a form is shown again as often as something is wrong with it, and little of it has changed. */
export const questionsKept = 10_000

/** Remembers what was made for the keys asked for lately, at most so many. */
export type Lately<Made> = (key: string, make: () => Made) => Made

export function lately<Made>(limit: number): Lately<Made> {
  const kept = new Map<string, Made>()
  return (key, make) => {
    const made = kept.get(key) ?? make()
    kept.delete(key)
    kept.set(key, made)
    const [oldest] = kept.keys()
    if (kept.size > limit && oldest !== undefined) kept.delete(oldest)
    return made
  }
}

/** The way back of somebody who is here for their work, outside of what the browser takes over. */
export const backBody = ({ visit: { back }, language }: Pick<Choosing, 'visit' | 'language'>): string =>
  back === undefined
    ? ''
    : render(
        <div>
          <nav class="back" aria-label={officeWords(spokenFor(language))('navWork')}>
            <a href={back}>{officeWords(spokenFor(language))('navWork')}</a>
          </nav>
        </div>,
      )

type Choosing = { readonly fielding: Fielding; readonly visit: Visit; readonly language: string }

/** The first question where a touchpoint serves several agencies: links, and a search where they are many. */
export function chooserBody({ fielding, visit, language }: Choosing, along?: AnswersAlong): string {
  const model = modelOf(fielding)
  const wording = wordingOf(model, language, undefined)
  const told = (word: NoticeWord) => notice(language, word, {}, fielding.questionnaire)
  const { loop } = fielding.questionnaire
  return render(
    loop ? <RatedChooser {...{ model, wording, visit, told, loop, along }} /> : <Chooser {...{ model, wording, visit, told }} />,
  )
}

type ChooserProps = {
  readonly model: SurveyModel
  readonly wording: Wording
  readonly visit: Visit
  /** What only the server says. */
  readonly told: (word: NoticeWord) => string
}

/** From this number of agencies on a reader searches rather than looks. */
const many = 12

function Chooser({ model, wording, visit, told }: ChooserProps) {
  const wanted = folded(visit.find)
  const found = model.agencies.filter(({ code, name }) => folded(`${wording.text(name)} ${code}`).includes(wanted))
  return (
    <>
      <ChooserHeader {...{ model, wording, visit }} />
      <main>
        <h1>{wording.say('which')}</h1>
        <p class="soft">{wording.say('whichHint')}</p>
        {model.agencies.length >= many ? <Search visit={visit} told={told} /> : null}
        {found.length === 0 ? <p>{told('findNone')}</p> : null}
        <ul class="agencies">
          {found.map(({ code, name }) => (
            <li key={code}>
              <a href={addressOf(visit, { agency: code })}>{wording.shown(name)}</a>
            </li>
          ))}
        </ul>
        {wanted === '' ? null : (
          <a class="quiet" href={addressOf(visit, {})}>
            {told('findAll')}
          </a>
        )}
      </main>
    </>
  )
}

/** What was answered on a form without script before other agencies are chosen, and of whom something was who are chosen no more. */
export type AnswersAlong = { readonly fields: FormFields; readonly gone: readonly string[] }

/** Fields of the choice itself, which it has anew. */
const ofChoice: ReadonlySet<string> = new Set(['agency', 'find', '_choose', '_chosen', '_choosing', '_agency', '_switch'])

const Along = ({ fields }: Pick<AnswersAlong, 'fields'>) => (
  <>
    <input type="hidden" name="_choosing" value="1" />
    {Object.entries(fields).flatMap(([name, values]) =>
      ofChoice.has(name) ? [] : values.map((value) => <input key={`${name} ${value}`} type="hidden" name={name} value={value} />),
    )}
  </>
)

type RatedChooserProps = ChooserProps & { readonly loop: Loop; readonly along: AnswersAlong | undefined }

/** Where several agencies are rated: which of them, as a form of its own. Whoever searches loses nothing of what is chosen or was answered. */
function RatedChooser({ model, wording, visit, told, loop, along }: RatedChooserProps) {
  const wanted = folded(visit.find)
  const chosen = ratedIn(visit.agency ?? '')
  const found = model.agencies.filter(({ code, name }) => chosen.includes(code) || folded(`${wording.text(name)} ${code}`).includes(wanted))
  const problem = choiceProblem(loop, chosen.length)
  const isWrong = problem !== undefined && (visit.hasChosen || chosen.length > 0)
  return (
    <>
      <ChooserHeader {...{ model, wording, visit }} hasLanguages={along === undefined} />
      <main>
        <form method={along ? 'post' : 'get'}>
          {along ? <Along fields={along.fields} /> : <Kept visit={visit} />}
          <h1 id={ratedField}>{wording.shown(loop.text)}</h1>
          {loop.help ? <p class="soft">{wording.shown(loop.help)}</p> : null}
          {model.agencies.length > many ? (
            <div class="search">
              <label for="find">{told('find')}</label>
              <input class="field" type="search" id="find" name="find" value={visit.find} autocomplete="off" />
              <button class="quiet" type="submit" name={along ? '_choose' : 'choose'} value={along ? '1' : ''}>
                {told('findButton')}
              </button>
            </div>
          ) : null}
          {found.length === 0 ? <p>{told('findNone')}</p> : null}
          <fieldset class="card" aria-labelledby={ratedField} aria-describedby={isWrong ? '_hint _wrong' : '_hint'}>
            <p class="help" id="_hint">
              {wording.say('chooseAtMost', { max: loop.atMost })}
            </p>
            {isWrong ? (
              <p class="problem" id="_wrong" role="alert">
                <span aria-hidden="true">! </span>
                {wording.violation(problem)}
              </p>
            ) : null}
            <div class="options">
              {found.map(({ code, name }) => (
                <label key={code} class="option">
                  <input type="checkbox" name="agency" value={code} checked={chosen.includes(code)} />
                  <span class="box">{wording.shown(name)}</span>
                </label>
              ))}
            </div>
          </fieldset>
          {along && along.gone.length > 0 ? (
            <p class="summary" role="alert">
              {wording.say('removeRated', {
                agencies: model.agencies
                  .filter(({ code }) => along.gone.includes(code))
                  .map(({ name }) => wording.text(name))
                  .join(', '),
              })}{' '}
              <button class="quiet" type="submit" name="_chosen" value="without">
                {wording.say('removeYes')}
              </button>
            </p>
          ) : null}
          <div class="navigation">
            <button class="go" type="submit" name={along ? '_chosen' : 'chosen'} value={along ? '1' : ''}>
              {wording.say('next')}
            </button>
          </div>
        </form>
      </main>
    </>
  )
}

const ChooserHeader = ({
  model,
  wording,
  visit,
  hasLanguages = true,
}: Omit<ChooserProps, 'told'> & { readonly hasLanguages?: boolean }) => (
  <header>
    <p class="place">
      <b>{wording.shown(model.place)}</b>
    </p>
    <nav aria-label={wording.say('language')}>
      {model.questionnaire.languages
        .filter((tag) => hasLanguages && tag !== wording.language)
        .map((tag) => (
          <a key={tag} class="quiet" {...languageMarks(tag)} href={addressOf(visit, { asked: tag })}>
            {wordsIn(model, tag).name}
          </a>
        ))}
    </nav>
    {model.campaign.synthetic ? <p class="label">{wording.say('synthetic')}</p> : null}
    {visit.test ? <p class="label">{wording.say('test')}</p> : null}
    {visit.assisted ? <p class="label">{wording.say('assisted')}</p> : null}
  </header>
)

const Search = ({ visit, told }: Pick<ChooserProps, 'visit' | 'told'>) => (
  <form method="get" role="search" class="search">
    <label for="find">{told('find')}</label>
    <input class="field" type="search" id="find" name="find" value={visit.find} autocomplete="off" />
    <Kept visit={visit} />
    <button class="go" type="submit">
      {told('findButton')}
    </button>
  </form>
)

/** What a form of the chooser keeps of its address. */
const Kept = ({ visit }: Pick<ChooserProps, 'visit'>) => (
  <>
    {visit.asked === undefined ? null : <input type="hidden" name="lang" value={visit.asked} />}
    {visit.layout === 'kiosk' ? <input type="hidden" name="kiosk" value="" /> : null}
    {visit.test ? <input type="hidden" name="test" value="" /> : null}
    {visit.assisted ? <input type="hidden" name="assisted" value="" /> : null}
  </>
)

/** The thank-you page of a form without JavaScript. */
export function receiptBody(page: Page, receipt: Receipt): string {
  const wording = wordingOf(page.model, page.language, page.agency)
  return render(
    <>
      <header>
        <p class="place">
          <b>{wording.shown(wording.agency)}</b> · {wording.shown(page.model.place)}
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
