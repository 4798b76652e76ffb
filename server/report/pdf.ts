import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { setImmediate as turn } from 'node:timers/promises'
import Pdf, { type OpenedImage, type StructureElement } from 'pdfkit'
import type { ChartDrawing, DrawnMark } from './chart'
import {
  bodyAndAnnexes,
  type NumberedPart,
  type PrintedPaper,
  type PrintedPicture,
  type ReportFoot,
  type ReportHead,
  type ReportTable,
  type Stretch,
  type TableCell,
  type TableRow,
  setText,
  unbroken,
} from './parts'

/** A report, or another paper of the same parts, as one tagged PDF on A4, with margins as Decree 30/2020 sets them and a face of the metrics of Times New Roman. */
export async function* writePdf(paper: PrintedPaper): AsyncGenerator<Uint8Array> {
  const pen = openPen(paper)
  const pieces: Uint8Array[] = []
  pen.doc.on('data', (piece: Uint8Array) => void pieces.push(piece))
  const ended = new Promise((resolve) => void pen.doc.on('end', resolve))
  turnPage(pen)
  if (paper.head) drawHead(pen, paper.head)
  else pen.y = centred(pen, paper.title, 'bold', 15, { x: sheet.left, width: inner }, pen.y, 'H1') + 8
  const { body, annexes } = bodyAndAnnexes(paper.parts)
  for (const some of [body, annexes]) {
    for (const [place, part] of some.entries()) {
      await drawPart(pen, part, some[place + 1])
      yield* pieces.splice(0)
      await turn()
    }
    if (some === body && paper.foot) drawFoot(pen, paper.foot)
  }
  pen.body.end()
  pen.doc.end()
  await ended
  yield* pieces
}

const faces = {
  regular: '400Regular/Tinos_400Regular.ttf',
  bold: '700Bold/Tinos_700Bold.ttf',
  italic: '400Regular_Italic/Tinos_400Regular_Italic.ttf',
  boldItalic: '700Bold_Italic/Tinos_700Bold_Italic.ttf',
} as const
type Face = keyof typeof faces

/** Lengths are points from the upper left corner. */
type Pen = {
  readonly doc: Pdf
  readonly paper: PrintedPaper
  readonly body: StructureElement
  readonly crest: OpenedImage | undefined
  /** How wide a text is at a size of one point. */
  readonly wide: (face: Face, text: string) => number
  /** A text cut where another font has the letters. */
  readonly cut: (face: Face, text: string) => readonly { readonly font: string; readonly text: string }[]
  /** Where the next line begins, and which page that is. */
  y: number
  page: number
}

const mm = (length: number): number => (length * 72) / 25.4
const sheet = { width: 595.28, height: 841.89, left: mm(30), right: mm(18), top: mm(20), bottom: mm(20) } as const
const inner = sheet.width - sheet.left - sheet.right
const floor = sheet.height - sheet.bottom

/** A letter with its marks stays one glyph, or who copies or listens gets other letters than were written. */
const shaping = { features: { ccmp: false } } as const

function openPen(paper: PrintedPaper): Pen {
  const { title, language, madeAt, fonts, crest } = paper
  const doc = new Pdf({
    autoFirstPage: false,
    font: '',
    pdfVersion: '1.7',
    subset: 'PDF/UA',
    tagged: true,
    displayTitle: true,
    lang: language,
    info: { Title: title, Producer: 'SIPAS', Creator: 'SIPAS', CreationDate: new Date(madeAt) },
  })
  const installed = createRequire(import.meta.url)
  for (const [face, file] of Object.entries(faces))
    doc.registerFont(face, readFileSync(installed.resolve(`@expo-google-fonts/tinos/${file}`)))
  fonts.forEach(({ bytes }, at) => doc.registerFont(`script${at}`, bytes))
  const cut: Pen['cut'] = (face, text) => {
    if (fonts.length === 0) return [{ font: face, text }]
    const found: { font: string; text: string }[] = []
    for (const letter of text) {
      const at = fonts.findIndex(({ letters }) => letters.test(letter))
      const font = at < 0 ? face : `script${at}`
      const last = found.at(-1)
      if (last?.font === font) last.text += letter
      else found.push({ font, text: letter })
    }
    return found
  }
  const known = new Map<string, number>()
  const wide: Pen['wide'] = (face, text) => {
    const key = `${face} ${text}`
    const width =
      known.get(key) ??
      cut(face, text).reduce((sum, part) => sum + doc.font(part.font).fontSize(1_000).widthOfString(part.text, shaping) / 1_000, 0)
    known.set(key, width)
    return width
  }
  const body = doc.struct('Document')
  doc.addStructure(body)
  return { doc, paper, body, crest: crest && doc.openImage(Buffer.from(crest)), wide, cut, y: 0, page: 0 }
}

