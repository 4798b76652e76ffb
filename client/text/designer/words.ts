import { filled } from '../../../surveys/language'
import type { OfficeLanguage } from '../office/words'
import { en as checkEn } from './check/en'
import { vi as checkVi } from './check/vi'
import { en as collisionEn } from './collision/en'
import { vi as collisionVi } from './collision/vi'
import { en as conditionsEn } from './conditions/en'
import { vi as conditionsVi } from './conditions/vi'
import { en as frameEn } from './frame/en'
import { vi as frameVi } from './frame/vi'
import { en as generalEn } from './general/en'
import { vi as generalVi } from './general/vi'
import { en as indicatorsEn } from './indicators/en'
import { vi as indicatorsVi } from './indicators/vi'
import { en as questionsEn } from './questions/en'
import { vi as questionsVi } from './questions/vi'
import { en as scalesEn } from './scales/en'
import { vi as scalesVi } from './scales/vi'
import { en as translationEn } from './translation/en'
import { vi as translationVi } from './translation/vi'

/** The parts of the designer's vocabulary; its English is complete or does not compile. */
const all = {
  vi: { ...frameVi, ...questionsVi, ...generalVi, ...checkVi, ...collisionVi, ...conditionsVi, ...indicatorsVi, ...scalesVi, ...translationVi },
  en: { ...frameEn, ...questionsEn, ...generalEn, ...checkEn, ...collisionEn, ...conditionsEn, ...indicatorsEn, ...scalesEn, ...translationEn },
}

export type DesignerWord = keyof (typeof all)['vi']
export type DesignerSay = (word: DesignerWord, values?: Readonly<Record<string, string>>) => string

/** The phrases of one language. */
export const designerWords =
  (language: OfficeLanguage): DesignerSay =>
  (word, values = {}) =>
    filled(words[language][word], values)

export const isDesignerWord = (text: string): text is DesignerWord => Object.hasOwn(all.vi, text)

const words: Readonly<Record<OfficeLanguage, Readonly<Record<DesignerWord, string>>>> = all
