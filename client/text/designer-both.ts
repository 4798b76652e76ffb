import { type DesignerSay, sayIn } from './designer'
import { en } from './en/designer'
import type { OfficeLanguage } from './office'
import { vi } from './vi/designer'

const says: Readonly<Record<OfficeLanguage, DesignerSay>> = { vi: sayIn(vi), en: sayIn(en) }

/** The phrases of one language, for whoever has both at hand. */
export const designerWords = (language: OfficeLanguage): DesignerSay => says[language]
