import { namePatterns } from './name-patterns'
import { rulesBroken } from './rules'
import type { Problem } from './rules/problem'
import { shapeProblem } from './rules/shape-problem'
import { type Questionnaire, questionnaire as shape } from './schema'

export type Reading =
  | { readonly ok: true; readonly questionnaire: Questionnaire }
  | { readonly ok: false; readonly problems: readonly Problem[] }

/** Reads a questionnaire from parsed JSON: its shape first, then the rules that no shape can say. */
export function readDefinition(json: unknown): Reading {
  const parsed = shape.safeParse(json)
  if (!parsed.success) return { ok: false, problems: parsed.error.issues.map((issue) => shapeProblem(json, namePatterns, issue)) }
  const problems = rulesBroken(parsed.data)
  return problems.length > 0 ? { ok: false, problems } : { ok: true, questionnaire: parsed.data }
}

/** Reads by its shape alone what was published before: rules that came later do not unmake it. */
export const readPublished = (json: unknown): Questionnaire | undefined => shape.safeParse(json).data

/**
 * What makes JSON no questionnaire at all, such as an unknown field or a number for a text. What an author has
 * not finished, an empty list or an unfit code, is left to `readDefinition`.
 */
export function structureProblems(json: unknown): readonly Problem[] {
  const parsed = shape.safeParse(json)
  return parsed.success ? [] : parsed.error.issues.filter((issue) => !isUnfinished(issue)).map((issue) => shapeProblem(json, namePatterns, issue))
}

type Issue = { readonly code: string; readonly errors?: readonly (readonly Issue[])[] }

const isUnfinished = ({ code, errors = [] }: Issue): boolean =>
  ['too_small', 'too_big', 'invalid_format'].includes(code) || (code === 'invalid_union' && errors.some((branch) => branch.every(isUnfinished)))
