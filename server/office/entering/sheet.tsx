import { withoutContact } from '../../../surveys/answers/contact'
import type { Context } from 'hono'
import { render } from 'preact-render-to-string'
import { hasRare } from '../../../client/survey/questions/rare'
import { ErrorSummary, Labels, NoDefault } from '../../../client/survey/Frame'
import { type Asking, type Page, type SurveyModel, wordingOf } from '../../../client/survey/model'
import { SectionView } from '../../../client/survey/SectionView'
import { allScreens } from '../../../client/survey/screens'
import { languageName } from '../../../client/text/languages'
import { problemMessage } from '../../../client/text/problems'
import type { Fielding } from '../../../surveys/fielding/campaign'
import { localDay } from '../../../surveys/instrument/calendar'
import { languageMarks } from '../../../surveys/instrument/direction'
import { choiceProblem, isLooping } from '../../../surveys/instrument/loop'
import { folded } from '../../../surveys/instrument/folding'
import { chosenLanguage, localised } from '../../../surveys/instrument/language'
import {
  type Answers,
  type Loop,
  type Questionnaire,
  type Receipt,
  type SubmittedResponse,
  submittedResponse,
} from '../../../surveys/instrument/schema'
import type { Violation } from '../../../surveys/instrument/violations'
import { entererAt, enteringState, isSheetDay, lastSheetDay } from '../../../surveys/people/entering'
import { checkAnswers } from '../../../surveys/answers/check'
import { ratedApart } from '../../../surveys/answers/rated'
import { ratedIn, ratedWord } from '../../../surveys/answers/rated-agencies'
import { violationText } from '../../../client/text/citizen'
import { personOf } from '../../access/permission'
import { entererOf } from '../../access/seen'
import { documentOf, pageHeaders } from '../../citizen/document'
import { lettersOf } from '../../citizen/fonts'
import { type FormFields, fieldsOf, readForm } from '../../citizen/form'
import type { KeptPages } from '../../citizen/pages'
import { entryAddress, enteringAddress } from '../../citizen/place'
import { drawnAhead, modelHash, modelOf, piecesOf } from '../../citizen/questionnaire'
import { enteredBy, type EntryPlace } from '../../db/entering'
import { refusalMessage } from '../../recording/answering'
import type { Outcome } from '../../recording/outcome'
import type { OfficeDeps } from '../frame/deps'
import { noticePage, page } from '../frame/document'
import { type Reader, readerOf } from '../frame/reader'
import { Shell } from '../frame/shell'

/** One sheet as it lies before the clerk: what has been typed of it, what is wrong with that, and what became of the one before. */
type Sheet = {
  readonly fielding: Fielding
  readonly agency: string
  /** In which it was filled in. */
  readonly language: string
  readonly id: string
  readonly day: string
  readonly answers: Answers
  readonly problems: readonly Violation[]
  /** Why it is not stored, as whole sentences. */
  readonly unsaved?: string
  /** Nobody is signed in who could store it. */
  readonly isSignedOut?: true
  readonly before?: { readonly kind: 'recorded' | 'repeated'; readonly receipt: Receipt }
  /** Where it lies in a pile. */
  readonly piled?: Piled
}

/** A sheet of a pile: its number, and the id that its response has however often it is keyed. */
export type Piled = {
  readonly keying: 'first' | 'second'
  readonly label: string
  readonly number: number
  readonly sheets: number
  readonly id: string
  readonly agency: string
  readonly language: string
  /** Where it is sent, and where the pile is shown. */
  readonly action: string
  readonly home: string
  /** How the sheet before was found. */
  readonly said?: 'batchSame' | 'batchDiffers'
  /** The next one; undefined at the end of the pile. */
  readonly next: () => Promise<Piled | undefined>
}

/** The form for one sheet of a pile. */
export async function showPiled(deps: OfficeDeps, kept: KeptPages, c: Context, place: EntryPlace, piled: Piled): Promise<Response> {
  const fielding = await kept.fielding(place.touchpoint.code)
  if (!fielding) return noticePage(c, 404, 'lostTitle', 'lostText')
  const { id, language } = piled
  const agency = piled.agency === '' ? agencyIn(fielding, namedIn(c)) : piled.agency
  if (agency === undefined) return choicePage(c, readerOf(c), fielding, undefined, piled)
  return sheetPage(deps, kept, c, { answers: {}, problems: [], day: c.req.query('day') ?? '', id, agency, language, fielding, piled }, 200)
}

