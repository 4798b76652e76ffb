import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { setImmediate as turn } from 'node:timers/promises'
import Pdf, { type OpenedImage, type StructureOptions } from 'pdfkit'
import { qrModules } from '../images'
import { type PosterPaper, type PosterRun, type PosterSheet, type Said, stickersOnSheet } from './sheet'

/** A run of posters as one tagged PDF, piece by piece; `onSheet` hears of each touchpoint that is done. */
export async function* writePosters(run: PosterRun, onSheet: (done: number) => void = () => undefined): AsyncGenerator<Uint8Array> {
  const pen = openPen(run)
  const pieces: Uint8Array[] = []
  pen.doc.on('data', (piece: Uint8Array) => void pieces.push(piece))
  const ended = new Promise((resolve) => void pen.doc.on('end', resolve))
  const { each, draw } = layouts[run.paper]
  for (let at = 0; at < run.sheets.length; at += each) {
    pen.doc.addPage({ size: run.paper === 'a5' ? 'A5' : 'A4', margin: 0 })
    draw(pen, run.sheets.slice(at, at + each))
    onSheet(Math.min(run.sheets.length, at + each))
    await turn()
    yield* pieces.splice(0)
  }
  pen.doc.end()
  await ended
  yield* pieces
}

const faces = { regular: '400Regular/NotoSans_400Regular.ttf', bold: '600SemiBold/NotoSans_600SemiBold.ttf' } as const
type Face = keyof typeof faces

/** What a sheet is drawn with; lengths are millimetres from the upper left corner. */
type Pen = {
  readonly doc: Pdf
  readonly crest: OpenedImage | undefined
  /** How wide a text is at a size of 1 mm. */
  readonly wide: (face: Face, text: string) => number
  /** A text cut where another font has the letters. */
  readonly parts: (face: Face, text: string) => readonly Part[]
}

type Part = { readonly font: string; readonly text: string }

/** A letter with its marks stays one glyph, or who copies or listens gets other letters than were written. */
const shaping = { features: { ccmp: false } } as const

const ink = { dark: '#16202b', soft: '#4b5563', hair: '#b9b4a8', accent: '#0b5d66', mark: '#8a1c1c' } as const
const points = (mm: number): number => (mm * 72) / 25.4

function openPen({ title, crest, fonts, madeAt }: PosterRun): Pen {
  const doc = new Pdf({
    autoFirstPage: false,
    font: '',
    pdfVersion: '1.7',
    subset: 'PDF/UA',
    tagged: true,
    displayTitle: true,
    lang: 'vi',
    info: { Title: title, Producer: 'SIPAS', Creator: 'SIPAS', CreationDate: new Date(madeAt) },
  })
  const installed = createRequire(import.meta.url)
  for (const [face, file] of Object.entries(faces))
    doc.registerFont(face, readFileSync(installed.resolve(`@expo-google-fonts/noto-sans/${file}`)))
  fonts.forEach(({ bytes }, at) => doc.registerFont(`script${at}`, bytes))
  const parts = (face: Face, text: string): readonly Part[] => {
    const found: Part[] = []
    for (const letter of text) {
      const at = fonts.findIndex(({ letters: those }) => those.test(letter))
      const font = at < 0 ? face : `script${at}`
      const last = found.at(-1)
      if (last?.font === font) found[found.length - 1] = { font, text: last.text + letter }
      else found.push({ font, text: letter })
    }
    return found
  }
  const known = new Map<string, number>()
  const wide = (face: Face, text: string): number => {
    const key = `${face} ${text}`
    const widthOf = ({ font, text: one }: Part): number => doc.font(font).fontSize(1_000).widthOfString(one, shaping) / 1_000
    const width = known.get(key) ?? parts(face, text).reduce((sum, part) => sum + widthOf(part), 0)
    known.set(key, width)
    return width
  }
  return { doc, wide, parts, crest: crest && doc.openImage(Buffer.from(crest)) }
}

type Layout = { readonly each: number; readonly draw: (pen: Pen, sheets: readonly PosterSheet[]) => void }

const layouts: Readonly<Record<PosterPaper, Layout>> = {
  a4: { each: 1, draw: (pen, sheets) => sheets.forEach((sheet) => drawPoster(pen, sheet, 1)) },
  // The sides of A5 are those of A4 by the root of two.
  a5: { each: 1, draw: (pen, sheets) => sheets.forEach((sheet) => drawPoster(pen, sheet, Math.SQRT1_2)) },
  tent: { each: 1, draw: (pen, sheets) => sheets.forEach((sheet) => drawTent(pen, sheet)) },
  sticker: { each: stickersOnSheet, draw: drawStickers },
}

