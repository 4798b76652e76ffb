import { filled } from '../../../surveys/language'
import type { OfficeLanguage } from '../office/words'
import { en as conditionsEn } from './conditions/en'
import { vi as conditionsVi } from './conditions/vi'
import { en as frameEn } from './frame/en'
import { vi as frameVi } from './frame/vi'

/** The parts of the designer's vocabulary; its English is complete or does not compile. */
const all = { vi: { ...frameVi, ...conditionsVi }, en: { ...frameEn, ...conditionsEn } }

export type DesignerWord = keyof (typeof all)['vi']
export type DesignerSay = (word: DesignerWord, values?: Readonly<Record<string, string>>) => string

/** The phrases of one language. */
export const designerWords =
  (language: OfficeLanguage): DesignerSay =>
  (word, values = {}) =>
    filled(words[language][word], values)

export const isDesignerWord = (text: string): text is DesignerWord => Object.hasOwn(all.vi, text)

const words: Readonly<Record<OfficeLanguage, Readonly<Record<DesignerWord, string>>>> = all
