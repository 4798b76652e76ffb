import { type DutyDay, dueState } from '../fielding/duties'
import type { Assessment, AssessmentStage } from './fielding'

/** A day by which something is wanted in an open assessment: numbers of agencies, or second looks of who verifies. */
export type AssessmentDeadline = {
  readonly assessment: Assessment
  readonly what: 'self' | 'look'
  readonly dueOn: string
  readonly state: DutyDay['state']
  /** How many agencies have not handed in, or how many second looks wait; and of how many agencies. */
  readonly open: number
  readonly agencies: number
}

/** How far an assessment is: where its agencies stand, and how many second looks wait. */
export type AssessmentProgress = {
  readonly assessment: Assessment
  readonly stages: readonly AssessmentStage[]
  readonly asked: number
}

/** The deadlines of open assessments, those that are late first; what nobody owes any more is done. */
export function assessmentDeadlines(all: readonly AssessmentProgress[], today: string): readonly AssessmentDeadline[] {
  const found = all.flatMap(({ assessment, stages, asked }): readonly AssessmentDeadline[] => {
    if (assessment.status !== 'open') return []
    const entering = stages.filter((stage) => stage === 'entering').length
    const at = (what: 'self' | 'look', dueOn: string, open: number, isDone: boolean): AssessmentDeadline => ({
      assessment,
      what,
      dueOn,
      state: dueState(dueOn, today, isDone),
      open,
      agencies: stages.length,
    })
    return [
      at('self', assessment.selfDue, entering, entering === 0),
      // Until its day anybody may still ask.
      at('look', assessment.lookDue, asked, asked === 0 && today > assessment.lookDue),
    ]
  })
  return found.sort((a, b) => (a.dueOn < b.dueOn ? -1 : a.dueOn > b.dueOn ? 1 : 0))
}
