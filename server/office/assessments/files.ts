import { type Context, Hono, type MiddlewareHandler } from 'hono'
import type { OfficeWord } from '../../../client/text/office'
import type { AssessedNode } from '../../../surveys/indices/assessment'
import type { SetEnd } from '../../../surveys/indices/fielding'
import { countedOf, type ScoresStanding } from '../../../surveys/indices/scatter'
import { digitsOf, unitOf } from '../../../surveys/figures/rounding'
import { headlineOf } from '../../../surveys/instrument/indicators'
import { localDay } from '../../../surveys/instrument/calendar'
import { localised } from '../../../surveys/instrument/language'
import type { IndicatorNode } from '../../../surveys/instrument/schema'
import { doerOf, isWithin, personOf } from '../../access/permission'
import { areaFor } from '../../access/seen'
import { evidenceIn, type InAssessment, stepsOf } from '../../db/assessments'
import type { AssessmentStepRow } from '../../db/tables'
import { csv } from '../../files/csv'
import { type Document, type Encoder, onePage, type Sheet, type SheetCell, type SheetColumn } from '../../files/document'
import { download } from '../../files/export'
import { xlsx } from '../../files/xlsx'
import { note } from '../../log/note'
import { type AssessmentReading, readAssessment } from '../../reading/assessments'
import { readCountedScores } from '../../reading/rated-scores'
import type { OfficeDeps } from '../frame/deps'
import { noticePage } from '../frame/document'
import { blockName, momentText, type Reader, readerOf } from '../frame/reader'
import { monthsText, stageText, statusWords } from './address'
import { redrawnText } from './intervals'
import { gradeText, lackingText, nodeName, type SetView, setView, treeLines, unitText } from './tree'

/** An assessment as files: as the form of its decree has it, each step of every number, and a sheet to fill in. */
export function assessmentFiles(deps: OfficeDeps, read: MiddlewareHandler, decide: MiddlewareHandler): Hono {
  return new Hono()
    .get('/assessments/:code/export/result.xlsx', read, (c) => file(deps, c, xlsx, 'result'))
    .get('/assessments/:code/export/result.csv', read, (c) => file(deps, c, csv, 'result'))
    .get('/assessments/:code/export/history.csv', read, (c) => file(deps, c, csv, 'history'))
    .get('/assessments/:code/export/template.xlsx', decide, (c) => file(deps, c, xlsx, 'template'))
}

type Wanted = {
  readonly deps: OfficeDeps
  readonly reader: Reader
  readonly reading: AssessmentReading
  readonly view: SetView
  /** Those that whoever asks may see, in the assessment's order. */
  readonly agencies: readonly InAssessment[]
  /** Intervals by drawing persons anew, for who sees all agencies. */
  readonly standing: ScoresStanding | undefined
}

/** What leaves of an assessment. */
export type AssessmentFile = 'result' | 'history' | 'template'

const documents: Readonly<Record<AssessmentFile, (wanted: Wanted) => Document | Promise<Document>>> = {
  result: resultDocument,
  history: historyDocument,
  template: templateDocument,
}

async function file(deps: OfficeDeps, c: Context, encoder: Encoder, name: AssessmentFile): Promise<Response> {
  const [area, reading] = [await areaFor(deps, c, 'results.read'), await readAssessment(deps, c.req.param('code') ?? '')]
  const agencies = reading?.record.agencies.filter(({ agency }) => isWithin(area, agency.code)) ?? []
  if (!reading || agencies.length === 0) return noticePage(c, 404, 'lostTitle', 'assessmentUnknown')
  const standing = area === 'everywhere' ? await readCountedScores(deps, reading) : undefined
  const { code } = reading.record.assessment
  const person = await personOf(deps, c)
  if (person && c.req.method !== 'HEAD')
    await note(deps, doerOf(person), 'assessments.fetch', code, {
      content: `assessment-${name}`,
      format: encoder.extension,
      agencies: agencies.length,
    })
  return download(
    encoder,
    await documents[name]({ deps, reader: readerOf(c), reading, view: setView(reading.set), agencies, standing }),
    `${code}-${name}`,
  )
}

type Column = SheetColumn & { readonly key: string }

