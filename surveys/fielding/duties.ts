import { daysBetween, daysLater, isDay } from '../instrument/calendar'
import type { LocalText } from '../instrument/schema'
import type { DraftProblem } from './drafts'
import { nameProblems } from './drafts'
import shipped from './duties.json'
import { dueAfter, isRhythm, mostOffset, periodBefore, type Rhythm } from './schedules'

/** On which days something is due: so many days after each period, or on one day of every year (`MM-DD`). */
export type DutyRule = { readonly every: Rhythm; readonly offset: number } | { readonly on: string }

/** Something that the office has to do by a day, again and again. */
export type Duty = {
  readonly code: string
  readonly name: LocalText
  readonly who: LocalText
  readonly basis: LocalText
  readonly rule: DutyRule
  /** Its days are proposed: nothing that binds every province names them, and the office has not said that they are its own. */
  readonly isProposed: boolean
}

/** The duties of a province that measures satisfaction, until an office makes them its own. */
export const shippedDuties: readonly Duty[] = shipped.map(({ rule, ...duty }) => ({ ...duty, rule: readRule(rule) }))

/** A rule as it is stored. */
export function readRule(rule: {
  readonly every?: string | undefined
  readonly offset?: number | undefined
  readonly on?: string | undefined
}): DutyRule {
  const { every = '', offset = 1, on } = rule
  return on === undefined ? { every: isRhythm(every) ? every : 'quarter', offset } : { on }
}

/** The first day after another on which a duty is due. */
export function dutyDueAfter(rule: DutyRule, day: string): string {
  if (!('on' in rule)) return dueAfter(rule.every, rule.offset, day)
  const thisYear = `${day.slice(0, 4)}-${rule.on}`
  return thisYear > day ? thisYear : `${String(Number(day.slice(0, 4)) + 1)}-${rule.on}`
}

/** Every day on which it was due, from one day up to another. */
function dutyDueWithin(rule: DutyRule, from: string, to: string): readonly string[] {
  const days: string[] = []
  for (let due = dutyDueAfter(rule, daysLater(from, -1)); due <= to; due = dutyDueAfter(rule, due)) days.push(due)
  return days
}

/** Whether it is due on a day that has come, or on the next one that has not. */
export const isDutyDay = (rule: DutyRule, day: string, today: string): boolean =>
  isDay(day) && dutyDueAfter(rule, daysLater(day, -1)) === day && day <= dutyDueAfter(rule, today)

/** What a due day is about: its period, or its year. The rule may change, and what was done for a period is done. */
const termOf = (rule: DutyRule, dueOn: string): string => ('on' in rule ? dueOn.slice(0, 4) : periodBefore(rule.every, dueOn).from)

export type DutyDone = {
  readonly duty: string
  readonly dueOn: string
  readonly doneOn: string
  readonly person: string
  readonly note: string
}

/** A duty on one of its days. `late`: the day is past; `soon`: two weeks or less are left. */
export type DutyDay = {
  readonly duty: Duty
  readonly dueOn: string
  readonly state: 'late' | 'soon' | 'ahead' | 'done'
  readonly done: DutyDone | undefined
}

const soonDays = 14

/** The first day on which the office asked anybody, and the day on which it added a duty of its own, by code. */
type Beginnings = { readonly asked: string; readonly made: ReadonlyMap<string, string> }

/** Whether the office could have done it: it had the duty on that day, or it has asked somebody in the period that it is about. */
function isOwed({ code, rule }: Duty, dueOn: string, { asked, made }: Beginnings): boolean {
  const madeOn = made.get(code)
  if (madeOn !== undefined) return dueOn >= madeOn
  return ('on' in rule ? dueOn : periodBefore(rule.every, dueOn).to) >= asked
}

