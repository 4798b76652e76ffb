import { filled } from '../../surveys/instrument/language'
import { en } from './en/notices'
import { spokenFor, type Vocabulary } from './languages'
import { vi } from './vi/notices'

export type NoticeWord = keyof typeof vi

const words: Vocabulary<NoticeWord> = { vi, en }

/** A sentence of a notice; a language without words of its own reads Vietnamese. */
export const notice = (language: string, word: NoticeWord, values: Readonly<Record<string, string>> = {}): string =>
  filled(words[spokenFor(language)][word], values)
