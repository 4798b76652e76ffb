import type { Reading } from '../definition'
import { lint } from '../lint'
import { type Warning, warningText } from '../lint/warning'
import { rulesBroken } from '../rules'
import type { Problem } from '../rules/problem'
import { problemText } from '../rules/problem-text'
import type { Questionnaire } from '../schema'
import { type ContentPlace, type Place, placeFinder } from './place'
import { ownValue } from '../name-patterns'

type Found = { readonly rule: string; readonly path: string; /** What was seen there; with rule and path it is the finding's identity. */ readonly seen: string; readonly place: Place }

/** What is wrong with a design (errors forbid to publish) or deserves a second look (warnings may be accepted with a reason). */
export type Finding = Found & ({ readonly severity: 'error'; readonly source: Problem } | { readonly severity: 'warning'; readonly source: Warning })

/** Everything to say of a design, errors first; `check` reads it as a definition (`readDefinition`). */
export function findings(draft: Questionnaire, check: (json: unknown) => Reading): readonly Finding[] {
  const find = placeFinder(draft)
  const reading = check(draft)
  const problems = reading.ok ? [] : distinct([...reading.problems, ...rulesBroken(draft)])
  return [
    ...problems.map((source) => ({ severity: 'error' as const, source, rule: source.rule, path: source.path, seen: '', place: placeOf(draft, find, source) })),
    ...lint(draft).map((source) => ({ severity: 'warning' as const, source, rule: source.rule, path: source.path, seen: source.seen, place: find(source.path) })),
  ]
}

/** The whole sentence an author gets; an unknown language reads Vietnamese. */
export const findingText = (language: string, finding: Finding): string =>
  finding.severity === 'error' ? problemText(language, finding.source) : warningText(language, finding.source)

/** What a finding is known by when the design changes around it. */
export const findingKey = ({ rule, path, seen }: Pick<Finding, 'rule' | 'path' | 'seen'>): string => [rule, path, seen].join(' | ')

/** The warnings that nobody gave a reason to accept; reasons stand by `findingKey`. */
export const openWarnings = (found: readonly Finding[], accepted: Readonly<Record<string, string>>): readonly Finding[] =>
  found.filter((finding) => finding.severity === 'warning' && reasonOf(finding, accepted) === undefined)

/** Why a finding was accepted; a blank reason is none. */
export function reasonOf(finding: Finding, accepted: Readonly<Record<string, string>>): string | undefined {
  const reason = (ownValue(accepted, findingKey(finding)) ?? '').trim()
  return reason === '' ? undefined : reason
}

function distinct(problems: readonly Problem[]): readonly Problem[] {
  const keyOf = ({ path, rule, message }: Problem): string => [path, rule, message].join('\n')
  return [...new Map(problems.map((problem) => [keyOf(problem), problem])).values()]
}

/** A text that lacks only a translation is mended beside the other translations; one that lacks its first language, where it stands. */
function placeOf({ languages }: Questionnaire, find: (path: string, name?: string) => ContentPlace, { path, rule, sentence, values = {} }: Problem): Place {
  const language = String(values['language'] ?? '')
  if (rule === 'unknown_language') return { tab: 'general', field: 'languages' }
  const of = find(path, values['name'] === undefined ? undefined : String(values['name']))
  if ((sentence ?? rule) !== 'missing_translation' || language === languages[0]) return of
  return { tab: 'translation', language, path: path.endsWith(`.${language}`) ? path.slice(0, -language.length - 1) : path, of }
}
