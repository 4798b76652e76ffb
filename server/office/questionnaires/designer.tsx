import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { Drawable } from '../../../client/designer/frame/desk'
import designerStyle from '../../../client/styles/designer.css?inline'
import style from '../../../client/styles/office.css?inline'
import { designerWords } from '../../../client/text/designer-both'
import { screenWords } from '../../../client/text/screen'
import { largestDesign } from '../../../surveys/designing/blank'
import { sentPicture } from '../../../surveys/designing/pictures'
import { applyTranslations } from '../../../surveys/designing/translations'
import { localised } from '../../../surveys/instrument/language'
import { requireAct } from '../../access/permission'
import { documentOf, framedHeaders } from '../../citizen/document'
import { scriptStyle } from '../../citizen/fonts'
import { addPicture, addSound, saveDesign } from '../../acts/questionnaires'
import { type Design, findDesign } from '../../db/designs'
import { listCatalogue } from '../../catalogue'
import { listQuestionnaires } from '../../db/questionnaires'
import { readFourEyes } from '../../db/settings'
import { downloadHeaders, streamOf } from '../../files/export'
import { takenPicture } from '../../files/pictures/thread'
import { readSound } from '../../files/sound'
import { readTranslationWorkbook, translationWorkbook } from '../../files/translation-workbook'
import { xlsx } from '../../files/xlsx'
import { problemOf } from '../../problems'
import { acting } from '../frame/acting'
import type { OfficeDeps } from '../frame/deps'
import { jsonText, noticePage, page } from '../frame/document'
import { refused } from '../frame/door'
import { sentForm } from '../frame/form'
import { momentText, type Reader, readerOf } from '../frame/reader'
import { beginPages } from './begin'
import {
  approvedDesign,
  asJson,
  askedDesign,
  designState,
  publishedDesign,
  savedDesign,
  sentBackDesign,
  standsOtherwise,
  storedOf,
} from './design-acts'
import { discardedDesign, discardPage } from './discard'
import { colleaguePages } from './colleagues'
import { libraryPages } from './library'
import { publishPage } from './publish'
import { sharePages } from './share'
import { differencesOf, reviewPage } from './review'
import { bundleFile, definitionFile, designAddress, reviewAddress } from './version'

/** Building a questionnaire on screen: beginning one, the designer, all it saves, and how it ends. */
export function designPages(deps: OfficeDeps): Hono {
  const page = requireAct(deps, 'questionnaires.publish', refused)
  const act = requireAct(deps, 'questionnaires.publish')
  const read = requireAct(deps, 'designs.read', refused)
  const approve = requireAct(deps, 'questionnaires.approve', refused)
  const limitedTo = (onError: (c: Context) => Response, maxSize: number = largestDesign) => bodyLimit({ maxSize, onError })
  const limited = limitedTo((c) => c.json(problemOf('design_too_large', readerOf(c).language), 413))
  const soundLimited = limitedTo((c) => c.json(problemOf('sound_too_large', readerOf(c).language), 413))
  const pictureLimited = limitedTo((c) => c.json(problemOf('picture_too_large', readerOf(c).language), 413), sentPicture.bytes + aroundFile)
  const sheetLimited = limitedTo((c) => c.json(refusedSheet(c, 'too-large'), 413))
  const lost = (c: Context) => noticePage(c, 404, 'lostTitle', 'designUnknown', { seen: c.req.param('id') ?? '' })
  const shown = (answer: Answer) => (c: Context) => withDesign(deps, c, answer, () => lost(c))
  const told = (answer: Answer) => (c: Context) => withDesign(deps, c, answer)
  return new Hono()
    .route('/', beginPages(deps, page))
    .route('/', libraryPages(deps, act))
    .route('/', colleaguePages(deps, requireAct(deps, 'questionnaires.approve', refused), requireAct(deps, 'designs.read')))
    .route('/', sharePages(deps, page))
    .get('/designs/:id', read, shown(designerOrReview))
    .get('/designs/:id/preview', page, (c) => previewFrame(deps, c))
    .get(
      '/designs/:id/state',
      act,
      told((_, at, design) => designState(at, design)),
    )
    .get('/designs/:id/differences', act, told(differencesOf))
    .put('/designs/:id', act, limited, told(savedDesign))
    .get('/designs/:id/publish', page, shown(publishPage))
    .post('/designs/:id/publish', act, limited, told(publishedDesign))
    .post('/designs/:id/ask', act, limited, told(askedDesign))
    .get('/designs/:id/review', read, shown(reviewPage))
    .post('/designs/:id/approve', approve, limited, shown(approvedDesign))
    .post('/designs/:id/send-back', approve, limited, shown(sentBackDesign))
    .get(
      '/designs/:id/discard',
      page,
      shown((_, c, design) => discardPage(c, design)),
    )
    .post('/designs/:id/discard', page, limited, shown(discardedDesign))
    .get('/designs/:id/translations.xlsx', page, shown(translationSheet))
    .post('/designs/:id/translations', act, sheetLimited, told(takenTranslations))
    .post('/designs/:id/sounds', act, soundLimited, told(takenSound))
    .post('/designs/:id/pictures', act, pictureLimited, told(addedPicture))
    .get(
      '/designs/:id/definition.json',
      page,
      shown((_, c, { definition }) => definitionFile(c, definition, 'design')),
    )
    .get(
      '/designs/:id/definition.tar',
      page,
      shown((_, c, { definition }) => bundleFile(deps, c, definition, 'design')),
    )
}

