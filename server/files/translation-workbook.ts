import { EncryptedFileError } from 'hucre'
import { readXlsx } from 'hucre/xlsx'
import { type TextPlace, type TranslationEntry, translationRows } from '../../surveys/designing/translations'
import type { Questionnaire } from '../../surveys/instrument/schema'
import { onePage } from './document'
import { workbook } from './xlsx'
import { unpackedSize } from './zip'
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

/** Reads a translator's workbook: its first sheet, the columns by their place, the languages from the heads; `wanted` is the language it must be for. */
export async function readTranslationWorkbook(bytes: Uint8Array, wanted?: string): Promise<WorkbookReading> {
  const size = sizeProblem(bytes)
  if (size !== undefined) return { ok: false, problem: size }
  const read = await firstRows(bytes)
  return typeof read === 'string' ? { ok: false, problem: read } : sheetOf(read.rows, wanted)
}

/** A workbook under a password is no archive; the reader knows it by its own mark. */
function sizeProblem(bytes: Uint8Array): WorkbookProblem | undefined {
  if (bytes.length > workbookLimits.packed) return 'too-large'
  if (bytes[0] !== 0x50) return undefined
  const unpacked = unpackedSize(bytes)
  if (unpacked === undefined) return 'not-a-workbook'
  return unpacked > workbookLimits.unpacked ? 'too-large' : undefined
}

type Row = { readonly number: number; readonly cells: readonly string[] }
type Rows = { readonly rows: readonly Row[] }

/** Whatever the reader stumbles over (it throws its own errors and those of zlib) is the file's fault. */
async function firstRows(bytes: Uint8Array): Promise<Rows | WorkbookProblem> {
  try {
    const { sheets } = await readXlsx(bytes, { sheets: [0], range: `A1:D${workbookLimits.rows + 2}` })
    return { rows: (sheets[0]?.rows ?? []).map((cells, index) => ({ number: index + 1, cells: cells.slice(0, 4).map(textOf) })) }
  } catch (error) {
    return error instanceof EncryptedFileError ? 'protected' : 'not-a-workbook'
  }
}

/** What a person sees in a cell; translators' programs turn "2026" into a number and "1/1" into a day. */
function textOf(value: unknown): string {
  if (value instanceof Date) return value.toISOString().slice(0, 10)
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''
}

function sheetOf([head, ...rows]: readonly Row[], wanted: string | undefined): WorkbookReading {
  const from = languageInHead(head?.cells[2])
  const language = languageInHead(head?.cells[3])
  if (from === undefined || language === undefined) return { ok: false, problem: 'other-sheet' }
  if (wanted !== undefined && language !== wanted) return { ok: false, problem: 'other-language' }
  if (rows.length > workbookLimits.rows) return { ok: false, problem: 'too-many-rows' }
  const entries = rows
    .map(({ number, cells: [key = '', , source = '', text = ''] }) => ({ row: number, key: key.trim(), from, source, text }))
    .filter(({ key, text }) => key !== '' || isVisible(text))
  return entries.length === 0 ? { ok: false, problem: 'empty' } : { ok: true, from, language, entries }
}

const languageInHead = (head: string | undefined): string | undefined => /\[([a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)\]\s*$/.exec(head ?? '')?.[1]
