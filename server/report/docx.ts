import {
  AlignmentType,
  BorderStyle,
  Document,
  Footer,
  Header,
  HeadingLevel,
  ImageRun,
  type IParagraphOptions,
  LevelFormat,
  LineRuleType,
  Packer,
  PageNumber,
  Paragraph,
  ShadingType,
  TabStopType,
  Table,
  TableCell as Cell,
  TableLayoutType,
  TableRow as Row,
  TextRun,
  VerticalAlignTable,
  WidthType,
} from 'docx'
import type { NumberedPart, ReportPaper, ReportTable, Stretch, TableCell, TableRow } from './parts'
import { bodyAndAnnexes, setText, unbroken } from './parts'
import { legalXml } from '../files/office-xml'
import { pictureOf } from './picture'

/** A report as a document that the office goes on with in a word processor: real headings, tables with heads that repeat, pictures with words for them. */
export async function writeDocx(paper: ReportPaper): Promise<Uint8Array> {
  const { marks, language, title } = paper
  const { body, annexes } = bodyAndAnnexes(paper.parts)
  const document = new Document({
    title: legalXml(title),
    creator: 'SIPAS',
    styles: styles(language),
    numbering: {
      config: [
        {
          reference: dashes,
          levels: [
            {
              level: 0,
              format: LevelFormat.BULLET,
              text: '–',
              alignment: AlignmentType.LEFT,
              style: { paragraph: { indent: { left: mm(6), hanging: mm(6) } } },
            },
          ],
        },
      ],
    },
    sections: [
      {
        properties: {
          titlePage: true,
          page: {
            size: { width: mm(210), height: mm(297) },
            margin: { top: mm(20), bottom: mm(20), left: mm(30), right: mm(18), header: mm(10), footer: mm(10) },
          },
        },
        headers: { first: new Header({ children: [marked(marks.above)] }), default: new Header({ children: [pageNumber(marks.above)] }) },
        footers: { first: new Footer({ children: [below(marks.below)] }), default: new Footer({ children: [below(marks.below)] }) },
        children: [
          ...headOf(paper),
          ...body.flatMap((part) => partOf(part, paper)),
          ...footOf(paper),
          ...annexes.flatMap((part) => partOf(part, paper)),
        ],
      },
    ],
  })
  return new Uint8Array(await Packer.toBuffer(document))
}

/** Twentieths of a point. */
const mm = (length: number): number => Math.floor((length * 1440) / 25.4)
const inner = mm(210 - 30 - 18)
const half = (points: number): number => points * 2
const twentieth = (points: number): number => points * 20
const dashes = 'dashes'
const face = 'Times New Roman'

const styles = (language: ReportPaper['language']) => ({
  default: {
    document: {
      run: { font: face, size: half(13), language: { value: language === 'vi' ? 'vi-VN' : 'en-GB' } },
      paragraph: { spacing: { line: 264, lineRule: LineRuleType.AUTO, after: 80 } },
    },
    heading1: heading(14, { alignment: AlignmentType.CENTER }),
    heading2: { ...heading(13, { before: 240 }), run: { font: face, size: half(13), bold: true, allCaps: true, color: '000000' } },
    heading3: heading(13, { before: 160 }),
    heading4: { ...heading(13, { before: 120 }), run: { font: face, size: half(13), bold: true, italics: true, color: '000000' } },
  },
  paragraphStyles: [
    {
      id: 'caption',
      name: 'Caption of a table',
      basedOn: 'Normal',
      next: 'Normal',
      run: { bold: true, size: half(11) },
      paragraph: { keepNext: true, spacing: { before: 120, after: 60 } },
    },
    { id: 'note', name: 'Note', basedOn: 'Normal', next: 'Normal', run: { italics: true, size: half(10.5) } },
  ],
})

