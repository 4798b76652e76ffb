import { type Duty, type DutyDone, readRule, shippedDuties } from '../../surveys/fielding/duties'
import { localDay } from '../../surveys/instrument/calendar'
import type { Database } from './dialect'
import { eventsNamed } from './events'
import type { DutyRow } from './tables'

/** The duties of the office: those that are shipped, as far as it has not changed or dropped them, and its own. */
export async function listDuties({ db }: Database): Promise<readonly Duty[]> {
  const rows = await db.selectFrom('duties').selectAll().orderBy('code').execute()
  const own = new Map(rows.map((row) => [row.code, row]))
  const known = new Set(shippedDuties.map(({ code }) => code))
  const kept = (row: DutyRow | undefined, otherwise: readonly Duty[]): readonly Duty[] =>
    row ? (row.dropped === 1 ? [] : [dutyOf(row)]) : otherwise
  return [
    ...shippedDuties.flatMap((duty) => kept(own.get(duty.code), [duty])),
    ...rows.filter(({ code }) => !known.has(code)).flatMap((row) => kept(row, [])),
  ]
}

function dutyOf({ code, name, who, basis, rule }: DutyRow): Duty {
  return {
    code,
    name: JSON.parse(name),
    who: JSON.parse(who),
    basis: JSON.parse(basis),
    rule: readRule(JSON.parse(rule)),
    isProposed: false,
  }
}

/** Keeps a duty as the office has it, or that it has it no more. */
export async function saveDuty({ db }: Database, { code, name, who, basis, rule }: Duty, kept: 'kept' | 'dropped'): Promise<void> {
  const row: DutyRow = {
    code,
    name: JSON.stringify(name),
    who: JSON.stringify(who),
    basis: JSON.stringify(basis),
    rule: JSON.stringify(rule),
    dropped: kept === 'dropped' ? 1 : 0,
  }
  await db
    .insertInto('duties')
    .values(row)
    .onConflict((conflict) => conflict.column('code').doUpdateSet(row))
    .execute()
}

/** Since which day the office has each duty of its own, by code, as the log tells it. */
export async function dutiesMadeOn(database: Database): Promise<ReadonlyMap<string, string>> {
  const made = await eventsNamed(database, 'duties.create', '')
  return new Map(
    made.flatMap(({ at, details }): readonly (readonly [string, string])[] => {
      const { code }: { readonly code?: string } = JSON.parse(details)
      return code === undefined ? [] : [[code, localDay(Date.parse(at))]]
    }),
  )
}

export async function listDutiesDone({ db }: Database): Promise<readonly DutyDone[]> {
  const rows = await db.selectFrom('duties_done').selectAll().orderBy('due_on', 'desc').orderBy('duty').limit(500).execute()
  return rows.map(({ due_on, done_on, ...rest }) => ({ ...rest, dueOn: due_on, doneOn: done_on }))
}

/** Says that a duty was done for one of its days; false where that was said before. */
export async function insertDutyDone({ db }: Database, { duty, dueOn, doneOn, person, note }: DutyDone): Promise<boolean> {
  const made = await db
    .insertInto('duties_done')
    .values({ duty, due_on: dueOn, done_on: doneOn, person, note })
    .onConflict((conflict) => conflict.columns(['duty', 'due_on']).doNothing())
    .returning('duty')
    .executeTakeFirst()
  return made !== undefined
}

export async function removeDutyDone({ db }: Database, duty: string, dueOn: string): Promise<boolean> {
  const gone = await db.deleteFrom('duties_done').where('duty', '=', duty).where('due_on', '=', dueOn).returning('duty').executeTakeFirst()
  return gone !== undefined
}
