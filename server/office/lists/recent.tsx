import type { Context } from 'hono'
import { personOf } from '../../access/permission'
import { areaFor } from '../../access/seen'
import type { ActName } from '../../acts/table'
import { type Event, lastEvents } from '../../db/events'
import type { OfficeDeps } from '../frame/deps'
import { momentText, type Reader } from '../frame/reader'
import { ColumnHeads, Region } from '../frame/shell'
import type { Permission } from '../../../surveys/people/roles'

/** One time at which a list was changed by many entries at once. */
export type RecentEntry = {
  readonly batch: string
  readonly at: string
  readonly person: string
  readonly object: string
  /** Which act it was. */
  readonly act: string
  readonly counts: { readonly added: number; readonly changed: number; readonly removed: number }
  readonly state: 'stands' | 'undone' | 'undoing'
}

const shownLast = 10
/** Undone ones are looked for a little further back. */
const readLast = 60

/** What was entered last, by whoever asks, or by everybody where they may do it everywhere. */
export async function recentEntries(
  deps: OfficeDeps,
  c: Context,
  acts: readonly ActName[],
  to: Permission,
): Promise<readonly RecentEntry[]> {
  const [person, area] = [await personOf(deps, c), await areaFor(deps, c, to)]
  const events = (await lastEvents(deps.database, acts, readLast)).filter(
    ({ account }) => area === 'everywhere' || (account !== '' && account === person?.id),
  )
  const read = events.map((event) => ({ event, details: detailsOf(event) }))
  const undone = new Set(read.flatMap(({ details }) => textIn(details['undone'])))
  return read
    .flatMap(({ event: { at, person: name, object, act }, details }): readonly RecentEntry[] => {
      const [batch] = textIn(details['batch'])
      if (batch === undefined) return []
      const counts = { added: countIn(details['added']), changed: countIn(details['changed']), removed: countIn(details['removed']) }
      const state = undone.has(batch) ? 'undone' : details['undone'] === undefined ? 'stands' : 'undoing'
      return [{ batch, at, person: name, object, act, counts, state }]
    })
    .slice(0, shownLast)
}

const detailsOf = ({ details }: Event): Readonly<Record<string, unknown>> => JSON.parse(details)
const textIn = (value: unknown): readonly string[] => (typeof value === 'string' ? [value] : [])
const countIn = (value: unknown): number => (typeof value === 'number' ? value : Array.isArray(value) ? value.length : 0)

type Props = {
  readonly reader: Reader
  readonly entries: readonly RecentEntry[]
  readonly action: string
  readonly mayUndo: boolean
  /** What is entered there: cells of a grid, or entries of a list. */
  readonly of: 'cells' | 'entries'
}

/** What was entered last, each with a button that takes it back. */
export function Recent({ reader, entries, action, mayUndo, of }: Props) {
  const { say, numbers } = reader
  if (entries.length === 0) return null
  const title = of === 'cells' ? 'dossiersRecent' : 'listRecent'
  return (
    <section class="card" id="recent">
      <h2>{say(title)}</h2>
      <p class="note">{say(of === 'cells' ? 'dossiersRecentText' : 'listRecentText')}</p>
      <Region label={say(title)}>
        <table class="list folds">
          <ColumnHeads
            columns={[{ title: say('logWhen') }, { title: say('logPerson') }, { title: say('logWhat') }, { title: say('undoEntry') }]}
          />
          <tbody>
            {entries.map(({ batch, at, person, object, counts, state }) => (
              <tr key={batch}>
                <th scope="row">{momentText(reader, at)}</th>
                <td data-label={say('logPerson')}>{doerName(reader, person)}</td>
                <td>
                  {say(of === 'cells' ? 'dossiersBatch' : 'listBatch', {
                    added: numbers.count(counts.added),
                    changed: numbers.count(counts.changed),
                    removed: numbers.count(counts.removed),
                  })}
                  {object !== '' && <small>{of === 'cells' ? object.split(' – ').map(numbers.month).join(' – ') : object}</small>}
                </td>
                <td>
                  {state === 'stands' && mayUndo ? (
                    <form method="post" action={action}>
                      <input type="hidden" name="batch" value={batch} />
                      <button class="quiet" type="submit" aria-label={say('undoLabel', { when: momentText(reader, at) })}>
                        {say('undoEntry')}
                      </button>
                    </form>
                  ) : state === 'stands' ? (
                    ''
                  ) : (
                    say(state === 'undone' ? 'dossiersUndone' : 'dossiersUndoing')
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Region>
    </section>
  )
}

const commandPrefix = 'command:'

export const doerName = ({ say }: Reader, person: string): string =>
  person.startsWith(commandPrefix) ? say('logServer', { name: person.slice(commandPrefix.length) }) : person
