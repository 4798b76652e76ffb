import type { Chart, Look } from './document'
import { escapedXml, columnLetters, relation, relations } from './office-xml'

/** The charts of one sheet: which sheet of the workbook it is, and its name. */
export type Drawing = { readonly sheet: number; readonly name: string; readonly charts: readonly Chart[] }

/** The parts of a workbook that hold its charts (ECMA-376, DrawingML), by their paths. */
export function drawingParts(drawings: readonly Drawing[]): ReadonlyMap<string, string> {
  let drawn = 0
  return new Map(
    drawings.flatMap(({ sheet, name, charts }, index) => {
      const drawing = index + 1
      const numbers = charts.map(() => ++drawn)
      return [
        [`xl/worksheets/_rels/sheet${sheet}.xml.rels`, relations([[`${relation}/drawing`, `../drawings/drawing${drawing}.xml`]])],
        [`xl/drawings/drawing${drawing}.xml`, drawingXml(charts)],
        [
          `xl/drawings/_rels/drawing${drawing}.xml.rels`,
          relations(numbers.map((number) => [`${relation}/chart`, `../charts/chart${number}.xml`])),
        ],
        ...charts.map((chart, place) => [`xl/charts/chart${numbers[place] ?? 0}.xml`, chartXml(name, chart)] as const),
      ] as const
    }),
  )
}

/** What such a part is, for the list of what is in the file; undefined of what needs none. */
export function drawnType(path: string): string | undefined {
  if (path.endsWith('.rels')) return undefined
  return path.startsWith('xl/charts/') ? 'drawingml.chart' : 'drawing'
}

const charting = 'http://schemas.openxmlformats.org/drawingml/2006/chart'
const drawingMl = 'http://schemas.openxmlformats.org/drawingml/2006/main'
const spreadsheet = 'http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing'

const drawingXml = (charts: readonly Chart[]): string =>
  `<xdr:wsDr xmlns:xdr="${spreadsheet}" xmlns:a="${drawingMl}" xmlns:r="${relation}">${charts.map(anchorXml).join('')}</xdr:wsDr>`

/** Columns that a chart is wide. */
const width = 12

function anchorXml({ title, says, at }: Chart, index: number): string {
  const corner = (column: number, row: number): string =>
    `<xdr:col>${column}</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>${row}</xdr:row><xdr:rowOff>0</xdr:rowOff>`
  return [
    `<xdr:twoCellAnchor><xdr:from>${corner(at.column, at.row)}</xdr:from><xdr:to>${corner(at.column + width, at.row + at.rows)}</xdr:to>`,
    `<xdr:graphicFrame macro=""><xdr:nvGraphicFramePr><xdr:cNvPr id="${index + 2}" name="${escapedXml(title)}" descr="${escapedXml(says)}"/><xdr:cNvGraphicFramePr/></xdr:nvGraphicFramePr>`,
    '<xdr:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/></xdr:xfrm>',
    `<a:graphic><a:graphicData uri="${charting}"><c:chart xmlns:c="${charting}" r:id="rId${index + 1}"/></a:graphicData></a:graphic>`,
    '</xdr:graphicFrame><xdr:clientData/></xdr:twoCellAnchor>',
  ].join('')
}

/** Bars from 0 with the interval drawn over them; every number comes from a cell. */
function chartXml(sheet: string, { title, first, last, names, values, reaches, look, most, hasNegative }: Chart): string {
  const cells = (column: number): string => `<c:f>${escapedXml(cellsOf(sheet, column, first, last))}</c:f>`
  const numbers = (column: number): string => `<c:numRef>${cells(column)}</c:numRef>`
  return [
    `<c:chartSpace xmlns:c="${charting}" xmlns:a="${drawingMl}" xmlns:r="${relation}"><c:roundedCorners val="0"/><c:chart>`,
    `<c:title><c:tx><c:rich><a:bodyPr/><a:p><a:pPr><a:defRPr sz="1200" b="1"/></a:pPr><a:r><a:rPr sz="1200" b="1"/><a:t>${escapedXml(title)}</a:t></a:r></a:p></c:rich></c:tx><c:overlay val="0"/></c:title>`,
    '<c:autoTitleDeleted val="0"/><c:plotArea><c:layout/><c:barChart><c:barDir val="bar"/><c:grouping val="clustered"/><c:varyColors val="0"/>',
    `<c:ser><c:idx val="0"/><c:order val="0"/><c:tx><c:strRef><c:f>${escapedXml(cellsOf(sheet, values, 1, 1))}</c:f></c:strRef></c:tx>`,
    `<c:spPr><a:solidFill><a:srgbClr val="${barColour}"/></a:solidFill></c:spPr><c:invertIfNegative val="0"/>`,
    `<c:dLbls><c:numFmt formatCode="${formatCode(look)}" sourceLinked="0"/><c:spPr><a:noFill/></c:spPr><c:txPr><a:bodyPr/><a:p><a:pPr><a:defRPr sz="900" b="1"><a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill></a:defRPr></a:pPr><a:endParaRPr lang="en-US"/></a:p></c:txPr>`,
    '<c:dLblPos val="inBase"/><c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/><c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbls>',
    `<c:errBars><c:errBarType val="both"/><c:errValType val="cust"/><c:noEndCap val="0"/><c:plus>${numbers(reaches.above)}</c:plus><c:minus>${numbers(reaches.below)}</c:minus><c:spPr><a:ln w="15875"><a:solidFill><a:srgbClr val="1F2937"/></a:solidFill></a:ln></c:spPr></c:errBars>`,
    `<c:cat><c:strRef>${cells(names)}</c:strRef></c:cat><c:val>${numbers(values)}</c:val></c:ser>`,
    '<c:gapWidth val="50"/><c:axId val="1"/><c:axId val="2"/></c:barChart>',
    '<c:catAx><c:axId val="1"/><c:scaling><c:orientation val="maxMin"/></c:scaling><c:delete val="0"/><c:axPos val="l"/><c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="low"/><c:crossAx val="2"/><c:crosses val="autoZero"/></c:catAx>',
    `<c:valAx><c:axId val="2"/><c:scaling><c:orientation val="minMax"/>${most === undefined ? '' : `<c:max val="${most}"/>`}${hasNegative ? '' : '<c:min val="0"/>'}</c:scaling><c:delete val="0"/><c:axPos val="b"/><c:majorGridlines><c:spPr><a:ln><a:solidFill><a:srgbClr val="D1D5DB"/></a:solidFill></a:ln></c:spPr></c:majorGridlines><c:numFmt formatCode="${look.startsWith('percent') ? '0%' : 'General'}" sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/><c:crossAx val="1"/><c:crosses val="max"/></c:valAx>`,
    '</c:plotArea><c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart></c:chartSpace>',
  ].join('')
}

/** Dark enough for white letters on it. */
const barColour = '0F766E'

const cellsOf = (sheet: string, column: number, first: number, last: number): string => {
  const letter = columnLetters(column)
  return `'${sheet.replaceAll("'", "''")}'!$${letter}$${first}${last === first ? '' : `:$${letter}$${last}`}`
}

/** The look of a figure as spreadsheets write it: `0.00%`, `#,##0.0`. */
function formatCode(look: Look): string {
  const digits = Number(/\d$/.exec(look)?.[0] ?? 0)
  const places = digits === 0 ? '' : `.${'0'.repeat(digits)}`
  return look.startsWith('percent') ? `0${places}%` : `#,##0${places}`
}