/** Begins a sheet: its number above from the second on, and what every sheet must say. */
function turnPage(pen: Pen): void {
  const { doc, paper } = pen
  doc.addPage({ size: 'A4', margin: 0 })
  pen.page += 1
  pen.y = sheet.top
  aside(pen, () => {
    if (pen.page > 1)
      put(pen, 'regular', 13, String(pen.page), sheet.left + (inner - 13 * pen.wide('regular', String(pen.page))) / 2, mm(11))
    const { above, below } = paper.marks
    if (above !== '') put(pen, 'italic', 10, above, sheet.width - sheet.right - 10 * pen.wide('italic', above), mm(11))
    if (below !== '') put(pen, 'italic', 10, below, sheet.left + (inner - 10 * pen.wide('italic', below)) / 2, sheet.height - mm(13))
  })
}

/** Draws what nobody is told of. */
function aside({ doc }: Pen, draw: () => void): void {
  doc.markContent('Artifact', { type: 'Pagination' })
  draw()
  doc.endMarkedContent()
}

/** Turns the page where less room is left than that. */
function makeRoom(pen: Pen, height: number): void {
  if (pen.y + height > floor && pen.y > sheet.top) turnPage(pen)
}

function put({ doc, cut, wide }: Pen, face: Face, size: number, text: string, x: number, y: number): void {
  let at = x
  doc.fillColor('#000')
  for (const part of cut(face, text)) {
    doc
      .font(part.font)
      .fontSize(size)
      .text(part.text, at, y, { ...shaping, lineBreak: false })
    at += size * wide(face, part.text)
  }
}

/* ---- lines ---- */

type Word = { readonly text: string; readonly face: Face; readonly width: number; readonly isGlued: boolean }
type Line = { readonly words: readonly Word[]; readonly width: number }
type Set = { readonly lines: readonly Line[]; readonly size: number; readonly height: number }

const leading = 1.22

/** Runs broken into lines of a width; a word longer than a line is broken where it must be. */
function setLines(pen: Pen, runs: readonly Stretch[], size: number, width: number, face: Face = 'regular', indent = 0): Set {
  const lines: Line[] = []
  let [words, used]: [Word[], number] = [[], indent]
  const space = size * pen.wide('regular', ' ')
  const close = (): void => {
    lines.push({ words, width: used })
    ;[words, used] = [[], 0]
  }
  for (const word of wordsOf(pen, runs, size, width, face)) {
    const gap = words.length === 0 || word.isGlued ? 0 : space
    if (words.length > 0 && used + gap + word.width > width) close()
    used += (words.length === 0 ? 0 : gap) + word.width
    words.push(word)
  }
  if (words.length > 0 || lines.length === 0) close()
  return { lines, size, height: lines.length * size * leading }
}

function wordsOf(pen: Pen, runs: readonly Stretch[], size: number, width: number, face: Face): readonly Word[] {
  const found: Word[] = []
  let isGlued = false
  for (const stretch of runs) {
    const { bold, italic } = stretch
    const own: Face = bold ? (italic || face === 'italic' ? 'boldItalic' : 'bold') : italic ? 'italic' : face
    const tokens = setText(stretch).split(/[ \t\n]+/)
    tokens.forEach((token, place) => {
      if (place > 0) isGlued = false
      if (token === '') return
      for (const piece of broken(pen, own, token, size, width)) {
        found.push({ text: piece, face: own, width: size * pen.wide(own, piece), isGlued })
        isGlued = false
      }
      isGlued = true
    })
  }
  return found
}

function broken(pen: Pen, face: Face, token: string, size: number, width: number): readonly string[] {
  if (size * pen.wide(face, token) <= width) return [token]
  const pieces: string[] = []
  let piece = ''
  for (const letter of token) {
    if (piece !== '' && size * pen.wide(face, piece + letter) > width) {
      pieces.push(piece)
      piece = ''
    }
    piece += letter
  }
  return piece === '' ? pieces : [...pieces, piece]
}

