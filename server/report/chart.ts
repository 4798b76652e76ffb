import type { Interval } from '../../surveys/figures/intervals'
import { type Axis, axisAround, placeOn } from '../../surveys/figures/axis'
import { rounded } from '../../surveys/instrument/decimal'

/** A picture of shapes and words in points, black on white, so that it survives a copier; each writer draws it with its own means. */
export type ChartDrawing = {
  readonly width: number
  readonly height: number
  readonly marks: readonly DrawnMark[]
  /** All that it shows, in words. */
  readonly alt: string
}

export type DrawnMark =
  | { readonly is: 'line'; readonly from: Point; readonly to: Point; readonly width: number; readonly dash?: number; readonly grey: number }
  | { readonly is: 'dot'; readonly at: Point; readonly radius: number; readonly isHollow?: true }
  | { readonly is: 'box'; readonly at: Point; readonly width: number; readonly height: number; readonly grey: number }
  | {
      readonly is: 'word'
      readonly at: Point
      readonly text: string
      readonly size: number
      readonly align: 'left' | 'middle' | 'right'
      readonly bold?: true
    }

type Point = readonly [x: number, y: number]

/** A row of a chart of intervals: its value as it is drawn and as it is read. */
export type ChartRow = {
  readonly label: string
  readonly value: number
  readonly interval: Interval | null
  readonly text: string
  readonly isBold?: true
  /** An earlier value, hollow and above. */
  readonly before?: { readonly value: number; readonly interval: Interval | null } | undefined
}

export type ChartWords = {
  /** What it is of. */
  readonly caption: string
  readonly end: (value: number) => string
  /** A line through all rows, and what it is. */
  readonly mean?: { readonly value: number; readonly label: string } | undefined
}

const width = 460
const labels = 150
const numbersWide = 108
const size = 9
const line = 11

/** Rows may be so high together that their chart stands on one sheet with its caption and its axis. */
const mostHeight = 600

const rowHeight = ({ label, before }: Pick<ChartRow, 'label' | 'before'>): number =>
  Math.max(wrapped(label, labels, size).length * line, before ? 22 : 15) + 4

/** Rows in as many charts as it takes for each to stand on a sheet; none of a single row, which says nothing beside its figure. */
export function onSheets<Row extends Pick<ChartRow, 'label' | 'before'>>(rows: readonly Row[]): readonly (readonly Row[])[] {
  if (rows.length < 2) return []
  const lots: Row[][] = []
  let height = Infinity
  for (const row of rows) {
    height += rowHeight(row)
    const last = lots.at(-1)
    if (last && height <= mostHeight) last.push(row)
    else {
      lots.push([row])
      height = rowHeight(row)
    }
  }
  return lots
}

/** Values as dots with their intervals as whiskers, one a row, on an axis that fits them and prints its ends. */
export function intervalChart(rows: readonly ChartRow[], { caption, end, mean }: ChartWords): ChartDrawing {
  const axis = axisOf(rows, mean?.value)
  const left = labels + 10
  const room = width - numbersWide - left
  const x = (value: number): number => rounded(left + placeOn(axis, value) * room, 2)
  const marks: DrawnMark[] = []
  let y = 0
  for (const row of rows) {
    const lines = wrapped(row.label, labels, size)
    const height = rowHeight(row)
    const middle = y + height / 2
    lines.forEach((text, place) =>
      marks.push({
        is: 'word',
        at: [0, middle + (place - (lines.length - 1) / 2) * line],
        text,
        size,
        align: 'left',
        ...(row.isBold && { bold: true }),
      }),
    )
    const own = row.before ? middle + 5 : middle
    if (row.before)
      marks.push(...whisker(x, row.before, middle - 5, 0.6), {
        is: 'dot',
        at: [x(row.before.value), middle - 5],
        radius: 2.4,
        isHollow: true,
      })
    marks.push(...whisker(x, row, own, row.isBold ? 1.6 : 1.1), { is: 'dot', at: [x(row.value), own], radius: 2.8 })
    marks.push({ is: 'word', at: [width, own], text: row.text, size: size - 0.5, align: 'right', ...(row.isBold && { bold: true }) })
    y += height
  }
  if (mean) {
    marks.push({ is: 'line', from: [x(mean.value), 0], to: [x(mean.value), y], width: 0.8, dash: 3, grey: 0.35 })
    const near = Math.min(width - numbersWide, Math.max(left, x(mean.value)))
    marks.push({ is: 'word', at: [near, y + 20], text: mean.label, size: size - 1, align: 'middle' })
  }
  marks.push({ is: 'line', from: [left, y + 2], to: [left + room, y + 2], width: 0.6, grey: 0.4 })
  for (const tick of axis.ticks) {
    marks.push({ is: 'line', from: [x(tick), y + 2], to: [x(tick), y + 4.5], width: 0.6, grey: 0.4 })
    marks.push({ is: 'word', at: [x(tick), y + 10], text: end(tick), size: size - 1, align: 'middle' })
  }
  return { width, height: y + (mean ? 27 : 16), marks, alt: altOf(caption, rows) }
}

