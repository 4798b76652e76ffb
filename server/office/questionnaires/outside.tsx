import { type Context, Hono } from 'hono'
import { setImmediate as turn } from 'node:timers/promises'
import type { ComponentChildren } from 'preact'
import { colleaguesSay, type ColleaguesSay, type ColleaguesWord } from '../../../client/text/colleagues'
import { conditionText, conditionWithoutCodes } from '../../../client/text/definition'
import { instrumentSay } from '../../../client/text/instrument'
import { spokenFor } from '../../../client/text/languages'
import { numbersOf } from '../../../client/text/numbers'
import { officeWords } from '../../../client/text/office'
import { languageMarks } from '../../../surveys/instrument/direction'
import { localDay } from '../../../surveys/instrument/calendar'
import { readDefinition } from '../../../surveys/instrument/definition'
import { hasRows, isClosed } from '../../../surveys/instrument/item'
import { chosenLanguage, localised } from '../../../surveys/instrument/language'
import { withoutAnswers } from '../../../surveys/instrument/pipes'
import type { LocalText, Option, Question, Questionnaire, Section } from '../../../surveys/instrument/schema'
import { longestCaller, longestRemark, mostByLink, type Remark } from '../../../surveys/designing/threads'
import { mediaNames } from '../../../surveys/designing/pictures'
import { act } from '../../acts/act'
import { byReviewLink, remarkByLink, openedBy } from '../../acts/design-comments'
import { showMediaOf } from '../../citizen/media'
import { remarksOn } from '../../db/design-comments'
import { contentHash, listQuestionnaires, type PublishedQuestionnaire } from '../../db/questionnaires'
import { type ReviewLink, reviewLinkBy } from '../../db/review-links'
import { readProvince } from '../../db/settings'
import type { OfficeDeps } from '../frame/deps'
import { page } from '../frame/document'
import { type FormValues, sentForm, valueOf } from '../frame/form'
import { type Reader, readerOf } from '../frame/reader'
import { plainLines, PlaceChoice, RemarkList } from './colleagues'
import { withPlaces } from './instrument-paper'
import { Changes, comparisonOf } from './compare'
import { shownAsCitizen, triedAsCitizen } from './preview'
import { languageNames } from './version'

/** A questionnaire for somebody without an account, by a link that ends: as citizens see it, with its skip logic in words, and nothing else of the province. */
export const outsidePages = (deps: OfficeDeps): Hono =>
  new Hono()
    .get('/:token', (c) => withLink(deps, c, (opened) => readingPage(deps, c, opened)))
    .post('/:token', (c) => withLink(deps, c, (opened) => remarked(deps, c, opened)))
    .get('/:token/form', (c) => withLink(deps, c, ({ questionnaire }) => asCitizen(deps, c, questionnaire, shownAsCitizen)))
    .post('/:token/form', (c) => withLink(deps, c, ({ questionnaire }) => asCitizen(deps, c, questionnaire, triedAsCitizen)))
    .get('/:token/changes', (c) => withLink(deps, c, (opened) => changesPage(deps, c, opened)))

type Opened = { readonly token: string; readonly link: ReviewLink; readonly questionnaire: Questionnaire }

/** What a token opens now; a strange, ended or revoked one opens nothing, and all three are told alike. */
async function withLink(
  { database, now, accounts }: OfficeDeps,
  c: Context,
  next: (opened: Opened) => Promise<Response> | Response,
): Promise<Response> {
  const token = c.req.param('token') ?? ''
  const link = await reviewLinkBy(database, token, new Date(now()).toISOString())
  const questionnaire = link && (await openedBy(database, link))
  // Nobody finds it by searching, and a page that it leads to is not told where from.
  c.header('X-Robots-Tag', 'noindex, nofollow')
  if (link && questionnaire && mediaNames(questionnaire).size > 0) showMediaOf(accounts, c, link, token)
  const response = link && questionnaire ? await next({ token, link, questionnaire }) : gonePage(c)
  response.headers.set('Referrer-Policy', 'no-referrer')
  response.headers.set('Cache-Control', 'private, no-store')
  response.headers.set('X-Robots-Tag', 'noindex, nofollow')
  return response
}

/** In both languages, since nobody knows who has it. */
function gonePage(c: Context): Response {
  const told = (word: ColleaguesWord) => ({ vi: colleaguesSay('vi')(word), en: colleaguesSay('en')(word) })
  const [title, text] = [told('goneTitle'), told('goneText')]
  const body = (
    <main id="main" class="outside">
      <h1>{title.vi}</h1>
      <p>{text.vi}</p>
      <div lang="en">
        <h2>{title.en}</h2>
        <p>{text.en}</p>
      </div>
    </main>
  )
  return page(c, { reader: strangerIn(c, 'vi', undefined), title: title.vi, body, status: 404 })
}

