import { screenWords } from '../../client/text/screen'
import { rowsToSay, type TextPlace, type TranslationEntry } from '../../surveys/designing/translations'
import type { Questionnaire } from '../../surveys/instrument/schema'
import { onePage } from './document'
import type { FileProblem } from '../../client/text/imports'
import { type FileRow, isBlankRow } from './reading/row'
import { readRowsAside } from './reading/thread'
import { workbook } from './xlsx'
import { isVisible } from '../../surveys/instrument/spelling'

/** The phrases of a translator's workbook. */
export type TranslationWord =
  | 'trSheet'
  | 'trSheetHow'
  | 'trColumnKey'
  | 'trColumnPlace'
  | 'trColumnSource'
  | 'trColumnTranslation'
  | 'trHowTranslate'
  | 'trHowPlaceholders'
  | 'trHowEmpty'
  | 'trHowSource'
  | 'trHowKey'
  | 'trHowUpload'
  | `trGroup_${TextPlace['group']['kind']}`
  | `trKind_${TextPlace['kind']}`
export type TranslationSay = (word: TranslationWord, values?: Readonly<Record<string, string>>) => string

/** The bytes of a workbook for a translator: every text of a design beside its translation, and a sheet that says how. */
export function translationWorkbook(draft: Questionnaire, from: string, to: string, say: TranslationSay): AsyncGenerator<Uint8Array> {
  const rows = rowsToSay(draft, to, screenWords).map((row) => [row.key, placeText(row, say), row.text[from] ?? null, row.text[to] ?? null])
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
      {
        name: say('trSheetHow'),
        columns: [{ title: say('trSheetHow'), width: 110, look: 'wrapped' }],
        pages: onePage(instructions.map((word) => [say(word)])),
      },
    ],
  })
}

const instructions = ['trHowTranslate', 'trHowPlaceholders', 'trHowEmpty', 'trHowSource', 'trHowKey', 'trHowUpload'] as const

/** The language stands behind the words of a column's head, so that the sheet says for itself what it is. */
const headOf = (words: string, language: string): string => `${words} [${language}]`

const placeText = ({ group, kind, name }: TextPlace, say: TranslationSay): string =>
  `${say(`trGroup_${group.kind}`, { name: group.name })} · ${say(`trKind_${kind}`, { name })}`

export const workbookProblems = [
  'too-large',
  'not-a-workbook',
  'protected',
  'other-sheet',
  'other-language',
  'too-many-rows',
  'empty',
] as const
/** Why a file cannot be taken as a translator's workbook at all. */
export type WorkbookProblem = (typeof workbookProblems)[number]

export type WorkbookReading =
  | { readonly ok: true; readonly from: string; readonly language: string; readonly entries: readonly TranslationEntry[] }
  | { readonly ok: false; readonly problem: WorkbookProblem }

/** Bytes of a file, bytes that it unpacks to, and rows below the head. */
export const workbookLimits = { packed: 1_048_576, unpacked: 8_388_608, rows: 5000 } as const

const limits = { bytes: workbookLimits.packed, unpacked: workbookLimits.unpacked, rows: workbookLimits.rows + 1, columns: 200 }

/** Reads a translator's workbook: its first sheet, the columns by their place, the languages from the heads; `wanted` is the language it must be for. */
export async function readTranslationWorkbook(bytes: Uint8Array, wanted?: string): Promise<WorkbookReading> {
  if (bytes.length > limits.bytes) return { ok: false, problem: 'too-large' }
  const reading = await readRowsAside(bytes, limits)
  if (!reading.ok) return { ok: false, problem: problemOf(reading.problem) }
  const rows = reading.rows.filter((row) => !isBlankRow(row))
  const fault = faultOf(rows)
  if (fault !== undefined) return { ok: false, problem: fault }
  const sheet = sheetOf(rows, wanted)
  // Its head tells a sheet that was saved as CSV from any other text.
  return reading.kind === 'csv' && !sheet.ok && sheet.problem === 'other-sheet' ? { ok: false, problem: 'not-a-workbook' } : sheet
}

function problemOf({ code }: FileProblem): WorkbookProblem {
  if (code === 'protected' || code === 'too-large') return code
  return code === 'too-slow' ? 'too-large' : 'not-a-workbook'
}

/** A sheet is taken whole: what makes one of its rows unreadable makes it so. */
function faultOf(rows: readonly FileRow[]): WorkbookProblem | undefined {
  const faulty = rows.find(({ cells }) => cells === undefined)
  if (faulty === undefined || faulty.cells !== undefined) return undefined
  if (faulty.fault === 'too-many-rows') return 'too-many-rows'
  return faulty.fault === 'too-many-columns' ? 'other-sheet' : 'not-a-workbook'
}

function sheetOf([head, ...rows]: readonly FileRow[], wanted: string | undefined): WorkbookReading {
  const from = languageInHead(head?.cells?.[2])
  const language = languageInHead(head?.cells?.[3])
  if (from === undefined || language === undefined) return { ok: false, problem: 'other-sheet' }
  if (wanted !== undefined && language !== wanted) return { ok: false, problem: 'other-language' }
  const entries = rows
    .map(({ line, cells: [key = '', , source = '', text = ''] = [] }) => ({
      row: line,
      key: key.trim(),
      from,
      source,
      text: dayAlone(text),
    }))
    .filter(({ key, text }) => key !== '' || isVisible(text))
  return entries.length === 0 ? { ok: false, problem: 'empty' } : { ok: true, from, language, entries }
}

/** Translators' programs turn "1/1" into a day. */
const dayAlone = (text: string): string => (/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(text) ? text.slice(0, 10) : text)

const languageInHead = (head: string | undefined): string | undefined => /\[([a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)\]\s*$/.exec(head ?? '')?.[1]
