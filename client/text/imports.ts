import { filled } from '../../surveys/instrument/language'
import { ownValue } from '../../surveys/instrument/spelling'
import * as en from './en/imports'
import { type Language, languages, spokenFor } from './languages'
import * as vi from './vi/imports'

type ImportWords = { readonly [Part in 'faults' | 'files' | 'lines' | 'places']: Readonly<Record<keyof (typeof vi)[Part], string>> } & {
  readonly headings: {
    readonly [Table in keyof typeof vi.headings]: { readonly [Column in keyof (typeof vi.headings)[Table]]?: readonly string[] }
  }
  readonly numbering: readonly string[]
}

const words: Readonly<Record<Language, ImportWords>> = { vi, en }

/** Why a file cannot be read as a table at all; `seen` is what stood there, `allowed` what may stand there. */
export type FileProblem = { readonly code: keyof ImportWords['files']; readonly seen?: string; readonly allowed?: string }

/** The sentence about a file, for the web and the command line alike; an unknown language reads Vietnamese. */
export const fileProblemText = (language: string, { code, seen = '', allowed = '' }: FileProblem): string =>
  filled(words[spokenFor(language)].files[code], { seen: shortened(seen, 200), allowed })

/** What is wrong with a whole line of a table: it has no cells, or more than columns, or some that nobody can read. */
export type LineFault = keyof ImportWords['faults']

/** The sentence about a line. */
export const lineFaultText = (language: string, fault: LineFault): string => words[spokenFor(language)].faults[fault]

export const isLineFault = (code: string): code is LineFault => Object.hasOwn(vi.faults, code)

/** Why a line of responses stays out. */
export type LineRule = keyof ImportWords['lines']

/** The sentence about a cell of a line of responses. */
export const lineRuleText = (language: string, rule: LineRule, seen = '', allowed = ''): string =>
  filled(words[spokenFor(language)].lines[rule], { seen: shortened(seen, 60), allowed })

/** The place in a file: a line, and the column where it is one cell. */
export const placeText = (language: string, line: number, column: string): string =>
  filled(words[spokenFor(language)].places[column === '' ? 'line' : 'cell'], { line: String(line), column })

const shortened = (text: string, most: number): string => (text.length > most ? `${text.slice(0, most)}…` : text)

/** What offices call the columns of a table, in every language. */
export const headingsOf = (table: keyof ImportWords['headings']): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries(
    Object.keys(vi.headings[table]).map((column) => [
      column,
      languages.flatMap((language) => ownValue<readonly string[]>(words[language].headings[table], column) ?? []),
    ]),
  )

/** Headings of columns in which lines are only numbered. */
export const numberingHeadings: readonly string[] = ['#', ...languages.flatMap((language) => words[language].numbering)]
