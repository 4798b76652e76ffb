import { permissions } from '../../surveys/people/roles'
import { act, type Actor, did } from '../../server/acts/act'
import type { LogFault } from '../../server/db/chain'
import type { Database } from '../../server/db/dialect'
import { readWithin } from '../../server/db/events'
import type { EventRow } from '../../server/db/tables'
import { seeded } from '../surveys/random'

export const lan: Actor = { id: 'lan-id', name: 'Nguyễn Thị Lan', via: 'session', permissions, door: 'page' }
export const now = () => Date.parse('2026-11-28T01:02:03.456Z')

/** Fills a log with so many acts, in words that come in two spellings of Unicode. */
export async function filled(database: Database, acts: number): Promise<void> {
  for (let one = 0; one < acts; one += 1)
    await act({ database, now }, lan, { name: 'campaigns.open', run: () => Promise.resolve(did(`c${one}`, { to: `Ngày ${one}` })) }, {})
}

/** Does so many things to the log, each taken back again; gives those whose entry was not named. */
export async function missedTamperings(database: Database, rounds: number): Promise<readonly unknown[]> {
  const random = seeded(28)
  const rows = await database.db.selectFrom('events').selectAll().orderBy('seq').execute()
  const missed: unknown[] = []
  // One transaction, so that nothing waits for the disk.
  await database.db
    .transaction()
    .execute(async (db) => {
      const within = { ...database, db }
      for (let round = 0; round < rounds; round += 1) {
        const { first, changed } = tampering(rows, random)
        await put(within, rows, changed)
        const { fault } = await readWithin(within)
        if (fault?.seq !== first.seq || !first.codes.includes(fault.code)) missed.push({ first, fault, changed })
        await put(within, changed, rows)
      }
      throw new TakenBack()
    })
    .catch((error: unknown) => {
      if (!(error instanceof TakenBack)) throw error
    })
  return missed
}

class TakenBack extends Error {}

type Named = { readonly seq: number; readonly codes: readonly LogFault['code'][] }

/** One thing that somebody might do to the log, and the number of the entry that has to be named. */
function tampering(rows: readonly EventRow[], random: () => number): { readonly first: Named; readonly changed: readonly EventRow[] } {
  const below = (most: number): number => Math.floor(random() * most)
  const at = below(rows.length)
  const hit = rows[at]
  if (!hit) throw new Error('a log without entries')
  const kind = below(4)
  if (kind === 0) return { first: { seq: hit.seq, codes: ['changed'] }, changed: rows.with(at, altered(hit, below)) }
  if (kind === 1) {
    const codes = at === rows.length - 1 ? (['cut'] as const) : (['missing'] as const)
    return { first: { seq: hit.seq, codes }, changed: rows.toSpliced(at, 1) }
  }
  const other = rows[(at + 1 + below(rows.length - 1)) % rows.length] ?? hit
  if (kind === 2) {
    const changed = rows.map((row) =>
      row === hit ? { ...other, seq: hit.seq, once: hit.once } : row === other ? { ...hit, seq: other.seq, once: other.once } : row,
    )
    return { first: { seq: Math.min(hit.seq, other.seq), codes: ['changed'] }, changed }
  }
  // Put in between: what follows is moved on by one.
  const moved = rows.slice(at).map((row) => ({ ...row, seq: row.seq + 1 }))
  return { first: { seq: hit.seq, codes: ['changed'] }, changed: [...rows.slice(0, at), altered(hit, below), ...moved] }
}

/** Another letter in any column, or only another spelling of the same one. */
function altered(row: EventRow, below: (most: number) => number): EventRow {
  const columns = ['at', 'account', 'person', 'act', 'kind', 'object', 'details', 'hash'] as const
  const column = columns[below(columns.length)] ?? 'details'
  const text = row[column]
  const spelled = row.person.normalize('NFD')
  if (column === 'person' && spelled !== row.person && below(2) === 0) return { ...row, person: spelled }
  const place = below(text.length)
  return { ...row, [column]: `${text.slice(0, place)}${text[place] === 'x' ? 'y' : 'x'}${text.slice(place + 1)}` }
}

/** Makes the stored log from one list of entries another. */
async function put({ db }: Database, from: readonly EventRow[], to: readonly EventRow[]): Promise<void> {
  const other = (one: readonly EventRow[], two: readonly EventRow[]) => one.filter((row) => !two.includes(row))
  for (const { seq } of other(from, to)) await db.deleteFrom('events').where('seq', '=', seq).execute()
  const added = other(to, from)
  if (added.length > 0) await db.insertInto('events').values(added).execute()
}
