import { filled } from '../../surveys/instrument/language'
import type { Language } from './languages'
import { vi } from './vi/designer'

export type DesignerWord = keyof typeof vi
export type DesignerSay = (word: DesignerWord, values?: Readonly<Record<string, string>>) => string

/** The phrases of the designer in the language of these words. */
export const sayIn =
  (words: Readonly<Record<DesignerWord, string>>): DesignerSay =>
  (word, values = {}) =>
    filled(words[word], values)

/** The words of one language; only these are fetched. */
export const fetchWords = (language: Language): Promise<Readonly<Record<DesignerWord, string>>> => files[language]()

const files: Readonly<Record<Language, () => Promise<Readonly<Record<DesignerWord, string>>>>> = {
  vi: () => Promise.resolve(vi),
  en: async () => (await import('./en/designer')).en,
}

export const isDesignerWord = (text: string): text is DesignerWord => Object.hasOwn(vi, text)

/** What a field of a definition is called: what an author sets on a question by the name that it has there. */
export function fieldCalled(say: DesignerSay, key: string): string {
  const word = [`field_${key}`, `set_${key}`].find(isDesignerWord)
  return word ? say(word) : key
}
