import { isDay } from '../../surveys/instrument/calendar'
import { filled } from '../../surveys/instrument/language'
import { type Violation, type ViolationCode, violationSentence } from '../../surveys/instrument/violations'
import { en } from './en/citizen'
import { en as violationsEn } from './en/violations'
import { spokenFor, type Vocabulary, localeOf } from './languages'
import { vi } from './vi/citizen'
import { vi as violationsVi } from './vi/violations'

export type Word = keyof typeof vi

const words: Vocabulary<Word> = { vi, en }
const violations: Vocabulary<ViolationCode> = { vi: violationsVi, en: violationsEn }

/** A phrase around the questions; a language without words of its own reads Vietnamese. */
export const say = (language: string, word: Word, values: Readonly<Record<string, string | number>> = {}): string =>
  filled(words[spokenFor(language)][word], Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)])))

/** Why an answer is refused, in the reader's language, with days as it writes them. */
export const violationText = (language: string, { seen, allowed, ...violation }: Violation): string =>
  violationSentence(violations[spokenFor(language)], {
    ...violation,
    seen: daysIn(language, seen ?? ''),
    allowed: daysIn(language, allowed ?? ''),
  })

const daysIn = (language: string, text: string): string =>
  text.replace(/\d{4}-\d{2}-\d{2}/g, (day) => (isDay(day) ? dayText(language, day) : day))

const dayText = (language: string, day: string): string =>
  new Intl.DateTimeFormat(localeOf(language), { day: '2-digit', month: '2-digit', year: 'numeric', timeZone: 'UTC' }).format(new Date(day))
