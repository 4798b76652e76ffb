import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { hasRare } from '../../../client/survey/questions/rare'
import type { Page } from '../../../client/survey/model'
import { say as sayCitizen } from '../../../client/text/citizen'
import { notice } from '../../../client/text/notices'
import { previewName } from '../../../client/text/preview'
import { checkAnswers } from '../../../surveys/answers/check'
import type { Fielding } from '../../../surveys/fielding/campaign'
import { openDoor } from '../../../surveys/fielding/door'
import { localDay } from '../../../surveys/instrument/calendar'
import { chosenLanguage, localised } from '../../../surveys/instrument/language'
import { documentOf, framedHeaders } from '../../citizen/document'
import { lettersOf } from '../../citizen/fonts'
import { fieldsOf, readForm } from '../../citizen/form'
import { noticeBody } from '../../citizen/place'
import { modelOf, questionnaireBody } from '../../citizen/questionnaire'
import { publishedVersions, type StoredQuestionnaire } from '../../db/questionnaires'
import type { OfficeDeps } from '../frame/deps'
import { asksNobody } from './version'
import { jsonText, noticePage, page } from '../frame/document'
import { readerOf } from '../frame/reader'
import { Shell } from '../frame/shell'
import { languageNames, questionnaireAddress } from './version'

/** A questionnaire in a frame as a citizen gets it on a phone or at a kiosk; without scripts a plain form that checks answers. Nothing is kept. */
export const previewPages = (deps: OfficeDeps, read: MiddlewareHandler): Hono =>
  new Hono()
    .get('/', read, (c) => withFielding(deps, c, (fielding) => Promise.resolve(framePage(c, fielding))))
    .get('/form', read, (c) => withFielding(deps, c, (fielding) => Promise.resolve(shown(deps, c, fielding, blank(deps, c, fielding)))))
    .post('/form', read, (c) => withFielding(deps, c, (fielding) => tried(deps, c, fielding)))

/** What a citizen gets, inside a page of ours that shows a questionnaire to somebody else. */
export function shownAsCitizen(deps: OfficeDeps, c: Context, stored: StoredQuestionnaire): Response {
  const fielding = fieldingOf(stored, localDay(deps.now()))
  return shown(deps, c, fielding, blank(deps, c, fielding))
}

/** The same where its plain form was sent: checked, and kept nowhere. */
export const triedAsCitizen = (deps: OfficeDeps, c: Context, stored: StoredQuestionnaire): Promise<Response> =>
  tried(deps, c, fieldingOf(stored, localDay(deps.now())))

/** A phone or a kiosk with the questionnaire on it, and the way to the other and to every language. */
function framePage(c: Context, { questionnaire }: Fielding): Response {
  const reader = readerOf(c)
  const { say } = reader
  const home = questionnaireAddress(questionnaire)
  const title = localised(questionnaire.title, reader.language, questionnaire.languages)
  const layout = layoutOf(c)
  const wanted = chosenLanguage(c.req.query('in') ?? reader.language, questionnaire.languages)
  const query = (next: Page['layout'], language: string) =>
    `?${new URLSearchParams({ in: language, ...(next === 'kiosk' ? { kiosk: '' } : {}) })}`
  const names = languageNames(reader.language)
  const links = [
    ...(['phone', 'kiosk'] as const).map((one) => ({
      href: query(one, wanted),
      text: say(one === 'phone' ? 'previewPhone' : 'previewKiosk'),
      isHere: one === layout,
    })),
    ...questionnaire.languages.map((tag) => ({ href: query(layout, tag), text: names.of(tag) ?? tag, isHere: tag === wanted })),
  ]
  return page(c, {
    reader,
    title: say('previewTitle'),
    policy: ["frame-src 'self'"],
    body: (
      <Shell reader={reader}>
        <p class="back">
          <a href={home}>{title}</a>
        </p>
        <h1>{say('previewTitle')}</h1>
        <p class="sub">{say('previewKept')}</p>
        <ul class="chips">
          {links.map(({ href, text, isHere }) => (
            <li key={href + text}>
              <a href={href} aria-current={isHere ? 'true' : undefined}>
                {text}
              </a>
            </li>
          ))}
        </ul>
        <div class={`tried ${layout}`}>
          <iframe src={`${home}/preview/form${query(layout, wanted)}`} title={`${say('previewTitle')}: ${title}`} />
        </div>
      </Shell>
    ),
  })
}