/** The designer's address is the one that authors pass on: whoever may look and not design is led to what they can read. */
const designerOrReview: Answer = (deps, c, design) =>
  readerOf(c).may('questionnaires.publish') ? designerPage(deps, c, design) : c.redirect(reviewAddress(design.definition.id), 303)

type Answer = (deps: OfficeDeps, c: Context, design: Design) => Promise<Response> | Response

/** Answers about the design of the address, or that there is none. */
async function withDesign(
  deps: OfficeDeps,
  c: Context,
  answer: Answer,
  lost: () => Response = () => c.json(problemOf('not_found', readerOf(c).language), 404),
): Promise<Response> {
  const design = await findDesign(deps.database, c.req.param('id') ?? '')
  return design ? answer(deps, c, design) : lost()
}

/** The designer, with all that it begins from. */
async function designerPage({ assets, database }: OfficeDeps, c: Context, design: Design): Promise<Response> {
  const reader = readerOf(c)
  const { definition } = design
  const published = (await listQuestionnaires(database)).filter(({ questionnaire }) => questionnaire.id === definition.id)
  const start = {
    ...storedOf(design),
    address: designAddress(definition.id),
    office: reader.language,
    before: published.at(-1)?.questionnaire,
    fourEyes: await readFourEyes(database),
    drawables: definition.kind === undefined ? [] : await drawablesFor(database, reader, definition.id),
    sentBack: design.sentBack && { ...design.sentBack, when: momentText(reader, design.sentBack.at) },
  }
  const title = localised(definition.title, reader.language, definition.languages) || definition.id
  const body = (
    <>
      <div id="designer">
        <p class="opening">{reader.say('designerOpening')}</p>
        <noscript>
          <p class="wrong">{reader.say('designerNeedsScript')}</p>
        </noscript>
      </div>
      <script type="application/json" id="design" dangerouslySetInnerHTML={{ __html: jsonText(start) }} />
    </>
  )
  // Questions are recorded here and on no other page.
  c.header('Permissions-Policy', 'camera=(), microphone=(self), geolocation=()')
  return page(c, {
    reader,
    title,
    body,
    sheet: style + designerStyle,
    script: assets.designer,
    // What was just recorded is heard from memory before it is sent.
    policy: ["connect-src 'self'", "frame-src 'self'", "media-src 'self' blob:"],
  })
}

/** What a set can draw from: the newest version of every other instrument, published or in the catalogue. */
async function drawablesFor(database: OfficeDeps['database'], { language }: Reader, own: string): Promise<readonly Drawable[]> {
  const published = (await listQuestionnaires(database)).map(({ questionnaire }) => questionnaire)
  const newest = new Map([...(await listCatalogue()), ...published].map((one) => [one.id, one]))
  newest.delete(own)
  return [...newest.values()].map(({ id, kind, title, languages, trees }) => ({
    from: kind === undefined ? 'campaign' : 'assessment',
    id,
    title: localised(title, language, languages),
    nodes: trees.flatMap(({ nodes }) => nodes.map(({ code, label }) => ({ code, label: localised(label, language, languages) }))),
  }))
}

