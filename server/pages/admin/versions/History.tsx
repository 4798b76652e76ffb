import type { Campaign } from '../../../../surveys/campaign'
import { localised } from '../../../../surveys/language'
import type { Design } from '../../../db/designs'
import type { PublishedQuestionnaire } from '../../../db/questionnaires'
import type { QuestionnaireEventRow } from '../../../db/tables'
import { designAddress } from '../design/design-address'
import type { Reader } from '../reader'
import { Shell } from '../Shell'
import { CompareForm } from './CompareForm'
import { Events } from './Events'
import { Version } from './Version'

export type HistoryOf = {
  readonly reader: Reader
  readonly id: string
  /** The newest first. */
  readonly versions: readonly PublishedQuestionnaire[]
  readonly events: readonly QuestionnaireEventRow[]
  readonly design: Design | undefined
  readonly campaigns: readonly Campaign[]
  /** Responses by campaign. */
  readonly totals: ReadonlyMap<string, number>
}

/** Versions with what was made of them, any two to compare, and everything that happened. */
export function History(history: HistoryOf) {
  const { reader, id, versions, design } = history
  const { say, language } = reader
  const newest = versions[0]?.questionnaire ?? design?.definition
  const title = newest ? localised(newest.title, language, newest.languages) || id : id
  return (
    <Shell reader={reader}>
      <p class="back"><a href="/admin/questionnaires">{say('navQuestionnaires')}</a></p>
      <h1>{say('historyOf', { title })}</h1>
      <p class="sub"><code>{id}</code></p>
      {design && <section class="card"><p>{say('historyDesigning', { n: String(design.definition.version) })}</p><p class="acts"><a class="button" href={designAddress(id)}>{say('designGoOn')}</a></p></section>}
      <section class="card" aria-labelledby="versions">
        <h2 id="versions">{say('versions')}</h2>
        {versions.length === 0 && <p class="note">{say('versionsNone')}</p>}
        <ol class="versions">{versions.map((published) => <Version key={published.questionnaire.version} {...history} published={published} />)}</ol>
      </section>
      {versions.length > 1 && <CompareForm {...{ reader, id, versions }} />}
      <Events {...history} />
    </Shell>
  )
}
