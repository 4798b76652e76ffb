import { type DesignerSay, sayIn } from './designer'
import { en } from './en/designer'
import type { Language } from './languages'
import { vi } from './vi/designer'

const says: Readonly<Record<Language, DesignerSay>> = { vi: sayIn(vi), en: sayIn(en) }

/** The phrases of one language, for whoever has both at hand. */
export const designerWords = (language: Language): DesignerSay => says[language]
