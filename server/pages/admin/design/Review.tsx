import { localised } from '../../../../surveys/language'
import type { Questionnaire } from '../../../../surveys/schema'
import type { Design } from '../../../db/designs'
import { momentText } from '../account/moment'
import type { Reader } from '../reader'
import { Asks } from '../setup/Asks'
import { Shell } from '../Shell'
import { Changes } from '../versions/Changes'
import { Approving } from './Approving'
import { designAddress } from './design-address'
import type { Examined } from './gates'
import { Found } from './Found'

export type ReviewOf = {
  readonly reader: Reader
  readonly design: Design
  /** The last published version; undefined for a new questionnaire. */
  readonly before: Questionnaire | undefined
  readonly fourEyes: boolean
  readonly all: Examined
  /** Whether the reader worked on it. */
  readonly isAuthor: boolean
}

/** All that somebody looks at before they approve. */
export function Review(review: ReviewOf) {
  const { reader, design: { definition, changedBy, changedAt }, before, all } = review
  const { say, language } = reader
  const home = designAddress(definition.id)
  const title = localised(definition.title, language, definition.languages) || definition.id
  return (
    <Shell reader={reader}>
      <p class="back"><a href={home}>{title}</a></p>
      <h1>{say('reviewTitle')}</h1>
      <p class="sub">{definition.id} · {say('version', { n: String(definition.version) })} · {say('designChanged', { who: changedBy, when: momentText(reader, changedAt) })}</p>
      <Approving {...review} />
      <Found {...{ reader, all }} draft={definition} />
      {before === undefined && <section class="card"><p>{say('reviewFirst')}</p></section>}
      {before !== undefined && all.questionnaire === undefined && <section class="card"><p>{say('reviewNotComparable')}</p></section>}
      {before !== undefined && all.questionnaire !== undefined && <><p class="sub">{say('reviewSince', { n: String(before.version) })}</p><Changes {...{ reader, before }} after={all.questionnaire} /></>}
      {all.questionnaire !== undefined && <Asks {...{ reader }} questionnaire={all.questionnaire} />}
      <p class="acts"><a class="button quiet" href={`${home}/definition.json`} download>{say('downloadJson')}</a><a href={`${home}/discard`}>{say('discardTitle')}</a></p>
    </Shell>
  )
}
