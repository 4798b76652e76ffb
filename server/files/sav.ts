import type { AnswerSet, Cell, Document, Encoder, Study, ValueLabel, Variable } from './document'
import { mostMissing } from '../../surveys/answers/variables'

/**
 * A system file of SPSS, as PSPP's "System File Format" describes it: little-endian, UTF-8, compressed by bytes, with labels, missing
 * values and sets of answers. It is written while the rows are read, so that the number of cases stands as unknown.
 */
export const sav: Encoder = {
  contentType: 'application/x-spss-sav',
  extension: 'sav',
  write: ({ title, study }) => {
    if (!study) throw new Error('a system file is made of responses one by one')
    return written(title, study)
  },
}

async function* written(title: Document['title'], study: Study): AsyncGenerator<Uint8Array> {
  const fields = fieldsOf(study.variables, await widestTexts(study))
  yield dictionary(title, study, fields)
  const packer = packerOf(fields)
  for await (const page of study.pages) {
    for (const cells of page) packer.add(cells)
    yield packer.take()
  }
  yield packer.end()
}

/** Bytes of the longest text of each variable. */
async function widestTexts({ variables, before }: Study): Promise<readonly number[]> {
  const widest = variables.map(() => 0)
  const open = variables.flatMap(({ holds, widest: known }, at) => (holds === 'text' && known === undefined ? [at] : []))
  if (open.length > 0)
    for await (const page of before())
      for (const cells of page)
        for (const at of open) {
          const cell = cells[at]
          if (typeof cell === 'string' && cell !== '') widest[at] = Math.max(widest[at] ?? 0, Buffer.byteLength(cell))
        }
  return variables.map(({ widest: known }, at) => known ?? withoutCuts(widest[at] ?? 0))
}

/** The most bytes that one variable may hold; a longer text goes on in the next. */
const mostWidth = 32_760

/** With room for a character that does not fit into one variable whole, and so begins the next. */
const withoutCuts = (bytes: number): number => bytes + 3 * Math.floor(bytes / (mostWidth - 3))

/** A variable as it lies in the file: a number, or a text of so many bytes in segments of at most 255. */
type Lying = {
  readonly variable: Variable
  /** Which part of its text it holds. */
  readonly part: number
  /** 0 of a number. */
  readonly width: number
  readonly name: string
  /** The names of its segments, of eight signs. */
  readonly short: readonly [string, ...string[]]
}

function fieldsOf(variables: readonly Variable[], widths: readonly number[]): readonly Lying[] {
  let count = 0
  const shortName = (): string => `V${(count++).toString(36).toUpperCase()}`
  return variables.flatMap((variable, at) => {
    const width = variable.holds === 'text' ? Math.max(1, widths[at] ?? 0) : 0
    return Array.from({ length: Math.max(1, Math.ceil(width / mostWidth)) }, (_, part): Lying => {
      const own = Math.min(width - part * mostWidth, mostWidth)
      const [first, ...others] = Array.from({ length: segmentsOf(own) }, shortName)
      const name = part === 0 ? variable.name : `${variable.name.slice(0, 60)}_p${part + 1}`
      return { variable, part, width: own, name, short: [first ?? shortName(), ...others] }
    })
  })
}

/** A segment of a longer text counts for 252 bytes and holds 255. */
const segmentsOf = (width: number): number => (width <= 255 ? 1 : Math.ceil(width / 252))
const segmentWidths = (width: number): readonly number[] => {
  const count = segmentsOf(width)
  return Array.from({ length: count }, (_, at) => (at < count - 1 ? 255 : width - at * 252))
}
/** Elements of eight bytes that a segment takes in a case. */
const elementsOf = (width: number): number => Math.max(1, Math.ceil(width / 8))
const elementsIn = ({ width }: Lying): number => segmentWidths(width).reduce((sum, one) => sum + elementsOf(one), 0)

