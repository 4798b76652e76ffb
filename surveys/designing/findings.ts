import type { Problem } from '../instrument/problems'
import { ownValue, trimmed } from '../instrument/spelling'
import type { Warning } from '../instrument/warnings'

type Found = {
  readonly rule: string
  readonly path: string
  /** What was seen there; with rule and path it is the finding's identity. */ readonly seen: string
  readonly place: FoundPlace
}

/** What is wrong with a design (errors forbid to publish) or deserves a second look (warnings may be accepted with a reason). */
export type Finding = Found &
  ({ readonly severity: 'error'; readonly source: Problem } | { readonly severity: 'warning'; readonly source: Warning })

/** What a finding is known by when the design changes around it. */
export const findingKey = ({ rule, path, seen }: Pick<Finding, 'rule' | 'path' | 'seen'>): string => [rule, path, seen].join(' | ')

/** The warnings that nobody gave a reason to accept; reasons stand by `findingKey`. */
export const openWarnings = (found: readonly Finding[], accepted: Readonly<Record<string, string>>): readonly Finding[] =>
  found.filter((finding) => finding.severity === 'warning' && reasonOf(finding, accepted) === undefined)

/** Why a finding was accepted; a blank reason is none. */
export function reasonOf(finding: Finding, accepted: Readonly<Record<string, string>>): string | undefined {
  const reason = trimmed(ownValue(accepted, findingKey(finding)) ?? '')
  return reason === '' ? undefined : reason
}

/** Where an author goes to mend something in the content of a design: the tab and the ids of what stands there. */
export type ContentPlace =
  | {
      readonly tab: 'questions'
      readonly section?: string | undefined
      readonly question?: string | undefined
      readonly item?: string | undefined
      readonly field?: string | undefined
    }
  | {
      readonly tab: 'scales'
      readonly scale?: string | undefined
      readonly option?: string | undefined
      readonly field?: string | undefined
    }
  | {
      readonly tab: 'indicators'
      readonly tree?: string | undefined
      readonly node?: string | undefined
      readonly bands?: string | undefined
      readonly band?: string | undefined
      readonly field?: string | undefined
    }
  | { readonly tab: 'general'; readonly field?: string | undefined }

/** The same, or a text that lacks its translation: `path` is the text's place in the definition (`sections[0].title`), `of` the tab it belongs to. */
export type FoundPlace =
  | ContentPlace
  | { readonly tab: 'translation'; readonly language: string; readonly path: string; readonly of: ContentPlace }
  | { readonly tab: 'sounds'; readonly language: string }
