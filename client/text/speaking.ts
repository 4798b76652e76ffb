import { isDay } from '../../surveys/instrument/calendar'
import type { LanguageMarks } from '../../surveys/instrument/direction'
import { filled } from '../../surveys/instrument/language'
import { type Violation, type ViolationCode, violationSentence } from '../../surveys/instrument/violations'
import type { vi } from './vi/citizen'
import { localeOf } from './languages'

export type Word = keyof typeof vi

/** All that is said around the questions in one language; a browser gets those of its questionnaire's languages, and no others. */
export type CitizenWords = {
  /** What the language calls itself. */
  readonly name: string
  /** What says of a page or an element that it stands in it; from the server, which knows where the lines of each script begin. */
  readonly marks: LanguageMarks
  readonly phrases: Readonly<Record<Word, string>>
  readonly violations: Readonly<Record<ViolationCode, string>>
}

export const phrase = ({ phrases }: CitizenWords, word: Word, values: Readonly<Record<string, string | number>> = {}): string =>
  filled(phrases[word], values)

/** Why an answer is refused, in the reader's language, with days as it writes them. */
export const violationPhrase = (
  { violations }: CitizenWords,
  language: string,
  { seen = '', allowed = '', ...violation }: Violation,
): string => violationSentence(violations, { ...violation, seen: daysIn(language, seen), allowed: daysIn(language, allowed) })

const daysIn = (language: string, text: string): string =>
  text.replace(/\d{4}-\d{2}-\d{2}/g, (day) => (isDay(day) ? dayInFigures(language, day) : day))

/** A day in figures, as they are written there. */
export function dayInFigures(language: string, day: string): string {
  const locale = localeOf(language)
  const known =
    figures.get(locale) ?? new Intl.DateTimeFormat(locale, { day: '2-digit', month: '2-digit', year: 'numeric', timeZone: 'UTC' })
  figures.set(locale, known)
  return known.format(new Date(day))
}

/** Made once for each language: making one takes a hundred times as long as writing a day. */
const figures = new Map<string, Intl.DateTimeFormat>()