/** Takes the second keying of a sheet, which is compared and recorded nowhere. */
export async function submitAgain(
  deps: OfficeDeps,
  kept: KeptPages,
  c: Context,
  place: EntryPlace,
  piled: Piled,
  compare: (sheet: Pick<Sheet, 'answers' | 'day' | 'agency'>) => Promise<'same' | 'differs'>,
): Promise<Response> {
  const checked = await checkedSheet(deps, kept, c, place, piled)
  if (checked instanceof Response) return checked
  const found = await compare(checked.sheet)
  const next = await piled.next()
  if (!next) return c.redirect(piled.home, 303)
  const said = found === 'same' ? 'batchSame' : 'batchDiffers'
  if (next.agency === '') return choicePage(c, readerOf(c), checked.sheet.fielding, undefined, { ...next, said })
  return sheetPage(deps, kept, c, { ...checked.sheet, id: next.id, answers: {}, problems: [], piled: { ...next, said } }, 200)
}

/** The form for a paper sheet at a touchpoint, or first of all the choice of the agency. */
export async function showSheet(deps: OfficeDeps, kept: KeptPages, c: Context, place: EntryPlace): Promise<Response> {
  const [fielding, reader] = [await kept.fielding(place.touchpoint.code), readerOf(c)]
  const state = enteringState(place.campaign, place.touchpoint.kind, localDay(deps.now()))
  if (!fielding || (state !== 'open' && state !== 'late')) {
    const day = reader.numbers.day(place.campaign.opensOn)
    return noticePage(c, 200, 'workShutTitle', state === 'open' || state === 'late' ? 'workState_closed' : `workState_${state}`, { day })
  }
  const agency = c.req.query('choose') === undefined ? agencyIn(fielding, namedIn(c)) : undefined
  if (agency === undefined) return choicePage(c, reader, fielding)
  const blank = { answers: {}, problems: [], id: deps.newId(), day: c.req.query('day') ?? '' }
  return sheetPage(deps, kept, c, { ...blank, fielding, agency, language: languageIn(fielding, c.req.query('sheet')) }, 200)
}

/** Takes a sheet; the next one begins at once, and what cannot be stored stays as it was typed. */
export async function submitSheet(deps: OfficeDeps, kept: KeptPages, c: Context, place: EntryPlace, piled?: Piled): Promise<Response> {
  const checked = await checkedSheet(deps, kept, c, place, piled)
  if (checked instanceof Response) return checked
  const outcome = await kept.recorder.record(checked.submitted, deps.now(), { enterer: entererOf(deps, c) })
  deps.metrics.outcome(outcome.kind)
  return answered(deps, kept, c, checked.sheet, outcome)
}

type Checked = { readonly sheet: Sheet; readonly submitted: SubmittedResponse }

/** A sheet whose day and answers can be stored, or the page that says what is wrong with it. */
async function checkedSheet(
  deps: OfficeDeps,
  kept: KeptPages,
  c: Context,
  place: EntryPlace,
  piled: Piled | undefined,
): Promise<Checked | Response> {
  const reader = readerOf(c)
  const typed = await typedSheet(deps, kept, c, place.touchpoint.code)
  if (!typed) return noticePage(c, 400, 'refusedTitle', 'sheetUnreadable')
  const sheet = piled ? { ...typed, id: piled.id, agency: piled.agency || typed.agency, language: piled.language, piled } : typed
  const { campaign } = sheet.fielding
  const rated = ratedOf(sheet)
  const today = localDay(deps.now())
  const again = (wrong: Partial<Sheet>, status: SheetStatus = 422) => sheetPage(deps, kept, c, { ...sheet, ...wrong }, status)
  if (!isSheetDay(campaign, sheet.day, today)) return again({ unsaved: dayWrong(reader, sheet.fielding, today) })
  const parsed = submittedResponse.safeParse({
    id: sheet.id,
    campaign: campaign.code,
    version: campaign.version,
    touchpoint: place.touchpoint.code,
    language: sheet.language,
    answeredOn: sheet.day,
    ...(rated.length === 0 ? { agency: sheet.agency, answers: sheet.answers } : { agency: rated[0], ...ratedApart(rated, sheet.answers) }),
  })
  const problems = sheet.problems.length > 0 ? sheet.problems : checkAnswers(askedOn(sheet), sheet.answers)
  if (!parsed.success || problems.length > 0) return again(problems.length > 0 ? { problems } : { unsaved: reader.say('sheetUnreadable') })
  return { sheet, submitted: parsed.data }
}