const heading = (
  size: number,
  { before = 0, alignment }: { readonly before?: number; readonly alignment?: (typeof AlignmentType)[keyof typeof AlignmentType] },
) => ({
  run: { font: face, size: half(size), bold: true, color: '000000' },
  paragraph: { keepNext: true, keepLines: true, spacing: { before, after: 80 }, ...(alignment && { alignment }) },
})

type Look = { readonly bold?: boolean; readonly italics?: boolean; readonly size?: number; readonly allCaps?: boolean }

const run = (text: string, look: Look = {}): TextRun => written(unbroken(text), look)

const written = (text: string, { size, ...look }: Look): TextRun =>
  new TextRun({ text: legalXml(text), ...look, ...(size !== undefined && { size: half(size) }) })

const runsOf = (runs: readonly Stretch[], look: Look = {}): TextRun[] =>
  runs.map((stretch) =>
    written(setText(stretch), { ...look, ...(stretch.bold && { bold: true }), ...(stretch.italic && { italics: true }) }),
  )

const line = (text: string, look: Look, more: IParagraphOptions = {}): Paragraph =>
  new Paragraph({ spacing: { before: 0, after: 0 }, ...more, children: [run(text, look)] })

const marked = (text: string): Paragraph => line(text, { italics: true, size: 10 }, { alignment: AlignmentType.RIGHT })
const below = (text: string): Paragraph => line(text, { italics: true, size: 10 }, { alignment: AlignmentType.CENTER })

const pageNumber = (mark: string): Paragraph =>
  new Paragraph({
    spacing: { before: 0, after: 0 },
    tabStops: [
      { type: TabStopType.CENTER, position: Math.floor(inner / 2) },
      { type: TabStopType.RIGHT, position: inner },
    ],
    children: [
      new TextRun({ children: ['\t', PageNumber.CURRENT], size: half(13) }),
      ...(mark === '' ? [] : [new TextRun({ text: `\t${mark}`, italics: true, size: half(10) })]),
    ],
  })

/* ---- parts ---- */

function partOf(part: NumberedPart, { fonts }: Pick<ReportPaper, 'fonts'>): readonly (Paragraph | Table)[] {
  switch (part.is) {
    case 'heading':
      if (part.annex !== undefined) return annexOf(part.number, part.text, part.annex)
      return [new Paragraph({ heading: levels[part.level], children: [run(`${part.number} ${part.text}`)] })]
    case 'text':
      return [new Paragraph({ alignment: AlignmentType.JUSTIFIED, indent: { firstLine: mm(10) }, children: runsOf(part.runs) })]
    case 'points':
      return part.points.map(
        (runs) => new Paragraph({ numbering: { reference: dashes, level: 0 }, alignment: AlignmentType.JUSTIFIED, children: runsOf(runs) }),
      )
    case 'note':
      return [new Paragraph({ style: 'note', children: [run(part.text)] })]
    case 'pictures':
      // Instruments alone have them, and are not written for editors.
      return part.pictures.map(({ label }) => new Paragraph({ style: 'note', children: [run(label)] }))
    case 'blank':
      return blankOf(part.text)
    case 'table':
      return [caption(`${part.number}. ${part.caption}`), tableOf(part), line('', { size: 6 })]
    case 'figure': {
      const { drawing } = part
      const width = Math.min(drawing.width, 459)
      const transformation = { width: (width * 96) / 72, height: ((drawing.height * width) / drawing.width / 72) * 96 }
      return [
        caption(`${part.number}. ${part.caption}`),
        new Paragraph({
          alignment: AlignmentType.CENTER,
          children: [
            new ImageRun({
              type: 'png',
              data: pictureOf(drawing, fonts),
              transformation,
              altText: { name: part.number, title: legalXml(part.caption), description: legalXml(drawing.alt) },
            }),
          ],
        }),
      ]
    }
  }
}

