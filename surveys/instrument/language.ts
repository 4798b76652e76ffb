import type { LocalText } from './schema'
import { pipedItems, withoutAnswers } from './pipes'
import { isVisible, ownValue } from './spelling'

/** The text in the wanted language, else in its base language, else in the first language that has one; where it tells an answer, its words for none. */
export const localised = (text: LocalText, language: string, fallback?: readonly string[]): string =>
  withoutAnswers(ownValue(text, languageFound(text, language, fallback)) ?? '')

/** The language in which a text is there for whoever wants it in another. */
export const languageFound = (text: LocalText, language: string, fallback: readonly string[] = ['vi']): string =>
  [language, language.split('-')[0] ?? language, ...fallback, ...Object.keys(text)].find((tag) => ownValue(text, tag) !== undefined) ??
  language

/** What an item asks, as it is read where it is asked of no agency in particular. */
export const askedText = (text: LocalText, language: string, fallback?: readonly string[]): string =>
  localised(text, language, fallback).replaceAll('{agency}', '…')

/** Fills placeholders such as `{agency}`, and says one or many of a number, `{n} {n|answer|answers}`; one without a value stays as it is written. */
export const filled = (text: string, values: Readonly<Record<string, string | number>>): string =>
  text.replace(/\{([a-z]+)(?:\|(.*?)\|(.*?))?\}/g, (placeholder, name: string, one?: string, many = '') => {
    const value = String(ownValue(values, name) ?? placeholder)
    return one === undefined || value === placeholder ? value : value === '1' ? one : many
  })

/** The first language offered that the reader asks for (an Accept-Language header), else the first offered. */
export function chosenLanguage(wanted: string | undefined, offered: readonly string[]): string {
  const asked = (wanted ?? '').split(',').map((part) => part.split(';')[0]?.trim().toLowerCase() ?? '')
  for (const tag of asked) {
    const exact = offered.find((language) => language.toLowerCase() === tag || language.toLowerCase() === tag.split('-')[0])
    if (exact) return exact
  }
  return offered[0] ?? 'vi'
}

/** Whether a text stands in a language; blanks alone are no text. */
export const isTranslated = (text: LocalText, language: string): boolean => isVisible(ownValue(text, language) ?? '')

/** What the screen itself says, by the name of the word, in each language in which the product has words of its own. */
export type InterfaceWords = Readonly<Record<string, LocalText>>

/** The word that is what a language calls itself. */
export const nameOfLanguage = 'language.name'

/** The words that a questionnaire has to bring along for a language: none where the product speaks it. */
export function wordsToBring(words: InterfaceWords, language: string): InterfaceWords {
  // What is a kind of a language reads that: `en-GB` is spoken where English is.
  const tags = [language, language.split('-')[0] ?? language]
  return Object.fromEntries(Object.entries(words).filter(([, text]) => !tags.some((tag) => isTranslated(text, tag))))
}

export type PlaceholderProblem = 'placeholder-lost' | 'placeholder-unknown'

/** What a translation did to the places that are filled at display, such as `{agency}`: all of its source must be in it, and no others. */
export function placeholderProblem(source: string, text: string): PlaceholderProblem | undefined {
  const wanted = placeholdersOf(source)
  const given = placeholdersOf(text)
  if (wanted.some((name) => !given.includes(name))) return 'placeholder-lost'
  return given.some((name) => !wanted.includes(name)) ? 'placeholder-unknown' : undefined
}

/** The places to fill in a text, each once. */
export const placeholdersOf = (text: string): readonly string[] => [
  ...new Set([...(text.match(/\{[a-z]+\}/g) ?? []), ...pipedItems(text).map((item) => `{answer:${item}}`)]),
]