/** A reader who may do nothing and is nobody: in the language of what is read. */
function strangerIn(c: Context, language: string, province: Reader['province'] | undefined): Reader {
  const spoken = spokenFor(language)
  const reader = readerOf(c)
  return {
    ...reader,
    language: spoken,
    say: officeWords(spoken),
    numbers: numbersOf(spoken),
    may: () => false,
    seeing: undefined,
    done: undefined,
    ...(province ? { province } : {}),
  }
}

const languageOf = (c: Context, { languages }: Questionnaire): string =>
  chosenLanguage(c.req.query('in') ?? c.req.header('accept-language'), languages)

/** A design that breaks a rule cannot be asked. */
function asCitizen(
  deps: OfficeDeps,
  c: Context,
  questionnaire: Questionnaire,
  show: typeof shownAsCitizen | typeof triedAsCitizen,
): Promise<Response> | Response {
  return isFinished(questionnaire) ? show(deps, c, { questionnaire, hash: contentHash(questionnaire) }) : gonePage(c)
}

const isFinished = (questionnaire: Questionnaire): boolean => questionnaire.kind === undefined && readDefinition(questionnaire).ok

async function versionsOf({ database }: OfficeDeps, { id }: Questionnaire): Promise<readonly PublishedQuestionnaire[]> {
  return (await listQuestionnaires(database)).filter(({ questionnaire }) => questionnaire.id === id)
}

type Asked =
  { readonly values: FormValues; readonly code: 'words' | 'name' | 'place' | 'many' | 'spent' | 'unknown' | 'hidden' } | 'sent' | undefined

async function readingPage(deps: OfficeDeps, c: Context, { token, link, questionnaire }: Opened, asked?: Asked): Promise<Response> {
  const language = languageOf(c, questionnaire)
  const reader = strangerIn(c, language, await readProvince(deps.database))
  const versions = await versionsOf(deps, questionnaire)
  const remarks = (await remarksOn(deps.database, questionnaire.id)).filter((remark) => remark.link === link.id)
  await turn()
  return page(c, {
    reader,
    title: localised(questionnaire.title, language, questionnaire.languages),
    policy: ["frame-src 'self'"],
    status: typeof asked === 'object' ? 422 : 200,
    body: (
      <Outside
        {...{ reader, token, link, questionnaire, language, remarks, asked }}
        published={versions.find(({ questionnaire: one }) => one.version === questionnaire.version)}
        before={versions.findLast(({ questionnaire: one }) => one.version < questionnaire.version)?.questionnaire}
        layout={c.req.query('kiosk') === undefined ? 'phone' : 'kiosk'}
        hasCodes={c.req.query('codes') !== undefined}
        isFinished={isFinished(questionnaire)}
      />
    ),
  })
}

type OutsideProps = Opened & {
  readonly reader: Reader
  readonly language: string
  readonly remarks: readonly Remark[]
  readonly asked: Asked
  readonly published: PublishedQuestionnaire | undefined
  readonly before: Questionnaire | undefined
  readonly layout: 'phone' | 'kiosk'
  readonly hasCodes: boolean
  readonly isFinished: boolean
}

function Outside(props: OutsideProps) {
  const { reader, token, link, questionnaire, language, published, before, remarks, hasCodes } = props
  const say = colleaguesSay(reader.language)
  const { title, languages, version, source, purpose } = questionnaire
  // Names of the place and the campaign stand there once it is asked.
  const spoken = instrumentSay(spokenFor(language))
  const text = (local: LocalText) => withPlaces(spoken, withoutAnswers(localised(local, language, languages)))
  const n = String(version)
  return (
    <main id="main" class="outside">
      <p class="sub">
        {reader.province.name && <>{localised(reader.province.name, reader.language)} · </>}
        {say('reviewing')}
      </p>
      <h1 {...languageMarks(language)}>{text(title)}</h1>
      <p>
        {published ? say('reviewPublished', { n, day: reader.numbers.day(published.publishedOn.slice(0, 10)) }) : say('reviewDraft', { n })}{' '}
        {say('reviewUntil', { day: reader.numbers.day(localDay(Date.parse(link.expires_at))) })}
      </p>
      <Ways {...props} say={say} />
      <section class="card">
        <h2>{instrumentSay(reader.language)('purpose')}</h2>
        <p class="note">{text(purpose)}</p>
        <h2>{instrumentSay(reader.language)('source')}</h2>
        <p class="note">{text(source)}</p>
        {before && (
          <p class="acts">
            <a class="button quiet" href={`/review/${token}/changes?in=${language}`}>
              {say('reviewChanges', { n: String(before.version) })}
            </a>
          </p>
        )}
      </section>
      <AsSeen {...props} say={say} />
      <section class="card" aria-labelledby="content">
        <h2 id="content">{say('reviewContent')}</h2>
        {questionnaire.sections.map((section, at) => (
          <SectionRead key={section.id} {...{ reader, questionnaire, section, at, language, hasCodes, text }} />
        ))}
      </section>
      {remarks.length > 0 && (
        <section class="card" aria-labelledby="yours">
          <h2 id="yours">{say('yourRemarks')}</h2>
          <RemarkList {...{ reader, remarks }} />
        </section>
      )}
      <SayingForm {...props} say={say} />
    </main>
  )
}

