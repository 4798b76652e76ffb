import { type Brought, languageName, languages, spokenFor } from '../../client/text/languages'
import { officeWords } from '../../client/text/office'
import type { Context } from 'hono'
import { render } from 'preact-render-to-string'
import { dayText } from '../../client/survey/Thanks'
import type { Layout } from '../../client/survey/model'
import { say } from '../../client/text/citizen'
import { notice, type NoticeWord } from '../../client/text/notices'
import { type Agency, agencyState, askedDay, campaignState, type Fielding, pausedSince } from '../../surveys/fielding/campaign'
import { localDay } from '../../surveys/instrument/calendar'
import { languageMarks } from '../../surveys/instrument/direction'
import { ratedIn, ratedWord } from '../../surveys/answers/rated-agencies'
import { choiceProblem, isLooping } from '../../surveys/instrument/loop'
import { chosenLanguage, localised } from '../../surveys/instrument/language'
import { seen } from '../../surveys/instrument/spelling'
import type { Questionnaire, SubmittedResponse } from '../../surveys/instrument/schema'
import { entererAt } from '../../surveys/people/entering'
import type { Assets } from '../assets'
import type { FieldingSource, ReachedFielding } from '../db/touchpoints'
import type { Metrics } from '../metrics'
import type { Outcome } from '../recording/outcome'
import { type Handed, shutThere } from '../recording/recorder'
import { dataMarks, documentOf, pageHeaders } from './document'
import { lettersOf } from './fonts'

export type SurveyPageDeps = {
  readonly fielding: (code: string) => Promise<ReachedFielding | undefined>
  readonly fieldings: Pick<FieldingSource, 'visit' | 'visitedAt'>
  readonly recorder: {
    readonly record: (submitted: SubmittedResponse, now: number, handed?: Handed) => Promise<Outcome>
    readonly try: (submitted: SubmittedResponse, now: number) => Promise<Outcome>
  }
  readonly metrics: Pick<Metrics, 'outcome'>
  /** The agencies that took over from one. */
  readonly heirs: (agency: string) => Promise<readonly Agency[]>
  /** The network that a form comes from, where that says anything. */
  readonly networkOf: (c: Context) => string | undefined
  readonly assets: Assets
  readonly now: () => number
  /** A random UUIDv4, for a form whose browser makes none. */
  readonly newId: () => string
}

/** What an address and its headers ask for. */
export type Visit = {
  /** The language named in the address, which may not exist. */
  readonly asked: string | undefined
  readonly accepted: string | undefined
  /** Where several are rated all of them, as one word. */
  readonly agency: string | undefined
  /** Which agencies are rated is chosen again, or searched for. */
  readonly choosing: boolean
  /** Somebody has gone on from choosing. */
  readonly hasChosen: boolean
  readonly layout: Layout
  readonly test: boolean
  /** An interviewer reads and taps. */
  readonly assisted: boolean
  /** Whence who does so came. */
  readonly back?: string
  /** Part of an agency's name to look for. */
  readonly find: string
  /** On a kiosk: what sends what waits, also while a notice stands there. */
  readonly shared: Pick<Assets, 'outbox' | 'device' | 'staff' | 'style'> | undefined
}

function visitOf({ assets: { outbox, device, staff, style } }: SurveyPageDeps, c: Context): Visit {
  const named = new Map(Object.entries(c.req.query()).map(([name, value]) => [seen(name).toLowerCase(), value]))
  const query = (name: string) => named.get(name)
  const agencies = Object.entries(c.req.queries()).flatMap(([name, values]) => (seen(name).toLowerCase() === 'agency' ? values : []))
  const isKiosk = query('kiosk') !== undefined && query('test') === undefined
  return {
    asked: seen(query('lang') ?? '') || undefined,
    accepted: c.req.header('accept-language'),
    agency: ratedWord([...new Set(agencies.flatMap(ratedIn).map(seen))]) || undefined,
    choosing: query('choose') !== undefined,
    hasChosen: query('chosen') !== undefined,
    layout: query('kiosk') === undefined ? 'phone' : 'kiosk',
    test: query('test') !== undefined,
    assisted: query('assisted') !== undefined,
    find: query('find')?.trim().slice(0, longestSearch) ?? '',
    shared: isKiosk ? { outbox, device, staff, style } : undefined,
  }
}

/** In units; longer than any agency's name. */
const longestSearch = 200

