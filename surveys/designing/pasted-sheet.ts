import type { KnownNames } from '../instrument/called'
import type { LocalText, QuestionType } from '../instrument/schema'
import { trimmed } from '../instrument/spelling'
import type { PastedPart, PastedQuestion } from './pasted-in'
import {
  beginnings,
  codedLine,
  isLanguageIn,
  isTag,
  mostPastedLetters,
  mostPastedLines,
  type PastedLine,
  type PastedWords,
  type Recognised,
  sheetCells,
  unspokenIn,
} from './pasting'
import { isCode } from './lists'

/** What a column of a sheet of questions holds; words and help in a language. */
export type SheetRole = 'id' | 'type' | 'options' | 'section' | 'required' | 'skip' | `words:${string}` | `help:${string}`

/** A sheet of questions, a line for each question. */
export type PastedSheet = Recognised<SheetRole>

/** How people call columns of such a sheet, types of questions and yes. */
export type SheetWords = {
  readonly type: KnownNames
  readonly options: KnownNames
  readonly help: KnownNames
  readonly sections: KnownNames
  readonly required: KnownNames
  readonly yes: KnownNames
  readonly types: Readonly<Partial<Record<QuestionType, KnownNames>>>
}

type Words = Pick<PastedWords, 'code' | 'words' | 'languages'> & SheetWords

/** Cells of a sheet as questions: by the names of the columns, else by what stands in them. */
export function pastedSheet(text: string, languages: readonly string[], first: string, words: Words): PastedSheet {
  const all = sheetCells(text.slice(0, mostPastedLetters).replace(/\r\n?/g, '\n'), '\n').filter((cells) => cells.some(Boolean))
  const cut = all.slice(0, mostPastedLines)
  const order = [first, ...languages.filter((tag) => tag !== first)]
  const named = namedColumns(cut[0] ?? [], order, words)
  const lines = named ? cut.slice(1) : cut
  const width = Math.max(1, ...cut.map(({ length }) => length))
  const roles = named ?? guessedColumns(lines, width, order, words)
  return {
    lines,
    roles: Array.from({ length: width }, (_, at) => roles[at] ?? 'skip'),
    hadHead: named !== undefined,
    unspoken: named ? unspokenIn(cut[0] ?? [], languages, words) : [],
    dropped: all.length - cut.length + (text.length > mostPastedLetters ? 1 : 0),
  }
}

/** A first line is a head where it names the words of the questions and nothing else stands twice. */
function namedColumns(head: readonly string[], order: readonly string[], words: Words): readonly SheetRole[] | undefined {
  const taken = new Set<SheetRole>()
  const roles = head.map((cell): SheetRole => {
    const role = columnNamed(cell, order, words)
    if (taken.has(role)) return 'skip'
    taken.add(role)
    return role
  })
  const isNamed = roles.filter((role) => role !== 'skip').length >= 2
  return isNamed && roles.some((role) => role.startsWith('words:')) ? roles : undefined
}

function columnNamed(name: string, order: readonly string[], words: Words): SheetRole {
  const isHelp = beginnings(name).some(words.help)
  const isOf = (language: KnownNames): boolean => language(name) || isLanguageIn(name, language)
  const language = order.find((tag) => isTag(name, tag) || (words.languages[tag] && isOf(words.languages[tag])))
  if (isHelp) return `help:${language ?? order[0] ?? ''}`
  if (words.type(name)) return 'type'
  if (words.options(name)) return 'options'
  if (words.sections(name)) return 'section'
  if (words.required(name)) return 'required'
  if (words.code(name)) return 'id'
  return language !== undefined || words.words(name) ? `words:${language ?? order[0] ?? ''}` : 'skip'
}