type Align = 'start' | 'end' | 'center' | 'justify'

/** Draws set lines from a corner; a justified one fills its width but for the last. */
function drawLines(pen: Pen, { lines, size }: Set, x: number, y: number, width: number, align: Align, indent = 0): void {
  const space = size * pen.wide('regular', ' ')
  lines.forEach(({ words, width: used }, place) => {
    const gaps = words.filter(({ isGlued }, at) => at > 0 && !isGlued).length
    const spare = width - used
    const more = align === 'justify' && place < lines.length - 1 && gaps > 0 && spare < width / 3 ? spare / gaps : 0
    let at = x + (place === 0 ? indent : 0) + (align === 'end' ? spare : align === 'center' ? spare / 2 : 0)
    words.forEach(({ text, face, width: wide, isGlued }, order) => {
      if (order > 0 && !isGlued) at += space + more
      const next = words[order + 1]
      put(pen, face, size, next && !next.isGlued ? `${text} ` : text, at, y + place * size * leading)
      at += wide
    })
  })
}

/* ---- parts ---- */

async function drawPart(pen: Pen, part: NumberedPart, next: NumberedPart | undefined): Promise<void> {
  switch (part.is) {
    case 'heading':
      return drawHeading(pen, part, next)
    case 'text':
      return drawParagraph(pen, part.runs, {
        size: 13,
        align: 'justify',
        indent: mm(10),
        below: 5,
        ...(next?.is === 'note' && { with: 13 }),
      })
    case 'note':
      return drawParagraph(pen, [{ text: part.text }], { size: 10.5, face: 'italic', align: 'start', below: 6 })
    case 'blank':
      return drawBlank(pen, part.text)
    case 'points':
      return drawPoints(pen, part.points)
    case 'figure':
      return drawFigure(pen, part.number, part.caption, part.drawing)
    case 'table':
      return drawTable(pen, part.number, part)
    case 'pictures':
      return drawPictures(pen, part.pictures)
  }
}

const headings = { 1: { size: 13, above: 12 }, 2: { size: 13, above: 8 }, 3: { size: 13, above: 6 } } as const

type Heading = Extract<NumberedPart, { is: 'heading' }>

function drawHeading(pen: Pen, { level, text, number, annex }: Heading, next: NumberedPart | undefined): void {
  if (annex !== undefined) return drawAnnex(pen, { number, text, annex })
  const { size, above } = headings[level]
  const shown = `${number} ${level === 1 ? text.toLocaleUpperCase(pen.paper.language) : text}`.trim()
  const set = setLines(pen, [{ text: shown }], size, inner, level === 3 ? 'boldItalic' : 'bold')
  const follows = next?.is === 'figure' ? Math.min(300, next.drawing.height) + 40 : next?.is === 'table' ? 90 : 50
  makeRoom(pen, above + set.height + follows)
  if (pen.y > sheet.top) pen.y += above
  pen.body.add(pen.doc.struct(`H${level + 1}`, {}, () => drawLines(pen, set, sheet.left, pen.y, inner, 'start')))
  pen.y += set.height + 4
}

/** Its number, what it is and what it belongs to, at the top of a sheet of its own. */
function drawAnnex(pen: Pen, { number, text, annex }: { readonly number: string; readonly text: string; readonly annex: string }): void {
  if (pen.y > sheet.top) turnPage(pen)
  const upper = (one: string): string => one.toLocaleUpperCase(pen.paper.language)
  const middle = { x: sheet.left, width: inner }
  pen.y = centred(pen, `${upper(number)}: ${upper(text)}`, 'bold', 13, middle, pen.y, 'H2')
  pen.y = centred(pen, annex, 'italic', 12, middle, pen.y) + 8
}

type Setting = {
  readonly size: number
  readonly face?: Face
  readonly align: Align
  readonly indent?: number
  readonly below: number
  readonly left?: number
  /** The height of what begins below and is read together with it. */
  readonly with?: number
}

/** A paragraph, over as many sheets as it takes; a short one stands on the sheet of what is read together with it. */
function drawParagraph(pen: Pen, runs: readonly Stretch[], setting: Setting): void {
  const { size, face, align, indent = 0, below, left = 0, with: along = 0 } = setting
  const set = setLines(pen, runs, size, inner - left, face, indent)
  if (along > 0 && set.lines.length <= 2) makeRoom(pen, set.height + below + along)
  const paragraph = pen.doc.struct('P')
  pen.body.add(paragraph)
  drawAcross(pen, paragraph, set, { x: sheet.left + left, width: inner - left, align, indent })
  paragraph.end()
  pen.y += below
}

