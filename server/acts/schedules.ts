import { randomUUID } from 'node:crypto'
import type { DraftProblem } from '../../surveys/fielding/drafts'
import {
  checkSchedule,
  draftedSchedule,
  draftOfSchedule,
  dueAfter,
  type Schedule,
  type ScheduleChoices,
  type ScheduleDraft,
} from '../../surveys/fielding/schedules'
import { localDay } from '../../surveys/instrument/calendar'
import type { Details } from '../db/events'
import {
  type DeliveryKey,
  findSchedule,
  insertDelivery,
  insertSchedule,
  listSchedules,
  removeSchedule,
  retryDelivery,
  updateSchedule,
} from '../db/schedules'
import { type Act, changes, did, failed, nothing } from './act'

type Unknown = { readonly code: 'unknown' }
type Wrong = { readonly code: 'wrong'; readonly problems: readonly DraftProblem[] }
type Drafted = { readonly draft: ScheduleDraft; readonly choices: ScheduleChoices }

/** Lets something be sent by itself from its next day on. */
export const createSchedule: Act<Drafted, undefined, Wrong> = {
  name: 'schedules.create',
  run: async ({ database, now }, _, { draft, choices }) => {
    const problems = [...checkSchedule(draft, choices), ...taken(await listSchedules(database), draft)]
    if (problems.length > 0) return failed({ code: 'wrong', problems })
    const schedule = dated(draftedSchedule(randomUUID(), draft, ''), localDay(now()))
    await insertSchedule(database, schedule)
    return did(schedule.name, toldOf(schedule))
  },
  again: () => undefined,
}

/** Changes one; its next day follows anew where its rhythm is another. */
export const changeSchedule: Act<Drafted & { readonly id: string }, undefined, Unknown | Wrong> = {
  name: 'schedules.change',
  run: async ({ database, now }, _, { id, draft, choices }) => {
    const before = await findSchedule(database, id)
    if (!before) return failed({ code: 'unknown' })
    const others = (await listSchedules(database)).filter((one) => one.id !== id)
    const problems = [...checkSchedule(draft, choices), ...taken(others, draft)]
    if (problems.length > 0) return failed({ code: 'wrong', problems })
    const wanted = draftedSchedule(id, draft, before.nextOn)
    const isMoved = wanted.rhythm !== before.rhythm || wanted.offset !== before.offset || (before.isPaused && !wanted.isPaused)
    const after = isMoved ? dated(wanted, localDay(now())) : wanted
    if (JSON.stringify(draftOfSchedule(before)) === JSON.stringify(draftOfSchedule(after))) return nothing(undefined)
    await updateSchedule(database, after)
    return did(after.name, changes(toldOf(before), toldOf(after)))
  },
}

/** Ends one; what it sent stays in the list. */
export const deleteSchedule: Act<{ readonly id: string }, undefined, Unknown> = {
  name: 'schedules.delete',
  run: async ({ database }, _, { id }) => {
    const gone = await findSchedule(database, id)
    if (!gone) return failed({ code: 'unknown' })
    await removeSchedule(database, id)
    return did(gone.name, { before: toldOf(gone) })
  },
}

/** Sends it today as if it were due, once a day at the most. */
export const sendSchedule: Act<{ readonly id: string }, undefined, Unknown | { readonly code: 'sent' }> = {
  name: 'schedules.send',
  run: async ({ database, now }, _, { id }) => {
    const schedule = await findSchedule(database, id)
    if (!schedule) return failed({ code: 'unknown' })
    const [today, instant] = [localDay(now()), new Date(now()).toISOString()]
    return (await insertDelivery(database, schedule, today, instant)) ? did(schedule.name, { due: today }) : failed({ code: 'sent' })
  },
}

/** Tries again what was given up, or the letters of it that were. */
export const retrySchedule: Act<DeliveryKey, undefined, Unknown> = {
  name: 'schedules.retry',
  run: async ({ database, now }, _, key) => {
    const schedule = await findSchedule(database, key.schedule)
    if (!schedule || !(await retryDelivery(database, key, new Date(now()).toISOString()))) return failed({ code: 'unknown' })
    return did(schedule.name, { due: key.due_on })
  },
}

const dated = (schedule: Schedule, today: string): Schedule => ({ ...schedule, nextOn: dueAfter(schedule.rhythm, schedule.offset, today) })

const taken = (others: readonly Schedule[], { name }: ScheduleDraft): readonly DraftProblem[] =>
  others.some((one) => one.name === name) ? [{ field: 'name', code: 'taken', seen: name }] : []

const toldOf = (schedule: Schedule): Details => {
  const { name, content, campaign, language, rhythm, offset, folder, paused, recipients } = draftOfSchedule(schedule)
  return { name, sends: content, campaign, language, rhythm, offset, folder, paused: paused !== '', recipients: recipients.length }
}
