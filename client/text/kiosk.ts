import { filled } from '../../surveys/instrument/language'
import { en } from './en/kiosk'
import { en as enRefusals } from './en/refusals'
import { spokenFor, type Vocabulary } from './languages'
import { vi } from './vi/kiosk'
import { vi as viRefusals } from './vi/refusals'

export type KioskWord = keyof typeof vi

const words: Vocabulary<KioskWord> = { vi, en }

/** What staff reads on a kiosk; a language without words of its own reads Vietnamese. */
export const kioskWord = (language: string, word: KioskWord, values: Readonly<Record<string, string | number>> = {}): string =>
  filled(words[spokenFor(language)][word], Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)])))

/** Why a response was not taken, in the language of the menu: the server has said it in the citizen's. */
export function whySetAside(language: string, code: string): string {
  if (isRefusal(code)) return refusals[spokenFor(language)][code]
  const own = asideCodes.find((one) => one === code)
  return kioskWord(language, own ? `aside_${own}` : 'aside_other', { code })
}

/** What is no word on the answers: whatever was altered on its way or on the device, or cannot leave it. */
const asideCodes = ['sealed_unreadable', 'body_invalid', 'unreadable', 'too_large'] as const

const refusals: Vocabulary<keyof typeof viRefusals> = { vi: viRefusals, en: enRefusals }

const isRefusal = (code: string): code is keyof typeof viRefusals => Object.hasOwn(viRefusals, code)
