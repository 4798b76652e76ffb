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

const daysBefore = 3

/** The last day up to another on which who has not handed in is reminded: three days before the due day, the day after it, and then every week. */
export function remindedFrom(today: string, dueOn: string): string | undefined {
  const first = daysLater(dueOn, -daysBefore)
  if (today < first) return undefined
  return today <= dueOn ? first : daysLater(today, -((daysBetween(dueOn, today) - 1) % 7))
}

const longestStatement = 5_000

/** Both have to be there before it is handed in; a draft may be empty. */
export function checkStatement(draft: Pick<AgencyStatement, 'causes' | 'measures'>, step: 'keep' | 'hand-in'): readonly DraftProblem[] {
  return (['causes', 'measures'] as const).flatMap((field): readonly DraftProblem[] => {
    if (isLongerThan(longestStatement, draft[field])) return [{ field, code: 'too-long', allowed: String(longestStatement) }]
    return step === 'hand-in' && draft[field] === '' ? [{ field, code: 'needed' }] : []
  })
}
