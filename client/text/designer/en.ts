import { en as check } from './check/en'
import { en as collision } from './collision/en'
import { en as conditions } from './conditions/en'
import { en as frame } from './frame/en'
import { en as general } from './general/en'
import { en as indicators } from './indicators/en'
import { en as questions } from './questions/en'
import { en as scales } from './scales/en'
import { en as translation } from './translation/en'
import { en as types } from './question-types/en'
import type { vi } from './vi'

/** The same in English, complete or it does not compile; a reader of Vietnamese does not load it. */
export const en: Readonly<Record<keyof typeof vi, string>> = { ...check, ...collision, ...conditions, ...frame, ...general, ...indicators, ...questions, ...scales, ...translation, ...types }