/** One text of a column: what is too long for its room is set smaller, and only names are cut at last. */
type Block = {
  readonly text: string
  readonly size: number
  readonly face?: Face
  readonly color?: string
  readonly lang?: 'en'
  readonly tag?: 'H1'
  /** Room above it. */
  readonly above?: number
  readonly mayBeCut?: true
}

type Column = { readonly x: number; readonly y: number; readonly width: number; readonly align: 'left' | 'center' }
type SetBlock = Block & { readonly size: number; readonly lines: readonly string[]; readonly above: number }
type SetColumn = { readonly blocks: readonly SetBlock[]; readonly height: number }

const leading = 1.28

/** Both languages of a text as blocks, the second smaller; nothing where there is nothing to say. */
function said({ vi, en }: Said, block: Omit<Block, 'text'>, second: Partial<Block> = {}): readonly Block[] {
  const { tag: _, ...body } = block
  const other: Omit<Block, 'text'> = {
    ...body,
    size: block.size * 0.76,
    face: 'regular',
    color: ink.soft,
    above: 0.3,
    ...second,
    lang: 'en',
  }
  return [...(vi === '' ? [] : [{ ...block, text: vi }]), ...(en === undefined || en === '' || en === vi ? [] : [{ ...other, text: en }])]
}

/** Sets blocks below each other in a width, all of them smaller until they fit into a height; smaller than the least they are cut where they may be. */
function setIn({ wide }: Pen, blocks: readonly Block[], width: number, height: number, least = 0.5): SetColumn {
  const at = (factor: number): SetColumn => {
    const set = blocks.map((block, place) => {
      const size = block.size * factor
      return { ...block, size, above: place === 0 ? 0 : (block.above ?? 0) * factor, lines: linesOf(wide, block, size, width) }
    })
    return { blocks: set, height: set.reduce((sum, { above, size, lines }) => sum + above + lines.length * size * leading, 0) }
  }
  for (let factor = 1; factor > least; factor -= 0.04) {
    const set = at(factor)
    if (set.height <= height) return evened(wide, set, width)
  }
  return cutTo(at(least), height)
}

/** Lines of about the same length: the narrowest column in which a text takes no line more. */
function evened(wide: Pen['wide'], { blocks, height }: SetColumn, width: number): SetColumn {
  const even = (block: SetBlock): SetBlock => {
    let [lines, narrow, broad] = [block.lines, width / 2, width]
    for (let step = 0; step < 5 && lines.length > 1; step++) {
      const middle = (narrow + broad) / 2
      const set = linesOf(wide, block, block.size, middle)
      if (set.length > block.lines.length) narrow = middle
      else [lines, broad] = [set, middle]
    }
    return { ...block, lines }
  }
  return { blocks: blocks.map(even), height }
}

/** The longest name loses its last line until the rest fits. */
function cutTo(set: SetColumn, height: number): SetColumn {
  const longest = set.blocks
    .filter(({ mayBeCut, lines }) => mayBeCut && lines.length > 1)
    .sort((a, b) => b.lines.length - a.lines.length)[0]
  if (set.height <= height || !longest) return set
  const lines = longest.lines.slice(0, -1).map((line, at, all) => (at === all.length - 1 ? `${line.replace(/ ?…$/, '')} …` : line))
  const blocks = set.blocks.map((block) => (block === longest ? { ...block, lines } : block))
  return cutTo({ blocks, height: set.height - longest.size * leading }, height)
}

/** Lines between words; a word that is wider than the column is broken where it must be. */
function linesOf(wide: Pen['wide'], { text, face = 'regular' }: Block, size: number, width: number): readonly string[] {
  const room = width / size
  const space = wide(face, ' ')
  const lines: string[] = []
  let [line, used] = ['', 0]
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const length = wide(face, word)
    if (line !== '' && used + space + length <= room) [line, used] = [`${line} ${word}`, used + space + length]
    else {
      if (line !== '') lines.push(line)
      ;[line, used] = [word, length]
    }
    while (used > room && [...line].length > 1) {
      const head = headOf(wide, face, line, room)
      lines.push(head)
      line = line.slice(head.length)
      used = wide(face, line)
    }
  }
  return line === '' ? lines : [...lines, line]
}

