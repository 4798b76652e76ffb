import { dueAfter, isRhythm, type Schedule } from '../../surveys/fielding/schedules'
import { type Database, whole } from './dialect'
import type { DeliveryFileRow, DeliveryRow, LetterRow, ScheduleRow } from './tables'

export async function listSchedules({ db }: Database): Promise<readonly Schedule[]> {
  return (await db.selectFrom('schedules').selectAll().orderBy('next_on').orderBy('id').execute()).map(scheduleOf)
}

export async function findSchedule({ db }: Database, id: string): Promise<Schedule | undefined> {
  const row = await db.selectFrom('schedules').selectAll().where('id', '=', id).executeTakeFirst()
  return row && scheduleOf(row)
}

function scheduleOf({ offset_days: offset, next_on: nextOn, recipients, campaign, paused, rhythm, ...row }: ScheduleRow): Schedule {
  const ids: readonly string[] = JSON.parse(recipients)
  return {
    ...row,
    rhythm: isRhythm(rhythm) ? rhythm : 'week',
    campaign: campaign || undefined,
    offset,
    nextOn,
    recipients: ids,
    isPaused: paused === 1,
  }
}

const rowOf = ({ offset, nextOn, recipients, campaign, isPaused, ...schedule }: Schedule): ScheduleRow => ({
  ...schedule,
  campaign: campaign ?? '',
  offset_days: offset,
  recipients: JSON.stringify(recipients),
  paused: isPaused ? 1 : 0,
  next_on: nextOn,
})

export async function insertSchedule({ db }: Database, schedule: Schedule): Promise<void> {
  await db.insertInto('schedules').values(rowOf(schedule)).execute()
}

export async function updateSchedule({ db }: Database, schedule: Schedule): Promise<void> {
  await db.updateTable('schedules').set(rowOf(schedule)).where('id', '=', schedule.id).execute()
}

/** Takes a schedule away; what it sent stays in the list of what was sent. */
export async function removeSchedule({ db }: Database, id: string): Promise<void> {
  await db.deleteFrom('schedules').where('id', '=', id).execute()
}

/** Makes what is due on a day wait to be made, each time once however many look: the next day and the delivery are written together. */
export async function planDeliveries(database: Database, today: string, now: string): Promise<number> {
  const due = await database.db.selectFrom('schedules').selectAll().where('paused', '=', 0).where('next_on', '<=', today).execute()
  let planned = 0
  for (const row of due) if (await planOne(database, scheduleOf(row), now)) planned += 1
  return planned
}

const planOne = (database: Database, schedule: Schedule, now: string): Promise<boolean> =>
  whole(database, async (within) => {
    const { id, rhythm, offset, nextOn } = schedule
    const taken = await within.db
      .updateTable('schedules')
      .set({ next_on: dueAfter(rhythm, offset, nextOn) })
      .where('id', '=', id)
      .where('next_on', '=', nextOn)
      .returning('id')
      .executeTakeFirst()
    return taken !== undefined && insertDelivery(within, schedule, nextOn, now)
  })

/** Makes one delivery of a schedule wait; false where that day has its own already. */
export async function insertDelivery({ db }: Database, { id, name, folder }: Schedule, dueOn: string, now: string): Promise<boolean> {
  const made = await db
    .insertInto('deliveries')
    .values({ schedule: id, due_on: dueOn, name, folder, due_at: now, ...unsent })
    .onConflict((conflict) => conflict.columns(['schedule', 'due_on']).doNothing())
    .returning('schedule')
    .executeTakeFirst()
  return made !== undefined
}

const unsent = {
  campaign: '',
  state: 'waiting',
  tries: 0,
  ended_at: '',
  trouble: '',
  skipped: '[]',
  file_name: '',
  file_bytes: 0,
} as const

/** One delivery among all. */
export type DeliveryKey = Pick<DeliveryRow, 'schedule' | 'due_on'>

const open = ['waiting', 'making'] as const

/** Takes the delivery that has been due longest, until then nobody else has it; undefined when none is due. */
export async function claimDelivery({ db }: Database, now: string, until: string): Promise<DeliveryRow | undefined> {
  const due = await db
    .selectFrom('deliveries')
    .select(['schedule', 'due_on', 'tries'])
    .where('state', 'in', open)
    .where('due_at', '<=', now)
    .orderBy('due_at')
    .orderBy('schedule')
    .limit(1)
    .executeTakeFirst()
  if (!due) return undefined
  return db
    .updateTable('deliveries')
    .set({ state: 'making', tries: due.tries + 1, due_at: until })
    .where('schedule', '=', due.schedule)
    .where('due_on', '=', due.due_on)
    .where('tries', '=', due.tries)
    .where('state', 'in', open)
    .returningAll()
    .executeTakeFirst()
}

type DeliveryEnd = Partial<Omit<DeliveryRow, 'schedule' | 'due_on' | 'tries'>>

