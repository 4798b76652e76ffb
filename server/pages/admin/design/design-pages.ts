import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { requireAct } from '../../../accounts/require-act'
import { type Design, findDesign } from '../../../db/designs'
import { problemOf } from '../../../problems'
import type { AdminDeps } from '../../admin'
import { noticePage, refused } from '../notice-page'
import { readerOf } from '../reader'
import { beginPages } from './begin-pages'
import { designerPage, previewFrame } from './designer-page'
import { designState, savedDesign } from './save-design'
import { takenTranslations, translationSheet } from './translation-pages'

/** Bytes of a design: a thousand items in three languages. */
const designBytes = 2 * 1024 * 1024

/** Building a questionnaire on screen: beginning one, the designer, and all it saves. */
export function designPages(deps: AdminDeps): Hono {
  const page = requireAct(deps, 'questionnaires.publish', refused)
  const act = requireAct(deps, 'questionnaires.publish')
  const limited = bodyLimit({ maxSize: designBytes, onError: (c) => c.json(problemOf('body_too_large', readerOf(c).language), 413) })
  return new Hono()
    .route('/', beginPages(deps, page))
    .get('/designs/:id', page, (c) => withDesign(deps, c, designerPage, () => noticePage(c, 404, 'lostTitle', 'designUnknown', { seen: c.req.param('id') })))
    .get('/designs/:id/preview', page, (c) => previewFrame(deps, c))
    .get('/designs/:id/state', act, (c) => withDesign(deps, c, (_, at, design) => designState(at, design)))
    .put('/designs/:id', act, limited, (c) => withDesign(deps, c, savedDesign))
    .get('/designs/:id/translations.xlsx', page, (c) => withDesign(deps, c, translationSheet))
    .post('/designs/:id/translations', act, limited, (c) => withDesign(deps, c, takenTranslations))
}

type Answer = (deps: AdminDeps, c: Context, design: Design) => Promise<Response> | Response

/** Answers about the design of the address, or that there is none. */
async function withDesign(deps: AdminDeps, c: Context, answer: Answer, lost: () => Response = () => c.json(problemOf('not_found', readerOf(c).language), 404)): Promise<Response> {
  const design = await findDesign(deps.database, c.req.param('id') ?? '')
  return design ? answer(deps, c, design) : lost()
}