type WithSay = OutsideProps & { readonly say: ColleaguesSay }

/** The address of this page with other choices. */
function addressWith(
  { token, language, layout, hasCodes }: OutsideProps,
  change: Partial<Pick<OutsideProps, 'language' | 'layout' | 'hasCodes'>>,
): string {
  const next = { language, layout, hasCodes, ...change }
  const query = new URLSearchParams({
    in: next.language,
    ...(next.layout === 'kiosk' ? { kiosk: '' } : {}),
    ...(next.hasCodes ? { codes: '' } : {}),
  })
  return `/review/${token}?${query}`
}

function Ways(props: WithSay) {
  const { reader, questionnaire, language, hasCodes, say } = props
  const names = languageNames(reader.language)
  return (
    <ul class="chips">
      {questionnaire.languages.map((tag) => (
        <li key={tag}>
          <a href={addressWith(props, { language: tag })} aria-current={tag === language ? 'true' : undefined}>
            {names.of(tag) ?? tag}
          </a>
        </li>
      ))}
      <li>
        <a href={addressWith(props, { hasCodes: !hasCodes })}>{say(hasCodes ? 'withoutCodes' : 'withCodes')}</a>
      </li>
    </ul>
  )
}

/** The citizen's own page in a frame, which leads through the parts. */
function AsSeen(props: WithSay) {
  const { token, questionnaire, language, layout, isFinished: isReady, say } = props
  if (questionnaire.kind !== undefined) return null
  const query = new URLSearchParams({ in: language, ...(layout === 'kiosk' ? { kiosk: '' } : {}) })
  return (
    <section class="card" aria-labelledby="seen">
      <h2 id="seen">{say('reviewSeen')}</h2>
      {isReady ? (
        <>
          <ul class="chips">
            {(['phone', 'kiosk'] as const).map((one) => (
              <li key={one}>
                <a href={addressWith(props, { layout: one })} aria-current={one === layout ? 'true' : undefined}>
                  {say(one === 'phone' ? 'reviewPhone' : 'reviewKiosk')}
                </a>
              </li>
            ))}
          </ul>
          <div class={`tried ${layout}`}>
            <iframe src={`/review/${token}/form?${query}`} title={say('reviewSeen')} />
          </div>
        </>
      ) : (
        <p class="note">{say('reviewUnfinished')}</p>
      )}
    </section>
  )
}

type Reads = Pick<OutsideProps, 'reader' | 'questionnaire' | 'language' | 'hasCodes'> & { readonly text: (local: LocalText) => string }

function SectionRead({ section, at, ...reads }: Reads & { readonly section: Section; readonly at: number }) {
  const { reader, questionnaire, language, hasCodes, text } = reads
  const { id, title, intro, each, showIf, questions } = section
  const say = instrumentSay(reader.language)
  return (
    <>
      <h3>{say(hasCodes ? 'section' : 'sectionPlain', { n: String(at + 1), title: text(title), id })}</h3>
      {intro && <p>{text(intro)}</p>}
      {each && <p class="note">{say('each')}</p>}
      {showIf && <p class="note">{conditionRead(hasCodes)(language, questionnaire, showIf)}</p>}
      <ol class="read">
        {questions.map((question) => (
          <li key={question.id}>
            <QuestionRead {...reads} question={question} />
          </li>
        ))}
      </ol>
    </>
  )
}

const conditionRead = (hasCodes: boolean) => (hasCodes ? conditionText : conditionWithoutCodes)

