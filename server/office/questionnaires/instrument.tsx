import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { instrumentSay } from '../../../client/text/instrument'
import { spokenFor } from '../../../client/text/languages'
import { pictureNames } from '../../../surveys/designing/pictures'
import { localDay } from '../../../surveys/instrument/calendar'
import { chosenLanguage } from '../../../surveys/instrument/language'
import type { Questionnaire } from '../../../surveys/instrument/schema'
import { findDesign } from '../../db/designs'
import type { Database } from '../../db/dialect'
import { eachMedia } from '../../db/media'
import { contentHash } from '../../db/questionnaires'
import { downloadHeaders } from '../../files/export'
import { printedPdf } from '../../report/write'
import { instrumentPaper, type PrintedInstrument } from './instrument-paper'
import type { OfficeDeps } from '../frame/deps'
import { noticePage } from '../frame/document'
import { readerOf } from '../frame/reader'
import { reportSheet } from '../report/sheet'
import { languageNames, questionnaireAddress, reviewAddress, withVersion } from './version'

/** Whole instruments with their codes, as a page for paper and as a PDF: of a version, and of a design as it stands. */
export const instrumentPages = (deps: OfficeDeps, read: MiddlewareHandler, readDesigns: MiddlewareHandler): Hono =>
  new Hono()
    .get('/questionnaires/:id/:version/instrument', read, (c) => ofVersion(deps, c, onPage))
    .get('/questionnaires/:id/:version/instrument.pdf', read, (c) => ofVersion(deps, c, asPdf))
    .get('/designs/:id/instrument', readDesigns, (c) => ofDesign(deps, c, onPage))
    .get('/designs/:id/instrument.pdf', readDesigns, (c) => ofDesign(deps, c, asPdf))

type Answer = (c: Context, printed: PrintedInstrument, home: string) => Promise<Response> | Response

const ofVersion = (deps: OfficeDeps, c: Context, answer: Answer): Promise<Response> =>
  withVersion(deps, c, async ({ questionnaire, hash, publishedOn }) => {
    const pictures = await picturesKept(deps.database, questionnaire)
    const printed = { questionnaire, hash, day: publishedOn.slice(0, 10), revision: undefined, madeAt: deps.now(), pictures }
    return answer(c, printed, questionnaireAddress(questionnaire))
  })

async function picturesKept(database: Database, questionnaire: Questionnaire): Promise<ReadonlyMap<string, Uint8Array>> {
  const kept = new Map<string, Uint8Array>()
  for await (const { name, bytes } of eachMedia(database, pictureNames(questionnaire))) kept.set(name, bytes)
  return kept
}

async function ofDesign({ database, now }: OfficeDeps, c: Context, answer: Answer): Promise<Response> {
  const id = c.req.param('id') ?? ''
  const design = await findDesign(database, id)
  if (!design) return noticePage(c, 404, 'lostTitle', 'designUnknown', { seen: id })
  const { definition, revision, changedAt } = design
  const printed = {
    questionnaire: definition,
    hash: contentHash(definition),
    day: localDay(Date.parse(changedAt)),
    revision,
    madeAt: now(),
    pictures: await picturesKept(database, definition),
  }
  return answer(c, printed, reviewAddress(id))
}

const languageOf = (c: Context, { questionnaire }: PrintedInstrument): string =>
  chosenLanguage(c.req.query('in') ?? readerOf(c).language, questionnaire.languages)

function onPage(c: Context, printed: PrintedInstrument, home: string): Response {
  const language = languageOf(c, printed)
  const reader = { ...readerOf(c), language: spokenFor(language) }
  const say = instrumentSay(readerOf(c).language)
  const names = languageNames(readerOf(c).language)
  const nav = (
    <nav>
      <p class="files">
        <a href={home}>{say('backTo')}</a>
        <a href={`${c.req.path}.pdf?in=${language}`}>{say('pdf')}</a>
        {printed.questionnaire.languages
          .filter((tag) => tag !== language)
          .map((tag) => (
            <a key={tag} href={`?in=${tag}`}>
              {names.of(tag) ?? tag}
            </a>
          ))}
      </p>
    </nav>
  )
  return reportSheet(c, { reader, paper: instrumentPaper(printed, language), nav })
}

async function asPdf(c: Context, printed: PrintedInstrument): Promise<Response> {
  const language = languageOf(c, printed)
  const { id, version } = printed.questionnaire
  const name = `${id}-${printed.revision === undefined ? 'v' : 'draft-'}${version}-${language}`.replace(/[^\w.-]/g, '_')
  return new Response(await printedPdf(instrumentPaper(printed, language)), {
    headers: downloadHeaders({ contentType: 'application/pdf', extension: 'pdf' }, name),
  })
}
