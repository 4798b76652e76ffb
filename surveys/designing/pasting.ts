import { type KnownNames, knownNames } from '../instrument/called'
import type { LocalText, Option } from '../instrument/schema'
import { trimmed } from '../instrument/spelling'
import { isCode } from './lists'

/** What a column of something pasted holds: the words in a language, a code, a score, or nothing that is taken. */
export type PastedRole = 'code' | 'score' | 'skip' | `words:${string}`

/** What is pasted as it is recognised: its lines, each cut into cells, and what each column holds. */
export type Recognised<Role extends string> = {
  readonly lines: readonly (readonly string[])[]
  readonly roles: readonly Role[]
  /** The first line named the columns and is not among the lines. */ readonly hadHead: boolean
  /** Lines beyond what is ever taken. */ readonly dropped: number
  /** Languages that the first line names and the questionnaire does not speak. */ readonly unspoken: readonly string[]
}

/** A list or a piece of a sheet, of which a line is an option or a row. */
export type Pasted = Recognised<PastedRole>

/** How people call columns and options that stand outside a scale; they stand with the words of the screen. */
export type PastedWords = {
  readonly code: KnownNames
  readonly score: KnownNames
  readonly words: KnownNames
  readonly languages: Readonly<Record<string, KnownNames>>
  readonly kinds: Readonly<Partial<Record<Option['kind'], KnownNames>>>
  /** What an option says at its end that is to be written out. */ readonly specify: KnownNames
  readonly section: KnownNames
}

/** Lists of names, told in what is pasted whatever signs stand around them. */
export function namesPasted(...lists: readonly (readonly string[])[]): KnownNames {
  const known = knownNames(lists.flat().map(bare))
  return (typed) => known(bare(typed))
}

/** What tells an option that stands outside a scale, or has words of its own beside it. */
export type KindWords = Pick<PastedWords, 'kinds' | 'specify'>

/** What kind of option these words name: one to be written out, one outside the scale, else an answer. */
export function kindSaid(label: LocalText, { kinds, specify }: KindWords): Option['kind'] {
  const said = Object.values(label)
  const plain = said.flatMap((text) => [text, text.replace(/\([^)]*\)/gu, ' ')])
  if (plain.some((text) => endings(text).some(specify))) return 'other'
  const isOf = (kind: 'other' | 'not-applicable' | 'no-opinion') => (text: string) => kinds[kind]?.(text) ?? false
  return (
    (['other', 'not-applicable', 'no-opinion'] as const).find(
      (kind) => plain.some(isOf(kind)) || said.some((text) => text.split(/[/,;]/u).every(isOf(kind))),
    ) ?? 'answer'
  )
}

/** Letters with their marks, digits and strokes alone. */
const bare = (text: string): string => text.replace(/[^\p{L}\p{M}\p{N}/]+/gu, ' ').trim()

/** Words that a name may have, and words of a heading that are looked at. */
const mostWords = 6
const mostHeadWords = 20

/** The last words of a text, fewer than all. */
const endings = (text: string): readonly string[] => {
  const words = bare(text).split(' ')
  return words
    .slice(1)
    .map((_, at) => words.slice(at + 1).join(' '))
    .slice(-mostWords)
}

/** The first words of a heading. */
export const beginnings = (heading: string): readonly string[] => {
  const words = bare(heading).split(/[ /]+/).slice(0, mostWords)
  return words.map((_, at) => words.slice(0, at + 1).join(' '))
}

/** Whether a language stands in other words of a heading; a short name of it does so by chance: "anh" is a brother too. */
export const isLanguageIn = (heading: string, language: KnownNames): boolean => {
  const words = bare(heading).split(' ').slice(0, mostHeadWords)
  return words.some((_, from) => beginnings(words.slice(from).join(' ')).some((name) => name.length > 6 && language(name)))
}

/** Lines of one paste that are looked at, and letters. */
export const mostPastedLines = 1_000
export const mostPastedLetters = 200_000

/** What was pasted, recognised: cells of a sheet, `code; words; score`, `1 = words`, or one thing on each line. */
export function pasted(text: string, languages: readonly string[], first: string, words: PastedWords): Pasted {
  const all = cellsOf(text.slice(0, mostPastedLetters)).filter((cells) => cells.some((cell) => cell !== ''))
  const cut = all.slice(0, mostPastedLines)
  const width = Math.max(1, ...cut.map(({ length }) => length))
  const order = [first, ...languages.filter((tag) => tag !== first)]
  const named = width > 1 || isHead(cut[0]?.[0] ?? '', words) ? namedRoles(cut[0] ?? [], order, words) : undefined
  const lines = named ? cut.slice(1) : cut
  return {
    lines,
    roles: named ?? guessedRoles(lines, width, order),
    hadHead: named !== undefined,
    unspoken: named ? unspokenIn(cut[0] ?? [], languages, words) : [],
    dropped: all.length - cut.length + (text.length > mostPastedLetters ? 1 : 0),
  }
}

/** Languages by which a first line names columns, of those that a questionnaire does not speak: such a column goes nowhere. */
export const unspokenIn = (
  head: readonly string[],
  languages: readonly string[],
  { languages: named }: Pick<PastedWords, 'languages'>,
): readonly string[] =>
  Object.entries(named).flatMap(([tag, names]) =>
    !languages.includes(tag) && head.some((cell) => isTag(cell, tag) || names(cell) || isLanguageIn(cell, names)) ? [tag] : [],
  )