/** Its number, what it is and what it belongs to, at the top of a sheet of its own. */
const annexOf = (number: string, text: string, of: string): readonly Paragraph[] => [
  new Paragraph({ heading: HeadingLevel.HEADING_2, ...centre, pageBreakBefore: true, children: [run(`${number}: ${text}`)] }),
  line(of, { italics: true, size: 12 }, { ...centre, spacing: { after: 160 } }),
]

const levels = { 1: HeadingLevel.HEADING_2, 2: HeadingLevel.HEADING_3, 3: HeadingLevel.HEADING_4 } as const

const caption = (text: string): Paragraph => new Paragraph({ style: 'caption', children: [run(text)] })

/** Said in words, with dotted lines to write on. */
const blankOf = (text: string): readonly Paragraph[] => [
  new Paragraph({ style: 'note', children: [run(`(${text})`)] }),
  ...[1, 2, 3].map(
    () => new Paragraph({ tabStops: [{ type: TabStopType.RIGHT, position: inner, leader: 'dot' }], children: [new TextRun('\t')] }),
  ),
]

/* ---- tables ---- */

const thin = { style: BorderStyle.SINGLE, size: 4, color: '666666' } as const
const borders = { top: thin, bottom: thin, left: thin, right: thin, insideHorizontal: thin, insideVertical: thin } as const
const none = { style: BorderStyle.NONE, size: 0, color: 'auto' } as const
const noBorders = { top: none, bottom: none, left: none, right: none, insideHorizontal: none, insideVertical: none } as const

function tableOf(table: ReportTable): Table {
  const whole = table.columns.reduce((sum, { weight }) => sum + weight, 0)
  const widths = table.columns.map(({ weight }) => Math.floor((weight / whole) * inner))
  const size = table.columns.length > 8 ? 8.5 : 9.5
  const heads = table.columns.map(({ title, below: under, align }, place) =>
    cellOf(
      { text: title, bold: true, below: under === undefined ? [] : [under] },
      { width: widths[place] ?? 0, size: size - 0.5, align, isGrey: true, depth: 0 },
    ),
  )
  return new Table({
    layout: TableLayoutType.FIXED,
    width: { size: inner, type: WidthType.DXA },
    columnWidths: widths,
    borders,
    margins: { top: 30, bottom: 30, left: 60, right: 60 },
    rows: [new Row({ tableHeader: true, cantSplit: true, children: heads }), ...table.rows.map((row) => rowOf(table, row, widths, size))],
  })
}

function rowOf(table: ReportTable, row: TableRow, widths: readonly number[], size: number): Row {
  let place = 0
  const children = row.cells.map((cell, order) => {
    const from = place
    place += cell.columns ?? 1
    return cellOf(cell, {
      width: widths.slice(from, place).reduce((sum, one) => sum + one, 0),
      size,
      align: (cell.columns ?? 1) > 1 ? 'start' : (table.columns[from]?.align ?? 'start'),
      isGrey: row.look !== undefined,
      depth: order === table.named ? (row.depth ?? 0) : 0,
    })
  })
  return new Row({ cantSplit: true, children })
}

type CellLook = {
  readonly width: number
  readonly size: number
  readonly align: 'start' | 'end'
  readonly isGrey: boolean
  readonly depth: number
}

function cellOf({ text, bold, italic, below: under = [], columns }: TableCell, { width, size, align, isGrey, depth }: CellLook): Cell {
  const how: IParagraphOptions = {
    alignment: align === 'end' ? AlignmentType.RIGHT : AlignmentType.LEFT,
    spacing: { before: 0, after: 0, line: 240, lineRule: LineRuleType.AUTO },
    ...(depth > 0 && { indent: { left: twentieth(7 * depth) } }),
  }
  return new Cell({
    width: { size: width, type: WidthType.DXA },
    verticalAlign: VerticalAlignTable.TOP,
    ...(columns !== undefined && { columnSpan: columns }),
    ...(isGrey && { shading: { type: ShadingType.CLEAR, fill: 'EEEEEE', color: 'auto' } }),
    children: [
      new Paragraph({ ...how, children: [run(text, { size, ...(bold && { bold }), ...(italic && { italics: italic }) })] }),
      ...under.map((one) => new Paragraph({ ...how, children: [run(one, { size: size - 1.5 })] })),
    ],
  })
}

