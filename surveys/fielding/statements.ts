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

const longestStatement = 5_000

/** Both have to be there before it is handed in; a draft may be empty. */
export function checkStatement(draft: Pick<AgencyStatement, 'causes' | 'measures'>, step: 'keep' | 'hand-in'): readonly DraftProblem[] {
  return (['causes', 'measures'] as const).flatMap((field): readonly DraftProblem[] => {
    if (isLongerThan(longestStatement, draft[field])) return [{ field, code: 'too-long', allowed: String(longestStatement) }]
    return step === 'hand-in' && draft[field] === '' ? [{ field, code: 'needed' }] : []
  })
}