/** All that stands before the first case. */
function dictionary(title: string, { sets, notes }: Study, fields: readonly Lying[]): Uint8Array {
  const cases = fields.reduce((sum, field) => sum + elementsIn(field), 0)
  return Buffer.concat([
    head(title, cases),
    ...fields.flatMap(variableRecords),
    ...shortLabels(fields),
    documents(notes),
    extension(3, 4, [1, 0, 0, -1, 1, 1, 2, 65001].map(i32)),
    extension(4, 8, [systemMissing, highest, lowest]),
    ...answerSets(sets, fields),
    extension(11, 4, fields.flatMap(displays)),
    text(13, fields.map(({ short: [first], name }) => `${first}=${name}`).join('\t')),
    ...longTexts(fields),
    ...longLabels(fields),
    text(20, 'UTF-8'),
    i32(999),
    i32(0),
  ])
}

const systemMissing = f64(-Number.MAX_VALUE)
const highest = f64(Number.MAX_VALUE)
const lowest = f64(-Number.MAX_VALUE + 2 ** 970)

/** Days and times of making would be the only bytes that change from file to file; they stand in the notes. */
const head = (title: string, cases: number): Buffer =>
  Buffer.concat([
    Buffer.from('$FL2'),
    padded('@(#) SPSS DATA FILE', 60),
    ...[2, cases, 1, 0, -1].map(i32),
    f64(bias),
    padded('01 Jan 80', 9),
    padded('00:00:00', 8),
    padded(shortened(title, 64), 64),
    Buffer.alloc(3),
  ])

function variableRecords({ variable, part, width, short }: Lying): readonly Buffer[] {
  return segmentWidths(width).flatMap((segment, at) => {
    const label = at === 0 ? shortened(part === 0 ? variable.label : `${variable.label} (${part + 1})`, 255) : ''
    const missing = width === 0 ? missingOf(variable.values) : { count: 0, numbers: [] }
    const format = width > 0 ? (1 << 16) | (segment << 8) : formats[variable.holds]
    const bytes = Buffer.from(label)
    return [
      ...[2, segment, label === '' ? 0 : 1, missing.count, format, format].map(i32),
      padded(short[at] ?? '', 8),
      ...(label === '' ? [] : [i32(bytes.length), bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]),
      ...missing.numbers.map(f64),
      ...Array.from({ length: elementsOf(segment) - 1 }, () => Buffer.concat([...[2, -1, 0, 0, 0, 0].map(i32), padded('', 8)])),
    ]
  })
}

/** Up to three values by themselves, more as the range in which they lie without a gap. */
function missingOf(values: readonly ValueLabel[]): { readonly count: number; readonly numbers: readonly number[] } {
  const numbers = values.flatMap(({ value, isMissing }) => (isMissing && typeof value === 'number' ? [value] : []))
  if (numbers.length <= mostMissing) return { count: numbers.length, numbers }
  return { count: -2, numbers: [Math.min(...numbers), Math.max(...numbers)] }
}

/** What values of eight bytes say, by the place of their variable in a case. */
function shortLabels(fields: readonly Lying[]): readonly Buffer[] {
  let place = 1
  return fields.flatMap((field) => {
    const { variable, width } = field
    const at = place
    place += elementsIn(field)
    if (variable.values.length === 0 || width > 8) return []
    const labels = variable.values.map(({ value, label }) => {
      const bytes = Buffer.from(shortened(label, 120))
      const own = typeof value === 'number' ? f64(value) : padded(value, 8)
      return Buffer.concat([own, Buffer.from([bytes.length]), bytes, Buffer.alloc((8 - ((bytes.length + 1) % 8)) % 8)])
    })
    return [i32(3), i32(labels.length), ...labels, i32(4), i32(1), i32(at)]
  })
}