/** Where each duty stands: every day that was missed, the last day on which it was due, and the next one; the most pressing first. */
export function dutyDays(duties: readonly Duty[], done: readonly DutyDone[], today: string, since: Beginnings): readonly DutyDay[] {
  const days = duties.flatMap((duty) => {
    const { code, rule } = duty
    const own = done.filter((one) => one.duty === code)
    const doneFor = (dueOn: string): DutyDone | undefined => own.find((one) => termOf(rule, one.dueOn) === termOf(rule, dueOn))
    const from = since.made.get(code) ?? since.asked
    const past = dutyDueWithin(rule, from, today).filter((dueOn) => isOwed(duty, dueOn, since))
    return [...past, dutyDueAfter(rule, today)]
      .map((dueOn): DutyDay => ({ duty, dueOn, done: doneFor(dueOn), state: dueState(dueOn, today, doneFor(dueOn) !== undefined) }))
      .filter(({ dueOn, state }) => state !== 'done' || dueOn >= (past.at(-1) ?? ''))
  })
  return days.sort(
    (a, b) => order[a.state] - order[b.state] || (a.dueOn < b.dueOn ? -1 : a.dueOn > b.dueOn ? 1 : a.duty.code < b.duty.code ? -1 : 1),
  )
}

const order: Readonly<Record<DutyDay['state'], number>> = { late: 0, soon: 1, ahead: 2, done: 3 }

/** Where something stands that is due on a day. */
export function dueState(dueOn: string, today: string, isDone: boolean): DutyDay['state'] {
  if (isDone) return 'done'
  if (dueOn < today) return 'late'
  return daysBetween(today, dueOn) <= soonDays ? 'soon' : 'ahead'
}

export const dutyFields = ['name', 'name_en', 'who', 'basis', 'every', 'offset', 'on'] as const
export type DutyField = (typeof dutyFields)[number]

/** A duty as it is typed; `on` is `DD/MM`, and stands where `every` is `date`. */
export type DutyDraft = Readonly<Record<DutyField, string>>

export function checkDuty(draft: DutyDraft): readonly DraftProblem[] {
  const { every, offset, on } = draft
  const most = isRhythm(every) ? mostOffset(every) : 0
  return [
    ...nameProblems('name', draft.name, 'needed'),
    ...nameProblems('name_en', draft.name_en, 'optional'),
    ...nameProblems('who', draft.who, 'optional'),
    ...nameProblems('basis', draft.basis, 'optional'),
    ...(every === 'date' || isRhythm(every) ? [] : [{ field: 'every', code: 'unknown', seen: every, allowed: '' } as const]),
    ...(every === 'date' && dayOfYear(on) === undefined ? [{ field: 'on', code: 'bad-day', seen: on } as const] : []),
    ...(isRhythm(every) && !(/^\d{1,2}$/.test(offset) && Number(offset) >= 1 && Number(offset) <= most)
      ? [{ field: 'offset', code: 'out-of-range', seen: offset, allowed: `1–${most}` } as const]
      : []),
  ]
}

/** `19/12` as `12-19`; undefined for no day that every year has. */
function dayOfYear(text: string): string | undefined {
  const [, day = '', month = ''] = /^(\d{1,2})\/(\d{1,2})$/.exec(text) ?? []
  const on = `${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  return isDay(`2027-${on}`) ? on : undefined
}

/** A duty of a draft without faults. */
export const draftedDuty = (code: string, draft: DutyDraft): Duty => ({
  code,
  name: { vi: draft.name, ...(draft.name_en === '' ? {} : { en: draft.name_en }) },
  who: { vi: draft.who },
  basis: { vi: draft.basis },
  rule: draft.every === 'date' ? { on: dayOfYear(draft.on) ?? '12-31' } : readRule({ every: draft.every, offset: Number(draft.offset) }),
  isProposed: false,
})

/** The same as it is typed. */
export function draftOfDuty({ name, who, basis, rule }: Duty): DutyDraft {
  const of = (text: LocalText): string => text['vi'] ?? ''
  const [month = '', day = ''] = 'on' in rule ? rule.on.split('-') : []
  return {
    name: of(name),
    name_en: name['en'] ?? '',
    who: of(who),
    basis: of(basis),
    every: 'on' in rule ? 'date' : rule.every,
    offset: 'on' in rule ? '1' : String(rule.offset),
    on: 'on' in rule ? `${day}/${month}` : '',
  }
}
