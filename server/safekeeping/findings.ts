import { type DoctorWord, doctorWords } from '../../client/text/doctor'
import { spokenFor } from '../../client/text/languages'
import { numbersOf } from '../../client/text/numbers'
import { filled } from '../../surveys/instrument/language'

export type Severity = 'well' | 'warning' | 'grave'

type Told = { readonly [W in DoctorWord]: `${W}_do` extends DoctorWord ? W : never }[DoctorWord]
type Said = Exclude<{ readonly [W in DoctorWord]: W extends `${string}_well` ? W : never }[DoctorWord], 'severity_well' | 'all_well'>

/** One thing that was looked at. */
export type DoctorFinding =
  | { readonly severity: 'well'; readonly code: Said; readonly values: Values }
  | { readonly severity: 'warning' | 'grave'; readonly code: Told; readonly values: Values }

/** Numbers, days and instants are written in the reader's language. */
type Values = Readonly<Record<string, string | number | { readonly day: string } | { readonly moment: string }>>

export const well = (code: Said, values: Values = {}): DoctorFinding => ({ severity: 'well', code, values })
export const warning = (code: Told, values: Values = {}): DoctorFinding => ({ severity: 'warning', code, values })
export const grave = (code: Told, values: Values = {}): DoctorFinding => ({ severity: 'grave', code, values })

/** A finding in words: what is so, and what to do about it where something is to be done. */
export function findingWords(
  finding: DoctorFinding,
  language: string,
): { readonly severity: string; readonly what: string; readonly todo: string | undefined } {
  const words = doctorWords(language)
  const values = Object.fromEntries(Object.entries(finding.values).map(([name, value]) => [name, written(language, value)]))
  return {
    severity: words[`severity_${finding.severity}`],
    what: filled(words[finding.code], values),
    todo: finding.severity === 'well' ? undefined : filled(words[`${finding.code}_do`], values),
  }
}

function written(language: string, value: Values[string]): string {
  if (typeof value === 'string') return value
  const { plain, day, moment } = numbersOf(spokenFor(language))
  if (typeof value === 'number') return plain(value)
  return 'day' in value ? day(value.day) : moment(value.moment)
}

/** Findings as lines to read: what is grave first, what is well last. */
export function findingsText(findings: readonly DoctorFinding[], language: string): string {
  const words = doctorWords(language)
  const inOrder = [...findings].sort((a, b) => exitCodeOf([b]) - exitCodeOf([a]))
  const lines = inOrder.map((finding) => {
    const { severity, what, todo } = findingWords(finding, language)
    return `${severity}: ${what}${todo === undefined ? '' : `\n    ${words.todo}: ${todo}`}`
  })
  return [...lines, ...(exitCodeOf(findings) === 0 ? [words.all_well] : [])].join('\n')
}

const severities: readonly Severity[] = ['well', 'warning', 'grave']

/** 0 when all is well, 1 when something deserves a look, 2 when something is grave. */
export const exitCodeOf = (findings: readonly DoctorFinding[]): number =>
  Math.max(0, ...findings.map(({ severity }) => severities.indexOf(severity)))
