import { type DefinitionReading, readDefinition } from '../instrument/definition'
import type { InterfaceWords } from '../instrument/language'
import type { Questionnaire } from '../instrument/schema'
import { findings } from './checking'
import { type Finding, openWarnings, reasonOf } from './findings'

/** A questionnaire on its way to be published, and why warnings about it may stand, by their key. */
export type Candidate = { readonly definition: Questionnaire; readonly accepted: Readonly<Record<string, string>> }

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

/** `words`: what the screen says, in the languages of the product; `reading`: of the definition, where it was read before. */
export function examined(
  { definition, accepted }: Candidate,
  words: InterfaceWords,
  reading: DefinitionReading = readDefinition(definition),
): Examined {
  const found = findings(definition, () => reading, words)
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

/** The gate before publishing that is shut, and what stands in it. */
export type Hindrance = { readonly code: 'unfinished' | 'warnings' | 'unapproved'; readonly findings: readonly Finding[] }

/** What keeps a design from being published, the first gate that is shut; `fourEyes`: somebody else has to have approved exactly this. */
export function hindranceOf(
  { problems, open }: Pick<Examined, 'problems' | 'open'>,
  { fourEyes, approvedBy }: { readonly fourEyes: boolean; readonly approvedBy: string | undefined },
): Hindrance | undefined {
  if (problems.length > 0) return { code: 'unfinished', findings: problems }
  if (open.length > 0) return { code: 'warnings', findings: open }
  return fourEyes && approvedBy === undefined ? { code: 'unapproved', findings: [] } : undefined
}