/** What longer values say, by the name of their variable. */
function longLabels(fields: readonly Lying[]): readonly Buffer[] {
  const labelled = fields.filter(({ variable, width, part }) => width > 8 && part === 0 && variable.values.length > 0)
  if (labelled.length === 0) return []
  const counted = (bytes: Buffer): readonly Buffer[] => [i32(bytes.length), bytes]
  const content = labelled.flatMap(({ variable, name, width }) => [
    ...counted(Buffer.from(name)),
    i32(width),
    i32(variable.values.length),
    ...variable.values.flatMap(({ value, label }) => [
      ...counted(padded(String(value), width)),
      ...counted(Buffer.from(shortened(label, 120))),
    ]),
  ])
  return [extension(21, 1, content)]
}

/** Lines of eighty bytes about the whole file. */
function documents(notes: readonly string[]): Buffer {
  const lines = notes.flatMap(linesOf)
  return lines.length === 0 ? Buffer.alloc(0) : Buffer.concat([i32(6), i32(lines.length), ...lines.map((line) => padded(line, 80))])
}

function linesOf(note: string): readonly string[] {
  const lines: string[] = []
  for (const word of note.replace(/\s+/g, ' ').split(' ')) {
    const longer = lines.length === 0 ? word : `${lines.at(-1) ?? ''} ${word}`
    if (lines.length > 0 && Buffer.byteLength(longer) <= 80) lines[lines.length - 1] = longer
    else lines.push(shortened(word, 80))
  }
  return lines
}

/** Options of one question, counted where their value is 1. */
function answerSets(sets: readonly AnswerSet[], fields: readonly Lying[]): readonly Buffer[] {
  if (sets.length === 0) return []
  const shorts = new Map(fields.map(({ variable, short: [first] }) => [variable.name, first.toLowerCase()]))
  const lines = sets.map(({ name, label, variables }) => {
    const said = shortened(label.replace(/\s+/g, ' '), 255)
    return `$${name}=D1 1 ${Buffer.byteLength(said)} ${said} ${variables.flatMap((one) => shorts.get(one) ?? []).join(' ')}\n`
  })
  return [text(7, lines.join(''))]
}

const measures = { nominal: 1, ordinal: 2, scale: 3 } as const

const displays = ({ variable: { measure, holds }, width }: Lying): readonly Buffer[] =>
  segmentWidths(width).flatMap((segment) =>
    [measures[measure], Math.min(Math.max(segment, widthsShown[holds]), 40), width > 0 ? 0 : 1].map(i32),
  )

/** How wide texts of several segments are. */
function longTexts(fields: readonly Lying[]): readonly Buffer[] {
  const long = fields.filter(({ width }) => width > 255)
  return long.length === 0
    ? []
    : [text(14, long.map(({ short: [first], width }) => `${first}=${String(width).padStart(5, '0')}\0\t`).join(''))]
}

const extension = (subtype: number, size: number, parts: readonly Buffer[]): Buffer => {
  const content = Buffer.concat([...parts])
  return Buffer.concat([...[7, subtype, size, content.length / size].map(i32), content])
}
const text = (subtype: number, content: string): Buffer => extension(subtype, 1, [Buffer.from(content)])

const bias = 100
const [endOfData, literal, spaces, missing] = [252, 253, 254, 255]