/** One table for every format: rows with typed cells, their columns called as people call them. */
const sheetOf = (name: string, columns: readonly Column[], rows: readonly (readonly SheetCell[])[]): Sheet => ({
  name,
  columns,
  pages: onePage(rows),
})
const plain = (cell: SheetCell) => (typeof cell === 'object' && cell !== null ? cell.number : cell)

/** The same rows as a table of codes and plain cells. */
const tableOf = (columns: readonly Column[], rows: readonly (readonly SheetCell[])[]) => ({
  columns: columns.map(({ key }) => key),
  pages: onePage(rows.map((row) => row.map(plain))),
})

/** Of which agency and which node a row tells. */
const namingColumns = ({ say }: Reader): readonly Column[] => [
  { key: 'agency', title: say('assessmentAgencyCode'), width: 12 },
  { key: 'name', title: say('agency'), width: 30 },
  { key: 'node', title: say('assessmentNode'), width: 10 },
  { key: 'criterion', title: say('criterion'), width: 50, look: 'wrapped' },
]

const namingCells = ({ reader, view }: Wanted, { agency }: InAssessment, code: string): readonly SheetCell[] => [
  agency.code,
  localised(agency.name, reader.language),
  code,
  nodeName(view, reader, code),
]

async function resultDocument(wanted: Wanted) {
  const { reader, reading, view, agencies } = wanted
  const { say } = reader
  const evidence = await evidenceIn(wanted.deps.database, reading.record.assessment.code)
  const shown = new Map<string, string>()
  for (const { agency, node, name, link } of evidence)
    shown.set(`${agency} ${node}`, [shown.get(`${agency} ${node}`), link === '' ? name : link].filter((text) => text).join('; '))
  const columns = criterionColumns(reader)
  const results = new Map(reading.results.agencies.map(({ code, nodes }) => [code, new Map(nodes.map((node) => [node.code, node]))]))
  const rows = agencies.flatMap((one) => {
    const { code } = one.agency
    return treeLines(view).map(({ node }) =>
      criterionRow(wanted, one, { node, found: results.get(code)?.get(node.code), evidence: shown.get(`${code} ${node.code}`) ?? '' }),
    )
  })
  return {
    title: localised(reading.record.assessment.title, reader.language),
    sheets: [agencySheet(wanted), sheetOf(say('assessmentByCriterion'), columns, rows), methodSheet(wanted)],
    table: tableOf(columns, rows),
  }
}

const criterionColumns = (reader: Reader, { say } = reader): readonly Column[] => [
  ...namingColumns(reader),
  { key: 'maximum', title: say('assessmentMaximum'), width: 10 },
  { key: 'self', title: say('assessmentSelf'), width: 12 },
  { key: 'stands', title: say('assessmentStands'), width: 12 },
  { key: 'interval_low', title: say('assessmentLow'), width: 12 },
  { key: 'interval_high', title: say('assessmentHigh'), width: 12 },
  { key: 'base', title: say('base'), width: 10 },
  { key: 'persons', title: say('assessmentPersons'), width: 12 },
  { key: 'number_self', title: say('assessmentNumberSelf'), width: 14 },
  { key: 'number_verified', title: say('assessmentNumberVerified'), width: 14 },
  { key: 'unit', title: say('assessmentUnit'), width: 12 },
  { key: 'note', title: say('assessmentNote'), width: 40, look: 'wrapped' },
  { key: 'reason', title: say('assessmentReason'), width: 40, look: 'wrapped' },
  { key: 'evidence', title: say('assessmentEvidence'), width: 40, look: 'wrapped' },
  { key: 'grade', title: say('assessmentGrade'), width: 14 },
  { key: 'lacking', title: say('assessmentLackingColumn'), width: 40, look: 'wrapped' },
  { key: 'interval_method', title: say('assessmentIntervalMethod'), width: 24 },
]

type Criterion = { readonly node: IndicatorNode; readonly found: AssessedNode | undefined; readonly evidence: string }

