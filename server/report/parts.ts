import type { Language } from '../../client/text/languages'
import type { ChartDrawing } from './chart'

/** What a report is made of, the same for paper, for an editor's document and for the screen. */
export type ReportPart =
  /** `annex` is of what follows behind the signature, on a sheet of its own, and says what it belongs to. */
  | { readonly is: 'heading'; readonly level: 1 | 2 | 3; readonly text: string; readonly annex?: string }
  | { readonly is: 'text'; readonly runs: readonly Stretch[] }
  | { readonly is: 'points'; readonly points: readonly (readonly Stretch[])[] }
  | ReportTable
  | { readonly is: 'figure'; readonly caption: string; readonly drawing: ChartDrawing }
  /** Side by side, each over what it shows; of JPEG or PNG. */
  | { readonly is: 'pictures'; readonly pictures: readonly PrintedPicture[] }
  /** Smaller, about what stands above it. */
  | { readonly is: 'note'; readonly text: string }
  /** What the office still has to write, dotted on paper. */
  | { readonly is: 'blank'; readonly text: string }

export type PrintedPicture = { readonly name: string; readonly bytes: Uint8Array; readonly label: string }

/** A stretch of text that looks alike. */
/** `isTyped`: in somebody else's words, which stay as they are. */
export type Stretch = { readonly text: string; readonly bold?: true; readonly italic?: true; readonly isTyped?: true }

export type ReportTable = {
  readonly is: 'table'
  readonly caption: string
  readonly columns: readonly TableColumn[]
  /** The place of the cell that names its row. */
  readonly named: number
  readonly rows: readonly TableRow[]
}

export type TableColumn = {
  readonly title: string
  /** What stands under the first line of its cells. */
  readonly below?: string
  readonly align: 'start' | 'end'
  /** Its part of the width, beside the others'. */
  readonly weight: number
}

export type TableRow = {
  readonly cells: readonly TableCell[]
  /** `sum` is over others; `group` names those that follow. */
  readonly look?: 'sum' | 'group'
  /** How deep its name stands below others. */
  readonly depth?: number
}

export type TableCell = {
  readonly text: string
  readonly bold?: true
  readonly italic?: true
  readonly below?: readonly string[]
  readonly columns?: number
}

/** A letterhead as Decree 30/2020 sets it: above who issues it and the national heading, then what it is and what it is about. */
export type ReportHead = {
  readonly superior: string
  readonly issuer: string
  readonly number: string
  readonly nation: string
  readonly motto: string
  readonly placeDate: string
  readonly kind: string
  readonly about: string
  /** What a reader must know before the first figure: made-up data, a part of the agencies, a campaign that is not over. */
  readonly lines: readonly { readonly text: string; readonly isLoud?: true }[]
}

export type ReportFoot = {
  readonly receivers: string
  readonly receiverList: readonly string[]
  /** In whose name, and by which office: "TL. CHỦ TỊCH", "GIÁM ĐỐC SỞ NỘI VỤ". */
  readonly signature: readonly string[]
  readonly signHere: string
  readonly signer: string
}

/** A whole report. It is plain data: a thread writes it as a file. */
export type ReportPaper = {
  readonly language: Language
  /** What the file says it is. */
  readonly title: string
  readonly head: ReportHead
  readonly parts: readonly NumberedPart[]
  readonly foot: ReportFoot
  /** On every sheet: of made-up data above, of an open campaign below. */
  readonly marks: { readonly above: string; readonly below: string }
  /** The coat of arms above who issues it, a PNG. */
  readonly crest: Uint8Array | undefined
  /** The fonts that it needs besides one of Latin letters, each with the letters that it has. */
  readonly fonts: readonly { readonly letters: RegExp; readonly bytes: Uint8Array }[]
  readonly madeAt: number
}

/** The same without letterhead and signature, which only what an office sends out has: its title stands above, and nobody signs. */
export type PrintedPaper = Omit<ReportPaper, 'head' | 'foot'> & {
  readonly head: ReportHead | undefined
  readonly foot: ReportFoot | undefined
}

/** A part with what it is called in references: "II.", "Bảng 3". */
export type NumberedPart = ReportPart & { readonly number: string }

/** Numbers headings I, 1, a, and tables and figures each in one row through all. */
export function numbered(
  parts: readonly ReportPart[],
  words: { readonly table: string; readonly figure: string; readonly annex: string },
): readonly NumberedPart[] {
  const at = { one: 0, two: 0, three: 0, table: 0, figure: 0, annex: 0 }
  const headed = (level: 1 | 2 | 3): string => {
    if (level === 1) {
      at.two = at.three = 0
      return `${roman(++at.one)}.`
    }
    if (level === 2) {
      at.three = 0
      return `${++at.two}.`
    }
    return `${String.fromCharCode(97 + at.three++)})`
  }
  return parts.map((part): NumberedPart => {
    if (part.is === 'heading' && part.annex !== undefined) {
      at.two = at.three = 0
      return { ...part, number: `${words.annex}\u00a0${roman(++at.annex)}` }
    }
    if (part.is === 'heading') return { ...part, number: headed(part.level) }
    if (part.is === 'table') return { ...part, number: `${words.table}\u00a0${++at.table}` }
    if (part.is === 'figure') return { ...part, number: `${words.figure}\u00a0${++at.figure}` }
    return { ...part, number: '' }
  })
}

const signs = [
  [10, 'X'],
  [9, 'IX'],
  [5, 'V'],
  [4, 'IV'],
  [1, 'I'],
] as const

function roman(number: number): string {
  let [left, text] = [number, '']
  for (const [value, sign] of signs) for (; left >= value; left -= value) text += sign
  return text
}

/** What stands before the signature, and what behind it. */
export function bodyAndAnnexes(parts: readonly NumberedPart[]): {
  readonly body: readonly NumberedPart[]
  readonly annexes: readonly NumberedPart[]
} {
  const first = parts.findIndex((part) => part.is === 'heading' && part.annex !== undefined)
  return first < 0 ? { body: parts, annexes: [] } : { body: parts.slice(0, first), annexes: parts.slice(first) }
}

/** A paragraph of one look. */
export const paragraphOf = (text: string): ReportPart => ({ is: 'text', runs: [{ text }] })

/** A number stays with the short word behind it, which is what it counts, wherever a line ends. */
export const unbroken = (text: string): string => text.replace(/(\d%?) (?=\p{Ll}{1,6}(?!\p{L}))/gu, '$1\u00a0')

/** A stretch as it is set. */
export const setText = ({ text, isTyped }: Stretch): string => (isTyped ? text : unbroken(text))

/** What somebody typed, as parts: an empty line ends a paragraph, and a line that begins with a dash is a point. */
export function typedParts(text: string): readonly ReportPart[] {
  const parts: ReportPart[] = []
  for (const line of text.split(/\r?\n/).map((one) => one.trim())) {
    if (line === '') continue
    const point = /^[-–•+*]\s+(.*)$/.exec(line)?.[1]
    const last = parts.at(-1)
    if (point === undefined) parts.push({ is: 'text', runs: [{ text: line, isTyped: true }] })
    else if (last?.is === 'points') parts[parts.length - 1] = { is: 'points', points: [...last.points, [{ text: point, isTyped: true }]] }
    else parts.push({ is: 'points', points: [[{ text: point, isTyped: true }]] })
  }
  return parts
}