/** As much of a word as fits, at least a letter with its marks. */
function headOf(wide: Pen['wide'], face: Face, word: string, room: number): string {
  let head = ''
  for (const { segment } of letters.segment(word)) {
    if (head !== '' && wide(face, head + segment) > room) return head
    head += segment
  }
  return head
}

const letters = new Intl.Segmenter('vi', { granularity: 'grapheme' })

/** What becomes of drawn text for who listens: read, or passed over because it stands there twice. */
type Reading = { readonly add: (type: string, options: StructureOptions, draw: () => void) => void }

function drawColumn(pen: Pen, reading: Reading, { x, y, width, align }: Column, { blocks }: SetColumn): void {
  let top = y
  for (const { face = 'regular', size, color = ink.dark, lines, above, lang, tag = 'P' } of blocks) {
    top += above
    const first = top
    reading.add(tag, lang ? { lang } : {}, () => {
      const lefts = lines.map((line) => (align === 'left' ? x : x + (width - pen.wide(face, line) * size) / 2))
      pen.doc.fillColor(color)
      lines.forEach((line, at) => {
        let left = lefts[at] ?? x
        // A space ends each line but the last, so that words do not run together for who listens.
        for (const { font, text } of pen.parts(face, at < lines.length - 1 ? `${line} ` : line)) {
          pen.doc
            .font(font)
            .fontSize(points(size))
            .text(text, points(left), points(first + at * size * leading), { lineBreak: false, ...shaping })
          left += pen.wide(face, text) * size
        }
      })
    })
    top += lines.length * size * leading
  }
}

/** Draws what is read in the order in which it is drawn. */
function readingOf({ doc }: Pen): Reading & { readonly end: () => void } {
  const section = doc.struct('Sect')
  doc.addStructure(section)
  return { add: (type, options, draw) => void section.add(doc.struct(type, options, draw)), end: () => section.end() }
}

/** Draws what nobody is told of. */
const unread = ({ doc }: Pen): Reading => ({
  add: (_type, _options, draw) => {
    doc.markContent('Artifact', { type: 'Layout' })
    draw()
    doc.endMarkedContent()
  },
})

/** Lines and frames that say nothing. */
function rule(pen: Pen, draw: (doc: Pdf) => void): void {
  unread(pen).add('', {}, () => draw(pen.doc))
}

/** The code in a square of that side, its quiet zone within. */
function drawCode(pen: Pen, reading: Reading, { address, picture }: PosterSheet, x: number, y: number, side: number): void {
  const { doc } = pen
  const modules = qrModules(address)
  const one = points(side) / modules.length
  rule(pen, () =>
    doc
      .lineWidth(points(0.4))
      .roundedRect(points(x), points(y), points(side), points(side), points(side / 28))
      .strokeColor(ink.accent)
      .stroke(),
  )
  const [left, top] = [points(x), points(y)]
  const bbox: [number, number, number, number] = [left, top, left + points(side), top + points(side)]
  reading.add('Figure', { alt: picture, bbox }, () => {
    modules.forEach((row, at) => {
      for (let from = 0; from < row.length; from++) {
        const first = from
        while (row[from] === true) from++
        // A hair taller, so that no viewer shows light between two rows.
        if (from > first) doc.rect(left + first * one, top + at * one, (from - first) * one, one * 1.02)
      }
    })
    doc.fillColor('#000').fill()
  })
}

/** Everything that a code alone must not lose: where it leads, and the warning. */
const warning = ({ only, never }: PosterSheet, size: number): readonly Block[] => [
  { text: only.vi, size, face: 'bold' },
  { text: never.vi, size },
  ...(only.en === undefined
    ? []
    : [{ text: `${only.en} ${never.en ?? ''}`, size: size * 0.88, color: ink.soft, lang: 'en' as const, above: 0.6 }]),
]

const typed = ({ typed: address, code, codeIs }: PosterSheet, size: number): readonly Block[] => [
  { text: address, size, face: 'bold' },
  { text: `${[codeIs.vi, codeIs.en].filter(Boolean).join(' · ')}: ${code}`, size: size * 0.72, color: ink.soft, above: 0.6 },
]