/** A heading that is the tag of a language. */
export const isTag = (heading: string, tag: string): boolean => heading.trim().toLowerCase() === tag.toLowerCase()

/** Cells as a spreadsheet copies them, else lines cut where all of them are cut alike. */
function cellsOf(text: string): readonly (readonly string[])[] {
  const plain = text.replace(/\r\n?/g, '\n')
  if (plain.includes('\t')) return sheetCells(plain, ' ')
  const lines = plain.split('\n').map(trimmed).filter(Boolean)
  for (const sign of [';', '|']) {
    const parts = lines.map((line) => line.split(sign).map(trimmed))
    const count = parts[0]?.length ?? 1
    if (count > 1 && parts.every(({ length }) => length === count)) return parts
  }
  const bare = lines.map((line) => trimmed(line.replace(bullet, '')))
  const coded = bare.map((line) => codedLine.exec(line))
  const codes = coded.flatMap((found) => found?.[1] ?? [])
  return codes.length === bare.length && new Set(codes).size === codes.length
    ? coded.map((found) => [found?.[1] ?? '', trimmed(found?.[2] ?? '')])
    : bare.map((line) => [line])
}

/** Signs before what stands on a line of a list. */
const bullet = /^[-–—•·*▪◦○●□☐▢✓✔]\s+/u
/** A code before words: `1 = words`, `a) words`. */
export const codedLine = /^([A-Za-z0-9][A-Za-z0-9_-]{0,9})(?:\s*[=:)]\s*|\.\s+)(\S.*)$/u

/** Cells between tabs; one that holds a tab, a line break or a quote stands in quotes, and its lines are joined by a sign. */
export function sheetCells(text: string, join: string): readonly (readonly string[])[] {
  const lines: string[][] = [[]]
  const cell = /(?:"((?:[^"]|"")*)"(?=\t|\n|$)|([^\t\n]*))(\t|\n|$)/gy
  for (let found = cell.exec(text); found && found[0] !== ''; found = cell.exec(text)) {
    const line = lines.at(-1)
    line?.push(trimmed((found[1]?.replaceAll('""', '"') ?? found[2] ?? '').replace(/\s*\n\s*/g, join)))
    if (found[3] === '\n') lines.push([])
    else if (found[3] === '\t' && cell.lastIndex === text.length) line?.push('')
  }
  return lines
}

const isHead = (cell: string, { code, score, words, languages }: PastedWords): boolean =>
  [code, score, words, ...Object.values(languages)].some((names) => names(cell))

/** The roles by the names in the first line; undefined where it names nothing but what could be content. */
function namedRoles(head: readonly string[], order: readonly string[], words: PastedWords): readonly PastedRole[] | undefined {
  const filledIn = head.filter((cell) => cell !== '')
  const isNamed = (cell: string): boolean => isHead(cell, words) || order.some((tag) => isTag(cell, tag))
  if (filledIn.length === 0 || !filledIn.every(isNamed)) return undefined
  const left = [...order]
  const take = (tag: string | undefined): PastedRole => {
    if (tag === undefined || !left.includes(tag)) return 'skip'
    left.splice(left.indexOf(tag), 1)
    return `words:${tag}`
  }
  const languageOf = (cell: string): string | undefined =>
    order.find((tag) => isTag(cell, tag) || words.languages[tag]?.(cell)) ?? (words.words(cell) ? left[0] : undefined)
  return head.map((cell) => {
    if (words.code(cell)) return 'code'
    return words.score(cell) ? 'score' : take(languageOf(cell))
  })
}

function guessedRoles(lines: readonly (readonly string[])[], width: number, order: readonly string[]): readonly PastedRole[] {
  const columns = Array.from({ length: width }, (_, at) => lines.map((line) => line[at] ?? ''))
  const isNumber = columns.map((cells) => cells.every((cell) => cell === '' || /^-?\d{1,5}$/.test(cell)) && cells.some(Boolean))
  const isEmpty = columns.map((cells) => cells.every((cell) => cell === ''))
  const hasCodes = width > 1 && (columns[0] ?? []).every(isCode) && new Set(columns[0]).size === lines.length
  const wordsLeft = isNumber.slice(hasCodes ? 1 : 0).includes(false)
  const left = [...order]
  let scored = false
  return columns.map((_, at): PastedRole => {
    if (isEmpty[at]) return 'skip'
    if (at === 0 && hasCodes && wordsLeft) return 'code'
    if (isNumber[at] && width > 1 && wordsLeft) {
      if (scored) return 'skip'
      scored = true
      return 'score'
    }
    const tag = left.shift()
    return tag === undefined ? 'skip' : `words:${tag}`
  })
}

/** One line as it will be taken. */
export type PastedLine = { readonly code: string; readonly words: LocalText; readonly score: number | undefined }

/** The lines in the roles that their columns have; a line without words is nothing. */
export function pastedLines({ lines }: Pasted, roles: readonly PastedRole[]): readonly PastedLine[] {
  const scores = (line: readonly string[]) => line.filter((cell, at) => roles[at] === 'score' && /^-?\d{1,5}$/.test(cell)).map(Number)
  return lines
    .map((line) => ({
      code: line.find((_, at) => roles[at] === 'code') ?? '',
      words: Object.fromEntries(
        line.flatMap((cell, at) => {
          const role = roles[at] ?? 'skip'
          return role.startsWith('words:') && cell !== '' ? [[role.slice('words:'.length), cell] as const] : []
        }),
      ),
      score: scores(line)[0],
    }))
    .filter(({ words }) => Object.keys(words).length > 0)
}
