import type { Context } from 'hono'
import { nextVersionNumber } from '../versions/next-number'
import { discardDesign, restoreDesign } from '../../../db/design-ends'
import type { Design } from '../../../db/designs'
import { findEvent } from '../../../db/questionnaire-events'
import type { AdminDeps } from '../../admin'
import { page } from '../document'
import { done } from '../flash'
import { noticePage } from '../notice-page'
import { readerOf } from '../reader'
import { historyAddress } from '../versions/addresses'
import { authorOf } from './author'
import { designAddress } from './design-address'
import { Discard } from './Discard'
import { discardedNote, readDiscarded } from './event-notes'
import { sentRevision } from './sent-revision'
import { teller } from './told'

/** What it means to discard a design, before it is done. */
export function discardPage(c: Context, design: Design): Response {
  const reader = readerOf(c)
  return page(c, { reader, title: reader.say('discardTitle'), body: <Discard {...{ reader, design }} /> })
}

/** Takes the design away and keeps it in the history. */
export async function discardedDesign(deps: AdminDeps, c: Context, design: Design): Promise<Response> {
  const { id } = design.definition
  const [revision, tell] = [await sentRevision(c), await teller(deps, c, design.definition)]
  const discarded = revision === design.revision && (await discardDesign(deps.database, design, tell('discarded', discardedNote(design))))
  return discarded ? done(c, historyAddress(id), 'done_discarded') : noticePage(c, 409, 'discardNotTitle', 'discardMoved')
}

/** Brings a discarded design back as the next version, unless another one is on the way. */
export async function restored(deps: AdminDeps, c: Context): Promise<Response> {
  const id = c.req.param('id') ?? ''
  const event = await findEvent(deps.database, id, c.req.param('event') ?? '')
  if (event?.act !== 'discarded') return noticePage(c, 404, 'lostTitle', 'lostText')
  const kept = readDiscarded(event.note)
  const definition = { ...kept.definition, version: await nextVersionNumber(deps.database, id) }
  const [author, tell] = [await authorOf(deps, c), await teller(deps, c, definition)]
  const isBack = await restoreDesign(deps.database, { ...kept, definition }, author, tell('restored'))
  return isBack ? c.redirect(designAddress(id), 303) : noticePage(c, 409, 'restoreNotTitle', 'restoreNotText')
}
