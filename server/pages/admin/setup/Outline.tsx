import { localised } from '../../../../surveys/language'
import type { LocalText } from '../../../../surveys/schema'
import type { PublishedQuestionnaire } from '../../../db/questionnaires'
import type { Chosen } from '../../../db/settings'
import type { Reader } from '../reader'
import { Shell } from '../Shell'
import { questionnaireAddress } from '../versions/addresses'
import { VersionActs } from '../versions/VersionActs'
import { Asks } from './Asks'
import { Choosing, Facts } from './Gallery'

type Props = { readonly reader: Reader; readonly published: PublishedQuestionnaire; readonly chosen: Chosen | undefined; /** Whether its next version was begun. */ readonly isDesigned: boolean }

/** Everything that a questionnaire asks, section by section, and a way to try it. */
export function Outline({ reader, published: { questionnaire, isArchived }, chosen, isDesigned }: Props) {
  const { say, language } = reader
  const text = (local: LocalText) => localised(local, language, questionnaire.languages)
  const address = questionnaireAddress(questionnaire)
  return (
    <Shell reader={reader}>
      <p class="back"><a href="/admin/questionnaires">{say('navQuestionnaires')}</a></p>
      <h1>{text(questionnaire.title)}</h1>
      <p class="sub">{questionnaire.id} · {say('version', { n: String(questionnaire.version) })}</p>
      <section class="card">
        <Facts {...{ reader, questionnaire }} />
        <h2>{say('source')}</h2>
        <p class="note">{text(questionnaire.source)}</p>
        {isArchived ? <p><mark>{say('archived')}</mark> {say('archivedText')}</p> : <Choosing {...{ reader, questionnaire, chosen }} />}
        <VersionActs {...{ reader, questionnaire, isDesigned }} />
      </section>
      <section class="card">
        <h2>{say('preview')}</h2>
        <p class="note">{say('previewNote')}</p>
        <p class="acts">
          <a class="button quiet" href={`${address}/preview?lang=${language}`} target="_blank" rel="noopener">{say('previewPhone')}</a>
          <a class="button quiet" href={`${address}/preview?lang=${language}&kiosk`} target="_blank" rel="noopener">{say('previewKiosk')}</a>
        </p>
      </section>
      <Asks {...{ reader, questionnaire }} />
    </Shell>
  )
}