/** Says what became of the try that was begun; false where its time ran out and somebody else has it. */
export async function endDelivery({ db }: Database, row: DeliveryKey & Pick<DeliveryRow, 'tries'>, end: DeliveryEnd): Promise<boolean> {
  const ended = await db
    .updateTable('deliveries')
    .set(end)
    .where('schedule', '=', row.schedule)
    .where('due_on', '=', row.due_on)
    .where('state', '=', 'making')
    .where('tries', '=', row.tries)
    .returning('schedule')
    .executeTakeFirst()
  return ended !== undefined
}

/** Lets a delivery be made again that failed, or one of whose letters did: then for those alone. False where nothing failed. */
export async function retryDelivery({ db }: Database, key: DeliveryKey, now: string): Promise<boolean> {
  const failed = await db
    .selectFrom('delivery_letters')
    .innerJoin('letters', 'letters.id', 'delivery_letters.letter')
    .select('letter')
    .where('schedule', '=', key.schedule)
    .where('due_on', '=', key.due_on)
    .where('letters.state', '=', 'failed')
    .execute()
  const letters = failed.map(({ letter }) => letter)
  if (letters.length > 0) await db.deleteFrom('delivery_letters').where('letter', 'in', letters).execute()
  const again = await db
    .updateTable('deliveries')
    .set({ state: 'waiting', tries: 0, due_at: now, ended_at: '', trouble: '', skipped: '[]' })
    .where('schedule', '=', key.schedule)
    .where('due_on', '=', key.due_on)
    .where('state', 'in', letters.length > 0 ? ['failed', 'sent'] : ['failed'])
    .returning('schedule')
    .executeTakeFirst()
  return again !== undefined
}

/** The accounts to which a letter of it went or is on its way. */
export async function reachedBefore({ db }: Database, key: DeliveryKey): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom('delivery_letters')
    .innerJoin('letters', 'letters.id', 'delivery_letters.letter')
    .select('account')
    .where('schedule', '=', key.schedule)
    .where('due_on', '=', key.due_on)
    .execute()
  return new Set(rows.map(({ account }) => account))
}

export async function insertDelivered(
  { db }: Database,
  key: DeliveryKey,
  file: Omit<DeliveryFileRow, keyof DeliveryKey> | undefined,
  letters: readonly string[],
): Promise<void> {
  const { schedule, due_on } = key
  await db.deleteFrom('delivery_files').where('schedule', '=', schedule).where('due_on', '=', due_on).execute()
  if (file)
    await db
      .insertInto('delivery_files')
      .values({ schedule, due_on, ...file })
      .execute()
  if (letters.length > 0)
    await db
      .insertInto('delivery_letters')
      .values(letters.map((letter) => ({ schedule, due_on, letter })))
      .execute()
}

/** The file of a delivery; undefined where it had none, or it has had its time. */
export const deliveryFile = ({ db }: Database, { schedule, due_on }: DeliveryKey): Promise<DeliveryFileRow | undefined> =>
  db.selectFrom('delivery_files').selectAll().where('schedule', '=', schedule).where('due_on', '=', due_on).executeTakeFirst()

const shownAtMost = 60

/** What was sent or is to be, the latest first. */
export const listDeliveries = ({ db }: Database): Promise<readonly DeliveryRow[]> =>
  db.selectFrom('deliveries').selectAll().orderBy('due_on', 'desc').orderBy('schedule').limit(shownAtMost).execute()

export type DeliveryLetter = DeliveryKey & Pick<LetterRow, 'name' | 'address' | 'state' | 'trouble' | 'tries'>

/** The letters of such deliveries, with what became of each; those that ended long ago are forgotten. */
export const lettersOfDeliveries = ({ db }: Database, schedules: readonly string[]): Promise<readonly DeliveryLetter[]> =>
  db
    .selectFrom('delivery_letters')
    .innerJoin('letters', 'letters.id', 'delivery_letters.letter')
    .select(['schedule', 'due_on', 'letters.name', 'address', 'letters.state', 'letters.trouble', 'letters.tries'])
    .where('schedule', 'in', ['', ...schedules])
    .orderBy('address')
    .execute()

/** Forgets the files of what ended before an instant. */
export async function sweepDeliveries({ db }: Database, before: string): Promise<void> {
  const old = await db
    .selectFrom('delivery_files')
    .innerJoin('deliveries', (join) =>
      join.onRef('deliveries.schedule', '=', 'delivery_files.schedule').onRef('deliveries.due_on', '=', 'delivery_files.due_on'),
    )
    .select(['deliveries.schedule', 'deliveries.due_on'])
    .where('ended_at', '<>', '')
    .where('ended_at', '<', before)
    .execute()
  for (const { schedule, due_on } of old)
    await db.deleteFrom('delivery_files').where('schedule', '=', schedule).where('due_on', '=', due_on).execute()
}
