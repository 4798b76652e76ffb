import { filled } from '../../surveys/instrument/language'
import { en } from './en/files'
import { spokenFor, type Vocabulary } from './languages'
import { vi } from './vi/files'

export type ExportWord = keyof typeof vi
export type FilesSay = (word: ExportWord, values?: Readonly<Record<string, string>>) => string

const words: Vocabulary<ExportWord> = { vi, en }

/** The phrases of a workbook in the reader's language. */
export function exportWords(language: string): FilesSay {
  const spoken = words[spokenFor(language)]
  return (word, values = {}) => filled(spoken[word], values)
}

/** A block's name; codes are free, so an unknown one stands as it is. */
export function blockName(say: FilesSay, code: string): string {
  const word = `block_${code}`
  return isExportWord(word) ? say(word) : code
}

export const isExportWord = (text: string): text is ExportWord => Object.hasOwn(vi, text)