/** Lines below each other, on the next sheet where this one ends. */
function drawAcross(
  pen: Pen,
  element: StructureElement,
  set: Set,
  { x, width, align, indent }: { readonly x: number; readonly width: number; readonly align: Align; readonly indent: number },
): void {
  const each = set.size * leading
  let first = 0
  while (first < set.lines.length) {
    makeRoom(pen, Math.min(2, set.lines.length - first) * each)
    const room = Math.max(1, Math.floor((floor - pen.y) / each))
    const last = Math.min(set.lines.length, first + room)
    const some: Set = { ...set, lines: set.lines.slice(first, last) }
    const isFirst = first === 0
    const y = pen.y
    element.add(() =>
      drawLines(pen, some, x, y, width, last < set.lines.length && align === 'justify' ? 'justify' : align, isFirst ? indent : 0),
    )
    pen.y += some.lines.length * each
    first = last
  }
}

/** What is still to be written: said in words, with dotted lines to write on. */
function drawBlank(pen: Pen, text: string): void {
  drawParagraph(pen, [{ text: `(${text})` }], { size: 11, face: 'italic', align: 'start', below: 2 })
  makeRoom(pen, 3 * 20)
  aside(pen, () => {
    for (const row of [1, 2, 3]) {
      pen.doc
        .lineWidth(0.6)
        .dash(1, { space: 2 })
        .moveTo(sheet.left, pen.y + row * 19)
        .lineTo(sheet.left + inner, pen.y + row * 19)
        .strokeColor('#555')
        .stroke()
        .undash()
    }
  })
  pen.y += 3 * 19 + 8
}

function drawPoints(pen: Pen, points: readonly (readonly Stretch[])[]): void {
  const list = pen.doc.struct('L')
  pen.body.add(list)
  for (const runs of points) {
    const set = setLines(pen, runs, 13, inner - 16)
    const item = pen.doc.struct('LI')
    list.add(item)
    makeRoom(pen, Math.min(2, set.lines.length) * 13 * leading)
    const [label, text] = [pen.doc.struct('Lbl'), pen.doc.struct('LBody')]
    item.add(label).add(text)
    const y = pen.y
    label.add(() => put(pen, 'regular', 13, '–', sheet.left, y))
    drawAcross(pen, text, set, { x: sheet.left + 16, width: inner - 16, align: 'justify', indent: 0 })
    item.end()
    pen.y += 3
  }
  list.end()
  pen.y += 3
}

/* ---- figures ---- */

function drawFigure(pen: Pen, number: string, caption: string, drawing: ChartDrawing): void {
  const scale = Math.min(1, inner / drawing.width)
  const height = drawing.height * scale
  const title = setLines(pen, [{ text: `${number}. ${caption}`, bold: true }], 11, inner)
  makeRoom(pen, title.height + height + 14)
  const y = pen.y
  const [left, top] = [sheet.left, y + title.height + 4]
  const bbox = [left, top, left + drawing.width * scale, top + height] as const
  pen.body.add(pen.doc.struct('P', {}, () => drawLines(pen, title, sheet.left, y, inner, 'start')))
  pen.body.add(
    pen.doc.struct('Figure', { alt: drawing.alt, bbox }, () => drawing.marks.forEach((mark) => drawMark(pen, mark, left, top, scale))),
  )
  pen.y = top + height + 10
}

const inRow = 4
const [cellGap, pictureHeight] = [10, mm(28)]

/** Some in a row, none of which is parted from what it shows. */
function drawPictures(pen: Pen, pictures: readonly PrintedPicture[]): void {
  const width = (inner - (inRow - 1) * cellGap) / inRow
  for (let first = 0; first < pictures.length; first += inRow) {
    const row = pictures
      .slice(first, first + inRow)
      .map((picture) => ({ ...picture, set: setLines(pen, [{ text: picture.label, isTyped: true }], 9.5, width) }))
    const height = pictureHeight + 3 + Math.max(...row.map(({ set }) => set.height))
    makeRoom(pen, height)
    row.forEach(({ bytes, label, set }, place) => {
      const [x, y] = [sheet.left + place * (width + cellGap), pen.y]
      const bbox = [x, y, x + width, y + pictureHeight] as const
      pen.body.add(
        pen.doc.struct('Figure', { alt: label, bbox }, () => {
          pen.doc.image(pen.doc.openImage(Buffer.from(bytes)), x, y, { fit: [width, pictureHeight], align: 'center', valign: 'center' })
        }),
      )
      pen.body.add(pen.doc.struct('P', {}, () => drawLines(pen, set, x, y + pictureHeight + 3, width, 'center')))
    })
    pen.y += height + 8
  }
}

