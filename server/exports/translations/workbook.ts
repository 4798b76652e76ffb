import type { Place } from '../../../surveys/designing/localised-texts'
import { translationRows } from '../../../surveys/designing/translations'
import type { Questionnaire } from '../../../surveys/schema'
import { onePage } from '../document'
import { workbook } from '../xlsx/workbook'

/** The phrases of a translator's workbook. */
export type TranslationWord =
  | 'trSheet' | 'trSheetHow' | 'trColumnKey' | 'trColumnPlace' | 'trColumnSource' | 'trColumnTranslation'
  | 'trHowTranslate' | 'trHowPlaceholders' | 'trHowEmpty' | 'trHowSource' | 'trHowKey' | 'trHowUpload'
  | `trGroup_${Place['group']['kind']}`
  | `trKind_${Place['kind']}`
export type TranslationSay = (word: TranslationWord, values?: Readonly<Record<string, string>>) => string

/** The bytes of a workbook for a translator: every text of a design beside its translation, and a sheet that says how. */
export function translationWorkbook(draft: Questionnaire, from: string, to: string, say: TranslationSay): AsyncGenerator<Uint8Array> {
  const rows = translationRows(draft).map((row) => [row.key, placeText(row, say), row.text[from] ?? null, row.text[to] ?? null])
  return workbook({
    title: `${draft.id} ${from} → ${to}`,
    sheets: [
      {
        name: say('trSheet'),
        columns: [
          { title: say('trColumnKey'), width: 30 },
          { title: say('trColumnPlace'), width: 32, look: 'wrapped' },
          { title: headOf(say('trColumnSource'), from), width: 64, look: 'wrapped' },
          { title: headOf(say('trColumnTranslation'), to), width: 64, look: 'wrapped' },
        ],
        pages: onePage(rows),
      },
      { name: say('trSheetHow'), columns: [{ title: say('trSheetHow'), width: 110, look: 'wrapped' }], pages: onePage(instructions.map((word) => [say(word)])) },
    ],
  })
}

const instructions = ['trHowTranslate', 'trHowPlaceholders', 'trHowEmpty', 'trHowSource', 'trHowKey', 'trHowUpload'] as const

/** The language stands behind the words of a column's head, so that the sheet says for itself what it is. */
const headOf = (words: string, language: string): string => `${words} [${language}]`

const placeText = ({ group, kind, name }: Place, say: TranslationSay): string =>
  `${say(`trGroup_${group.kind}`, { name: group.name })} · ${say(`trKind_${kind}`, { name })}`
