import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { Page } from '../../client/survey/model'
import { hasRare } from '../../client/survey/questions/rare'
import { reading } from '../../client/survey/reading'
import { say } from '../../client/text/citizen'
import { checkAnswers } from '../../surveys/answers/check'
import { contactField, contactIn } from '../../surveys/answers/contact'
import { askedDay, type Fielding, offeredOn } from '../../surveys/fielding/campaign'
import { localDay } from '../../surveys/instrument/calendar'
import { localised } from '../../surveys/instrument/language'
import { itemsById } from '../../surveys/instrument/questionnaire'
import { ratedAmong, ratedIn, ratedWord } from '../../surveys/answers/rated-agencies'
import { ratedApart } from '../../surveys/answers/rated'
import { choiceProblem, isLooping } from '../../surveys/instrument/loop'
import { hasShuffled } from '../../surveys/instrument/personal'
import { type Answers, type Receipt, type SubmittedResponse, submittedResponse } from '../../surveys/instrument/schema'
import type { Violation } from '../../surveys/instrument/violations'
import type { Outcome, RefusalCode } from '../recording/outcome'
import type { Leaving } from '../recording/leaving'
import type { Handed } from '../recording/recorder'
import { type AstrayDeps, ledBack } from './astray'
import { documentOf, pageHeaders } from './document'
import { lettersOf } from './fonts'
import { type FormFields, fieldsOf, readForm } from './form'
import {
  addressOf,
  agenciesNamed,
  agencyNotice,
  askedAgency,
  campaignNotice,
  enteredNotice,
  type FromForm,
  type NoticeStatus,
  othersEnter,
  pageTitle,
  ratedOn,
  said,
  type Showing,
  showNotice,
  type Standing,
  standingAt,
  type SurveyPageDeps,
  unknownAgency,
  unknownLanguage,
  enteringAddress,
} from './place'
import {
  type AnswersAlong,
  backBody,
  chooserBody,
  drawnAhead,
  type Lately,
  lately,
  markOf,
  modelAddress,
  modelHash,
  modelOf,
  piecesOf,
  questionnaireBody,
  questionsKept,
  receiptBody,
} from './questionnaire'

type Deps = SurveyPageDeps & AstrayDeps

/** What was made for earlier readers: whole pages without answers, and the markup of single questions. */
export type KeptPages = Deps & { readonly blanks: Lately<Promise<readonly Piece[]>>; readonly questions: Lately<Uint8Array> }

export const keeping = (deps: Deps): KeptPages => ({ ...deps, blanks: lately(blanksKept), questions: lately(questionsKept) })

/** What a citizen's browser asks for at a touchpoint. */
export function surveyPages(deps: Deps & { readonly leaving: Pick<Leaving, 'left'> }) {
  const kept = keeping(deps)
  return new Hono()
    .get('/:touchpoint/model.json', async (c) => {
      const found = await deps.fielding(c.req.param('touchpoint'))
      const fielding = found && askedToday(deps, found)
      const rated = ratedIn(c.req.query('agency') ?? '')
      if (!fielding || c.req.query('v') !== modelHash(fielding, rated))
        return c.json({ code: 'model_unknown', message: 'This questionnaire is no longer shown here.' }, 404)
      return c.json(modelOf(fielding, rated), 200, { 'Cache-Control': 'public, max-age=31536000, immutable' })
    })
    .get('/:touchpoint', (c) => showPage(kept, c, c.req.param('touchpoint')))
    .post('/:touchpoint/left', bodyLimit({ maxSize: 256, onError: (c) => c.body(null, 204) }), async (c) => {
      const found = await deps.fielding(c.req.param('touchpoint'))
      if (found) deps.leaving.left(found, c.req.query('kiosk') === undefined ? 'phone' : 'kiosk', await c.req.text())
      return c.body(null, 204)
    })
    .post('/:touchpoint', limited(deps), (c) => submitForm(kept, c, c.req.param('touchpoint')))
}

/** Rendered pages kept in memory, each of 20 to 120 KB. */
const blanksKept = 200

/** A form without script, in which a letter takes nine bytes: more than its answers may be, so that it is shown again and says which is too long. */
export const paperBytes = 192 * 1024

const limited = (deps: SurveyPageDeps) =>
  bodyLimit({ maxSize: paperBytes, onError: (c: Context) => refuseLarge(deps, c, c.req.param('touchpoint') ?? '') })

