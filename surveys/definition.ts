import { rulesBroken } from './rules'
import { pathText, type Problem } from './rules/problem'
import { type Questionnaire, questionnaire as shape } from './schema'

export type Reading =
  | { readonly ok: true; readonly questionnaire: Questionnaire }
  | { readonly ok: false; readonly problems: readonly Problem[] }

/** Reads a questionnaire from parsed JSON: its shape first, then the rules that no shape can say. */
export function readDefinition(json: unknown): Reading {
  const parsed = shape.safeParse(json)
  if (!parsed.success) return { ok: false, problems: parsed.error.issues.map(shapeProblem) }
  const problems = rulesBroken(parsed.data)
  return problems.length > 0 ? { ok: false, problems } : { ok: true, questionnaire: parsed.data }
}

const shapeProblem = (issue: { readonly path: readonly PropertyKey[]; readonly code: string; readonly message: string }): Problem => ({
  path: pathText(issue.path),
  rule: issue.code,
  message: issue.message,
})
