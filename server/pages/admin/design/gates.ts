import { readDefinition } from '../../../../surveys/definition'
import { type Finding, findings, openWarnings, reasonOf } from '../../../../surveys/designing/findings'
import type { Questionnaire } from '../../../../surveys/schema'
import type { Design } from '../../../db/designs'
import type { ProblemCode } from '../../../problems'

/** A warning that stands, and why. */
export type AcceptedWarning = { readonly finding: Finding; readonly reason: string }

/** What a design is ready for, warnings that need an answer, and those that have one. */
export type Examined = {
  /** Undefined while rules are broken. */
  readonly questionnaire: Questionnaire | undefined
  readonly problems: readonly Finding[]
  readonly open: readonly Finding[]
  readonly accepted: readonly AcceptedWarning[]
}

export function examined({ definition, accepted }: Design): Examined {
  const reading = readDefinition(definition)
  const found = findings(definition, readDefinition)
  return {
    questionnaire: reading.ok ? reading.questionnaire : undefined,
    problems: found.filter(({ severity }) => severity === 'error'),
    open: openWarnings(found, accepted),
    accepted: found.flatMap((finding) => {
      const reason = finding.severity === 'warning' ? reasonOf(finding, accepted) : undefined
      return reason === undefined ? [] : [{ finding, reason }]
    }),
  }
}

export type Hindrance = { readonly code: ProblemCode; readonly details: readonly unknown[] }

/** What keeps a design from being published, the first gate that is shut. */
export function hindranceOf({ problems, open }: Examined, design: Design, fourEyes: boolean): Hindrance | undefined {
  if (problems.length > 0) return { code: 'design_unfinished', details: problems.map(({ source }) => source) }
  if (open.length > 0) return { code: 'design_warnings', details: open.map(({ path, rule, seen }) => ({ path, rule, seen })) }
  if (fourEyes && design.approvedBy === undefined) return { code: 'design_unapproved', details: [] }
  return undefined
}
