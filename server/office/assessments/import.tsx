import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { headingsOf } from '../../../client/text/imports'
import { languages } from '../../../client/text/languages'
import { officeWords } from '../../../client/text/office'
import { localised } from '../../../surveys/instrument/language'
import type { NumberTyped } from '../../../surveys/indices/fielding'
import { isWithin } from '../../access/permission'
import { areaFor } from '../../access/seen'
import { importNumbers, numberEdits, type NumberEdit } from '../../acts/assessments'
import { type AssessmentRecord, findAssessment } from '../../db/assessments'
import { faultsOf, type LineProblem } from '../../files/agency-file'
import type { TableColumns, TableLine } from '../../files/reading/table'
import { acting } from '../frame/acting'
import type { OfficeDeps } from '../frame/deps'
import { noticePage, page } from '../frame/document'
import { readBytes } from '../frame/form'
import { done, readerOf } from '../frame/reader'
import { ListFile, type ListKind, ListRows, type RefusedList } from '../lists/file'
import { appliedList, type ListImport, loadedList } from '../lists/taking'
import { assessmentAddress } from './address'
import { enteredText, nodeName, setView } from './tree'

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
    .post('/assessments/:code/import', decide, limited, (c) =>
      withOpen(deps, c, (record) => loadedList(deps, c, { ...listOf(record), kind: kindFor(record) })),
    )
    .post('/assessments/:code/import/apply', decide, limited, (c) =>
      withOpen(deps, c, (record) => appliedList(deps, c, { ...listOf(record), kind: kindFor(record) })),
    )
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

const withOpen = (deps: OfficeDeps, c: Context, next: (record: AssessmentRecord) => Promise<Response>): Promise<Response> =>
  withRecord(deps, c, (record) =>
    record.assessment.status === 'open' ? next(record) : noticePage(c, 409, 'assessmentStoodTitle', 'assessmentStood'),
  )

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

/** A number of a file with what it would change; one that says nothing new changes nothing. */
type FileEdit = NumberEdit & { readonly typed: NumberTyped }

function listOf({ assessment: { code, set }, agencies }: AssessmentRecord): Omit<ListImport<FileEdit>, 'kind'> {
  const imported = (c: Context, numbers: readonly NumberTyped[]) => ({ code, numbers, file: readerOf(c).say('assessmentImported') })
  return {
    columns,
    limits,
    read: async ({ database }, c, table) => {
      if (!table.ok) return { ok: false, file: table.problem }
      const lines = table.lines.map((line) => ({ line: line.line, faults: faultsOf(line), number: numberOf(line) }))
      const faults = [
        ...table.faults.map(({ line, fault }): LineProblem => ({ line, field: '', code: fault })),
        ...lines.flatMap(({ line, faults: own }) => own.map((one): LineProblem => ({ ...one, line }))),
        ...repeated(lines),
      ]
      if (faults.length > 0) return { ok: false, lines: faults }
      const reading = await numberEdits(
        database,
        imported(
          c,
          lines.map(({ number }) => number),
        ),
      )
      const numbers = new Map(lines.map(({ line, number }) => [`${number.agency} ${number.node}`, { line, number }]))
      const of = ({ agency, node }: Pick<NumberTyped, 'agency' | 'node'>) => numbers.get(`${agency} ${node}`)
      if (reading.ok)
        return {
          ok: true,
          edits: reading.edits.flatMap((edit) => {
            const typed = of(edit.after)?.number
            return typed ? [{ ...edit, typed }] : []
          }),
        }
      const { failure } = reading
      return {
        ok: false,
        lines:
          failure.code === 'wrong-numbers'
            ? failure.problems
                .map(({ agency, node, ...one }) => ({ ...one, line: of({ agency, node })?.line ?? 0 }))
                .sort((a, b) => a.line - b.line)
            : [],
      }
    },
    marked: ({ before, after }) => [after.agency, after.node, before.verified, after.verified],
    // What nobody has verified yet is written over by nothing.
    isTakenAtOnce: (edits) => edits.every(({ before }) => before.verified === null),
    shown: async ({ questionnaires }, c, edits) => {
      const reader = readerOf(c)
      const { say, numbers, language } = reader
      const view = setView((await questionnaires.get(set.id, set.version)).questionnaire)
      const n = (count: number) => ({ n: numbers.count(count) })
      const changed = edits.filter(({ before }) => before.verified !== null).length
      const names = new Map(agencies.map(({ agency }) => [agency.code, localised(agency.name, language)]))
      const text = (node: string, value: number | null): string => {
        const entry = view.ends.get(node)?.entry
        return entry ? enteredText(reader, entry, value) || '–' : ''
      }
      return {
        note: 'dossiersImportPreviewText',
        counts: [say('dossiersImportNew', n(edits.length - changed)), say('dossiersImportChanged', n(changed))],
        stale: 'assessmentImportStale',
        table: (
          <ListRows
            reader={reader}
            columns={[{ title: say('agency') }, { title: say('criterion') }, { title: say('importBefore') }, { title: say('importAfter') }]}
            rows={edits.map(({ before, after: { agency, node, verified } }) => [
              names.get(agency) ?? agency,
              `${node} ${nodeName(view, reader, node)}`,
              text(node, before.verified),
              text(node, verified),
            ])}
          />
        ),
        go: say('dossiersImportApply', n(edits.length)),
        nothing: 'dossiersImportNothing',
      }
    },
    take: (deps, c, edits) => {
      const input = imported(
        c,
        edits.map(({ typed }) => typed),
      )
      return acting(deps, c, importNumbers, input, (came) =>
        came.kind === 'done'
          ? done(c, assessmentAddress(code), 'done_numbers', came.value.changed)
          : noticePage(c, 409, 'assessmentStoodTitle', 'assessmentStood'),
      )
    },
  }
}

const numberOf = ({ cells }: TableLine): NumberTyped => ({
  agency: cells['agency'] ?? '',
  node: cells['node'] ?? '',
  typed: cells['number'] ?? '',
  note: cells['words'] ?? '',
})

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
