import { setImmediate as turn } from 'node:timers/promises'
import { folded } from '../../surveys/instrument/folding'
import type { Database } from '../db/dialect'
import { type Door, doors, type LogWanted, logBackwards } from '../db/events'
import type { EventRow } from '../db/tables'
import { isDay } from '../../surveys/instrument/calendar'

/** What a reader of the log looks for; an empty field looks for nothing. Days are local and inclusive. */
export type LogQuery = {
  readonly person: string
  readonly kind: string
  readonly door: Door | ''
  readonly from: string
  readonly to: string
  readonly object: string
  readonly text: string
}

const longestTyped = 200

/** The search that an address names; what cannot be looks for nothing. */
export function readLogQuery(field: (name: string) => string | undefined): LogQuery {
  const typed = (name: keyof LogQuery): string => (field(name) ?? '').replaceAll('\0', '').trim().slice(0, longestTyped)
  const day = (name: 'from' | 'to'): string => (isDay(typed(name)) ? typed(name) : '')
  return {
    person: typed('person'),
    kind: typed('kind'),
    door: doors.find((door) => door === typed('door')) ?? '',
    from: day('from'),
    to: day('to'),
    object: typed('object'),
    text: typed('text'),
  }
}

export type LogPage = {
  readonly entries: readonly EventRow[]
  /** Where older ones begin; undefined where there are none. */
  readonly older: number | undefined
}

const pageEntries = 50
/** One request looks through so many at most; who wants to goes on from there. */
const mostLooked = 20_000

/** What is found before a number, the newest first. `sentence` is what a reader sees of an entry, so that is where text is looked for. */
export async function readLogPage(
  database: Database,
  query: LogQuery,
  before: number | undefined,
  sentence: (entry: EventRow) => string,
): Promise<LogPage> {
  const entries: EventRow[] = []
  let looked = 0
  for await (const page of found(database, query, before, sentence)) {
    for (const { entry, isMeant } of page) {
      looked += 1
      if (isMeant && entries.length === pageEntries) return { entries, older: entries.at(-1)?.seq }
      if (isMeant) entries.push(entry)
      if (looked === mostLooked) return { entries, older: entry.seq }
    }
    await turn()
  }
  return { entries, older: undefined }
}

/** Everything that is found, in pages, the newest first. */
export async function* allFound(
  database: Database,
  query: LogQuery,
  sentence: (entry: EventRow) => string,
): AsyncGenerator<readonly EventRow[]> {
  for await (const page of found(database, query, undefined, sentence)) {
    yield page.filter(({ isMeant }) => isMeant).map(({ entry }) => entry)
    await turn()
  }
}

type Looked = { readonly entry: EventRow; readonly isMeant: boolean }

async function* found(
  database: Database,
  query: LogQuery,
  before: number | undefined,
  sentence: (entry: EventRow) => string,
): AsyncGenerator<readonly Looked[]> {
  const [object, text] = [folded(query.object), folded(query.text)]
  const isMeant = (entry: EventRow): boolean =>
    (object === '' || folded(entry.object).includes(object)) &&
    (text === '' || folded(`${sentence(entry)} ${entry.person} ${entry.object} ${entry.act} ${entry.details}`).includes(text))
  for await (const page of logBackwards(database, wantedOf(query), before)) yield page.map((entry) => ({ entry, isMeant: isMeant(entry) }))
}

function wantedOf({ person, kind, door, from, to }: LogQuery): LogWanted {
  const start = (day: string, days: number): string =>
    `${new Date(Date.parse(`${day}T00:00:00+07:00`) + days * 86_400_000).toISOString().slice(0, 19)}Z`
  return { person, kind, door, from: from === '' ? '' : start(from, 0), before: to === '' ? '' : start(to, 1) }
}
