import { filled } from '../../surveys/instrument/language'
import { en } from './en/notices'
import { type Brought, type Vocabulary, wordsFor } from './languages'
import { vi } from './vi/notices'

export type NoticeWord = keyof typeof vi

const words: Vocabulary<NoticeWord> = { vi, en }

/** A sentence of a notice; a language in which neither we nor the questionnaire have it reads that of another. */
export const notice = (language: string, word: NoticeWord, values: Readonly<Record<string, string>> = {}, brought?: Brought): string =>
  filled(wordsFor(words, 'notice', language, brought)[word], values)
