import { type Context, Hono, type MiddlewareHandler } from 'hono'
import type { Page } from '../../../client/survey/model'
import { notice } from '../../../client/text/notices'
import { checkAnswers } from '../../../surveys/answers/check'
import type { Fielding } from '../../../surveys/fielding/campaign'
import { localDay } from '../../../surveys/instrument/calendar'
import { chosenLanguage, localised } from '../../../surveys/instrument/language'
import { documentOf, pageHeaders } from '../../citizen/document'
import { fieldsOf, readForm } from '../../citizen/form'
import { noticeBody } from '../../citizen/place'
import { modelOf, questionnaireBody } from '../../citizen/questionnaire'
import { publishedVersions, type StoredQuestionnaire } from '../../db/questionnaires'
import type { OfficeDeps } from '../frame/deps'
import { noticePage } from '../frame/document'
import { readerOf } from '../frame/reader'

/** A questionnaire as a citizen gets it on a phone or at a kiosk, as a plain form that checks answers and keeps none. */
export const previewPages = (deps: OfficeDeps, read: MiddlewareHandler): Hono =>
  new Hono()
    .get('/', read, (c) => withFielding(deps, c, (fielding) => Promise.resolve(shown(c, fielding, blank(deps, c, fielding)))))
    .post('/', read, (c) => withFielding(deps, c, (fielding) => tried(deps, c, fielding)))

function shown(c: Context, fielding: Fielding, page: Page): Response {
  const { questionnaire } = fielding
  const title = localised(questionnaire.title, page.language, questionnaire.languages)
  return c.html(
    documentOf({ language: page.language, title, layout: page.layout, body: questionnaireBody(page, '', '') }),
    page.problems.length > 0 ? 422 : 200,
    pageHeaders(),
  )
}

const blank = ({ now }: OfficeDeps, c: Context, fielding: Fielding): Page => ({
  model: modelOf(fielding),
  layout: c.req.query('kiosk') === undefined ? 'phone' : 'kiosk',
  language: chosenLanguage(c.req.query('lang') ?? c.req.header('accept-language'), fielding.questionnaire.languages),
  agency: place,
  test: true,
  answers: {},
  problems: [],
  carried: { id: '', day: localDay(now()) },
})

async function tried(deps: OfficeDeps, c: Context, fielding: Fielding): Promise<Response> {
  const fields = await fieldsOf(c.req.raw)
  const { answers, violations } = readForm(fielding.questionnaire, fields)
  const wanted = fields['_switch']?.[0] ?? fields['_language']?.[0]
  const page = {
    ...blank(deps, c, fielding),
    answers,
    ...(wanted === undefined ? {} : { language: chosenLanguage(wanted, fielding.questionnaire.languages) }),
  }
  if (fields['_switch']) return shown(c, fielding, page)
  const problems = [...violations, ...checkAnswers(fielding.questionnaire, answers)]
  if (problems.length > 0) return shown(c, fielding, { ...page, problems })
  const { say, language, path } = readerOf(c)
  const links = [
    { href: path, text: notice(language, 'again') },
    { href: path.replace(/\/preview$/, ''), text: say('outline') },
  ]
  return c.html(
    documentOf({
      language,
      title: say('previewTitle'),
      layout: 'phone',
      body: noticeBody({ title: say('previewTitle'), text: say('previewDone'), links }),
    }),
    200,
    pageHeaders(),
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
  return next(fieldingOf(await questionnaires.get(found.id, found.version), localDay(now())))
}

const place = 'preview'

/** A place that does not exist, where the questionnaire is only looked at. */
function fieldingOf({ questionnaire, hash }: StoredQuestionnaire, today: string): Fielding {
  const title = { vi: 'Bản xem thử', en: 'Preview' }
  return {
    touchpoint: { code: place, campaign: place, kind: 'link', label: title },
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
        name: { vi: 'Cơ quan của bạn', en: 'your agency' },
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