async function answered(deps: OfficeDeps, kept: KeptPages, c: Context, sheet: Sheet, outcome: Outcome): Promise<Response> {
  const { language, say } = readerOf(c)
  const { piled } = sheet
  const again = (wrong: Partial<Sheet>, status: SheetStatus) => sheetPage(deps, kept, c, { ...sheet, ...wrong }, status)
  switch (outcome.kind) {
    case 'recorded':
    case 'repeated': {
      const { kind, receipt } = outcome
      if (piled) {
        const next = await piled.next()
        if (!next) return c.redirect(piled.home, 303)
        if (next.agency === '') return choicePage(c, readerOf(c), sheet.fielding, { kind, receipt, day: sheet.day }, next)
        return sheetPage(deps, kept, c, { ...sheet, id: next.id, answers: {}, problems: [], before: { kind, receipt }, piled: next }, 200)
      }
      // The next sheet is about other agencies.
      if (ratedOf(sheet).length > 0) return choicePage(c, readerOf(c), sheet.fielding, { kind, receipt, day: sheet.day })
      // The day stays: sheets come in piles.
      return sheetPage(deps, kept, c, { ...sheet, id: deps.newId(), answers: {}, problems: [], before: { kind, receipt } }, 200)
    }
    case 'invalid':
      return again({ problems: outcome.violations }, 422)
    case 'pressed':
    case 'unavailable':
      c.header('Retry-After', String(outcome.retryAfter))
      return again({ unsaved: problemMessage(language, 'unavailable') }, 503)
    case 'refused':
      return again({ unsaved: refusalMessage(outcome, language) }, outcome.code === 'entry_not_allowed' ? 403 : 422)
    case 'unsigned':
      return again({ unsaved: problemMessage(language, 'token_needed') }, 403)
    case 'conflict':
      // Its id stays: another one would count the sheet twice.
      if (piled) return again({ unsaved: say('batchTaken', { n: String(piled.number) }) }, 422)
      return again({ unsaved: problemMessage(language, 'id_conflict'), id: deps.newId() }, 422)
    case 'erased':
      return again({ unsaved: problemMessage(language, 'response_erased'), id: deps.newId() }, 422)
    case 'tried':
      throw new Error('a sheet is never a trial')
  }
}

/** What somebody has typed who enters no more at a touchpoint: shown again with the reason, so that it is not lost without a word. */
export async function sheetKept(
  deps: OfficeDeps,
  kept: KeptPages,
  c: Context,
  touchpoint: string,
  status: 403 | 404,
): Promise<Response | undefined> {
  const sheet = await typedSheet(deps, kept, c, touchpoint)
  if (!sheet || Object.keys(sheet.answers).length === 0) return undefined
  return sheetPage(deps, kept, c, { ...sheet, problems: [], unsaved: problemMessage(readerOf(c).language, 'entry_not_allowed') }, status)
}

/** The same where its session has ended: signed in again in another tab, it is sent from this page under its id. */
export async function sheetSignedOut(deps: OfficeDeps, kept: KeptPages, c: Context, touchpoint: string): Promise<Response | undefined> {
  const sheet = await typedSheet(deps, kept, c, touchpoint)
  if (!sheet || Object.keys(sheet.answers).length === 0) return undefined
  const unsaved = readerOf(c).say('sheetSignedOut')
  return sheetPage(deps, kept, c, { ...sheet, problems: [], unsaved, isSignedOut: true }, 401)
}

/** A sheet as it was sent; undefined where it is none of ours. */
async function typedSheet(deps: OfficeDeps, kept: KeptPages, c: Context, touchpoint: string): Promise<Sheet | undefined> {
  const fields = await fieldsOf(c.req.raw).catch(() => undefined)
  const fielding = await kept.fielding(touchpoint)
  if (!fields || !fielding || entererAt(fielding.touchpoint.kind) !== 'clerk') return undefined
  const agency = agencyIn(fielding, first(fields, '_agency') ?? namedIn(c))
  if (agency === undefined) return undefined
  const { answers, violations } = readForm(askedOn({ fielding, agency }), fields)
  return {
    fielding,
    agency,
    language: languageIn(fielding, first(fields, '_language')),
    id: first(fields, '_id') ?? deps.newId(),
    day: first(fields, '_day') ?? '',
    answers,
    problems: violations,
  }
}

const first = (fields: FormFields, name: string): string | undefined => fields[name]?.[0] || undefined

