import type { OfficeLanguage } from '../office/words'
import { en } from './en'
import { vi } from './vi'
import { type DesignerSay, sayIn } from './words'

const says: Readonly<Record<OfficeLanguage, DesignerSay>> = { vi: sayIn(vi), en: sayIn(en) }

/** The phrases of one language, for whoever has both at hand. */
export const designerWords = (language: OfficeLanguage): DesignerSay => says[language]
