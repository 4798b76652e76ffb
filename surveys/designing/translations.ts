import type { LocalText, Questionnaire } from '../schema'
import { type Place, withTexts } from './localised-texts'

/** One localised text of a design, with what it says in each language. */
export type TranslationRow = Place & { readonly text: LocalText }

/** Every localised text of a design in reading order. */
export function translationRows(draft: Questionnaire): readonly TranslationRow[] {
  const rows: TranslationRow[] = []
  withTexts(draft, (place, text) => {
    rows.push({ ...place, text })
    return text
  })
  return rows
}

/** How many of a design's texts stand in a language; blanks alone are no text. */
export function completeness(draft: Questionnaire, language: string): { readonly done: number; readonly of: number } {
  const rows = translationRows(draft)
  return { done: rows.filter(({ text }) => isTranslated(text, language)).length, of: rows.length }
}

export const isTranslated = (text: LocalText, language: string): boolean => (text[language] ?? '').trim() !== ''

/** The design with one text put anew in one language; an empty text takes the language from it. */
export const withText = (draft: Questionnaire, key: string, language: string, text: string): Questionnaire =>
  withTexts(draft, (place, local) => (place.key === key ? put(local, language, text) : local))

/** A text in one language more, or anew; an empty one takes the language away. */
export const put = (local: LocalText, language: string, text: string): LocalText => (text === '' ? omitted(local, language) : { ...local, [language]: text })

/** The design with one language more, which is last in every fallback; what is no language tag, or there already, changes nothing. */
export const withLanguage = (draft: Questionnaire, tag: string): Questionnaire =>
  languageTag.test(tag) && !draft.languages.includes(tag) ? { ...draft, languages: [...draft.languages, tag] } : draft

const languageTag = /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/

/** The design without a language and all that it says; the last language stays. */
export function withoutLanguage(draft: Questionnaire, tag: string): Questionnaire {
  const languages = draft.languages.filter((language) => language !== tag)
  if (languages.length === 0 || languages.length === draft.languages.length) return draft
  return { ...withTexts(draft, (_, text) => omitted(text, tag)), languages }
}

const omitted = (local: LocalText, language: string): LocalText => Object.fromEntries(Object.entries(local).filter(([tag]) => tag !== language))

/** The design with its languages in another order, the default first; unknown tags are left out, unnamed languages keep their order behind. */
export function withFallbackOrder(draft: Questionnaire, order: readonly string[]): Questionnaire {
  const named = [...new Set(order)].filter((tag) => draft.languages.includes(tag))
  return { ...draft, languages: [...named, ...draft.languages.filter((tag) => !named.includes(tag))] }
}

/** The languages in which a reader of one language finds a text, the first that has it: that language, its base, then the questionnaire's order. */
export const fallbackChain = (languages: readonly string[], language: string): readonly string[] =>
  [...new Set([language, language.split('-')[0] ?? language, ...languages])].filter((tag) => languages.includes(tag))
