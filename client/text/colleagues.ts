import { filled } from '../../surveys/instrument/language'
import { en } from './en/colleagues'
import type { Language, Vocabulary } from './languages'
import { vi } from './vi/colleagues'

export type ColleaguesWord = keyof typeof vi

const words: Vocabulary<ColleaguesWord> = { vi, en }

export type ColleaguesSay = ReturnType<typeof colleaguesSay>

/** What is said around comments on a design, and where somebody from outside reads it; the designer fetches it with them. */
export const colleaguesSay =
  (language: Language) =>
  (word: ColleaguesWord, values: Readonly<Record<string, string>> = {}): string =>
    filled(words[language][word], values)