function QuestionRead({ questionnaire, language, hasCodes, text, reader, question }: Reads & { readonly question: Question }) {
  const say = instrumentSay(reader.language)
  const scale = isClosed(question) ? questionnaire.scales.find(({ id }) => id === question.scale) : undefined
  const shown = ({ code, label, score }: Option): string =>
    !hasCodes
      ? text(label)
      : score === undefined
        ? say('optionShort', { code, label: text(label) })
        : say('optionPoints', { code, label: text(label), n: reader.numbers.plain(score * questionnaire.scoreUnit) })
  const code = (id: string): ComponentChildren => hasCodes && <code>{id}</code>
  return (
    <>
      <p>
        <b>{text(question.text) || say('wordless')}</b> {code(question.id)}
      </p>
      {question.help && <p class="note">{text(question.help)}</p>}
      {question.showIf && <p class="note">{conditionRead(hasCodes)(language, questionnaire, question.showIf)}</p>}
      {hasRows(question) && (
        <ul>
          {question.items.map((row) => (
            <li key={row.id}>
              {text(row.text)} {code(row.id)}
            </li>
          ))}
        </ul>
      )}
      {scale && <small>{scale.options.map(shown).join(' · ')}</small>}
    </>
  )
}

function SayingForm({ reader, token, questionnaire, language, asked, say }: WithSay) {
  const faulty = typeof asked === 'object' ? asked : undefined
  const value = (name: string): string => valueOf(faulty?.values ?? {}, name)
  const allowed: Readonly<Record<string, number>> = { words: longestRemark, name: longestCaller, spent: mostByLink }
  return (
    <section class="card form" aria-labelledby="say">
      <h2 id="say">{say('reviewSay')}</h2>
      {asked === 'sent' && (
        <p class="done" role="status">
          {say('reviewSaid')}
        </p>
      )}
      {faulty && (
        <p class="wrong" role="alert">
          {say(`wrong_${faulty.code}`, { n: reader.numbers.count(allowed[faulty.code] ?? 0) })}
        </p>
      )}
      <form method="post" action={`/review/${token}?in=${language}#say`}>
        <div class="field">
          <label for="name">{say('yourName')}</label>
          <small>{say('yourNameHint')}</small>
          <input id="name" name="name" required maxLength={longestCaller} value={value('name')} autocomplete="name" />
        </div>
        <div class="field">
          <label for="place">{say('sayWhere')}</label>
          <PlaceChoice {...{ reader, questionnaire, say }} chosen={value('place')} />
        </div>
        <div class="field">
          <label for="words">{say('say')}</label>
          <textarea id="words" name="words" rows={4} maxLength={longestRemark} required>
            {value('words')}
          </textarea>
        </div>
        <p class="acts">
          <button type="submit">{say('sayGo')}</button>
        </p>
      </form>
    </section>
  )
}

async function remarked(deps: OfficeDeps, c: Context, opened: Opened): Promise<Response> {
  const { values } = await sentForm(c)
  const input = {
    link: opened.link.id,
    place: valueOf(values, 'place'),
    words: plainLines(valueOf(values, 'words')),
    name: valueOf(values, 'name'),
  }
  const outcome = await act(deps, byReviewLink(opened.link, input.name.slice(0, longestCaller)), remarkByLink, input)
  if (outcome.kind === 'done') return readingPage(deps, c, opened, 'sent')
  const code = outcome.kind === 'failed' ? outcome.failure.code : outcome.kind === 'hidden' ? 'hidden' : 'words'
  return readingPage(deps, c, opened, { values, code })
}

/** What changes since the version before, in the words of both. */
async function changesPage(deps: OfficeDeps, c: Context, { token, questionnaire }: Opened): Promise<Response> {
  const language = languageOf(c, questionnaire)
  const reader = strangerIn(c, language, await readProvince(deps.database))
  const before = (await versionsOf(deps, questionnaire)).findLast(
    ({ questionnaire: one }) => one.version < questionnaire.version,
  )?.questionnaire
  const say = colleaguesSay(reader.language)
  if (!before) return c.redirect(`/review/${token}?in=${language}`, 303)
  await turn()
  const comparison = readDefinition(questionnaire).ok ? comparisonOf(before, questionnaire) : undefined
  await turn()
  const title = say('reviewChanges', { n: String(before.version) })
  return page(c, {
    reader,
    title,
    body: (
      <main id="main" class="outside">
        <p class="back">
          <a href={`/review/${token}?in=${language}`}>{say('reviewBack')}</a>
        </p>
        <h1>{title}</h1>
        {comparison ? <Changes {...{ reader, before, comparison }} after={questionnaire} /> : <p class="note">{say('reviewUnfinished')}</p>}
      </main>
    ),
  })
}
