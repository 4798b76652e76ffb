import { daysBetween, daysLater } from '../instrument/calendar'
import { isLongerThan } from '../instrument/spelling'
import type { DraftProblem } from './drafts'
import { dutyDueAfter, type DutyRule } from './duties'
import { type DuePeriod, periodBefore } from './schedules'

/** The quarter for which agencies state why their figures are so and what they did: the last that has ended, as `2026-Q3`. */
export type StatedQuarter = DuePeriod & { readonly quarter: string; readonly dueOn: string }

export function statedQuarter(today: string, rule: DutyRule): StatedQuarter {
  const period = periodBefore('quarter', today)
  const quarter = `${period.from.slice(0, 4)}-Q${Math.ceil(Number(period.from.slice(5, 7)) / 3)}`
  return { ...period, quarter, dueOn: dutyDueAfter(rule, period.to) }
}

/** What an agency states; `handedAt` is empty until it is handed in. */
export type AgencyStatement = {
  readonly quarter: string
  readonly agency: string
  readonly causes: string
  readonly measures: string
  readonly person: string
  readonly handedAt: string
  readonly revision: number
}

/** What was handed in and then sent back to its agency, as it was, with who sent it back and why. */
export type ReturnedStatement = Omit<AgencyStatement, 'revision'> & { readonly reason: string; readonly by: string; readonly at: string }

/** Where a statement stands; `returned`: it was sent back and is not handed in again. */
export function statementState(
  statement: AgencyStatement | undefined,
  returns: readonly ReturnedStatement[],
): 'handed-in' | 'returned' | 'open' {
  if (statement && statement.handedAt !== '') return 'handed-in'
  return returns.length > 0 ? 'returned' : 'open'
}

/** On which days who has not handed in is reminded: so many before the due day, so many after it, and from then on every so many. */
export type RemindingDays = { readonly before: number; readonly after: number; readonly every: number }

/** Until the office says otherwise: no rule that binds a province names these days. */
export const usualRemindingDays: RemindingDays = { before: 3, after: 1, every: 7 }

/** The last day up to another on which who has not handed in is reminded. */
export function remindedFrom(today: string, dueOn: string, { before, after, every }: RemindingDays): string | undefined {
  const [first, late] = [daysLater(dueOn, -before), daysLater(dueOn, after)]
  if (today < first) return undefined
  return today < late ? first : daysLater(today, -(daysBetween(late, today) % every))
}

/** The fewest and the most that each number of days can be; a first reminder may go on the due day itself. */
const remindingLimits: Readonly<Record<keyof RemindingDays, readonly [number, number]>> = {
  before: [0, 30],
  after: [1, 30],
  every: [1, 60],
}

export const remindingFields = ['before', 'after', 'every'] as const satisfies readonly (keyof RemindingDays)[]

/** The days as they are typed, or what is wrong with them. */
export type RemindingReading =
  { readonly ok: true; readonly days: RemindingDays } | { readonly ok: false; readonly problems: readonly DraftProblem[] }

export function readRemindingDays(typed: Readonly<Record<keyof RemindingDays, string>>): RemindingReading {
  const problems = remindingFields.flatMap((field): readonly DraftProblem[] => {
    const [seen, [least, most]] = [typed[field], remindingLimits[field]]
    const isWithin = /^\d{1,2}$/.test(seen) && Number(seen) >= least && Number(seen) <= most
    return isWithin ? [] : [{ field, code: 'out-of-range', seen, allowed: `${least}–${most}` }]
  })
  if (problems.length > 0) return { ok: false, problems }
  return { ok: true, days: { before: Number(typed.before), after: Number(typed.after), every: Number(typed.every) } }
}

const longestStatement = 5_000

/** Both have to be there before it is handed in; a draft may be empty. */
export function checkStatement(draft: Pick<AgencyStatement, 'causes' | 'measures'>, step: 'keep' | 'hand-in'): readonly DraftProblem[] {
  return (['causes', 'measures'] as const).flatMap((field): readonly DraftProblem[] => {
    if (isLongerThan(longestStatement, draft[field])) return [{ field, code: 'too-long', allowed: String(longestStatement) }]
    return step === 'hand-in' && draft[field] === '' ? [{ field, code: 'needed' }] : []
  })
}