/** The agency that a sheet is about, or all that are rated on it as one word; undefined where that is still to be chosen. */
function agencyIn({ agencies, questionnaire }: Fielding, asked: string | undefined): string | undefined {
  if (agencies.length === 1 && asked === undefined) return agencies[0]?.code
  const { loop } = questionnaire
  if (!loop) return agencies.find(({ code }) => code === asked)?.code
  const wanted = ratedIn(asked ?? '')
  const named = agencies.flatMap(({ code }) => (wanted.includes(code) ? [code] : []))
  return named.length < wanted.length || choiceProblem(loop, named.length) ? undefined : ratedWord(named)
}

const namedIn = (c: Context): string | undefined => c.req.queries('agency')?.join(' ')

/** The agencies that are rated on a sheet; none where it is about one. */
const ratedOf = ({ fielding, agency }: Pick<Sheet, 'fielding' | 'agency'>): readonly string[] =>
  isLooping(fielding.questionnaire) ? ratedIn(agency) : []

/** The questions as they stand on a sheet. */
const askedOn = (sheet: Pick<Sheet, 'fielding' | 'agency'>): Questionnaire =>
  isLooping(sheet.fielding.questionnaire) ? modelOf(sheet.fielding, ratedOf(sheet)).questionnaire : sheet.fielding.questionnaire

/** On paper a contact would stand beside the answers: it is not asked for there. */
const onPaper = (model: SurveyModel): SurveyModel => ({ ...model, questionnaire: withoutContact(model.questionnaire) })

const languageIn = ({ questionnaire: { languages } }: Fielding, asked: string | undefined): string => chosenLanguage(asked, languages)

function dayWrong({ say, numbers }: Reader, { campaign, touchpoint }: Fielding, today: string): string {
  const [from, to] = [numbers.day(campaign.opensOn), numbers.day(lastSheetDay(campaign, today))]
  return say(enteringState(campaign, touchpoint.kind, today) === 'late' ? 'sheetDayLate' : 'sheetDayWrong', { from, to })
}

/** Above so many, one types some of the name instead of going through all of them. */
const mostAtAGlance = 8

type SheetBefore = NonNullable<Sheet['before']> & { readonly day: string }

/** Which agencies are rated on a sheet, as they are ticked on it; and what became of the one before. */
function ratedChoicePage(
  c: Context,
  reader: Reader,
  { touchpoint, agencies, questionnaire }: Fielding,
  loop: Loop,
  before?: SheetBefore,
  piled?: Piled,
): Response {
  const { say, language } = reader
  // After a sheet the address still names the agencies of that one.
  const isNext = before !== undefined || piled?.said !== undefined
  const chosen = isNext ? [] : ratedIn(namedIn(c) ?? '')
  const problem = !isNext && (chosen.length > 0 || c.req.query('chosen') !== undefined) ? choiceProblem(loop, chosen.length) : undefined
  return page(c, {
    reader,
    title: say('sheetWhichRated'),
    status: problem ? 422 : 200,
    body: (
      <Shell reader={reader}>
        <p class="back">
          <a href={enteringAddress}>{say('navWork')}</a>
        </p>
        <h1>{say('sheetWhichRated')}</h1>
        {before && (
          <p class="stored" role="status">
            <b>{say(before.kind === 'recorded' ? 'sheetDone' : 'sheetAgain', { code: before.receipt.code })}</b>
          </p>
        )}
        {piled && (
          <p class="sub">
            <a href={piled.home}>{piled.label}</a> ·{' '}
            {say(`batchSheet_${piled.keying}`, { n: reader.numbers.count(piled.number), all: reader.numbers.count(piled.sheets) })}
            {piled.said && <b> {say(piled.said)}</b>}
          </p>
        )}
        <form method="get" action={piled ? `${piled.home}/${piled.keying}` : entryAddress(touchpoint.code)} class="card form">
          {before && <input type="hidden" name="day" value={before.day} />}
          {piled && <input type="hidden" name="sheet" value={piled.number} />}
          {problem && (
            <p class="wrong" role="alert">
              {violationText(language, problem)}
            </p>
          )}
          <fieldset class="field">
            <legend>{localised(loop.text, language, questionnaire.languages)}</legend>
            <small>{say('sheetRatedMost', { n: reader.numbers.count(loop.atMost) })}</small>
            {agencies.map(({ code, name }) => (
              <label key={code} class="pick">
                <input type="checkbox" name="agency" value={code} checked={chosen.includes(code)} />
                <span>{localised(name, language)}</span>
              </label>
            ))}
          </fieldset>
          <button type="submit" name="chosen" value="">
            {say('sheetRatedGo')}
          </button>
        </form>
      </Shell>
    ),
  })
}

