import { filled } from '../../../surveys/language'
import { en } from './en'
import { vi } from './vi'

export type OfficeWord = keyof typeof vi

/** The languages of the administration, Vietnamese first. */
export const officeLanguages = ['vi', 'en'] as const
export type OfficeLanguage = (typeof officeLanguages)[number]

export type Say = (word: OfficeWord, values?: Readonly<Record<string, string>>) => string

/** The phrases of one language. */
export const officeWords =
  (language: OfficeLanguage): Say =>
  (word, values = {}) =>
    filled(words[language][word], values)

export const isOfficeWord = (text: string): text is OfficeWord => Object.hasOwn(vi, text)

const words: Readonly<Record<OfficeLanguage, Readonly<Record<OfficeWord, string>>>> = { vi, en }