function guessedColumns(
  lines: readonly (readonly string[])[],
  width: number,
  order: readonly string[],
  words: Words,
): readonly SheetRole[] {
  const left = [...order]
  let [hasType, hasOptions] = [false, false]
  return Array.from({ length: width }, (_, at): SheetRole => {
    const cells = lines.map((line) => line[at] ?? '').filter(Boolean)
    if (cells.length === 0) return 'skip'
    if (at === 0 && width > 1 && cells.length === lines.length && cells.every(isCode) && new Set(cells).size === cells.length) return 'id'
    if (!hasType && cells.every((cell) => typeNamed(cell, words) !== undefined)) {
      hasType = true
      return 'type'
    }
    if (!hasOptions && left.length < order.length && cells.every((cell) => optionsIn(cell).length > 1)) {
      hasOptions = true
      return 'options'
    }
    const tag = left.shift()
    return tag === undefined ? 'skip' : `words:${tag}`
  })
}

const typeNamed = (cell: string, { types }: Pick<SheetWords, 'types'>): QuestionType | undefined => {
  const name = trimmed(cell)
  return named.find((type) => type === name.toLowerCase() || types[type]?.(name))
}

/** Types that a line of a sheet can say whole: a matrix has lines of its own. */
const named = [
  'single',
  'multiple',
  'rating',
  'yes-no',
  'ranking',
  'number',
  'slider',
  'recommend',
  'text',
  'date',
  'date-time',
  'contact',
  'note',
] as const satisfies readonly QuestionType[]

/** Options in one cell: a line each, else between semicolons, upright lines, spaced strokes or commas; codes before them are taken for codes. */
function optionsIn(cell: string): readonly { readonly code: string; readonly text: string }[] {
  const sign = ['\n', ';', '|', ' / ', ','].find((one) => cell.includes(one))
  const parts = (sign === undefined ? [cell] : cell.split(sign)).map((part) => trimmed(part.replace(/^[-–—•*]\s+/u, ''))).filter(Boolean)
  const coded = parts.map((part) => codedLine.exec(part))
  return coded.every((found) => found) && new Set(coded.map((found) => found?.[1])).size === parts.length
    ? coded.map((found) => ({ code: found?.[1] ?? '', text: trimmed(found?.[2] ?? '') }))
    : parts.map((part) => ({ code: '', text: part }))
}

/** The questions of the lines in the roles that their columns have; a line without words is nothing, an empty cell of a section goes on with the last. */
export function questionsOfSheet(
  { lines }: PastedSheet,
  roles: readonly SheetRole[],
  first: string,
  words: SheetWords,
): readonly PastedPart[] {
  const parts: { title: LocalText; questions: PastedQuestion[] }[] = []
  let heading = ''
  for (const line of lines) {
    const cell = (role: SheetRole): string => line.find((_, at) => roles[at] === role) ?? ''
    const text = spoken(line, roles, 'words:')
    if (Object.keys(text).length === 0) continue
    const section = cell('section')
    if (parts.length === 0 || (section !== '' && section !== heading))
      parts.push({ title: section === '' ? {} : { [first]: section }, questions: [] })
    heading = section === '' ? heading : section
    const help = spoken(line, roles, 'help:')
    const type = typeNamed(cell('type'), words)
    parts.at(-1)?.questions.push({
      id: cell('id'),
      text,
      options: optionsIn(cell('options')).map((one): PastedLine => ({ code: one.code, words: { [first]: one.text }, score: undefined })),
      ...(type && { type }),
      ...(Object.keys(help).length > 0 && { help }),
      ...(isYes(cell('required'), words) && { required: true as const }),
    })
  }
  return parts
}

const isYes = (cell: string, { yes }: SheetWords): boolean => yes(cell)

function spoken(line: readonly string[], roles: readonly SheetRole[], kind: 'words:' | 'help:'): LocalText {
  return Object.fromEntries(
    line.flatMap((cell, at) => {
      const role = roles[at] ?? 'skip'
      return role.startsWith(kind) && cell !== ''
        ? [[role.slice(kind.length), cell.replace(/\s*\n\s*/g, kind === 'words:' ? ' ' : '\n')] as const]
        : []
    }),
  )
}
