import { vi as check } from './check/vi'
import { vi as collision } from './collision/vi'
import { vi as conditions } from './conditions/vi'
import { vi as frame } from './frame/vi'
import { vi as general } from './general/vi'
import { vi as indicators } from './indicators/vi'
import { vi as questions } from './questions/vi'
import { vi as scales } from './scales/vi'
import { vi as translation } from './translation/vi'
import { vi as types } from './question-types/vi'

/** Every phrase of the designer in Vietnamese; a part is a folder and a line here. */
export const vi = { ...check, ...collision, ...conditions, ...frame, ...general, ...indicators, ...questions, ...scales, ...translation, ...types }