const grey = (share: number): string => {
  const part = Math.min(255, Math.max(0, Math.floor(share * 255)))
    .toString(16)
    .padStart(2, '0')
  return `#${part}${part}${part}`
}

function drawMark(pen: Pen, mark: DrawnMark, left: number, top: number, scale: number): void {
  const { doc } = pen
  const x = (at: number): number => left + at * scale
  const y = (at: number): number => top + at * scale
  switch (mark.is) {
    case 'line':
      if (mark.dash !== undefined) doc.dash(mark.dash * scale, { space: mark.dash * scale })
      doc
        .lineWidth(mark.width * scale)
        .moveTo(x(mark.from[0]), y(mark.from[1]))
        .lineTo(x(mark.to[0]), y(mark.to[1]))
        .strokeColor(grey(mark.grey))
        .stroke()
      if (mark.dash !== undefined) doc.undash()
      return
    case 'dot':
      doc
        .lineWidth(0.8 * scale)
        .circle(x(mark.at[0]), y(mark.at[1]), mark.radius * scale)
        .fillAndStroke(mark.isHollow ? '#ffffff' : '#000000', '#000000')
      return
    case 'box':
      doc
        .lineWidth(0.4 * scale)
        .rect(x(mark.at[0]), y(mark.at[1]), mark.width * scale, mark.height * scale)
        .fillAndStroke(grey(mark.grey), '#444444')
      return
    case 'word': {
      const face = mark.bold ? 'bold' : 'regular'
      const size = mark.size * scale
      const text = unbroken(mark.text)
      const width = size * pen.wide(face, text)
      const from = mark.align === 'left' ? 0 : mark.align === 'right' ? width : width / 2
      put(pen, face, size, text, x(mark.at[0]) - from, y(mark.at[1]) - size * 0.58)
    }
  }
}

/* ---- tables ---- */

type SetCell = {
  readonly x: number
  readonly inset: number
  readonly width: number
  readonly sets: readonly Set[]
  readonly align: Align
  readonly height: number
}

const pad = 3

async function drawTable(pen: Pen, number: string, table: ReportTable): Promise<void> {
  const { doc } = pen
  const whole = table.columns.reduce((sum, { weight }) => sum + weight, 0)
  const widths = table.columns.map(({ weight }) => (weight / whole) * inner)
  const size = table.columns.length > 8 ? 8.5 : 9.5
  const heads = table.columns.map((column, place) =>
    setCell(
      pen,
      { text: column.title, bold: true, below: column.below === undefined ? [] : [column.below] },
      startOf(widths, place),
      widths[place] ?? 0,
      size - 0.5,
      column.align,
    ),
  )
  const headHeight = Math.max(...heads.map(({ height }) => height))
  const caption = setLines(pen, [{ text: `${number}. ${table.caption}`, bold: true }], 11, inner)
  const first = table.rows[0] ? rowHeight(rowCells(pen, table, table.rows[0], widths, size)) : 0
  makeRoom(pen, caption.height + headHeight + first + 8)
  const element = doc.struct('Table')
  pen.body.add(element)
  const y = pen.y
  element.add(doc.struct('Caption', {}, () => drawLines(pen, caption, sheet.left, y, inner, 'start')))
  pen.y += caption.height + 3
  const drawHeads = (): void => {
    const at = pen.y
    element.add(tableRow(pen, heads, at, headHeight, (place) => ({ type: 'TH', scope: 'Column', isGrey: true, place })))
    pen.y += headHeight
  }
  drawHeads()
  for (const [place, row] of table.rows.entries()) {
    const cells = rowCells(pen, table, row, widths, size)
    const height = rowHeight(cells)
    const after = row.look === 'group' ? table.rows[place + 1] : undefined
    const wanted = height + (after ? rowHeight(rowCells(pen, table, after, widths, size)) : 0)
    if (pen.y + wanted > floor) {
      turnPage(pen)
      repeatHeads(pen, heads, headHeight)
    }
    const at = pen.y
    element.add(
      tableRow(pen, cells, at, height, (order) => ({
        type: order === namedIn(table, row) ? 'TH' : 'TD',
        scope: 'Row',
        isGrey: row.look !== undefined,
        place: order,
      })),
    )
    pen.y += height
    if (place % 40 === 39) await turn()
  }
  element.end()
  pen.y += 10
}