/** The frame in which a design is looked at: a citizen's page, filled by the designer beside it. */
function previewFrame({ assets }: OfficeDeps, c: Context): Response {
  const { language, say } = readerOf(c)
  const wanted = c.req.query('layout')
  const layout = wanted === 'kiosk' || wanted === 'paper' ? wanted : 'phone'
  const body = `<div data-preview="${layout}" data-unfinished="${say('previewUnfinished')}"></div>`
  return c.html(
    documentOf({ language, title: say('previewTitle'), layout, body, filler: assets.preview, isRare: true, letters: scriptStyle }),
    200,
    framedHeaders(),
  )
}

/** A design's texts as a sheet for a translator: `?from=vi&to=en`. */
function translationSheet(_: OfficeDeps, c: Context, { definition }: Design): Response {
  const { from, to } = pairOf(c, definition.languages)
  const pieces = translationWorkbook(definition, from, to, designerWords(readerOf(c).language))
  return new Response(streamOf(pieces), { headers: downloadHeaders(xlsx, `${definition.id}-${to}`) })
}

/** Takes a translator's sheet into the design as it stands; what cannot be taken is named by its row. */
async function takenTranslations(deps: OfficeDeps, c: Context, design: Design): Promise<Response> {
  const bytes = await (await sentForm(c)).file('file')
  const { to } = pairOf(c, design.definition.languages)
  const reading = bytes ? await readTranslationWorkbook(bytes, to) : ({ ok: false, problem: 'empty' } as const)
  if (!reading.ok) return c.json(refusedSheet(c, reading.problem), 422)
  const { draft, changed, refused } = applyTranslations(design.definition, reading.language, reading.entries, screenWords)
  if (changed === 0) return c.json({ changed, refused, definition: design.definition, revision: design.revision })
  const change = { revision: design.revision, definition: draft, accepted: design.accepted }
  return acting(
    deps,
    c,
    saveDesign,
    change,
    (came) =>
      came.kind === 'done' ? c.json({ changed, refused, definition: draft, revision: came.value }) : standsOtherwise(c, came.failure),
    asJson,
  )
}

type SheetProblem = Extract<Awaited<ReturnType<typeof readTranslationWorkbook>>, { readonly ok: false }>['problem']

const refusedSheet = (c: Context, code: SheetProblem | 'empty') => ({
  code,
  message: designerWords(readerOf(c).language)(`trProblem_${code}`),
})

/** Keeps a recording and gives its name; what is none, or too large or long, is refused with why. */
async function takenSound(deps: OfficeDeps, c: Context, { definition: { id } }: Design): Promise<Response> {
  const bytes = (await (await sentForm(c)).file('file')) ?? new Uint8Array()
  const reading = readSound(bytes)
  if (!reading.ok) return c.json(problemOf(reading.problem, readerOf(c).language), 422)
  return acting(
    deps,
    c,
    addSound,
    { id, bytes, type: reading.sound.type },
    (came) => (came.kind === 'done' ? c.json({ sound: came.value }) : c.json(problemOf('not_found', readerOf(c).language), 404)),
    asJson,
  )
}

/** Keeps a picture, drawn anew, and gives its name; what is none, or too large, is refused with why. */
async function addedPicture(deps: OfficeDeps, c: Context, { definition: { id } }: Design): Promise<Response> {
  const taken = await takenPicture((await (await sentForm(c)).file('file')) ?? new Uint8Array())
  if (!taken.ok) return c.json(problemOf(taken.problem, readerOf(c).language), 422)
  return acting(
    deps,
    c,
    addPicture,
    { id, bytes: taken.bytes, type: taken.type },
    (came) => (came.kind === 'done' ? c.json({ picture: came.value }) : c.json(problemOf('not_found', readerOf(c).language), 404)),
    asJson,
  )
}

/** What a form has around the one file that it sends. */
const aroundFile = 4_096

const pairOf = (c: Context, languages: readonly string[]): { readonly from: string; readonly to: string } => {
  const named = (name: string, otherwise: string): string => languages.find((tag) => tag === c.req.query(name)) ?? otherwise
  const from = named('from', languages[0] ?? 'vi')
  return { from, to: named('to', languages.find((tag) => tag !== from) ?? from) }
}
