import { filled } from '../../surveys/instrument/language'
import { en } from './en/citizen'
import { vi } from './vi/citizen'

export type Word = keyof typeof vi

/** The languages in which the screens around the questions speak. */
export const spoken = ['vi', 'en'] as const

/** A phrase around the questions; a language without words of its own reads Vietnamese. */
export const say = (language: string, word: Word, values: Readonly<Record<string, string | number>> = {}): string =>
  filled(wordsOf(language)[word], Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)])))

const wordsOf = (language: string): Readonly<Record<Word, string>> => (/^en\b/.test(language) ? en : vi)

/** A language's name in itself, as a reader of it looks for it. */
export function languageName(tag: string): string {
  const known = names[tag]
  if (known !== undefined) return known
  return typeof Intl.DisplayNames === 'function' ? (new Intl.DisplayNames([tag], { type: 'language' }).of(tag) ?? tag) : tag
}

const names: Readonly<Record<string, string>> = { vi: 'Tiếng Việt', en: 'English' }