/** A cell over several columns stands before the one that names the row only where there is no other. */
const namedIn = ({ named }: ReportTable, { look }: TableRow): number => (look === 'group' ? 0 : named)

/** The heads once more on the next sheet, for eyes alone: the table has them already. */
function repeatHeads(pen: Pen, heads: readonly SetCell[], height: number): void {
  aside(pen, () => heads.forEach((cell) => drawCell(pen, cell, pen.y, height, true)))
  pen.y += height
}

type CellLook = { readonly type: 'TH' | 'TD'; readonly scope: 'Row' | 'Column'; readonly isGrey: boolean; readonly place: number }

function tableRow(pen: Pen, cells: readonly SetCell[], y: number, height: number, lookOf: (place: number) => CellLook): StructureElement {
  const { doc } = pen
  const row = doc.struct('TR')
  cells.forEach((cell, place) => {
    const { type, scope, isGrey } = lookOf(place)
    row.add(doc.struct(type, type === 'TH' ? { scope } : {}, () => drawCell(pen, cell, y, height, isGrey)))
  })
  row.end()
  return row
}

function drawCell(pen: Pen, { x, inset, width, sets, align }: SetCell, y: number, height: number, isGrey: boolean): void {
  const { doc } = pen
  doc.lineWidth(0.5).rect(sheet.left + x, y, width, height)
  if (isGrey) doc.fillAndStroke('#eeeeee', '#666666')
  else doc.strokeColor('#666666').stroke()
  let at = y + pad - 0.5
  for (const set of sets) {
    drawLines(pen, set, sheet.left + x + pad + inset, at, width - 2 * pad - inset, align)
    at += set.height
  }
}

function rowCells(pen: Pen, table: ReportTable, row: TableRow, widths: readonly number[], size: number): readonly SetCell[] {
  let place = 0
  return row.cells.map((cell, order) => {
    const from = place
    place += cell.columns ?? 1
    const width = widths.slice(from, place).reduce((sum, one) => sum + one, 0)
    const align = (cell.columns ?? 1) > 1 ? 'start' : (table.columns[from]?.align ?? 'start')
    const depth = order === table.named ? (row.depth ?? 0) * 7 : 0
    return setCell(pen, cell, startOf(widths, from), width, size, align, depth)
  })
}

const startOf = (widths: readonly number[], place: number): number => widths.slice(0, place).reduce((sum, one) => sum + one, 0)

function setCell(
  pen: Pen,
  { text, bold, italic, below = [] }: TableCell,
  x: number,
  width: number,
  size: number,
  align: Align,
  inset = 0,
): SetCell {
  const face: Face = bold ? 'bold' : italic ? 'italic' : 'regular'
  const room = Math.max(10, width - 2 * pad - inset)
  const sets = [setLines(pen, [{ text }], size, room, face), ...below.map((line) => setLines(pen, [{ text: line }], size - 1.5, room))]
  return { x, inset, width, sets, align, height: sets.reduce((sum, set) => sum + set.height, 0) + 2 * pad }
}

const rowHeight = (cells: readonly SetCell[]): number => Math.max(...cells.map(({ height }) => height))

/* ---- letterhead and signature ---- */

