import { filled } from '../../surveys/instrument/language'
import { en } from './en/sounds'
import type { Language, Vocabulary } from './languages'
import { vi } from './vi/sounds'

export type SoundWord = keyof typeof vi

const words: Vocabulary<SoundWord> = { vi, en }

/** What the designer says where a questionnaire is recorded; fetched with that tab. */
export const soundSay =
  (language: Language) =>
  (word: SoundWord, values: Readonly<Record<string, string>> = {}): string =>
    filled(words[language][word], values)
