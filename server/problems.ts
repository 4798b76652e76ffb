import { type Brought, languages } from '../client/text/languages'
import { type ProblemCode, problemMessage } from '../client/text/problems'
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
): ApiProblem {
  const details = firstOf(wrong, detailOf)
  const more = wrong.length - details.length
  return { code, message: problemMessage(language, code, brought), details, ...(more > 0 && { more }) }
}

const mostDetails = 100
/** In letters of JSON: an answer is never much longer than what somebody reads. */
const mostLetters = 16_384

/** As many details as are of use: whoever sends nonsense is not sent ten times as much back. */
function firstOf<Wrong>(wrong: readonly Wrong[], detailOf: (one: Wrong) => unknown): unknown[] {
  const first: unknown[] = []
  let letters = 0
  for (const one of wrong.slice(0, mostDetails)) {
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
    return c.json(problemOf(code, languageWanted(c), detailsOf(result.error)), status)
  })

type Issue = { readonly message: string; readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined }

/** The places that are wrong, each with what is allowed there. */
export const detailsOf = (issues: readonly Issue[]) =>
  issues.map(({ path, message }) => ({
    path: clipped(pathText((path ?? []).map((part) => (typeof part === 'object' ? part.key : part)))),
    message: clipped(message),
  }))

/** Names and sentences that quote a body are as long as its sender likes. */
const clipped = (text: string): string => (text.length > 300 ? `${text.slice(0, 299)}…` : text)

/** The language a reader asks for: `?lang=`, else what the browser sends. */
export const languageWanted = (c: Context): string => chosenLanguage(c.req.query('lang') ?? c.req.header('accept-language'), languages)
