import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { requireAct } from '../../../accounts/require-act'
import { type Design, findDesign } from '../../../db/designs'
import { largestDesign } from '../../../../surveys/designing/largest'
import { problemOf } from '../../../problems'
import type { AdminDeps } from '../../admin'
import { noticePage, refused } from '../notice-page'
import { readerOf } from '../reader'
import { definitionFile } from '../versions/definition-file'
import { approvedDesign, askedDesign } from './approval'
import { beginPages } from './begin-pages'
import { designerPage, previewFrame } from './designer-page'
import { discardedDesign, discardPage } from './discard-pages'
import { publishedDesign } from './publish-design'
import { reviewPage } from './review-page'
import { designState, savedDesign } from './save-design'
import { takenTranslations, translationSheet } from './translation-pages'

/** Building a questionnaire on screen: beginning one, the designer, all it saves, and how it ends. */
export function designPages(deps: AdminDeps): Hono {
  const page = requireAct(deps, 'questionnaires.publish', refused)
  const act = requireAct(deps, 'questionnaires.publish')
  const limited = bodyLimit({ maxSize: largestDesign, onError: (c) => c.json(problemOf('design_too_large', readerOf(c).language), 413) })
  const lost = (c: Context) => noticePage(c, 404, 'lostTitle', 'designUnknown', { seen: c.req.param('id') ?? '' })
  const shown = (answer: Answer) => (c: Context) => withDesign(deps, c, answer, () => lost(c))
  const told = (answer: Answer) => (c: Context) => withDesign(deps, c, answer)
  return new Hono()
    .route('/', beginPages(deps, page))
    .get('/designs/:id', page, shown(designerPage))
    .get('/designs/:id/preview', page, (c) => previewFrame(deps, c))
    .get('/designs/:id/state', act, told((_, at, design) => designState(at, design)))
    .put('/designs/:id', act, limited, told(savedDesign))
    .post('/designs/:id/publish', act, limited, told(publishedDesign))
    .post('/designs/:id/ask', act, limited, told(askedDesign))
    .get('/designs/:id/review', page, shown(reviewPage))
    .post('/designs/:id/approve', page, limited, shown(approvedDesign))
    .get('/designs/:id/discard', page, shown((_, c, design) => discardPage(c, design)))
    .post('/designs/:id/discard', page, limited, shown(discardedDesign))
    .get('/designs/:id/translations.xlsx', page, shown(translationSheet))
    .post('/designs/:id/translations', act, limited, told(takenTranslations))
    .get('/designs/:id/definition.json', page, shown((_, c, { definition }) => definitionFile(c, definition, 'design')))
}

type Answer = (deps: AdminDeps, c: Context, design: Design) => Promise<Response> | Response

/** Answers about the design of the address, or that there is none. */
async function withDesign(deps: AdminDeps, c: Context, answer: Answer, lost: () => Response = () => c.json(problemOf('not_found', readerOf(c).language), 404)): Promise<Response> {
  const design = await findDesign(deps.database, c.req.param('id') ?? '')
  return design ? answer(deps, c, design) : lost()
}
