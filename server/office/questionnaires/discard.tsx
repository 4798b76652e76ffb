import type { Context } from 'hono'
import { localised } from '../../../surveys/instrument/language'
import { type Design, discardDesign, restoreDesign } from '../../db/designs'
import { findEvent } from '../../db/questionnaires'
import type { OfficeDeps } from '../frame/deps'
import { noticePage, page } from '../frame/document'
import { done, momentText, type Reader, readerOf } from '../frame/reader'
import { Shell } from '../frame/shell'
import { authorOf, sentRevision, teller } from './design-acts'
import { discardedNote, readDiscarded } from './gates'
import { designAddress, historyAddress, nextVersionNumber } from './version'

/** What it means to discard a design, before it is done. */
export function discardPage(c: Context, design: Design): Response {
  const reader = readerOf(c)
  return page(c, { reader, title: reader.say('discardTitle'), body: <Discard {...{ reader, design }} /> })
}

/** Takes the design away and keeps it in the history. */
export async function discardedDesign(deps: OfficeDeps, c: Context, design: Design): Promise<Response> {
  const { id } = design.definition
  const [revision, tell] = [await sentRevision(c), await teller(deps, c, design.definition)]
  const discarded = revision === design.revision && (await discardDesign(deps.database, design, tell('discarded', discardedNote(design))))
  return discarded ? done(c, historyAddress(id), 'done_discarded') : noticePage(c, 409, 'discardNotTitle', 'discardMoved')
}

/** Brings a discarded design back as the next version, unless another one is on the way. */
export async function restored(deps: OfficeDeps, c: Context): Promise<Response> {
  const id = c.req.param('id') ?? ''
  const event = await findEvent(deps.database, id, c.req.param('event') ?? '')
  if (event?.act !== 'discarded') return noticePage(c, 404, 'lostTitle', 'lostText')
  const kept = readDiscarded(event.note)
  const definition = { ...kept.definition, version: await nextVersionNumber(deps.database, id) }
  const [author, tell] = [await authorOf(deps, c), await teller(deps, c, definition)]
  const isBack = await restoreDesign(deps.database, { ...kept, definition }, author, tell('restored'))
  return isBack ? c.redirect(designAddress(id), 303) : noticePage(c, 409, 'restoreNotTitle', 'restoreNotText')
}

/** Asks before a design is thrown away, and says how to bring it back. */
function Discard({ reader, design: { definition, revision, changedBy, changedAt } }: { readonly reader: Reader; readonly design: Design }) {
  const { say, language } = reader
  const home = designAddress(definition.id)
  const title = localised(definition.title, language, definition.languages) || definition.id
  return (
    <Shell reader={reader}>
      <p class="back">
        <a href={home}>{title}</a>
      </p>
      <h1>{say('discardTitle')}</h1>
      <section class="card form">
        <p>
          <b>{title}</b> ({definition.id}, {say('version', { n: String(definition.version) })})
        </p>
        <p class="note">{say('designChanged', { who: changedBy, when: momentText(reader, changedAt) })}</p>
        <ul class="meanings">
          <li>{say('discardMeans_gone')}</li>
          <li>{say('discardMeans_versions')}</li>
          <li>{say('discardMeans_back')}</li>
        </ul>
        <form class="acts" method="post" action={`${home}/discard`}>
          <input type="hidden" name="revision" value={revision} />
          <button type="submit" class="grave">
            {say('discardGo')}
          </button>
          <a href={home}>{say('cancel')}</a>
        </form>
      </section>
    </Shell>
  )
}
