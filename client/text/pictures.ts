import { filled } from '../../surveys/instrument/language'
import { en } from './en/pictures'
import type { Language, Vocabulary } from './languages'
import { vi } from './vi/pictures'

export type PictureWord = keyof typeof vi

const words: Vocabulary<PictureWord> = { vi, en }

/** What the designer says where options get their pictures; fetched with that list. */
export const pictureSay =
  (language: Language) =>
  (word: PictureWord, values: Readonly<Record<string, string>> = {}): string =>
    filled(words[language][word], values)
