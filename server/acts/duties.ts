import { randomUUID } from 'node:crypto'
import { checkDuty, draftedDuty, draftOfDuty, type Duty, type DutyDraft, isDutyDay } from '../../surveys/fielding/duties'
import type { DraftProblem } from '../../surveys/fielding/drafts'
import { localDay } from '../../surveys/instrument/calendar'
import { localised } from '../../surveys/instrument/language'
import { insertDutyDone, listDuties, removeDutyDone, saveDuty } from '../db/duties'
import type { Database } from '../db/dialect'
import { type Act, changes, did, failed, nothing } from './act'

type Unknown = { readonly code: 'unknown' }
type Wrong = { readonly code: 'wrong'; readonly problems: readonly DraftProblem[] }

/** Adds a duty of the office's own. */
export const createDuty: Act<DutyDraft, undefined, Wrong> = {
  name: 'duties.create',
  run: async ({ database }, _, draft) => {
    const problems = checkDuty(draft)
    if (problems.length > 0) return failed({ code: 'wrong', problems })
    const code = `own-${randomUUID().slice(0, 8)}`
    await saveDuty(database, draftedDuty(code, draft), 'kept')
    return did(draft.name, { code, ...told(draft) })
  },
  again: () => undefined,
}

/** Changes a duty, one that is shipped too. */
export const changeDuty: Act<{ readonly code: string; readonly draft: DutyDraft }, undefined, Unknown | Wrong> = {
  name: 'duties.change',
  run: async ({ database }, _, { code, draft }) => {
    const before = await dutyNamed(database, code)
    if (!before) return failed({ code: 'unknown' })
    const problems = checkDuty(draft)
    if (problems.length > 0) return failed({ code: 'wrong', problems })
    const old = draftOfDuty(before)
    if (JSON.stringify(old) === JSON.stringify(draft) && !before.isProposed) return nothing(undefined)
    await saveDuty(database, draftedDuty(code, draft), 'kept')
    return did(draft.name, changes(told(old), told(draft)))
  },
}

/** Says that the days that are proposed for a duty are the office's own. */
export const confirmDuty: Act<{ readonly code: string }, undefined, Unknown> = {
  name: 'duties.confirm',
  run: async ({ database }, _, { code }) => {
    const duty = await dutyNamed(database, code)
    if (!duty) return failed({ code: 'unknown' })
    if (!duty.isProposed) return nothing(undefined)
    await saveDuty(database, duty, 'kept')
    return did(localised(duty.name, 'vi'), told(draftOfDuty(duty)))
  },
}

/** Takes a duty off the list; what was done of it is kept. */
export const dropDuty: Act<{ readonly code: string }, undefined, Unknown> = {
  name: 'duties.drop',
  run: async ({ database }, _, { code }) => {
    const duty = await dutyNamed(database, code)
    if (!duty) return failed({ code: 'unknown' })
    await saveDuty(database, duty, 'dropped')
    return did(localised(duty.name, 'vi'), { before: told(draftOfDuty(duty)) })
  },
}

type OnDay = { readonly code: string; readonly dueOn: string }

/** Says that a duty was done for one of the days on which it stands in the calendar. */
export const finishDuty: Act<OnDay & { readonly note: string }, undefined, Unknown> = {
  name: 'duties.finish',
  run: async ({ database, now }, { name }, { code, dueOn, note }) => {
    const [duty, today] = [await dutyNamed(database, code), localDay(now())]
    const isThere = duty !== undefined && isDutyDay(duty.rule, dueOn, today)
    const done = { duty: code, dueOn, doneOn: today, person: name, note: note.slice(0, longestNote) }
    if (!isThere || !(await insertDutyDone(database, done))) return failed({ code: 'unknown' })
    return did(localised(duty.name, 'vi'), { due: dueOn, text: done.note })
  },
}

/** Says that it was not done after all. */
export const reopenDuty: Act<OnDay, undefined, Unknown> = {
  name: 'duties.reopen',
  run: async ({ database }, _, { code, dueOn }) => {
    if (!(await removeDutyDone(database, code, dueOn))) return failed({ code: 'unknown' })
    const duty = await dutyNamed(database, code)
    return did(duty ? localised(duty.name, 'vi') : code, { due: dueOn })
  },
}

const longestNote = 500

const dutyNamed = async (database: Database, code: string): Promise<Duty | undefined> =>
  (await listDuties(database)).find((duty) => duty.code === code)

const told = ({ name, name_en: _, every, offset, on, who, basis }: DutyDraft) => ({
  name,
  rhythm: every,
  offset: every === 'date' ? on : offset,
  person: who,
  source: basis,
})
