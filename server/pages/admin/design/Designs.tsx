import { localised } from '../../../../surveys/language'
import type { Design } from '../../../db/designs'
import { momentText } from '../account/moment'
import type { Reader } from '../reader'
import { designAddress, reviewAddress } from './design-address'

/** What is being designed: who changed it last, and where to go on. */
export const Designs = ({ reader, designs }: { readonly reader: Reader; readonly designs: readonly Design[] }) => (
  <section class="card designs" aria-labelledby="designs">
    <div class="head">
      <div><h2 id="designs">{reader.say('designsOpen')}</h2><p class="note">{reader.say(designs.length === 0 ? 'designsNone' : 'designsOpenText')}</p></div>
      <p class="acts"><a class="button" href="/admin/new/design">{reader.say('designNew')}</a></p>
    </div>
    {designs.length > 0 && <ul class="versions">{designs.map((design) => <Open key={design.definition.id} {...{ reader, design }} />)}</ul>}
  </section>
)

function Open({ reader, design }: { readonly reader: Reader; readonly design: Design }) {
  const { say, language } = reader
  const { definition: { id, version, title: titles, languages }, changedBy, changedAt, askedBy, approvedBy } = design
  const title = localised(titles, language, languages) || id
  return (
    <li>
      <h3><a href={designAddress(id)}>{title}</a></h3>
      <p class="note">{id} · {say('version', { n: String(version) })} · {say('designChanged', { who: changedBy, when: momentText(reader, changedAt) })}</p>
      {approvedBy === undefined ? askedBy !== undefined && <p>{say('askedBy', { who: askedBy })}</p> : <p><b class="chosen">✓ {say('approvedBy', { who: approvedBy })}</b></p>}
      <p class="acts">
        <a class="button quiet" href={designAddress(id)} aria-label={`${say('designGoOn')}: ${title}`}>{say('designGoOn')}</a>
        <a href={reviewAddress(id)} aria-label={`${say(askedBy === undefined ? 'reviewLook' : 'reviewGo')}: ${title}`}>{say(askedBy === undefined ? 'reviewLook' : 'reviewGo')}</a>
      </p>
    </li>
  )
}
