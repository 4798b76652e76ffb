import type { Violation, ViolationCode } from '../../surveys/instrument/violations'
import { en } from './en/citizen'
import { en as violationsEn } from './en/violations'
import { spokenFor, type Vocabulary } from './languages'
import { type CitizenWords, phrase, violationPhrase, type Word } from './speaking'
import { vi } from './vi/citizen'
import { vi as violationsVi } from './vi/violations'

const words: Vocabulary<Word> = { vi, en }
const violations: Vocabulary<ViolationCode> = { vi: violationsVi, en: violationsEn }

/** What is said around the questions; a language without words of its own reads Vietnamese. */
export const citizenWords = (language: string): CitizenWords => ({
  phrases: words[spokenFor(language)],
  violations: violations[spokenFor(language)],
})

export const say = (language: string, word: Word, values?: Readonly<Record<string, string | number>>): string =>
  phrase(citizenWords(language), word, values)

export const violationText = (language: string, violation: Violation): string =>
  violationPhrase(citizenWords(language), language, violation)
