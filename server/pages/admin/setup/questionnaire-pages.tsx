import { type Context, Hono } from 'hono'
import { requireAct } from '../../../accounts/require-act'
import { findDesign, listDesigns } from '../../../db/designs'
import { everDiscarded } from '../../../db/questionnaire-events'
import { listQuestionnaires, type PublishedQuestionnaire } from '../../../db/questionnaires'
import { readChosen, saveChosen } from '../../../db/settings'
import type { AdminDeps } from '../../admin'
import { page } from '../document'
import { done } from '../flash'
import { noticePage, refused } from '../notice-page'
import { readerOf } from '../reader'
import { withVersion } from '../versions/with-version'
import { Gallery } from './Gallery'
import { Outline } from './Outline'
import { previewPages } from './preview-pages'

/** The instruments: what there is, what each asks, and choosing one for the next campaign. */
export function questionnairePages(deps: AdminDeps): Hono {
  const read = requireAct(deps, 'results.read', refused)
  return new Hono()
    .get('/questionnaires', read, (c) => galleryPage(deps, c))
    .get('/questionnaires/:id/:version', read, (c) => withVersion(deps, c, (published) => outlinePage(deps, c, published)))
    .post('/questionnaires/:id/:version/choose', requireAct(deps, 'campaigns.change', refused), (c) => withVersion(deps, c, (published) => chosen(deps, c, published)))
    .route('/questionnaires/:id/:version/preview', previewPages(deps, read))
}

async function galleryPage({ database }: AdminDeps, c: Context): Promise<Response> {
  const reader = readerOf(c)
  const published = await listQuestionnaires(database)
  const [chosenNow, designs] = [await readChosen(database), await listDesigns(database)]
  const known = new Set([...published.map(({ questionnaire }) => questionnaire.id), ...designs.map(({ definition }) => definition.id)])
  const discarded = (await everDiscarded(database)).filter((id) => !known.has(id))
  return page(c, { reader, title: reader.say('navQuestionnaires'), body: <Gallery {...{ reader, published, designs, discarded }} chosen={chosenNow} /> })
}

async function outlinePage({ database }: AdminDeps, c: Context, published: PublishedQuestionnaire): Promise<Response> {
  const reader = readerOf(c)
  const chosenNow = await readChosen(database)
  const isDesigned = (await findDesign(database, published.questionnaire.id)) !== undefined
  return page(c, { reader, title: reader.say('outline'), body: <Outline {...{ reader, published, isDesigned }} chosen={chosenNow} /> })
}

async function chosen({ database }: AdminDeps, c: Context, { questionnaire: { id, version }, isArchived }: PublishedQuestionnaire): Promise<Response> {
  if (isArchived) return noticePage(c, 409, 'chooseNotTitle', 'archivedText')
  await saveChosen(database, { id, version })
  return done(c, '/admin', 'done_chosen')
}
