import type { Context } from 'hono'
import { localised } from '../../../surveys/instrument/language'
import { discardDesign, restoreDesign } from '../../acts/questionnaires'
import type { Design } from '../../db/designs'
import { acting } from '../frame/acting'
import type { OfficeDeps } from '../frame/deps'
import { hinderedPage, noticePage, page } from '../frame/document'
import { done, momentText, type Reader, readerOf } from '../frame/reader'
import { Shell } from '../frame/shell'
import { sentRevision } from './design-acts'
import { designAddress, historyAddress } from './version'

/** What it means to discard a design, before it is done. */
export function discardPage(c: Context, design: Design): Response {
  const reader = readerOf(c)
  return page(c, { reader, title: reader.say('discardTitle'), body: <Discard {...{ reader, design }} /> })
}

/** Takes the design away and keeps it in the history. */
export async function discardedDesign(deps: OfficeDeps, c: Context, { definition: { id } }: Design): Promise<Response> {
  const moved = () => noticePage(c, 409, 'discardNotTitle', 'discardMoved')
  const revision = await sentRevision(c)
  if (revision === undefined) return moved()
  return acting(deps, c, discardDesign, { id, revision }, (came) =>
    came.kind === 'done' ? done(c, historyAddress(id), 'done_discarded') : moved(),
  )
}

/** Brings a discarded design back as the next version, unless another one is on the way. */
export function restored(deps: OfficeDeps, c: Context): Promise<Response> {
  const [id, event] = [c.req.param('id') ?? '', Number(c.req.param('event'))]
  return acting(deps, c, restoreDesign, { id, event: Number.isSafeInteger(event) ? event : 0 }, (came) => {
    if (came.kind === 'done') return c.redirect(designAddress(id), 303)
    return came.failure.code === 'unknown'
      ? noticePage(c, 404, 'lostTitle', 'lostText')
      : hinderedPage(c, 409, [{ href: designAddress(id), text: id }], 'restoreNotTitle', 'restoreNotText')
  })
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
