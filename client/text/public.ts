import type { Licence } from '../../surveys/figures/publication'
import { filled } from '../../surveys/instrument/language'
import { en } from './en/public'
import type { Language, Vocabulary } from './languages'
import { vi } from './vi/public'

export type PublicWord = keyof typeof vi
export type PublicSay = (word: PublicWord, values?: Readonly<Record<string, string>>) => string

const words: Vocabulary<PublicWord> = { vi, en }

/** The phrases of pages about published results in one language. */
export const publicWords =
  (language: Language): PublicSay =>
  (word, values = {}) =>
    filled(words[language][word], values)

/** What a licence is called. */
export const licenceWord: Readonly<Record<Licence, PublicWord>> = {
  'cc-by-4.0': 'licence_by',
  'cc-by-sa-4.0': 'licence_bysa',
  'cc0-1.0': 'licence_cc0',
}
