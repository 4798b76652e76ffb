import { filled } from '../../surveys/instrument/language'
import { en } from './en/letters'
import type { Language, Vocabulary } from './languages'
import { vi } from './vi/letters'

export type LetterWord = keyof typeof vi

const words: Vocabulary<LetterWord> = { vi, en }

/** A sentence of a letter that the product sends. */
export const letterWord = (language: Language, word: LetterWord, values: Readonly<Record<string, string>> = {}): string =>
  filled(words[language][word], values)
