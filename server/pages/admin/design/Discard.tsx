import { localised } from '../../../../surveys/language'
import type { Design } from '../../../db/designs'
import { momentText } from '../account/moment'
import type { Reader } from '../reader'
import { Shell } from '../Shell'
import { designAddress } from './design-address'

/** Asks before a design is thrown away, and says how to bring it back. */
export function Discard({ reader, design: { definition, revision, changedBy, changedAt } }: { readonly reader: Reader; readonly design: Design }) {
  const { say, language } = reader
  const home = designAddress(definition.id)
  const title = localised(definition.title, language, definition.languages) || definition.id
  return (
    <Shell reader={reader}>
      <p class="back"><a href={home}>{title}</a></p>
      <h1>{say('discardTitle')}</h1>
      <section class="card form">
        <p><b>{title}</b> ({definition.id}, {say('version', { n: String(definition.version) })})</p>
        <p class="note">{say('designChanged', { who: changedBy, when: momentText(reader, changedAt) })}</p>
        <ul class="meanings"><li>{say('discardMeans_gone')}</li><li>{say('discardMeans_versions')}</li><li>{say('discardMeans_back')}</li></ul>
        <form class="acts" method="post" action={`${home}/discard`}>
          <input type="hidden" name="revision" value={revision} />
          <button type="submit" class="grave">{say('discardGo')}</button>
          <a href={home}>{say('cancel')}</a>
        </form>
      </section>
    </Shell>
  )
}
