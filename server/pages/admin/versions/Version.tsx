import { localised } from '../../../../surveys/language'
import type { PublishedQuestionnaire } from '../../../db/questionnaires'
import { copyAddress, questionnaireAddress } from './addresses'
import type { HistoryOf } from './History'

type Props = HistoryOf & { readonly published: PublishedQuestionnaire }

/** One version: when and by whom it was published, where it was asked, and what can be made of it. */
export function Version(props: Props) {
  const { reader: { say, numbers }, published: { questionnaire, publishedOn, isArchived }, events } = props
  const { version } = questionnaire
  const who = events.find((event) => event.act === 'published' && event.version === version)?.person
  return (
    <li>
      <h3><a href={questionnaireAddress(questionnaire)}>{say('versionNumber', { n: String(version) })}</a>{isArchived && <> · <mark>{say('archived')}</mark></>}</h3>
      <p>{who === undefined ? say('publishedOn', { day: numbers.day(publishedOn) }) : say('publishedOnBy', { day: numbers.day(publishedOn), who })}</p>
      <Uses {...props} />
      <Acts {...props} />
    </li>
  )
}

function Uses({ reader: { say, numbers, language }, published: { questionnaire }, campaigns, totals }: Props) {
  const own = campaigns.filter(({ version }) => version === questionnaire.version)
  if (own.length === 0) return <p class="note">{say('usedNowhere')}</p>
  return (
    <ul>
      {own.map(({ code, title }) => <li key={code}><a href={`/admin/campaigns/${encodeURIComponent(code)}`}>{localised(title, language)}</a>: {say('responsesOf', { n: numbers.count(totals.get(code) ?? 0) })}</li>)}
    </ul>
  )
}

function Acts({ reader: { say }, published: { questionnaire, isArchived }, design, versions }: Props) {
  const address = questionnaireAddress(questionnaire)
  const which = say('version', { n: String(questionnaire.version) })
  const isNewest = versions[0]?.questionnaire.version === questionnaire.version
  const [next, archive] = [say(isNewest ? 'designNext' : 'restoreVersion'), say(isArchived ? 'unarchive' : 'archive')]
  return (
    <div class="acts">
      {design === undefined && <form method="post" action={`${address}/next`}><button type="submit" class="quiet" aria-label={`${next}: ${which}`}>{next}</button></form>}
      <a href={copyAddress(questionnaire)} aria-label={`${say('designCopy')}: ${which}`}>{say('designCopy')}</a>
      <a href={`${address}/definition.json`} download aria-label={`${say('downloadJson')}: ${which}`}>{say('downloadJson')}</a>
      <form method="post" action={`${address}/${isArchived ? 'unarchive' : 'archive'}`}><button type="submit" class="quiet" aria-label={`${archive}: ${which}`}>{archive}</button></form>
    </div>
  )
}
