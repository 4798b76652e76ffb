import { guideEn as en } from './en/guide'
import type { Language, Vocabulary } from './languages'
import { guideVi as vi } from './vi/guide'

const words: Vocabulary<keyof typeof vi> = { vi, en }

/** What the guide for other systems says around its examples. */
export const guideWords = (language: Language): Readonly<Record<keyof typeof vi, string>> => words[language]