/** The questionnaire at a touchpoint, or why there is none. */
async function showPage(deps: KeptPages, c: Context, touchpoint: string): Promise<Response> {
  const standing = await standingAt(deps, c, touchpoint)
  if ('reply' in standing) return (standing.at === undefined ? await ledBack(deps, c) : undefined) ?? standing.reply
  return campaignNotice(deps, c, standing.place) ?? enteredNotice(c, standing.place) ?? askedThere(deps, c, standing.place)
}

async function askedThere(deps: KeptPages, c: Context, standing: Showing): Promise<Response> {
  const place = { ...standing, fielding: askedToday(deps, standing.fielding) }
  return (await agencyNotice(deps, c, standing, place.fielding.agencies)) ?? sent(c, await blankPage(deps, place), 200)
}

/** The questionnaire for somebody who reads it to others and taps for them; whether they may, the door has asked. */
export async function showInterview(deps: KeptPages, c: Context, touchpoint: string): Promise<Response> {
  const standing = await interviewAt(deps, c, touchpoint)
  return 'reply' in standing ? standing.reply : (campaignNotice(deps, c, standing.place) ?? askedThere(deps, c, standing.place))
}

/** On their own device, whatever the address says. */
async function interviewAt(deps: KeptPages, c: Context, touchpoint: string, form?: FromForm): Promise<Standing> {
  const standing = await standingAt(deps, c, touchpoint, form)
  if ('reply' in standing) return standing
  const { visit } = standing.place
  return { place: { ...standing.place, visit: { ...visit, layout: 'phone', shared: undefined, assisted: true, back: enteringAddress } } }
}

/** A fielding with the agencies that are there on this day; a form that was begun before is still read with all of them. */
const askedToday = ({ now }: SurveyPageDeps, fielding: Fielding): Fielding =>
  offeredOn(fielding, askedDay(fielding.campaign, localDay(now())))

/** What has been written so far on a form without JavaScript. */
export type Written = {
  readonly id: string
  readonly day: string
  /** When the page was opened, under the server's seal. */
  readonly visit?: string | undefined
  readonly answers: Answers
  readonly problems: readonly Violation[]
}

function pageOf(place: Showing, written: Written): Page {
  const { fielding, visit, language } = place
  const model = modelOf(fielding, ratedOn(place))
  return {
    model: { ...model, questionnaire: reading.asRead?.(model.questionnaire, { order: written.id, answers: {} }) ?? model.questionnaire },
    layout: visit.layout,
    language,
    agency: askedAgency(place),
    test: visit.test,
    assisted: visit.assisted,
    answers: written.answers,
    problems: written.problems,
    carried: { id: written.id, day: written.day, visit: written.visit },
  }
}

/** The document of a questionnaire in pieces; one that says what is wrong stays plain, since the browser does not know of it. */
async function pageDocument(
  { assets, questions }: KeptPages,
  place: Showing,
  written: Page,
  along?: AnswersAlong,
): Promise<readonly Piece[]> {
  const { fielding, visit, language } = place
  const model = modelAddress(fielding, ratedOn(place))
  const { page, questions: drawn } =
    written.agency === undefined
      ? { page: written, questions: new Map<string, Uint8Array>() }
      : await drawnAhead(written, questions, keyOf(place))
  const chooser = page.agency === undefined ? chooserBody(place, along) : ''
  const [script, more] = visit.layout === 'kiosk' ? [assets.kiosk, assets.kioskMore] : [assets.script, assets.more]
  const isRare = hasRare(fielding.questionnaire)
  const takenOver = page.problems.length === 0 && page.message === undefined && (page.agency !== undefined || page.layout === 'kiosk')
  const html = documentOf({
    language,
    title: page.problems.length > 0 ? say(language, 'wrong', { title: pageTitle(place) }, fielding.questionnaire) : pageTitle(place),
    layout: visit.layout,
    body: `${backBody(place)}${questionnaireBody(page, { ...assets, model }, chooser)}`,
    isRare,
    letters: lettersOf(fielding.questionnaire),
    brought: fielding.questionnaire,
    scripts: takenOver && script !== undefined ? { script, model, more: isRare ? more : undefined } : undefined,
  })
  return piecesOf(html).map((piece) => (typeof piece === 'string' ? (drawn.get(piece) ?? piece) : piece))
}