/** Which agency a pile is about; what was typed of a name leads on at once where it is one of them alone. */
function choicePage(c: Context, reader: Reader, fielding: Fielding, before?: SheetBefore, piled?: Piled): Response {
  const { touchpoint, agencies, questionnaire } = fielding
  if (questionnaire.loop) return ratedChoicePage(c, reader, fielding, questionnaire.loop, before, piled)
  const { say, language } = reader
  const typed = (c.req.query('find') ?? '').trim().slice(0, longestFind)
  const words = folded(typed).split(/\s+/)
  const found = agencies.filter(({ code, name }) => words.every((word) => folded(`${localised(name, language)} ${code}`).includes(word)))
  const addressOf = (agency: string): string => `${entryAddress(touchpoint.code)}?${new URLSearchParams({ agency })}`
  const [only, ...others] = found
  if (typed !== '' && only && others.length === 0) return c.redirect(addressOf(only.code), 303)
  return page(c, {
    reader,
    title: say('sheetWhich'),
    body: (
      <Shell reader={reader}>
        <p class="back">
          <a href={enteringAddress}>{say('navWork')}</a>
        </p>
        <h1>{say('sheetWhich')}</h1>
        <section class="card">
          {agencies.length > mostAtAGlance && (
            <form method="get" action={entryAddress(touchpoint.code)}>
              <div class="field">
                <label for="find">{say('sheetFind')}</label>
                <small id="find-hint">{say('sheetFindHint')}</small>
                <input
                  id="find"
                  name="find"
                  type="search"
                  autocomplete="off"
                  autofocus
                  maxLength={longestFind}
                  value={typed}
                  aria-describedby="find-hint"
                />
              </div>
            </form>
          )}
          {found.length === 0 && <p role="status">{say('sheetFindNone', { seen: typed })}</p>}
          <ul class="ways">
            {found.map(({ code, name }) => (
              <li key={code}>
                <a href={addressOf(code)}>{localised(name, language)}</a>
              </li>
            ))}
          </ul>
        </section>
      </Shell>
    ),
  })
}

const longestFind = 200

type SheetStatus = 200 | 401 | 403 | 404 | 422 | 503

async function sheetPage(deps: OfficeDeps, kept: KeptPages, c: Context, sheet: Sheet, status: SheetStatus): Promise<Response> {
  const reader = readerOf(c)
  const today = localDay(deps.now())
  const person = await personOf(deps, c)
  const { fielding, agency, language, answers, problems } = sheet
  const counts = person ? (await enteredBy(deps.database, person.seeing?.id ?? person.id, today)).get(fielding.touchpoint.code) : undefined
  const written: Page = {
    model: onPaper(modelOf(fielding, ratedOf(sheet))),
    layout: 'phone',
    language,
    agency,
    test: false,
    answers,
    problems,
    carried: { id: sheet.id, day: sheet.day },
  }
  const { page: shown, questions } = await drawnAhead(written, kept.questions, [modelHash(fielding), agency, language].join(' '))
  const title = reader.say('sheetTitle')
  const html = documentOf({
    language: reader.language,
    title: `${title} · ${localised(fielding.questionnaire.title, reader.language)}`,
    layout: 'sheet',
    body: render(<SheetView {...{ reader, sheet, today }} page={shown} entered={counts?.today ?? 0} />),
    isRare: hasRare(fielding.questionnaire),
    letters: lettersOf(fielding.questionnaire),
    filler: deps.assets.sheet,
  })
  const bytes = piecesOf(html).map((piece) => (typeof piece === 'string' ? (questions.get(piece) ?? new Uint8Array()) : piece))
  return c.body(Buffer.concat(bytes), status, {
    ...pageHeaders(),
    'Cache-Control': 'private, no-store',
    'Content-Type': 'text/html; charset=UTF-8',
  })
}

type ViewProps = {
  readonly reader: Reader
  readonly sheet: Sheet
  readonly page: Page
  readonly today: string
  readonly entered: number
}

type Saying = Pick<Reader, 'say'>

const NotStored = ({ say, text }: Saying & { readonly text: string }) => (
  <div class="summary wrong">
    <h2>{say('sheetUnsaved')}</h2>
    <p>
      {text} {say('sheetKept')}
    </p>
  </div>
)

