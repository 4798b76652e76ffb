import type { Context } from 'hono'
import { validator } from 'hono-openapi'
import type { z } from 'zod'
import { chosenLanguage } from '../../surveys/language'
import { pathText } from '../../surveys/rules/problem'
import { problemOf, type ProblemCode } from '../problems'

/** Checks a part of the request; what is wrong is answered with its place, never with what was sent. */
export const checked = <Target extends 'json' | 'query' | 'param', Shape extends z.ZodType>(target: Target, shape: Shape, code: ProblemCode, status: 404 | 422 = 422) =>
  validator(target, shape, (result, c) => {
    if (result.success) return undefined
    const details = result.error.map(({ path, message }) => ({
      path: clipped(pathText((path ?? []).map((part) => (typeof part === 'object' ? part.key : part)))),
      message: clipped(message),
    }))
    return c.json(problemOf(code, languageOf(c), details), status)
  })

/** Names and sentences that quote a body are as long as its sender likes. */
const clipped = (text: string): string => (text.length > 300 ? `${text.slice(0, 299)}…` : text)

/** The language a reader asks for: `?lang=`, else what the browser sends. */
export const languageOf = (c: Context): string => chosenLanguage(c.req.query('lang') ?? c.req.header('accept-language'), ['vi', 'en'])
