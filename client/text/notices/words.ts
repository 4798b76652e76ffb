import { filled } from '../../../surveys/language'
import { en } from './en'
import { vi } from './vi'

export type NoticeWord = keyof typeof vi

/** A sentence of a notice; a language without words of its own reads Vietnamese. */
export const notice = (language: string, word: NoticeWord, values: Readonly<Record<string, string>> = {}): string =>
  filled((language.startsWith('en') ? en : vi)[word], values)
