import { type Brought, languages } from '../client/text/languages'
import { type ProblemCode, problemMessage, shapeMessage } from '../client/text/problems'
import type { Context } from 'hono'
import { validator } from 'hono-openapi'
import { z } from 'zod'
import { chosenLanguage } from '../surveys/instrument/language'
import { pathText } from '../surveys/instrument/problems'

/** The one shape of every expected failure; `more` counts the details that are left out. */
export const problem = z.object({
  code: z.string(),
  message: z.string(),
  details: z.array(z.unknown()).optional(),
  more: z.int().optional(),
})
export type ApiProblem = z.infer<typeof problem>

/** A failure in the reader's language, with what was seen and what is allowed among the details. */
export function problemOf(code: ProblemCode, language: string, details?: readonly unknown[], brought?: Brought): ApiProblem {
  return details === undefined
    ? { code, message: problemMessage(language, code, brought) }
    : problemOfEach(code, language, details, (detail) => detail, brought)
}

/** The same, a detail of each thing that is wrong; of those that are left out none is made. */
export function problemOfEach<Wrong>(
  code: ProblemCode,
  language: string,
  wrong: readonly Wrong[],
  detailOf: (one: Wrong) => unknown,
  brought?: Brought,
  most = mostDetails,
): ApiProblem {
  const details = firstOf(wrong.slice(0, most), detailOf)
  const more = wrong.length - details.length
  return { code, message: problemMessage(language, code, brought), details, ...(more > 0 && { more }) }
}

/** In one answer, whether it is of one thing or of many. */
export const mostDetails = 100
/** In letters of JSON: an answer is never much longer than what somebody reads. */
const mostLetters = 16_384

/** As many details as are of use: whoever sends nonsense is not sent ten times as much back. */
function firstOf<Wrong>(wrong: readonly Wrong[], detailOf: (one: Wrong) => unknown): unknown[] {
  const first: unknown[] = []
  let letters = 0
  for (const one of wrong) {
    const detail = detailOf(one)
    letters += JSON.stringify(detail).length
    if (letters > mostLetters) break
    first.push(detail)
  }
  return first
}

/** Checks a part of the request; what is wrong is answered with its place, never with what was sent. */
export const checked = <Target extends 'json' | 'query' | 'param', Shape extends z.ZodType>(
  target: Target,
  shape: Shape,
  code: ProblemCode,
  status: 404 | 422 = 422,
) =>
  validator(target, shape, (result, c) => {
    if (result.success) return undefined
    return c.json(problemOfShape(code, languageWanted(c), result.error), status)
  })

/** What the check of a shape says of one place; only what its sentence needs. */
type Issue = {
  readonly message: string
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined
  readonly code?: string
  readonly keys?: readonly string[]
  readonly values?: readonly unknown[]
  readonly expected?: string
  readonly format?: string
  readonly pattern?: string
  readonly minimum?: number | bigint
  readonly maximum?: number | bigint
  readonly divisor?: number
  /** Of a check of our own: which one. */
  readonly params?: Readonly<Record<string, unknown>> | undefined
}

/** What is not of the shape asked for: the places that are wrong, each with what is allowed there. */
export const problemOfShape = (code: ProblemCode, language: string, issues: readonly Issue[], most = mostDetails): ApiProblem =>
  problemOfEach(code, language, issues, (issue) => detailOf(language, issue), undefined, most)

const ruleOf = ({ code = '', params }: Issue): string => (typeof params?.['rule'] === 'string' ? params['rule'] : code)

const detailOf = (language: string, issue: Issue) => ({
  path: clipped(pathText((issue.path ?? []).map((part) => (typeof part === 'object' ? part.key : part)))),
  rule: ruleOf(issue),
  message: clipped(shapeMessage(language, ruleOf(issue), { seen: namesIn(issue.keys), allowed: allowedBy(issue) }) ?? issue.message),
})

const allowedBy = ({ code, message, values, expected, pattern, format, minimum, maximum, divisor }: Issue): string =>
  code === 'custom'
    ? message
    : values
      ? namesIn(values)
      : String(expected ?? (format === 'regex' ? pattern : undefined) ?? format ?? minimum ?? maximum ?? divisor ?? '')

/** As many names as a sentence holds before it is clipped. */
const namesIn = (names: readonly unknown[] = []): string => names.slice(0, 100).join(', ')

/** Names and sentences that quote a body are as long as its sender likes. */
const clipped = (text: string): string => (text.length > 300 ? `${text.slice(0, 299)}…` : text)

/** The language a reader asks for: `?lang=`, else what the browser sends. */
export const languageWanted = (c: Context): string => chosenLanguage(c.req.query('lang') ?? c.req.header('accept-language'), languages)
