import { findingText } from '../../../client/text/definition'
import { type Finding, findingKey, findings, openWarnings, reasonOf } from '../../../surveys/designing/findings'
import { readDefinition } from '../../../surveys/instrument/definition'
import type { LocalText, Questionnaire } from '../../../surveys/instrument/schema'
import type { Design, Discarded } from '../../db/designs'
import type { ProblemCode } from '../../problems'

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

/** What stood for which reason; the sentence is kept as it was said, whatever the linter says years later. */
export type AcceptedNote = {
  /** The warning's `findingKey`. */ readonly key: string
  readonly reason: string
  readonly warning: LocalText
  readonly path: string
}

export const acceptedNote = ({ finding, reason }: AcceptedWarning): string => {
  const note: AcceptedNote = {
    key: findingKey(finding),
    reason,
    warning: { vi: findingText('vi', finding), en: findingText('en', finding) },
    path: finding.path,
  }
  return JSON.stringify(note)
}

export function readAccepted(note: string): AcceptedNote {
  const read: AcceptedNote = JSON.parse(note)
  return read
}

/** All of a discarded design that brings it back. */
export const discardedNote = ({ definition, accepted, authors }: Design): string =>
  JSON.stringify({ definition, accepted, authors } satisfies Discarded)

export function readDiscarded(note: string): Discarded {
  const read: Discarded = JSON.parse(note)
  return read
}