function criterionRow(wanted: Wanted, one: InAssessment, { node, found, evidence }: Criterion): readonly SheetCell[] {
  const { reader, reading, view, standing } = wanted
  const { agency } = one
  const number = reading.numbers.get(agency.code)?.get(node.code)
  const [low = null, high = null, method = '', persons = null] = intervalCells({ reader, view, standing }, agency.code, found)
  const entered = (value: number | null | undefined): SheetCell => numberCell(view.ends.get(node.code), value ?? null)
  return [
    ...namingCells(wanted, one, node.code),
    view.indicators.get(node.code)?.maximum ?? null,
    figureCell(view, node.code, found?.self.value),
    figureCell(view, node.code, found?.value),
    low,
    high,
    found?.base ?? null,
    found?.persons ?? persons,
    entered(number?.self),
    entered(number?.verified),
    node.entry ? unitText(reader, node.entry) : '',
    number?.note ?? '',
    number?.reason ?? '',
    evidence,
    found ? gradeText(view, reader, found) : '',
    found ? lackingText(view, reader, found, reading.drawn.get(agency.code)?.get(node.code)) : '',
    method,
  ]
}

/** Between what a score lies, by which method, and over how many persons where they were drawn anew. */
const intervalColumns = ({ say }: Reader): readonly Column[] => [
  { key: 'interval_low', title: say('assessmentLow'), width: 12 },
  { key: 'interval_high', title: say('assessmentHigh'), width: 12 },
  { key: 'interval_method', title: say('assessmentIntervalMethod'), width: 24 },
  { key: 'persons', title: say('assessmentPersons'), width: 12 },
]

function intervalCells(
  { reader: { say }, view, standing }: Pick<Wanted, 'reader' | 'view' | 'standing'>,
  agency: string,
  found: AssessedNode | undefined,
): readonly SheetCell[] {
  const counted = found && !found.interval ? countedOf(standing, agency, found.code) : undefined
  const interval = found?.interval ?? counted?.interval
  if (!found || !interval) return [null, null, '', null]
  return [
    figureCell(view, found.code, interval[0]),
    figureCell(view, found.code, interval[1]),
    say(counted ? 'intervalRedrawn' : 'intervalReleased'),
    counted?.persons ?? null,
  ]
}

/** A number, never a text; shown with the digits of the set. */
function figureCell({ set, indicators }: SetView, code: string, value: number | null | undefined): SheetCell {
  const indicator = indicators.get(code)
  if (!indicator || value === null || value === undefined) return null
  return { number: value, look: `${unitOf(indicator)}${digitsOf(set)}` }
}

/** A number as it was entered; what is a percentage stands as one. */
function numberCell(end: SetEnd | undefined, value: number | null): SheetCell {
  if (value === null || !end?.entry) return null
  return end.entry.unit === 'percent' ? { number: value, look: 'percent2' } : value
}

function agencySheet({ reader, reading, view, agencies, standing }: Wanted): Sheet {
  const { say } = reader
  const head = headlineOf(reading.set) ?? ''
  const columns: readonly Column[] = [
    { key: 'agency', title: say('assessmentAgencyCode'), width: 12 },
    { key: 'name', title: say('agency'), width: 40 },
    { key: 'block', title: say('block'), width: 24 },
    { key: 'stage', title: say('assessmentStage'), width: 30 },
    { key: 'there', title: say('assessmentFilled'), width: 12 },
    { key: 'wanted', title: say('assessmentWanted'), width: 12 },
    { key: 'self', title: say('assessmentSelf'), width: 12 },
    { key: 'stands', title: say('assessmentStands'), width: 12 },
    { key: 'grade', title: say('assessmentGrade'), width: 16 },
    { key: 'rank', title: say('rank'), width: 8 },
    { key: 'ranked', title: say('assessmentRanked'), width: 14 },
    ...intervalColumns(reader),
  ]
  const rows = agencies.map((one): readonly SheetCell[] => {
    const row = reading.results.agencies.find(({ code }) => code === one.agency.code)
    const node: AssessedNode | undefined = row?.nodes.find(({ code }) => code === head)
    return [
      one.agency.code,
      localised(one.agency.name, reader.language),
      blockName(reader, one.agency.block),
      stageText(reader, one),
      node?.filled.there ?? null,
      node?.filled.wanted ?? null,
      figureCell(view, head, node?.self.value),
      figureCell(view, head, node?.value),
      node ? gradeText(view, reader, node) : '',
      row?.rank ?? null,
      row?.rank === null || row === undefined ? null : row.ranked,
      ...intervalCells({ reader, view, standing }, one.agency.code, node),
    ]
  })
  return sheetOf(say('assessmentTable'), columns, rows)
}