/* ---- letterhead and signature ---- */

const centre = { alignment: AlignmentType.CENTER } as const

/** A short line under what stands above it. */
const rule = (part: number, width: number): Paragraph => {
  const side = Math.floor((width * (1 - part)) / 2)
  return new Paragraph({
    indent: { left: side, right: side },
    spacing: { before: 20, after: 60, line: 60, lineRule: LineRuleType.EXACT },
    border: { top: { style: BorderStyle.SINGLE, size: 6, color: '000000', space: 1 } },
    children: [],
  })
}

function headOf({ head, crest }: ReportPaper): readonly (Paragraph | Table)[] {
  const [left, right] = [Math.floor(inner * 0.42), Math.floor(inner * 0.58)]
  const image = crest
    ? [
        new Paragraph({
          ...centre,
          spacing: { after: 40 },
          children: [
            new ImageRun({
              type: 'png',
              data: crest,
              transformation: { width: 54, height: 54 },
              altText: { name: 'crest', title: '', description: '' },
            }),
          ],
        }),
      ]
    : []
  return [
    bare(
      [left, right],
      [
        [
          ...image,
          ...(head.superior === '' ? [] : [line(head.superior, { size: 12, allCaps: true }, centre)]),
          line(head.issuer, { size: 12, bold: true, allCaps: true }, centre),
          rule(0.35, left),
          line(head.number, {}, centre),
        ],
        [
          line(head.nation, { size: 12, bold: true, allCaps: true }, centre),
          line(head.motto, { bold: true }, centre),
          rule(0.62, right),
          line(head.placeDate, { italics: true }, centre),
        ],
      ],
    ),
    new Paragraph({ heading: HeadingLevel.HEADING_1, spacing: { before: 280, after: 40 }, children: [run(head.kind, { allCaps: true })] }),
    line(head.about, { bold: true, size: 14 }, { ...centre, indent: { left: mm(10), right: mm(10) } }),
    rule(0.3, inner),
    ...head.lines.map(({ text, isLoud }) =>
      line(text, { size: 11.5, ...(isLoud ? { bold: true } : { italics: true }) }, { ...centre, spacing: { before: 40, after: 0 } }),
    ),
  ]
}

function footOf({ foot }: ReportPaper): readonly (Paragraph | Table)[] {
  const [left, right] = [Math.floor(inner * 0.48), Math.floor(inner * 0.52)]
  return [
    line('', {}, { spacing: { before: 200 } }),
    bare(
      [left, right],
      [
        [
          line(`${foot.receivers}:`, { size: 12, bold: true, italics: true }),
          ...foot.receiverList.map((receiver) => line(/^[-–]/.test(receiver) ? receiver : `- ${receiver}`, { size: 11 })),
        ],
        [
          ...foot.signature.map((text) => line(text, { bold: true, allCaps: true }, centre)),
          ...(foot.signer === ''
            ? [line(foot.signHere, { italics: true, size: 11 }, centre)]
            : [...[1, 2, 3, 4].map(() => line('', {}, centre)), line(foot.signer, { bold: true }, centre)]),
        ],
      ],
    ),
  ]
}

/** What stands beside each other without lines around it. */
const bare = (widths: readonly number[], columns: readonly (readonly Paragraph[])[]): Table =>
  new Table({
    layout: TableLayoutType.FIXED,
    width: { size: inner, type: WidthType.DXA },
    columnWidths: widths,
    borders: noBorders,
    rows: [
      new Row({
        cantSplit: true,
        children: columns.map(
          (children, place) => new Cell({ width: { size: widths[place] ?? 0, type: WidthType.DXA }, borders: noBorders, children }),
        ),
      }),
    ],
  })