/** The citizen's page itself, which a script of ours takes over inside the frame; it is told the questionnaire beside the plain form. */
function shown({ assets }: OfficeDeps, c: Context, fielding: Fielding, page: Page): Response {
  const { questionnaire } = fielding
  const title = localised(questionnaire.title, page.language, questionnaire.languages)
  const draft = { ...modelOf(fielding).questionnaire, words: questionnaire.words }
  const message = { kind: 'design', draft, language: page.language }
  const body = `<div data-preview="${page.layout}" data-unfinished="">${questionnaireBody(page, { model: '' }, '')}</div><script type="application/json" id="shown">${jsonText(message)}</script>`
  return c.html(
    documentOf({
      language: page.language,
      title: page.problems.length > 0 ? sayCitizen(page.language, 'wrong', { title }) : title,
      layout: page.layout,
      body,
      isRare: hasRare(questionnaire),
      letters: lettersOf(questionnaire),
      filler: page.problems.length > 0 ? undefined : assets.preview,
    }),
    page.problems.length > 0 ? 422 : 200,
    framedHeaders(),
  )
}

const layoutOf = (c: Context): Page['layout'] => (c.req.query('kiosk') === undefined ? 'phone' : 'kiosk')

const blank = ({ now }: OfficeDeps, c: Context, fielding: Fielding): Page => ({
  model: modelOf(fielding),
  layout: layoutOf(c),
  language: chosenLanguage(c.req.query('in') ?? c.req.header('accept-language'), fielding.questionnaire.languages),
  agency: place,
  test: true,
  answers: {},
  problems: [],
  carried: { id: '', day: localDay(now()) },
})

async function tried(deps: OfficeDeps, c: Context, fielding: Fielding): Promise<Response> {
  const fields = await fieldsOf(c.req.raw).catch((cause: unknown) => {
    throw new HTTPException(400, { cause })
  })
  const { answers, violations } = readForm(fielding.questionnaire, fields)
  const wanted = fields['_switch']?.[0] ?? fields['_language']?.[0]
  const page = {
    ...blank(deps, c, fielding),
    answers,
    ...(wanted === undefined ? {} : { language: chosenLanguage(wanted, fielding.questionnaire.languages) }),
  }
  if (fields['_switch']) return shown(deps, c, fielding, page)
  const problems = [...violations, ...checkAnswers(fielding.questionnaire, answers)]
  if (problems.length > 0) return shown(deps, c, fielding, { ...page, problems })
  const { say, language, path } = readerOf(c)
  const links = [{ href: path, text: notice(language, 'again') }]
  return c.html(
    documentOf({
      language,
      title: say('previewTitle'),
      layout: 'phone',
      body: noticeBody({ title: say('previewTitle'), text: say('previewDone'), links }),
    }),
    200,
    framedHeaders(),
  )
}

async function withFielding(
  { database, questionnaires, now }: OfficeDeps,
  c: Context,
  next: (fielding: Fielding) => Promise<Response>,
): Promise<Response> {
  const [id = '', version = ''] = [c.req.param('id'), c.req.param('version')]
  const found = (await publishedVersions(database)).find((one) => one.id === id && String(one.version) === version)
  if (!found) return noticePage(c, 404, 'lostTitle', 'questionnaireUnknown', { seen: `${id} ${version}` })
  const stored = await questionnaires.get(found.id, found.version)
  return stored.questionnaire.kind === undefined ? next(fieldingOf(stored, localDay(now()))) : asksNobody(c, id)
}

const place = 'preview'

/** A place that does not exist, where the questionnaire is only looked at. */
function fieldingOf({ questionnaire, hash }: StoredQuestionnaire, today: string): Fielding {
  const title = previewName('touchpoint')
  return {
    touchpoint: { code: place, campaign: place, kind: 'link', label: title },
    door: openDoor(place),
    campaign: {
      code: place,
      title,
      questionnaire: questionnaire.id,
      version: questionnaire.version,
      kind: 'open',
      status: 'draft',
      opensOn: today,
      closesOn: today,
      threshold: 10,
      synthetic: false,
    },
    agencies: [
      {
        code: place,
        name: previewName('agency'),
        block: 'other',
        parent: null,
        validFrom: null,
        validTo: null,
        predecessors: [],
      },
    ],
    questionnaire,
    hash,
  }
}