const nameBlocks = ({ agency, place }: PosterSheet, size: number): readonly Block[] => [
  ...said({ vi: agency.vi, en: undefined }, { size, face: 'bold', color: ink.accent, mayBeCut: true }),
  { text: [...new Set([place.vi, place.en ?? place.vi])].join(' · '), size: size * 0.74, mayBeCut: true, above: 0.8 },
  ...(agency.en === undefined || agency.en === agency.vi
    ? []
    : [{ text: agency.en, size: size * 0.66, color: ink.soft, lang: 'en' as const, mayBeCut: true as const, above: 0.8 }]),
]

const askerBlocks = ({ asker, campaign }: PosterSheet, size: number): readonly Block[] => [
  ...said(asker, { size, face: 'bold', mayBeCut: true }, { mayBeCut: true }),
  {
    text: [...new Set([campaign.vi, campaign.en ?? campaign.vi])].join(' · '),
    size: size * 0.7,
    color: ink.soft,
    above: 0.5,
    mayBeCut: true,
  },
]

/** A sheet that stands upright: who asks, what for, where, the code, how, and where alone it may lead. `scale` 1 is A4. */
function drawPoster(pen: Pen, sheet: PosterSheet, scale: number): void {
  const reading = readingOf(pen)
  const u = (mm: number): number => mm * scale
  const [width, height, side, foot] = [u(210), u(297), u(18), u(10)]
  const inner = width - 2 * side
  const column = (y: number): Column => ({ x: side, y, width: inner, align: 'center' })

  const top = drawHead(pen, reading, sheet, { x: side, y: u(12), width: inner, size: u(6.4), crest: u(20), room: u(26) })
  const title = setIn(pen, said(sheet.title, { size: u(11), face: 'bold', tag: 'H1' }, { size: u(6) }), inner, u(36))
  drawColumn(pen, reading, column(top + u(6)), title)
  const names = top + u(6) + title.height + u(6)

  // From below: what is never given up.
  const warned = setIn(pen, warning(sheet, u(4.2)), inner, Infinity)
  const warnedAt = height - foot - warned.height
  const way = setIn(pen, typed(sheet, u(6.6)), inner, Infinity)
  const wayAt = warnedAt - u(8) - way.height
  const how = setIn(pen, said(sheet.how, { size: u(6) }, { size: u(4.6) }), u(164), u(34))
  const howAt = wayAt - u(4) - how.height

  const room = howAt - u(4) - names
  const wanted = setIn(pen, nameBlocks(sheet, u(7.8)), inner, Infinity)
  const code = Math.max(u(66), Math.min(u(112), room - wanted.height - u(5)))
  const named = setIn(pen, nameBlocks(sheet, u(7.8)), inner, room - code - u(5))
  drawColumn(pen, reading, column(names), named)
  const spare = (room - named.height - code) / 2
  drawCode(pen, reading, sheet, (width - code) / 2, names + named.height + spare, code)
  drawColumn(pen, reading, { ...column(howAt), x: (width - u(164)) / 2, width: u(164) }, how)
  drawColumn(pen, reading, column(wayAt), way)
  rule(pen, (doc) => line(doc, side, warnedAt - u(4), width - side, warnedAt - u(4)))
  drawColumn(pen, reading, column(warnedAt), warned)
  reading.end()
}

const line = (doc: Pdf, x: number, y: number, toX: number, toY: number): void =>
  void doc.lineWidth(points(0.3)).moveTo(points(x), points(y)).lineTo(points(toX), points(toY)).strokeColor(ink.hair).stroke()

type Head = {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly size: number
  readonly crest: number
  readonly room: number
}

/** Who asks, with their coat of arms, under a line where the data are made up; gives where it ends. */
function drawHead(pen: Pen, reading: Reading, sheet: PosterSheet, { x, y, width, size, crest, room }: Head): number {
  let top = y
  if (sheet.sample) {
    const text = [sheet.sample.vi, sheet.sample.en].filter(Boolean).join(' · ')
    const sample = setIn(pen, [{ text, size: size * 0.7, face: 'bold', color: ink.mark }], width, Infinity)
    drawColumn(pen, reading, { x, y: top, width, align: 'center' }, sample)
    top += sample.height + size * 0.4
  }
  const beside = pen.crest === undefined ? 0 : crest + size * 0.8
  const set = setIn(pen, askerBlocks(sheet, size), width - beside, room)
  const height = Math.max(set.height, beside === 0 ? 0 : crest)
  const arms = pen.crest
  if (arms) {
    const fit = [points(crest), points(crest)] as const
    rule(pen, (doc) => doc.image(arms, points(x), points(top + (height - crest) / 2), { fit, align: 'center', valign: 'center' }))
  }
  drawColumn(pen, reading, { x: x + beside, y: top + (height - set.height) / 2, width: width - beside, align: 'left' }, set)
  const end = top + height + size * 0.6
  rule(pen, (doc) => line(doc, x, end, x + width, end))
  return end
}

