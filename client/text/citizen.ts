import type { Violation, ViolationCode } from '../../surveys/instrument/violations'
import { languageMarks } from '../../surveys/instrument/direction'
import { en } from './en/citizen'
import { en as violationsEn } from './en/violations'
import { type Brought, languageName, type Vocabulary, wordsFor } from './languages'
import { type CitizenWords, phrase, violationPhrase, type Word } from './speaking'
import { vi } from './vi/citizen'
import { vi as violationsVi } from './vi/violations'

const words: Vocabulary<Word> = { vi, en }
const violations: Vocabulary<ViolationCode> = { vi: violationsVi, en: violationsEn }

/** What is said around the questions in one language, word by word ours, the questionnaire's, or that of another language. */
export const citizenWords = (language: string, brought?: Brought): CitizenWords => ({
  name: languageName(language, brought),
  marks: languageMarks(language),
  phrases: wordsFor(words, 'citizen', language, brought),
  violations: wordsFor(violations, 'violation', language, brought),
})

export const say = (language: string, word: Word, values?: Readonly<Record<string, string | number>>, brought?: Brought): string =>
  phrase(citizenWords(language, brought), word, values)

export const violationText = (language: string, violation: Violation, brought?: Brought): string =>
  violationPhrase(citizenWords(language, brought), language, violation)
