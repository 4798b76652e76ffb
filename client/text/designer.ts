import { filled } from '../../surveys/instrument/language'
import { vi } from './vi/designer'

export type DesignerWord = keyof typeof vi
export type DesignerSay = (word: DesignerWord, values?: Readonly<Record<string, string>>) => string

/** The phrases of the designer in the language of these words. */
export const sayIn =
  (words: Readonly<Record<DesignerWord, string>>): DesignerSay =>
  (word, values = {}) =>
    filled(words[word], values)

export const isDesignerWord = (text: string): text is DesignerWord => Object.hasOwn(vi, text)