const altOf = (caption: string, rows: readonly ChartRow[]): string =>
  `${caption}. ${rows.map(({ label, text }) => `${label}: ${text}`).join('; ')}.`

function whisker(x: (value: number) => number, { interval }: Pick<ChartRow, 'interval'>, y: number, thick: number): readonly DrawnMark[] {
  if (interval === null) return []
  const [from, to] = [x(interval[0]), x(interval[1])]
  const cap = (at: number): DrawnMark => ({ is: 'line', from: [at, y - 2.6], to: [at, y + 2.6], width: thick, grey: 0 })
  return [{ is: 'line', from: [from, y], to: [to, y], width: thick, grey: 0 }, cap(from), cap(to)]
}

/** All that is drawn; shares lie between 0 and 1. */
function axisOf(rows: readonly ChartRow[], mean: number | undefined): Axis {
  const ends = rows.flatMap(({ value, interval, before }) => [
    value,
    ...(interval ?? []),
    ...(before ? [before.value, ...(before.interval ?? [])] : []),
  ])
  const all = mean === undefined ? ends : [...ends, mean]
  return axisAround(all, all.every((one) => one >= 0 && one <= 1) ? [0, 1] : undefined)
}

/** Answers as one bar a row, in the order of the scale, from pale to dark. */
export type StackRow = { readonly label: string; readonly parts: readonly number[]; readonly text: string }

/** How answers fall on a scale, one bar a row, with what each grey means below. */
export function stackChart(
  rows: readonly StackRow[],
  { caption, legend }: { readonly caption: string; readonly legend: readonly string[] },
): ChartDrawing {
  const left = labels + 10
  const room = width - 62 - left
  const marks: DrawnMark[] = []
  let y = 0
  for (const { label, parts, text } of rows) {
    const lines = wrapped(label, labels, size)
    const height = Math.max(lines.length * line, 13) + 4
    const middle = y + height / 2
    lines.forEach((one, place) =>
      marks.push({ is: 'word', at: [0, middle + (place - (lines.length - 1) / 2) * line], text: one, size, align: 'left' }),
    )
    let from = left
    for (const [place, part] of parts.entries()) {
      const long = rounded(part * room, 2)
      marks.push({ is: 'box', at: [from, middle - 5], width: long, height: 10, grey: greyOf(place, parts.length) })
      from += long
    }
    marks.push({ is: 'word', at: [width, middle], text, size: size - 0.5, align: 'right' })
    y += height
  }
  const each = width / Math.max(1, legend.length)
  legend.forEach((text, place) => {
    marks.push({ is: 'box', at: [place * each, y + 5], width: 9, height: 9, grey: greyOf(place, legend.length) })
    wrapped(text, each - 14, size - 1).forEach((one, row) =>
      marks.push({ is: 'word', at: [place * each + 12, y + 9.5 + row * 10], text: one, size: size - 1, align: 'left' }),
    )
  })
  return { width, height: y + 32, marks, alt: `${caption}. ${rows.map(({ label, text }) => `${label}: ${text}`).join('; ')}.` }
}

const greyOf = (place: number, of: number): number => rounded(0.92 - (0.77 * place) / Math.max(1, of - 1), 2)

/** A name in at most two lines; what is left over is cut, since the table beside has it whole. */
export function wrapped(text: string, room: number, letters: number): readonly string[] {
  const fits = (line: string): boolean => line.length * letters * averageLetter <= room
  const lines: string[] = []
  let current = ''
  for (const word of text.split(/\s+/)) {
    const longer = current === '' ? word : `${current} ${word}`
    if (fits(longer) || current === '') current = longer
    else {
      lines.push(current)
      current = word
    }
  }
  lines.push(current)
  const [first = '', second, ...more] = lines
  const whole = (text: string): string => (fits(text) ? text : `${text.slice(0, Math.floor(room / (letters * averageLetter)) - 1)}…`)
  if (second === undefined) return [whole(first)]
  if (more.length === 0) return [whole(first), whole(second)]
  const cut = [second, ...more].join(' ').slice(0, Math.floor(room / (letters * averageLetter)) - 1)
  return [whole(first), `${cut.slice(0, Math.max(1, cut.lastIndexOf(' ')))} …`]
}

/** Of Times, of its size. */
const averageLetter = 0.47