/** What the numbers are: of which set and period, as of when, by which rules. */
function methodSheet({ deps, reader, reading, standing }: Wanted): Sheet {
  const { say, numbers, language } = reader
  const { record, set } = reading
  const { assessment } = record
  const redrawn = standing?.kind === 'counted' ? standing : undefined
  const facts: readonly (readonly [OfficeWord, string])[] = [
    ['assessment', `${localised(assessment.title, language)} (${assessment.code})`],
    ['indicatorSet', `${localised(set.title, language, set.languages)} (${set.id} ${set.version})`],
    ['period', monthsText(reader, assessment)],
    ['state', say(statusWords[assessment.status])],
    ['assessmentAsOf', numbers.day(localDay(deps.now()))],
    ['assessmentSelfDue', numbers.day(assessment.selfDue)],
    ['assessmentLookDue', numbers.day(assessment.lookDue)],
    ['assessmentHow', say('assessmentMethod')],
    ...(redrawn
      ? ([
          ['intervalsTitle', `${redrawnText(reader, redrawn)} ${say('intervalsMethod', { n: numbers.count(redrawn.resamples) })}`],
        ] as const)
      : []),
    ['assessmentSetSource', localised(set.source ?? {}, language, set.languages)],
  ]
  const columns: readonly Column[] = [
    { key: 'what', title: say('assessmentWhat'), width: 28 },
    { key: 'value', title: say('assessmentWords'), width: 100, look: 'wrapped' },
  ]
  return sheetOf(
    say('assessmentHow'),
    columns,
    facts.map(([word, text]) => [say(word), text]),
  )
}

async function historyDocument({ deps, reader, reading, view, agencies }: Wanted) {
  const places = new Map(agencies.map(({ agency }, place) => [agency.code, place]))
  const placeOf = ({ agency }: AssessmentStepRow): number => places.get(agency) ?? 0
  const all = await stepsOf(deps.database, reading.record.assessment.code)
  const steps = all.filter(({ agency }) => places.has(agency)).sort((a, b) => placeOf(a) - placeOf(b))
  const columns = ['agency', 'node', 'criterion', 'step', 'at', 'person', 'what', 'number', 'words']
  const rows = steps.map(({ agency, node, step, at, person, what, value, words }) => [
    agency,
    node,
    nodeName(view, reader, node),
    step,
    momentText(reader, at),
    person,
    reader.say(`step_${what}`),
    value,
    words,
  ])
  return { title: reading.record.assessment.code, sheets: [], table: { columns, pages: onePage(rows) } }
}

/** Every number that is to be verified, with what stands; filled in, it is taken in again. */
function templateDocument(wanted: Wanted) {
  const { reader, reading, view, agencies } = wanted
  const { say } = reader
  const columns: readonly Column[] = [
    ...namingColumns(reader),
    { key: 'unit', title: say('assessmentUnit'), width: 12 },
    { key: 'maximum', title: say('assessmentMaximum'), width: 10 },
    { key: 'self', title: say('assessmentSelf'), width: 14 },
    { key: 'number', title: say('assessmentNumber'), width: 14 },
    { key: 'words', title: say('assessmentWords'), width: 50, look: 'wrapped' },
  ]
  const ends = [...view.ends.values()].filter(({ input }) => input !== 'drawn')
  const row = (one: InAssessment, end: SetEnd): readonly SheetCell[] => {
    const number = reading.numbers.get(one.agency.code)?.get(end.code)
    const unit = end.entry ? unitText(reader, end.entry) : ''
    const given = [numberCell(end, number?.self ?? null), numberCell(end, number?.verified ?? null), number?.reason ?? '']
    return [...namingCells(wanted, one, end.code), unit, end.maximum ?? null, ...given]
  }
  const rows = agencies.flatMap((one) => ends.map((end) => row(one, end)))
  return {
    title: reading.record.assessment.code,
    sheets: [sheetOf(say('assessmentNumber'), columns, rows)],
    table: tableOf(columns, rows),
  }
}