/** Sizes of a sheet that lies: the code at the left, words at the right, the warning below. */
type Lying = {
  readonly pad: number
  readonly code: number
  readonly gap: number
  readonly asker: number
  readonly crest: number
  readonly title: number
  readonly name: number
  readonly how: number
  readonly typed: number
  readonly warning: number
}

const tentSizes: Lying = { pad: 9, code: 80, gap: 8, asker: 4.4, crest: 13, title: 6.8, name: 6, how: 4.4, typed: 5, warning: 3.4 }
const stickerSizes: Lying = { pad: 4, code: 40, gap: 3.5, asker: 2.5, crest: 7, title: 3.4, name: 3.3, how: 2.4, typed: 3, warning: 2.15 }

function drawLying(
  pen: Pen,
  reading: Reading,
  sheet: PosterSheet,
  box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
  sizes: Lying,
): void {
  const { pad, gap } = sizes
  const [x, width] = [box.x + pad, box.width - 2 * pad]
  const warned = setIn(pen, warning(sheet, sizes.warning), width, Infinity)
  const warnedAt = box.y + box.height - pad - warned.height
  const way = setIn(pen, typed(sheet, sizes.typed), width, Infinity)
  const wayAt = warnedAt - gap * 0.7 - way.height
  const room = wayAt - gap * 0.5 - (box.y + pad)
  const code = Math.min(sizes.code, room)
  const [right, rest] = [x + code + gap, width - code - gap]
  drawCode(pen, reading, sheet, x, box.y + pad + (room - code) / 2, code)
  const top = drawHead(pen, reading, sheet, {
    x: right,
    y: box.y + pad,
    width: rest,
    size: sizes.asker,
    crest: sizes.crest,
    room: room * 0.28,
  })
  const left = box.y + pad + room - top - gap * 0.4
  const words = setIn(
    pen,
    [
      ...said(sheet.title, { size: sizes.title, face: 'bold', tag: 'H1' }, { size: sizes.title * 0.66 }),
      ...nameBlocks(sheet, sizes.name).map((block, at) => (at === 0 ? { ...block, above: sizes.name * 0.5 } : block)),
      ...said(sheet.how, { size: sizes.how, above: sizes.how * 0.7 }, { size: sizes.how * 0.86 }),
    ],
    rest,
    left,
    0.6,
  )
  drawColumn(pen, reading, { x: right, y: top + gap * 0.4, width: rest, align: 'left' }, words)
  drawColumn(pen, reading, { x, y: wayAt, width, align: 'center' }, way)
  rule(pen, (doc) => line(doc, x, warnedAt - gap * 0.3, x + width, warnedAt - gap * 0.3))
  drawColumn(pen, reading, { x, y: warnedAt, width, align: 'center' }, warned)
}

/** Two halves of A4 with a fold between them; the upper one stands on its head, so that folded both sides are upright. */
function drawTent(pen: Pen, sheet: PosterSheet): void {
  const [width, half] = [210, 148.5]
  const reading = readingOf(pen)
  drawLying(pen, reading, sheet, { x: 0, y: half, width, height: half }, tentSizes)
  reading.end()
  pen.doc.save().rotate(180, { origin: [points(width / 2), points(half / 2)] })
  drawLying(pen, unread(pen), sheet, { x: 0, y: 0, width, height: half }, tentSizes)
  pen.doc.restore()
  rule(pen, (doc) => {
    doc.dash(points(2), { space: points(2) })
    line(doc, 0, half, width, half)
    doc.undash()
  })
}

/** Eight on a sheet of A4, with lines along which to cut. */
function drawStickers(pen: Pen, sheets: readonly PosterSheet[]): void {
  const [width, height] = [105, 74.25]
  sheets.forEach((sheet, at) => {
    const reading = readingOf(pen)
    drawLying(pen, reading, sheet, { x: (at % 2) * width, y: Math.floor(at / 2) * height, width, height }, stickerSizes)
    reading.end()
  })
  rule(pen, (doc) => {
    line(doc, width, 0, width, 297)
    for (const row of [1, 2, 3]) line(doc, 0, row * height, 210, row * height)
  })
}
