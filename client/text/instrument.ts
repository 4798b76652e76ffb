import { filled } from '../../surveys/instrument/language'
import { en } from './en/instrument'
import type { Language, Vocabulary } from './languages'
import { vi } from './vi/instrument'

type InstrumentWord = keyof typeof vi

const words: Vocabulary<InstrumentWord> = { vi, en }

export type InstrumentSay = ReturnType<typeof instrumentSay>

/** What is said around a whole instrument, on paper and where it is reviewed. */
export const instrumentSay =
  (language: Language) =>
  (word: InstrumentWord, values: Readonly<Record<string, string>> = {}): string =>
    filled(words[language][word], values)
