import { localised } from '../../../../surveys/language'
import type { QuestionnaireEventRow } from '../../../db/tables'
import { isQuestionnaireAct, questionnaireActs } from '../../../db/questionnaire-events'
import { momentText } from '../account/moment'
import { readAccepted } from '../design/event-notes'
import type { Reader } from '../reader'
import { Region } from '../Region'
import type { HistoryOf } from './History'

/** Who did what when, the newest first. */
export const Events = ({ reader, id, events, design }: Pick<HistoryOf, 'reader' | 'id' | 'events' | 'design'>) => (
  <section class="card">
    <h2>{reader.say('events')}</h2>
    {events.length === 0 ? <p class="note">{reader.say('eventsNone')}</p> : (
      <Region label={reader.say('events')}>
        <table class="list events">
          <thead><tr>{(['eventWhen', 'eventWho', 'eventWhat', 'eventNote'] as const).map((word) => <th key={word} scope="col">{reader.say(word)}</th>)}</tr></thead>
          <tbody>
            {inOrder(events).map((event) => (
              <tr key={event.id}>
                <td>{momentText(reader, event.at)}</td>
                <td>{event.person}</td>
                <th scope="row">{actText(reader, event)}</th>
                <td><Note {...{ reader, event, id }} isFree={design === undefined} /></td>
              </tr>
            ))}
          </tbody>
        </table>
      </Region>
    )}
  </section>
)

/** The newest first; what was done in one go, the last step first. */
const inOrder = (events: readonly QuestionnaireEventRow[]): readonly QuestionnaireEventRow[] =>
  events.toSorted((a, b) => (a.at === b.at ? stepOf(b) - stepOf(a) : a.at < b.at ? 1 : -1))

const stepOf = ({ act }: QuestionnaireEventRow): number => questionnaireActs.findIndex((one) => one === act)

const actText = ({ say }: Reader, { act, version }: QuestionnaireEventRow): string => (isQuestionnaireAct(act) ? say(`event_${act}`, { n: String(version) }) : act)

type NoteProps = { readonly reader: Reader; readonly event: QuestionnaireEventRow; readonly id: string; /** Nothing is being designed, so that something can come back. */ readonly isFree: boolean }

function Note({ reader: { say, language }, event: { id: event, act, note }, id, isFree }: NoteProps) {
  if (act === 'accepted') {
    const { reason, warning, path } = readAccepted(note)
    return <>{reason}<small>{localised(warning, language)} <code>{path}</code></small></>
  }
  if (act !== 'discarded') return <>{note}</>
  if (!isFree) return <span class="note">{say('restoreLater')}</span>
  return <form method="post" action={`/admin/questionnaires/${encodeURIComponent(id)}/history/${event}/restore`}><button type="submit" class="quiet">{say('restoreDesign')}</button></form>
}
