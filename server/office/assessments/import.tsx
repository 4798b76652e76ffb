import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { headingsOf } from '../../../client/text/imports'
import { languages } from '../../../client/text/languages'
import { officeWords } from '../../../client/text/office'
import { localised } from '../../../surveys/instrument/language'
import type { NumberTyped } from '../../../surveys/indices/fielding'
import { isWithin } from '../../access/permission'
import { areaFor } from '../../access/seen'
import { importNumbers } from '../../acts/assessments'
import { type AssessmentRecord, findAssessment } from '../../db/assessments'
import { faultsOf, type LineProblem } from '../../files/agency-file'
import type { TableColumns } from '../../files/reading/table'
import { readTableAside } from '../../files/reading/thread'
import { acting } from '../frame/acting'
import type { OfficeDeps } from '../frame/deps'
import { noticePage, page } from '../frame/document'
import { readBytes, sentForm } from '../frame/form'
import { done, readerOf } from '../frame/reader'
import { ListFile, type ListKind, type RefusedList } from '../lists/file'
import { assessmentAddress } from './address'

const beside = ['agency', 'criterion', 'assessmentUnit', 'assessmentMaximum', 'assessmentSelf'] as const

const columns: TableColumns = {
  names: ['agency', 'node', 'number', 'words'],
  needed: ['agency', 'node', 'number'],
  aliases: headingsOf('assessments'),
  // What the sheet to fill in says besides.
  ignored: languages.flatMap((language) => beside.map((word) => officeWords(language)(word))),
  numbers: 'shown',
}
const limits = { bytes: 4_194_304, unpacked: 33_554_432, rows: 50_000, columns: 50 } as const

/** Numbers of many agencies from a sheet, taken as verified. */
export function numberFilePages(deps: OfficeDeps, decide: MiddlewareHandler): Hono {
  const limited = bodyLimit({
    maxSize: readBytes,
    onError: (c) => withRecord(deps, c, (record) => formPage(c, record, { file: 'too-large' })),
  })
  return new Hono()
    .get('/assessments/:code/import', decide, (c) => withRecord(deps, c, (record) => formPage(c, record)))
    .post('/assessments/:code/import', decide, limited, (c) => withRecord(deps, c, (record) => taken(deps, c, record)))
}

async function withRecord(
  deps: OfficeDeps,
  c: Context,
  next: (record: AssessmentRecord) => Response | Promise<Response>,
): Promise<Response> {
  const [record, area] = [await findAssessment(deps.database, c.req.param('code') ?? ''), await areaFor(deps, c, 'assessments.decide')]
  const isTheirs = record?.agencies.every(({ agency }) => isWithin(area, agency.code)) ?? false
  return record && isTheirs ? next(record) : noticePage(c, 404, 'lostTitle', 'assessmentUnknown')
}

const kindFor = ({ assessment }: AssessmentRecord): ListKind => ({
  address: `${assessmentAddress(assessment.code)}/import`,
  home: { href: assessmentAddress(assessment.code), word: 'assessment' },
  title: 'assessmentImport',
  text: 'assessmentImportText',
  example: 'assessmentImportExample',
  go: 'assessmentImportGo',
  bytes: limits.bytes,
  template: { href: `${assessmentAddress(assessment.code)}/export/template.xlsx`, word: 'assessmentTemplate' },
  columns: [
    { name: 'agency', word: 'agency', isNeeded: true },
    { name: 'node', word: 'assessmentNode', isNeeded: true },
    { name: 'number', word: 'assessmentNumber', isNeeded: true },
    { name: 'words', word: 'assessmentWords', isNeeded: false },
  ],
})

function formPage(c: Context, record: AssessmentRecord, refused: RefusedList = {}): Response {
  const reader = readerOf(c)
  const status = Object.keys(refused).length > 0 ? 422 : 200
  const title = `${reader.say('assessmentImport')}: ${localised(record.assessment.title, reader.language)}`
  return page(c, { reader, title, status, body: <ListFile {...{ reader, refused }} kind={kindFor(record)} /> })
}

async function taken(deps: OfficeDeps, c: Context, record: AssessmentRecord): Promise<Response> {
  const bytes = await (await sentForm(c)).file('file')
  if (!bytes) return formPage(c, record, { file: 'no-file' })
  if (bytes.length > limits.bytes) return formPage(c, record, { file: 'too-large' })
  const table = await readTableAside(bytes, columns, limits)
  if (!table.ok) return formPage(c, record, { table: table.problem })
  const lines = table.lines.map((line) => ({
    line: line.line,
    faults: faultsOf(line),
    number: {
      agency: line.cells['agency'] ?? '',
      node: line.cells['node'] ?? '',
      typed: line.cells['number'] ?? '',
      note: line.cells['words'] ?? '',
    } satisfies NumberTyped,
  }))
  const faults = [
    ...table.faults.map(({ line, fault }): LineProblem => ({ line, field: '', code: fault })),
    ...lines.flatMap(({ line, faults: own }) => own.map((one): LineProblem => ({ ...one, line }))),
    ...repeated(lines),
  ]
  if (faults.length > 0) return formPage(c, record, { lines: faults })
  const { code } = record.assessment
  const lineOf = new Map(lines.map(({ line, number }) => [`${number.agency} ${number.node}`, line]))
  return acting(
    deps,
    c,
    importNumbers,
    { code, numbers: lines.map(({ number }) => number), file: readerOf(c).say('assessmentImported') },
    (came) => {
      if (came.kind === 'done') return done(c, assessmentAddress(code), 'done_numbers', came.value.changed)
      const { failure } = came
      if (failure.code !== 'wrong-numbers') return noticePage(c, 409, 'assessmentStoodTitle', 'assessmentStood')
      return formPage(c, record, {
        lines: failure.problems.map(({ agency, node, ...one }) => ({ ...one, line: lineOf.get(`${agency} ${node}`) ?? 0 })),
      })
    },
  )
}

/** A number that stands in two lines could be either. */
function repeated(lines: readonly { readonly line: number; readonly number: NumberTyped }[]): readonly LineProblem[] {
  const seen = new Set<string>()
  return lines.flatMap(({ line, number: { agency, node } }): readonly LineProblem[] => {
    const name = `${agency} ${node}`
    if (!seen.has(name)) {
      seen.add(name)
      return []
    }
    return [{ line, field: 'node', code: 'twice', seen: name }]
  })
}