/** A page without answers is the same for all but the id and the day that it carries. */
async function blankPage(deps: KeptPages, place: Showing): Promise<Uint8Array<ArrayBuffer>> {
  const { visit } = place
  // An order of options is nobody else's.
  const isOwn = hasShuffled(place.fielding.questionnaire)
  const id = deps.newId()
  const blank = { id: isOwn ? id : markOf('_id'), day: markOf('_day'), visit: markOf('_visit'), answers: {}, problems: [] }
  const make = async () => joined(await pageDocument(deps, place, pageOf(place, blank)))
  const key = [keyOf(place), visit.test, visit.assisted].join(' ')
  // A search among agencies is as various as its readers.
  const pieces = await (visit.find === '' && !isOwn && askedAgency(place) !== undefined ? deps.blanks(key, make) : make())
  const carried = new Map([
    ['_id', id],
    ['_day', localDay(deps.now())],
    ['_visit', await deps.fieldings.visit(place.fielding.touchpoint.code)],
  ])
  return whole(pieces.map((piece) => (typeof piece === 'string' ? bytes(carried.get(piece) ?? '') : piece)))
}

/** All that the markup of a question depends on besides what is said of it. */
const keyOf = (place: Showing): string => [modelHash(place.fielding), askedAgency(place), place.language, place.visit.layout].join(' ')

/** Bytes of a page, or the name of what belongs there. */
type Piece = Uint8Array | string

/** The same pieces in few: what stands between two names as one. */
function joined(pieces: readonly Piece[]): readonly Piece[] {
  const found: Piece[] = []
  let between: Uint8Array[] = []
  for (const piece of pieces) {
    if (typeof piece !== 'string') between.push(piece)
    else {
      found.push(whole(between), piece)
      between = []
    }
  }
  return [...found, whole(between)]
}