function drawHead(pen: Pen, head: ReportHead): void {
  const split = inner * 0.42
  const [left, right] = [
    { x: sheet.left, width: split - 8 },
    { x: sheet.left + split, width: inner - split },
  ]
  const upper = (text: string): string => text.toLocaleUpperCase(pen.paper.language)
  const top = pen.y
  let own = top
  const crest = pen.crest
  if (crest) {
    aside(pen, () => void pen.doc.image(crest, left.x + left.width / 2 - 20, top, { fit: [40, 40], align: 'center', valign: 'center' }))
    own += 44
  }
  if (head.superior !== '') own = centred(pen, upper(head.superior), 'regular', 12, left, own)
  own = centred(pen, upper(head.issuer), 'bold', 12, left, own)
  own = ruled(pen, left, own + 2, 0.35)
  let other = centred(pen, upper(head.nation), 'bold', 12, right, top)
  other = centred(pen, head.motto, 'bold', 13, right, other)
  const motto = 13 * pen.wide('bold', head.motto)
  other = ruled(pen, right, other + 2, Math.min(1, motto / right.width))
  const second = Math.max(own, other) + 5
  const numberEnd = centred(pen, head.number, 'regular', 13, left, second)
  const placeEnd = centred(pen, head.placeDate, 'italic', 13, right, second)
  pen.y = Math.max(numberEnd, placeEnd) + 16
  const middle = { x: sheet.left, width: inner }
  pen.y = centred(pen, upper(head.kind), 'bold', 14, middle, pen.y, 'H1')
  pen.y = centred(pen, head.about, 'bold', 14, { x: sheet.left + 30, width: inner - 60 }, pen.y + 2)
  pen.y = ruled(pen, middle, pen.y + 4, 0.3) + 6
  for (const { text, isLoud } of head.lines)
    drawParagraph(pen, [{ text }], { size: 11.5, face: isLoud ? 'bold' : 'italic', align: 'center', below: 2 })
  pen.y += 6
}

type Box = { readonly x: number; readonly width: number }

function centred(pen: Pen, text: string, face: Face, size: number, { x, width }: Box, y: number, tag = 'P'): number {
  const set = setLines(pen, [{ text }], size, width, face)
  pen.body.add(pen.doc.struct(tag, {}, () => drawLines(pen, set, x, y, width, 'center')))
  return y + set.height
}

function ruled(pen: Pen, { x, width }: Box, y: number, part: number): number {
  aside(pen, () =>
    pen.doc
      .lineWidth(0.7)
      .moveTo(x + (width * (1 - part)) / 2, y)
      .lineTo(x + (width * (1 + part)) / 2, y)
      .strokeColor('#000')
      .stroke(),
  )
  return y + 2
}

/** Who gets it at the left, who signs at the right, on one sheet; more than a sheet holds stands below each other. */
function drawFoot(pen: Pen, foot: ReportFoot): void {
  const { language } = pen.paper
  const split = inner * 0.48
  const receivers = foot.receiverList.map((receiver) => (/^[-–]/.test(receiver) ? receiver : `- ${receiver}`))
  const signature = foot.signature.map((line) => line.toLocaleUpperCase(language))
  const heightOf = (text: string, face: Face, size: number, width: number): number => setLines(pen, [{ text }], size, width, face).height
  const height = Math.max(
    receivers.reduce((sum, text) => sum + heightOf(text, 'regular', 11, split - 10), 20),
    signature.reduce(
      (sum, text) => sum + heightOf(text, 'bold', 13, inner - split),
      100 + heightOf(foot.signer, 'bold', 13, inner - split),
    ),
  )
  if (height + 12 > floor - sheet.top) {
    const line = (text: string, face: Face, size: number, align: Align): void =>
      drawParagraph(pen, [{ text }], { size, face, align, below: 0 })
    for (const text of signature) line(text, 'bold', 13, 'center')
    line(foot.signer === '' ? foot.signHere : foot.signer, foot.signer === '' ? 'italic' : 'bold', 13, 'center')
    line(`${foot.receivers}:`, 'boldItalic', 12, 'start')
    for (const text of receivers) line(text, 'regular', 11, 'start')
    return
  }
  makeRoom(pen, height + 12)
  pen.y += 12
  const top = pen.y
  const place = (text: string, face: Face, size: number, y: number): number => {
    const set = setLines(pen, [{ text }], size, split - 10, face)
    pen.body.add(pen.doc.struct('P', {}, () => drawLines(pen, set, sheet.left, y, split - 10, 'start')))
    return y + set.height
  }
  let own = place(`${foot.receivers}:`, 'boldItalic', 12, top)
  for (const receiver of receivers) own = place(receiver, 'regular', 11, own)
  const right = { x: sheet.left + split, width: inner - split }
  let other = top
  for (const line of signature) other = centred(pen, line, 'bold', 13, right, other)
  if (foot.signer === '') other = centred(pen, foot.signHere, 'italic', 11, right, other)
  else other = centred(pen, foot.signer, 'bold', 13, right, other + 70)
  pen.y = Math.max(own, other)
}
