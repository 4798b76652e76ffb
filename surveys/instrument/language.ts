import type { LocalText } from './schema'
import { ownValue } from './spelling'

/** The text in the wanted language, else in its base language, else in the first language that has one. */
export function localised(text: LocalText, language: string, fallback: readonly string[] = ['vi']): string {
  for (const tag of [language, language.split('-')[0] ?? language, ...fallback]) {
    const found = ownValue(text, tag)
    if (found !== undefined) return found
  }
  return Object.values(text)[0] ?? ''
}

/** Fills placeholders such as `{agency}`; one without a value stays as it is written. */
export const filled = (text: string, values: Readonly<Record<string, string>>): string =>
  text.replace(/\{([a-z]+)\}/g, (placeholder, name: string) => ownValue(values, name) ?? placeholder)

/** The first language offered that the reader asks for (an Accept-Language header), else the first offered. */
export function chosenLanguage(wanted: string | undefined, offered: readonly string[]): string {
  const asked = (wanted ?? '').split(',').map((part) => part.split(';')[0]?.trim().toLowerCase() ?? '')
  for (const tag of asked) {
    const exact = offered.find((language) => language.toLowerCase() === tag || language.toLowerCase() === tag.split('-')[0])
    if (exact) return exact
  }
  return offered[0] ?? 'vi'
}

/** A form for search: without marks, đ as d, lower case, so that "dung han" finds "Đúng hạn". */
export const folded = (text: string): string =>
  unmarked(unmarked(text).normalize('NFD')).replace(/đ/g, 'd').replace(/Đ/g, 'D').toLowerCase()

/** Marks that were typed apart go first: many of them on one letter take seconds to put in order. */
const unmarked = (text: string): string => text.replace(/\p{M}/gu, '')