const SignIn = ({ say }: Saying) => (
  <p>
    <a href={enteringAddress} target="_blank" rel="noopener">
      {say('sheetSignIn')}
    </a>
  </p>
)

/** All questions of a sheet, one below the other as they are printed. */
function SheetView({ reader: { say, numbers }, sheet, page: shown, today, entered }: ViewProps) {
  const { fielding, agency, language, day, before, unsaved, isSignedOut, piled } = sheet
  const { campaign, questionnaire, touchpoint } = fielding
  const wording = wordingOf(shown.model, language, agency)
  const asking: Asking = {
    questionnaire: shown.model.questionnaire,
    layout: 'phone',
    wording,
    answers: shown.answers,
    problems: shown.problems,
    live: false,
    answer: () => undefined,
    drawn: shown.drawn,
  }
  const [from, to] = [campaign.opensOn, lastSheetDay(campaign, today)]
  return (
    <>
      <NoDefault />
      <header>
        <p class="place">
          <a href={enteringAddress}>{say('navWork')}</a> · <b>{wording.shown(wording.agency)}</b> · {wording.shown(shown.model.place)}
        </p>
        {!piled && questionnaire.languages.length > 1 && (
          <nav aria-label={say('sheetLanguage')}>
            {questionnaire.languages
              .filter((tag) => tag !== language)
              .map((tag) => (
                <a
                  key={tag}
                  class="quiet"
                  {...languageMarks(tag)}
                  href={`${entryAddress(touchpoint.code)}?${new URLSearchParams({ agency, sheet: tag })}`}
                >
                  {languageName(tag, questionnaire)}
                </a>
              ))}
          </nav>
        )}
        <Labels page={shown} wording={wording} />
      </header>
      <main>
        <h1>
          {piled
            ? say(`batchSheet_${piled.keying}`, { n: numbers.count(piled.number), all: numbers.count(piled.sheets) })
            : say('sheetTitle')}
        </h1>
        {piled && (
          <p class="soft">
            <a href={piled.home}>{piled.label}</a>
          </p>
        )}
        <p class="stored" role="status">
          {piled?.said && <b>{say(piled.said)}</b>}
          {before && <b>{say(before.kind === 'recorded' ? 'sheetDone' : 'sheetAgain', { code: before.receipt.code })}</b>}
          <span>{say('sheetToday', { n: numbers.count(entered) })}</span>
        </p>
        <p class="soft keyed">{say('sheetKeys')}</p>
        {unsaved !== undefined && (
          <div class="summary wrong" role="alert">
            <h2>{say('sheetUnsaved')}</h2>
            <p>
              {unsaved} {say('sheetKept')}
            </p>
            {isSignedOut && <SignIn {...{ say }} />}
          </div>
        )}
        <div id="_told" role="alert" />
        <template data-told="sending">
          <p class="soft">{say('sheetSending')}</p>
        </template>
        <template data-told="unanswered">
          <NotStored {...{ say }} text={say('sheetUnanswered')} />
        </template>
        <template data-told="refused">
          <NotStored {...{ say }} text={say('sheetRefused')} />
        </template>
        <form
          id="_form"
          method="post"
          action={piled?.action ?? `${entryAddress(touchpoint.code)}?${new URLSearchParams({ agency })}`}
          noValidate
          autocomplete="off"
          data-sheet=""
        >
          {Object.entries({ _id: sheet.id, _agency: agency, _language: language }).map(([name, value]) => (
            <input key={name} type="hidden" name={name} value={value} />
          ))}
          <div lang={language} dir={languageMarks(language).dir}>
            <ErrorSummary survey={{ asking, live: false, lead: () => undefined }} />
          </div>
          <div class="card">
            <label class="legend" for="_day">
              {say('sheetDay')}
            </label>
            <p class="help" id="_day-hint">
              {say('sheetDayHint', { from: numbers.day(from), to: numbers.day(to) })}
            </p>
            <input
              class="field day"
              type="date"
              id="_day"
              name="_day"
              min={from}
              max={to}
              value={day}
              required
              aria-describedby="_day-hint"
            />
          </div>
          <div lang={language} dir={languageMarks(language).dir}>
            {allScreens(shown.model.questionnaire).map((screen) => (
              <SectionView key={screen.key} screen={screen} asking={asking} />
            ))}
          </div>
          <div class="navigation">
            <button class="go" type="submit">
              {say('sheetGo')}
            </button>
          </div>
        </form>
      </main>
    </>
  )
}
