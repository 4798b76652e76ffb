import type { LocalText } from '../../surveys/instrument/schema'

/**
 * The languages in which the product speaks, the first for whoever asks for none of them. A language is a folder beside `vi/`
 * and its tag here; the compiler then asks for its line in each vocabulary.
 */
export const languages = ['vi', 'en'] as const
export type Language = (typeof languages)[number]

/** The words of one vocabulary in every language; each vocabulary says which words it has. */
export type Vocabulary<Word extends string> = Readonly<Record<Language, Readonly<Record<Word, string>>>>

const known: Readonly<Record<Language, { readonly name: string; readonly locale: string }>> = {
  vi: { name: 'Tiếng Việt', locale: 'vi-VN' },
  en: { name: 'English', locale: 'en-GB' },
}

/** The language spoken to a reader of that tag. */
export const spokenFor = (tag: string): Language =>
  languages.find((language) => tag === language || tag.startsWith(`${language}-`)) ?? languages[0]

/** How a reader of that tag has numbers and days written. */
export const localeOf = (tag: string): string => known[spokenFor(tag)].locale

/** A language's name in itself, as a reader of it looks for it. */
export function languageName(tag: string): string {
  const own = languages.find((language) => language === tag)
  if (own !== undefined) return known[own].name
  return typeof Intl.DisplayNames === 'function' ? (new Intl.DisplayNames([tag], { type: 'language' }).of(tag) ?? tag) : tag
}

/** One thing as it is called in every language, for what is stored with all its names. */
export const inEveryLanguage = (name: (language: Language) => string): LocalText =>
  Object.fromEntries(languages.map((language) => [language, name(language)]))

/** A language's name as it stands inside a sentence. */
export const nameInSentence = (name: string): string => name.replace(/^Tiếng /, 'tiếng ')
