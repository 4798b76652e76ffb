import { filled } from '../../surveys/instrument/language'
import { en } from './en/kiosk'
import { spokenFor, type Vocabulary } from './languages'
import { vi } from './vi/kiosk'
import { vi as refusals } from './vi/refusals'

export type KioskWord = keyof typeof vi

const words: Vocabulary<KioskWord> = { vi, en }

/** What staff reads on a kiosk; a language without words of its own reads Vietnamese. */
export const kioskWord = (language: string, word: KioskWord, values: Readonly<Record<string, string | number>> = {}): string =>
  filled(words[spokenFor(language)][word], Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)])))

/** Why a response was not taken, as an office reads it; undefined where that is not Vietnamese, whose words alone a device has room for. */
export const whyRefused = (language: string, code: string): string | undefined =>
  spokenFor(language) === 'vi' && isRefusal(code) ? refusals[code] : undefined

const isRefusal = (code: string): code is keyof typeof refusals => Object.hasOwn(refusals, code)
