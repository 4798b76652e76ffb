import { en } from './en/problems'
import { spokenFor, type Vocabulary } from './languages'
import { vi } from './vi/problems'

export type ProblemCode = keyof typeof vi

const words: Vocabulary<ProblemCode> = { vi, en }

/** What an answer of the API says beside its code; a language without words of its own reads Vietnamese. */
export const problemMessage = (language: string, code: ProblemCode): string => words[spokenFor(language)][code]

export const isProblemCode = (text: string): text is ProblemCode => Object.hasOwn(vi, text)