/** The reader's language among those of the questionnaire, or of the notices where there is none; a kiosk's own browser is nobody's. */
const languageOf = ({ asked, accepted, layout }: Visit, fielding: Fielding | undefined): string =>
  chosenLanguage(asked ?? (layout === 'kiosk' ? undefined : accepted), fielding?.questionnaire.languages ?? languages)

/** An address with the same layout, trial and language, and what is changed. */
export function addressOf(visit: Visit, changed: Partial<Pick<Visit, 'asked' | 'agency' | 'test'>>): string {
  const { asked, agency, layout, test, assisted } = { ...visit, ...changed }
  const named = Object.entries({ lang: asked, agency }).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`],
  )
  const flags = [
    layout === 'kiosk' ? 'kiosk' : '',
    test ? 'test' : '',
    assisted ? 'assisted' : '',
    visit.choosing && agency === visit.agency ? 'choose' : '',
  ].filter((flag) => flag !== '')
  return `?${[...named, ...flags].join('&')}`
}

/** A page in place of the questionnaire: what is the matter, kindly, and what to do next. */
type NoticeContent = {
  readonly title: string
  readonly text: string
  readonly links?: readonly Link[]
  /** For whoever prepares the survey, apart from what the citizen reads. */
  readonly aside?: { readonly title: string; readonly text: string; readonly link: Link } | undefined
  readonly languages?: readonly { readonly tag: string; readonly name: string; readonly href: string }[]
  readonly label?: string | undefined
}

export type Link = { readonly href: string; readonly text: string }

export const noticeBody = (notice: NoticeContent): string => render(<NoticePage {...notice} />)

const NoticePage = ({ title, text, links = [], aside, languages = [], label }: NoticeContent) => (
  <>
    <header>
      <nav>
        {languages.map(({ tag, name, href }) => (
          <a key={tag} class="quiet" {...languageMarks(tag)} href={href}>
            {name}
          </a>
        ))}
      </nav>
      {label === undefined ? null : <p class="label">{label}</p>}
    </header>
    <main class="notice" data-notice="">
      <h1>{title}</h1>
      <p>{text}</p>
      {links.map((link) => (
        <p key={link.href}>
          <a class="go" href={link.href}>
            {link.text}
          </a>
        </p>
      ))}
      {aside ? (
        <aside class="card">
          <h2>{aside.title}</h2>
          <p>{aside.text}</p>
          <a class="quiet" href={aside.link.href}>
            {aside.link.text}
          </a>
        </aside>
      ) : null}
    </main>
  </>
)

/** Where a citizen stands: at a touchpoint in a language, or before a notice that says why not. */
export type Showing = { readonly fielding: Fielding; readonly visit: Visit; readonly language: string }

/** A sentence of a notice to whoever stands there. */
export const said = ({ fielding, language }: Showing, word: NoticeWord, values?: Readonly<Record<string, string>>): string =>
  notice(language, word, values, fielding.questionnaire)

export type Standing = { readonly place: Showing } | { readonly reply: Reply; readonly at: Fielding | undefined }
export type Reply = Response | Promise<Response>

/** What a form carries: the language in which it was read, and when its page was opened. */
export type FromForm = { readonly language?: string | undefined; readonly visit?: string | undefined }

/** Reads the address; whatever is not there is said in the reader's language. */
export async function standingAt(deps: SurveyPageDeps, c: Context, code: string, form: FromForm = {}): Promise<Standing> {
  const visit = visitOf(deps, c)
  const found = await deps.fielding(code)
  const shut = found && (await shutThere(deps.fieldings, found, form.visit, deps.now()))
  const fielding = shut === 'retired' ? undefined : found
  // Of a form, nothing but what it carries says in which language it was read.
  if (!fielding) return { reply: lost(c, visit, languageOf({ ...visit, asked: form.language ?? visit.asked }, fielding)), at: undefined }
  const language = languageOf(visit, fielding)
  const place = { fielding, visit, language }
  if (shut === 'paused') return { reply: showNotice(c, place, 200, 'placePausedTitle', 'placePausedText'), at: fielding }
  if (shut === 'turned') return { reply: showNotice(c, place, 410, 'turnedTitle', 'turnedText'), at: fielding }
  const { agencies, questionnaire } = fielding
  if (visit.asked !== undefined && !questionnaire.languages.includes(visit.asked)) return { reply: unknownLanguage(c, place), at: fielding }
  if (agencies.length === 0) return { reply: showNotice(c, place, 404, 'agencyNoneTitle', 'agencyNoneText'), at: fielding }
  if (!agenciesNamed(questionnaire, visit.agency ?? '').every((named) => agencies.some(({ code }) => code === named)))
    return { reply: unknownAgency(c, place), at: fielding }
  return { place }
}

/** The agency named in the address, or the only one there is; where several are rated all of them, unless that is no choice to go on with. */
export function askedAgency({ fielding: { agencies, questionnaire }, visit }: Showing): string | undefined {
  const { loop } = questionnaire
  const [only] = agencies
  if (agencies.length === 1) return visit.agency ?? only?.code
  const isOpen = loop && (visit.choosing || choiceProblem(loop, agenciesNamed(questionnaire, visit.agency ?? '').length) !== undefined)
  return isOpen ? undefined : visit.agency
}

/** The agencies that a page or a form names: one, or all that are rated. */
export function agenciesNamed(questionnaire: Questionnaire, word: string): readonly string[] {
  if (isLooping(questionnaire)) return ratedIn(word)
  return word === '' ? [] : [word]
}

/** The agencies that are rated on a page; none where one person rates one, or has not chosen yet. */
export const ratedOn = (place: Showing): readonly string[] =>
  isLooping(place.fielding.questionnaire) ? ratedIn(askedAgency(place) ?? '') : []

/** Why the campaign takes no answers today, and how to try it before it does; nothing while it is open. */
export function campaignNotice(deps: SurveyPageDeps, c: Context, place: Showing, status: NoticeStatus = 200): Reply | undefined {
  const { campaign } = place.fielding
  const state = campaignState(campaign, localDay(deps.now()))
  if (state === 'open') return place.visit.test ? trialIsOver(c, place, status) : undefined
  if (state === 'closed') return showNotice(c, place, status, 'closedTitle', 'closedText')
  if (state === 'paused') {
    const text = said(place, 'pausedText', { day: dayText(place.language, pausedSince(campaign) ?? '') })
    return showNotice(c, place, status, 'pausedTitle', 'pausedText', { text })
  }
  if (place.visit.test) return undefined
  const write = (word: NoticeWord) => said(place, word)
  const link = { href: addressOf(place.visit, { test: true }), text: write('tryLink') }
  const aside = { title: write('tryTitle'), text: write('tryText'), link }
  const [title, text] = state === 'draft' ? (['draftTitle', 'draftText'] as const) : (['upcomingTitle', 'upcomingText'] as const)
  return showNotice(c, place, status, title, text, { aside })
}

/** Why nobody is asked about an agency today: it has ended, until when it was there and who took over, or it has not begun. */
export async function agencyNotice(
  deps: SurveyPageDeps,
  c: Context,
  place: Showing,
  offered: readonly Agency[],
  status: NoticeStatus = 200,
): Promise<Response | undefined> {
  const { fielding, visit, language } = place
  const isThere = (wanted: string): boolean => offered.some(({ code }) => code === wanted)
  const named = agenciesNamed(fielding.questionnaire, visit.agency ?? '')
  const gone = named.find((wanted) => !isThere(wanted))
  const wanted = gone === undefined ? undefined : fielding.agencies.find(({ code }) => code === gone)
  const isOffered = named.length === 0 ? offered.length > 0 : gone === undefined
  // Of several that are not there, the one that ended last is the one most likely looked for.
  const missed = wanted ?? [...fielding.agencies].sort((a, b) => ((a.validTo ?? '') < (b.validTo ?? '') ? 1 : -1))[0]
  if (isOffered || missed === undefined) return undefined
  const links = offered.length === 0 ? [] : [{ href: addressOf(visit, { agency: undefined }), text: said(place, 'agencyAgain') }]
  const called = ({ name }: Agency) => localised(name, language)
  const agency = called(missed)
  if (agencyState(missed, askedDay(fielding.campaign, localDay(deps.now()))) === 'upcoming') {
    const text = said(place, 'agencyUpcomingText', { agency, day: dayText(language, missed.validFrom ?? '') })
    return showNotice(c, place, status, 'agencyUpcomingTitle', 'agencyUpcomingText', { text, links })
  }
  const heirs = (await deps.heirs(missed.code)).map(called)
  const next = said(place, heirs.length === 0 ? 'agencyEndedAsk' : 'agencyEndedHeirs', { heirs: heirs.join(', ') })
  const text = `${said(place, 'agencyEndedText', { agency, day: dayText(language, missed.validTo ?? '') })} ${next}`
  return showNotice(c, place, status, 'agencyEndedTitle', 'agencyEndedText', { text, links })
}

/** Where somebody of the office enters, nobody answers for themselves; a trial stores nothing. */
export const enteredNotice = (c: Context, place: Showing): Reply | undefined =>
  entererAt(place.fielding.touchpoint.kind) === undefined || place.visit.test ? undefined : othersEnter(c, place, 403)

/** Who enters there, and how they come in; in the office's words, which a questionnaire does not bring along. */
export function othersEnter(c: Context, place: Showing, status: 401 | 403): Reply {
  const tell = officeWords(spokenFor(place.language))
  const links = [{ href: entryAddress(place.fielding.touchpoint.code), text: tell('enteredLink') }]
  return showNotice(c, place, status, 'notSentTitle', 'notSentTitle', { title: tell('enteredTitle'), text: tell('enteredText'), links })
}

/** Where somebody of the office finds the touchpoints at which they enter, and the page for one of them. */
export const enteringAddress = '/admin/entering'
export const entryAddress = (touchpoint: string): string => `${enteringAddress}/${encodeURIComponent(touchpoint)}`

const trialIsOver = (c: Context, place: Showing, status: NoticeStatus): Reply =>
  showNotice(c, place, status, 'openedTitle', 'openedText', {
    links: [{ href: addressOf(place.visit, { test: false }), text: said(place, 'openedLink') }],
  })

/** A notice at a touchpoint that exists. */
export function showNotice(
  c: Context,
  place: Showing,
  status: NoticeStatus,
  title: NoticeWord,
  text: NoticeWord,
  more: Partial<NoticeContent> = {},
): Reply {
  const { fielding, visit, language } = place
  const { campaign, questionnaire } = fielding
  const values = { from: dayText(language, campaign.opensOn), to: dayText(language, campaign.closesOn) }
  return reply(
    c,
    visit,
    language,
    status,
    {
      title: said(place, title),
      text: said(place, text, values),
      languages: otherLanguages(visit, language, questionnaire),
      label: campaign.synthetic ? say(language, 'synthetic', {}, questionnaire) : undefined,
      ...more,
    },
    questionnaire,
  )
}

export type NoticeStatus = 200 | 401 | 403 | 404 | 409 | 410 | 413 | 422

function lost(c: Context, visit: Visit, language: string): Reply {
  const content = { title: notice(language, 'lostTitle'), text: notice(language, 'lostText') }
  return reply(c, visit, language, 404, { ...content, languages: otherLanguages(visit, language, { languages }) })
}

export const unknownLanguage = (c: Context, place: Showing, status: NoticeStatus = 404): Reply =>
  showNotice(c, place, status, 'languageTitle', 'languageText', {
    languages: otherLanguages(place.visit, '', place.fielding.questionnaire),
  })

export const unknownAgency = (c: Context, place: Showing, status: NoticeStatus = 404): Reply =>
  showNotice(c, place, status, 'agencyTitle', 'agencyText', {
    links: [{ href: addressOf(place.visit, { agency: undefined }), text: said(place, 'agencyAgain') }],
  })

const otherLanguages = (visit: Visit, language: string, offered: Brought) =>
  offered.languages
    .filter((tag) => tag !== language)
    .map((tag) => ({ tag, name: languageName(tag, offered), href: addressOf(visit, { asked: tag }) }))

function reply(c: Context, visit: Visit, language: string, status: NoticeStatus, content: NoticeContent, brought?: Questionnaire): Reply {
  const { layout, shared } = visit
  const refresh = layout === 'kiosk' ? 300 : undefined
  const marks = shared ? `<span hidden${dataMarks({ ...shared, layout, language })}></span>` : ''
  return c.html(
    documentOf({
      language,
      title: content.title,
      layout,
      body: `${marks}${noticeBody(content)}`,
      refresh,
      filler: shared?.staff,
      ...(brought && { brought, letters: lettersOf(brought) }),
    }),
    status,
    pageHeaders(),
  )
}

export const pageTitle = ({ fielding, language }: Showing): string =>
  localised(fielding.questionnaire.title, language, fielding.questionnaire.languages)