/** Cases as bytes: a code for every element of eight bytes, and behind eight codes what they do not say themselves. */
function packerOf(fields: readonly Lying[]) {
  const codes = new Uint8Array(8)
  const literals = Buffer.alloc(64)
  let [used, behind] = [0, 0]
  let out = Buffer.allocUnsafe(256 * 1024)
  let length = 0
  const flush = (): void => {
    if (length + 72 > out.length) out = Buffer.concat([out], out.length * 2)
    out.set(codes, length)
    literals.copy(out, length + 8, 0, behind)
    length += 8 + behind
    used = behind = 0
    codes.fill(0)
  }
  const put = (code: number): void => {
    codes[used++] = code
    if (used === 8) flush()
  }
  const putLiteral = (fill: (into: Buffer, at: number) => void): void => {
    fill(literals, behind)
    behind += 8
    put(literal)
  }
  const putNumber = (value: number): void => {
    if (Number.isInteger(value) && value > -bias && value <= 251 - bias) put(value + bias)
    else putLiteral((into, at) => void into.writeDoubleLE(value, at))
  }
  const putBytes = (bytes: Uint8Array, from: number, to: number, elements: number): void => {
    for (let element = 0; element < elements; element += 1) {
      const start = from + element * 8
      if (start >= to) put(spaces)
      else
        putLiteral((into, at) => {
          into.fill(0x20, at, at + 8)
          into.set(bytes.subarray(start, Math.min(start + 8, to)), at)
        })
    }
  }
  const putText = ({ width, part, name }: Lying, cell: string): void => {
    const bytes = cell === '' ? noBytes : partOf(Buffer.from(cell), part)
    if (bytes.length > width)
      throw new Error(`variable ${name}: a text of ${bytes.length} bytes came while one of ${width} was the longest`)
    segmentWidths(width).forEach((segment, at, { length: count }) =>
      putBytes(bytes, at * 255, Math.min(bytes.length, at < count - 1 ? (at + 1) * 255 : bytes.length), elementsOf(segment)),
    )
  }
  const places = placesOf(fields)
  return {
    add: (cells: readonly Cell[]): void =>
      fields.forEach((field, at) => {
        const cell = cells[places[at] ?? 0] ?? null
        if (field.width > 0) putText(field, cell === null ? '' : String(cell))
        else if (cell === null || cell === '') put(missing)
        else putNumber(isTime(field.variable.holds) ? secondsOf(String(cell)) : Number(cell))
      }),
    /** What is whole so far. */
    take: (): Uint8Array => {
      const bytes = Buffer.from(out.subarray(0, length))
      length = 0
      return bytes
    },
    end: (): Uint8Array => {
      put(endOfData)
      if (used > 0) flush()
      return Buffer.from(out.subarray(0, length))
    },
  }
}

/** Which cell of a row each field shows. */
function placesOf(fields: readonly Lying[]): readonly number[] {
  let place = -1
  return fields.map(({ part }) => (part === 0 ? ++place : place))
}

const noBytes = Buffer.alloc(0)

/** What of a text lies in one of the variables over which it goes; none begins within a character. */
function partOf(bytes: Buffer, part: number): Buffer {
  let [from, to] = [0, 0]
  for (let at = 0; at <= part; at += 1) {
    from = to
    to = Math.min(from + mostWidth, bytes.length)
    while (to < bytes.length && ((bytes[to] ?? 0) & 0xc0) === 0x80) to -= 1
  }
  return bytes.subarray(from, to)
}

type Holds = Variable['holds']

/** SPSS's own numbers of what is shown: F8.0, SDATE10, DATETIME17. */
const formats: Readonly<Record<Holds, number>> = {
  text: (1 << 16) | (8 << 8),
  number: (5 << 16) | (8 << 8),
  day: (39 << 16) | (10 << 8),
  moment: (22 << 16) | (17 << 8),
}

const widthsShown: Readonly<Record<Holds, number>> = { text: 8, number: 8, day: 10, moment: 17 }

const isTime = (holds: Holds): boolean => holds === 'day' || holds === 'moment'

/** A day, or a moment of one, as SPSS counts it: seconds from 14 October 1582. */
const secondsOf = (at: string): number => Date.parse(at.length > 10 ? `${at}:00Z` : `${at}T00:00:00Z`) / 1000 + 12_219_379_200

/** At most so many bytes, ending with a whole character. */
export function shortened(value: string, most: number): string {
  const clean = value.replace(/\s+/g, ' ').trim()
  if (Buffer.byteLength(clean) <= most) return clean
  let kept = ''
  for (const character of clean) {
    if (Buffer.byteLength(kept) + Buffer.byteLength(character) > most - 3) break
    kept += character
  }
  return `${kept.trimEnd()}…`
}

/** Bytes of a text with spaces behind it. */
function padded(value: string, length: number): Buffer {
  const bytes = Buffer.alloc(length, 0x20)
  Buffer.from(value).copy(bytes)
  return bytes
}

function i32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32LE(value)
  return bytes
}

function f64(value: number): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeDoubleLE(value)
  return bytes
}