const whole = (parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> => Buffer.concat(parts)
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

type PageStatus = 200 | 422 | 503

/** As bytes: a long page as a string is read over several times on its way out. */
const sent = (c: Context, page: Uint8Array<ArrayBuffer>, status: PageStatus, headers: Readonly<Record<string, string>> = {}): Response =>
  c.body(page, status, { ...pageHeaders(), ...headers, 'Content-Type': 'text/html; charset=UTF-8' })

/** A form posted without JavaScript: another language, what is wrong with the answers kept, or the receipt. */
const submitForm = (deps: KeptPages, c: Context, touchpoint: string): Promise<Response> =>
  formSubmitted(deps, c, touchpoint, standingAt, { met: { network: deps.networkOf(c), by: 'form', solution: undefined } })

/** The same of who reads and taps for others, without JavaScript. */
export const submitInterview = (deps: KeptPages, c: Context, touchpoint: string, handed: Handed): Promise<Response> =>
  formSubmitted(deps, c, touchpoint, interviewAt, handed)

async function formSubmitted(
  deps: KeptPages,
  c: Context,
  touchpoint: string,
  standingOf: typeof interviewAt,
  handed: Handed,
): Promise<Response> {
  const fields = await fieldsOf(c.req.raw).catch(() => undefined)
  const form = fields && { language: first(fields, '_language'), visit: first(fields, '_visit') }
  const standing = await standingOf(deps, c, touchpoint, form)
  if ('reply' in standing) return standing.reply
  if (!fields) return showNotice(c, standing.place, 422, 'unreadableTitle', 'unreadableText')
  const place = placed(standing.place, fields)
  const { agencies, former = [], questionnaire } = place.fielding
  if (!questionnaire.languages.includes(place.language)) return unknownLanguage(c, standing.place, 422)
  if (isLooping(questionnaire) && (first(fields, '_choose') ?? first(fields, '_chosen')) !== undefined)
    return chosenAnew(deps, c, place, fields)
  const agency = askedAgency(place)
  // Of one that was served before, recording knows when it was begun.
  const known = [...agencies, ...former.map((one) => one.agency)]
  const named = agenciesNamed(questionnaire, agency ?? '')
  if (named.length === 0 || !named.every((one) => known.some(({ code }) => code === one))) return unknownAgency(c, standing.place, 422)
  return answered(deps, c, place, fields, handed)
}

/** Other agencies are chosen on a form without script: what was answered comes along, and nothing of it goes without a word. */
async function chosenAnew(deps: KeptPages, c: Context, place: Showing, fields: FormFields): Promise<Response> {
  const { agencies, questionnaire } = place.fielding
  const named = first(fields, '_choosing') === undefined ? ratedIn(first(fields, '_agency') ?? '') : (fields['agency'] ?? [])
  const chosen = agencies.flatMap(({ code }) => (named.includes(code) ? [code] : []))
  const begun = agenciesAnswered(fields)
  const gone = begun.filter((code) => !chosen.includes(code))
  const goesOn = first(fields, '_chosen')
  const isMany = questionnaire.loop !== undefined && choiceProblem(questionnaire.loop, chosen.length) !== undefined
  const visit = { ...place.visit, agency: ratedWord(chosen) || undefined, find: first(fields, 'find') ?? '' }
  const carried = {
    id: first(fields, '_id') ?? deps.newId(),
    day: first(fields, '_day') ?? localDay(deps.now()),
    visit: first(fields, '_visit'),
  }
  if (goesOn === undefined || isMany || (gone.length > 0 && goesOn !== 'without')) {
    const again = { ...place, visit: { ...visit, choosing: true, hasChosen: goesOn !== undefined } }
    const page = pageOf(again, { ...carried, answers: {}, problems: [] })
    return shownPage(
      deps,
      c,
      again,
      page,
      isMany && goesOn !== undefined ? 422 : 200,
      {},
      { fields, gone: goesOn === undefined ? [] : gone },
    )
  }
  const next = { ...place, visit: { ...visit, choosing: false } }
  const { answers } = readForm(modelOf(next.fielding, chosen).questionnaire, fields)
  return shownPage(deps, c, next, pageOf(next, { ...carried, answers, problems: [] }), 200)
}

/** About whom something was answered; beside an "other" its text has a field of its own. */
const agenciesAnswered = (fields: FormFields): readonly string[] =>
  ratedAmong(
    Object.fromEntries(
      Object.entries(fields).flatMap(([name, values]) =>
        values.some((value) => value.trim() !== '') ? [[name.replace(/\.text$/, ''), ''] as const] : [],
      ),
    ),
  )

/** More than a citizen writes by hand. */
async function refuseLarge(deps: SurveyPageDeps, c: Context, touchpoint: string): Promise<Response> {
  // What is left of it is not waited for, so that nothing else can come on this connection.
  c.header('Connection', 'close')
  const standing = await standingAt(deps, c, touchpoint)
  return 'reply' in standing ? standing.reply : showNotice(c, standing.place, 413, 'largeTitle', 'largeText')
}

async function answered(deps: KeptPages, c: Context, place: Showing, fields: FormFields, handed: Handed): Promise<Response> {
  const asked = isLooping(place.fielding.questionnaire)
    ? modelOf(place.fielding, ratedOn(place)).questionnaire
    : place.fielding.questionnaire
  const { answers, violations } = readForm(asked, fields)
  const carried = {
    id: first(fields, '_id') ?? deps.newId(),
    day: first(fields, '_day') ?? localDay(deps.now()),
    visit: first(fields, '_visit'),
  }
  const contact = first(fields, contactField)
  const page = pageOf(place, {
    ...carried,
    answers: { ...answers, ...(contact !== undefined && { [contactField]: contact }) },
    problems: [],
  })
  if (first(fields, '_switch') !== undefined) return shownPage(deps, c, place, page, 200)
  const parsed = submittedResponse.safeParse(submissionOf(place, page, fields))
  // Texts of tens of thousands of letters have no shape of ours, and can be shortened all the same.
  const wrong = parsed.success || violations.length > 0 ? violations : checkAnswers(asked, answers)
  if (!parsed.success && wrong.length === 0) return showNotice(c, place, 422, 'unreadableTitle', 'unreadableText')
  const outcome =
    parsed.success && wrong.length === 0 ? await hand(deps, place, parsed.data, handed) : { kind: 'invalid' as const, violations: wrong }
  deps.metrics.outcome(outcome.kind)
  return showOutcome(deps, c, place, page, outcome)
}

const hand = (
  { recorder, now }: SurveyPageDeps,
  { visit }: Pick<Showing, 'visit'>,
  submitted: SubmittedResponse,
  handed: Handed,
): Promise<Outcome> => (visit.test ? recorder.try(submitted, now()) : recorder.record(submitted, now(), handed))

function submissionOf(place: Showing, page: Page, fields: FormFields) {
  const { campaign, door } = place.fielding
  const rated = ratedOn(place)
  const { [contactField]: _, ...answers } = page.answers
  const contact = contactIn(page.answers)
  return {
    id: page.carried.id,
    campaign: first(fields, '_campaign') ?? campaign.code,
    version: Number(first(fields, '_version') ?? campaign.version),
    touchpoint: door.link,
    language: page.language,
    answeredOn: page.carried.day,
    ...(page.carried.visit !== undefined && { visit: page.carried.visit }),
    ...(first(fields, '_assisted') !== undefined && { assisted: true as const }),
    ...(contact !== undefined && { contact }),
    ...(rated.length === 0 ? { agency: page.agency, answers } : { agency: rated[0], ...ratedApart(rated, answers) }),
  }
}

/** The form's own language and agency, which the address may not name. */
const placed = (place: Showing, fields: FormFields): Showing => ({
  ...place,
  language: first(fields, '_switch') ?? first(fields, '_language') ?? place.language,
  visit: { ...place.visit, choosing: false, agency: first(fields, '_agency') ?? place.visit.agency },
})

const first = (fields: FormFields, name: string): string | undefined => fields[name]?.[0] || undefined

/** A citizen knows an option by its words, not by its code. */
function namingOptions({ model: { questionnaire }, language }: Page, violations: readonly Violation[]): readonly Violation[] {
  const known = itemsById(questionnaire)
  return violations.map((violation) => {
    const option = known.get(violation.item)?.scale?.options.find(({ code }) => code === violation.seen)
    return option ? { ...violation, seen: localised(option.label, language, questionnaire.languages) } : violation
  })
}

/** What a citizen without JavaScript reads after sending. */
function showOutcome(deps: KeptPages, c: Context, place: Showing, page: Page, outcome: Outcome): Response | Promise<Response> {
  switch (outcome.kind) {
    case 'recorded':
    case 'repeated':
    case 'tried':
      return c.html(receiptDocument(place, page, outcome.receipt), 200, pageHeaders())
    case 'invalid':
      return shownPage(deps, c, place, { ...page, problems: namingOptions(page, outcome.violations) }, 422)
    case 'pressed':
    case 'unavailable':
      return shownPage(deps, c, place, { ...page, message: said(place, 'unavailable') }, 503, {
        'Retry-After': String(outcome.retryAfter),
      })
    case 'conflict':
      return notRecorded(c, place, 409, said(place, 'id_conflict'))
    case 'erased':
      return notRecorded(c, place, 410, said(place, 'response_erased'))
    case 'unsigned':
      return othersEnter(c, place, 401)
    case 'refused':
      return refused(deps, c, place, outcome.code)
  }
}

async function shownPage(
  deps: KeptPages,
  c: Context,
  place: Showing,
  page: Page,
  status: PageStatus,
  headers?: Readonly<Record<string, string>>,
  along?: AnswersAlong,
): Promise<Response> {
  const pieces = await pageDocument(deps, place, page, along)
  return sent(c, whole(pieces.filter((piece) => typeof piece !== 'string')), status, headers)
}

function receiptDocument(place: Showing, page: Page, receipt: Receipt): string {
  const title = `${say(place.language, 'thanks', {}, place.fielding.questionnaire)} · ${pageTitle(place)}`
  return documentOf({
    language: place.language,
    title,
    layout: place.visit.layout,
    body: receiptBody(page, receipt),
    letters: lettersOf(place.fielding.questionnaire),
    brought: place.fielding.questionnaire,
  })
}

async function refusedByAgency(deps: SurveyPageDeps, c: Context, place: Showing): Promise<Response> {
  const shown = await agencyNotice(deps, c, place, askedToday(deps, place.fielding).agencies, 422)
  return shown ?? notRecorded(c, place, 422, said(place, 'agency_ended'))
}

const refused = (deps: SurveyPageDeps, c: Context, place: Showing, code: RefusalCode): Response | Promise<Response> =>
  code === 'entry_not_allowed'
    ? othersEnter(c, place, 403)
    : ((code === 'campaign_closed' || code === 'campaign_not_open' ? campaignNotice(deps, c, place, 422) : undefined) ??
      (code === 'agency_ended' || code === 'agency_not_started' ? refusedByAgency(deps, c, place) : undefined) ??
      notRecorded(c, place, 422, said(place, code)))

function notRecorded(c: Context, place: Showing, status: NoticeStatus, text: string): Response | Promise<Response> {
  const link = { href: addressOf(place.visit, {}), text: said(place, 'again') }
  return showNotice(c, place, status, 'notSentTitle', 'notSentTitle', { text, links: [link] })
}
