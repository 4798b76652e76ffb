import { filled } from '../../../surveys/language'
import { en as accountEn } from './account/en'
import { vi as accountVi } from './account/vi'
import { en as designEn } from './design/en'
import { vi as designVi } from './design/vi'
import { en } from './en'
import { en as fieldingEn } from './fielding/en'
import { vi as fieldingVi } from './fielding/vi'
import { en as exportsEn } from './exports/en'
import { vi as exportsVi } from './exports/vi'
import { en as resultsEn } from './results/en'
import { vi as resultsVi } from './results/vi'
import { en as setupEn } from './setup/en'
import { vi as setupVi } from './setup/vi'
import { vi } from './vi'

/** The parts of the vocabulary; each has its folder, and its English is complete or does not compile. */
const all = { vi: { ...vi, ...accountVi, ...exportsVi, ...resultsVi, ...setupVi, ...fieldingVi, ...designVi }, en: { ...en, ...accountEn, ...exportsEn, ...resultsEn, ...setupEn, ...fieldingEn, ...designEn } }

export type OfficeWord = keyof (typeof all)['vi']

/** The languages of the administration, Vietnamese first. */
export const officeLanguages = ['vi', 'en'] as const
export type OfficeLanguage = (typeof officeLanguages)[number]

export type Say = (word: OfficeWord, values?: Readonly<Record<string, string>>) => string

/** The phrases of one language. */
export const officeWords =
  (language: OfficeLanguage): Say =>
  (word, values = {}) =>
    filled(words[language][word], values)

export const isOfficeWord = (text: string): text is OfficeWord => Object.hasOwn(all.vi, text)

const words: Readonly<Record<OfficeLanguage, Readonly<Record<OfficeWord, string>>>> = all
