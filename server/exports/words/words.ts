import { filled } from '../../../surveys/language'
import { en } from './en'
import { vi } from './vi'

export type ExportWord = keyof typeof vi
export type Say = (word: ExportWord, values?: Readonly<Record<string, string>>) => string

/** The phrases of a workbook in the reader's language. */
export function exportWords(language: string): Say {
  const words: Readonly<Record<ExportWord, string>> = language.startsWith('en') ? en : vi
  return (word, values = {}) => filled(words[word], values)
}

/** A block's name; codes are free, so an unknown one stands as it is. */
export function blockName(say: Say, code: string): string {
  const word = `block_${code}`
  return isWord(word) ? say(word) : code
}

const isWord = (text: string): text is ExportWord => Object.hasOwn(vi, text)
