import { filled } from '../../surveys/instrument/language'
import { en } from './en/problems'
import { en as enRefusals } from './en/refusals'
import { en as enShape } from './en/shape'
import { type Brought, spokenFor, type Vocabulary, wordsFor } from './languages'
import { vi } from './vi/problems'
import { vi as viRefusals } from './vi/refusals'
import { vi as viShape } from './vi/shape'

export type ProblemCode = keyof typeof vi

const words: Vocabulary<ProblemCode> = { vi, en }

/** What is said to a citizen, which a questionnaire brings along for languages in which we have no words. */
export const refusals = { vi: viRefusals, en: enRefusals } as const satisfies Vocabulary<keyof typeof viRefusals>

/** What an answer of the API says beside its code; a language in which neither we nor the questionnaire have it reads that of another. */
export const problemMessage = (language: string, code: ProblemCode, brought?: Brought): string =>
  isRefusal(code) ? wordsFor<keyof typeof viRefusals>(refusals, 'refusal', language, brought)[code] : words[spokenFor(language)][code]

const isRefusal = (code: ProblemCode): code is keyof typeof viRefusals => Object.hasOwn(viRefusals, code)

export type ShapeCode = keyof typeof viShape

const shapes: Vocabulary<ShapeCode> = { vi: viShape, en: enShape }

/** What is wrong with one place of what was sent; undefined for a code of which we say nothing. */
export const shapeMessage = (language: string, code: string, values: Readonly<Record<'seen' | 'allowed', string>>): string | undefined =>
  isShapeCode(code) ? filled(shapes[spokenFor(language)][code], values) : undefined

const isShapeCode = (code: string): code is ShapeCode => Object.hasOwn(viShape, code)

export const isProblemCode = (text: string): text is ProblemCode => Object.hasOwn(vi, text)
