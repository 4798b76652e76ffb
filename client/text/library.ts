import { filled } from '../../surveys/instrument/language'
import { en } from './en/library'
import type { Language, Vocabulary } from './languages'
import { vi } from './vi/library'

export type LibraryWord = keyof typeof vi

const words: Vocabulary<LibraryWord> = { vi, en }

export type LibrarySay = ReturnType<typeof librarySay>

/** What the designer says where something is taken from other questionnaires; fetched with the library. */
export const librarySay =
  (language: Language) =>
  (word: LibraryWord, values: Readonly<Record<string, string>> = {}): string =>
    filled(words[language][word], values)
