import type { LocalText, Questionnaire } from '../schema'
import { withTexts } from './localised-texts'
import { placeholderProblem } from './placeholders'
import { put, translationRows } from './translations'

/** A line of a translator's sheet: its number as a spreadsheet counts, the text it was made from and in which language, and the translation. */
export type TranslationEntry = { readonly row: number; readonly key: string; readonly from: string; readonly source: string; readonly text: string }

export const refusalReasons = ['unknown-language', 'unknown-key', 'repeated-key', 'source-changed', 'placeholder-lost', 'placeholder-unknown', 'too-long'] as const
export type RefusalReason = (typeof refusalReasons)[number]
export type RefusedEntry = { readonly row: number; readonly key: string; readonly reason: RefusalReason }
export type Applied = { readonly draft: Questionnaire; /** Texts that say something else than before. */ readonly changed: number; readonly refused: readonly RefusedEntry[] }

/** Characters of one translation: twice the longest text answer there is. */
export const longestTranslation = 10_000

/** The design with a translator's sheet taken in, line by line: an empty line leaves what is there, a refused one is named. */
export function applyTranslations(draft: Questionnaire, language: string, entries: readonly TranslationEntry[]): Applied {
  const texts = new Map(translationRows(draft).map(({ key, text }) => [key, text]))
  const taken = new Map<string, string>()
  const refused: RefusedEntry[] = []
  for (const entry of entries.filter(({ text }) => text.trim() !== '')) {
    const reason = taken.has(entry.key) ? 'repeated-key' : refusal(draft.languages, language, texts.get(entry.key), entry)
    if (reason === undefined) taken.set(entry.key, tidy(entry.text))
    else refused.push({ row: entry.row, key: entry.key, reason })
  }
  const changed = [...taken].filter(([key, text]) => texts.get(key)?.[language] !== text).length
  return { draft: changed === 0 ? draft : withTexts(draft, ({ key }, local) => put(local, language, taken.get(key) ?? local[language] ?? '')), changed, refused }
}

function refusal(languages: readonly string[], language: string, local: LocalText | undefined, { from, source, text }: TranslationEntry): RefusalReason | undefined {
  if (!languages.includes(language)) return 'unknown-language'
  if (local === undefined) return 'unknown-key'
  const current = local[from] ?? ''
  if (words(current) !== words(source)) return 'source-changed'
  if (text.length > longestTranslation) return 'too-long'
  return current === '' ? undefined : placeholderProblem(current, text)
}

/** As a person reads it: spreadsheets change blanks and line ends. */
const words = (text: string): string => text.normalize('NFC').replace(/\s+/g, ' ').trim()

const tidy = (text: string): string => text.normalize('NFC').replace(/\r\n?/g, '\n').trim()
