import { isDay } from '../../surveys/instrument/calendar'
import type { LocalText } from '../../surveys/instrument/schema'
import {
  completed,
  editionOf,
  linesIn,
  mostInLine,
  mostLines,
  mostWritten,
  type ReportForm,
  type ReportTexts,
  writtenFields,
} from '../../surveys/reporting/form'
import { findCampaign } from '../db/campaigns'
import { findReportTexts, keptReportForm, readReportForm, readReportTexts, saveReportForm, saveReportTexts } from '../db/reports'
import type { ReportTextsRow } from '../db/tables'
import { stampOf } from './campaigns'
import { type Act, type ActDeps, did, failed, nothing } from './act'

/** Which field is longer than it may be, or holds no day. */
export type ReportProblem = {
  readonly code: 'too-long' | 'too-many-lines' | 'bad-day'
  readonly field: string
  readonly seen?: string
  readonly allowed: string
}

type Wrong = { readonly code: 'wrong'; readonly problems: readonly ReportProblem[] }

/** A form as somebody filled it in who saw it in a certain state. */
export type WantedForm = { readonly form: ReportForm; readonly based: string }

/** Says how the office's reports look: head, signature, receivers, sections and their order. */
export const setReportForm: Act<WantedForm, undefined, Wrong | { readonly code: 'overtaken' }> = {
  name: 'reports.set-form',
  run: async ({ database }, _, { form: wanted, based }) => {
    const problems = formProblems(wanted)
    if (problems.length > 0) return failed({ code: 'wrong', problems })
    if (stampOfForm(await keptReportForm(database)) !== based) return failed({ code: 'overtaken' })
    const form = completed(wanted)
    const before = await readReportForm(database)
    const changed = (
      ['superior', 'issuer', 'symbol', 'place', 'signature', 'signer', 'receivers', 'isCrested', 'sections'] as const
    ).filter((name) => JSON.stringify(before[name]) !== JSON.stringify(form[name]))
    if (changed.length === 0) return nothing(undefined)
    await saveReportForm(database, form)
    return did('report-form', { written: changed })
  },
}

/** Changes with how reports look; empty where nobody has said so. */
export const stampOfForm = (kept: string): string => (kept === '' ? '' : stampOf(kept))

/** What is written into one report, by who read it in a certain state: another's words are not written over unseen. */
export type WrittenReport = {
  readonly code: string
  readonly agency: string | null
  readonly block: string | null
  readonly texts: ReportTexts
  /** The stamp of what was on screen. */
  readonly based: string
}

/** Writes number, day, causes, recommendations and what else the office says in the report of a campaign, a block or an agency. */
export const writeReport: Act<WrittenReport, undefined, Wrong | { readonly code: 'unknown' | 'overtaken' }> = {
  name: 'reports.write',
  about: agenciesOf,
  run: async ({ database, now }, actor, { code, agency, block, texts, based }) => {
    if (!(await findCampaign(database, code))) return failed({ code: 'unknown' })
    const problems = textProblems(texts)
    if (problems.length > 0) return failed({ code: 'wrong', problems })
    const edition = editionOf({ agency, block })
    const [row, before] = [await findReportTexts(database, code, edition), await readReportTexts(database, code, edition)]
    if (stampOfTexts(row) !== based) return failed({ code: 'overtaken' })
    const changed = (['number', 'day', ...writtenFields] as const).filter(
      (name) => JSON.stringify(before[name]) !== JSON.stringify(texts[name]),
    )
    if (changed.length === 0) return nothing(undefined)
    const written = { changed_by: actor.name, changed_at: new Date(now()).toISOString() }
    await saveReportTexts(database, { campaign: code, edition, texts: JSON.stringify(texts), ...written })
    return did(code, { ...(agency !== null && { agency }), ...(block !== null && { block }), written: changed })
  },
}

/** Changes with what is written; empty where nothing is. */
export const stampOfTexts = (row: ReportTextsRow | undefined): string => (row ? stampOf(row.texts) : '')

/** A report of several agencies is about all that it counts. */
async function agenciesOf({ database }: ActDeps, { code, agency, block }: WrittenReport): Promise<readonly string[] | undefined> {
  const record = await findCampaign(database, code)
  if (!record) return undefined
  if (agency !== null) return [agency]
  return record.measured.filter((one) => block === null || one.agency.block === block).map((one) => one.agency.code)
}

function formProblems(form: ReportForm): readonly ReportProblem[] {
  return [
    ...(['superior', 'issuer', 'place'] as const).flatMap((field) => tooLong(field, form[field], mostInLine)),
    ...(['symbol', 'signer'] as const).flatMap((field) => tooLong(field, { '': form[field] }, mostInLine)),
    ...(['signature', 'receivers'] as const).flatMap((field) => tooManyLines(field, form[field])),
    ...form.sections.flatMap(({ id, title }) => tooLong(`title-${id}`, title, mostInLine)),
  ]
}

const textProblems = (texts: ReportTexts): readonly ReportProblem[] => [
  ...tooLong('number', { '': texts.number }, mostInLine),
  ...(texts.day === '' || isDay(texts.day) ? [] : [{ code: 'bad-day', field: 'day', seen: texts.day, allowed: '' } as const]),
  ...writtenFields.flatMap((field) => tooLong(field, texts[field], mostWritten)),
]

/** By the name of the field in a form: of the language that it is in. */
const fieldIn = (field: string, language: string): string => (language === '' || language === 'vi' ? field : `${field}-${language}`)

const tooLong = (field: string, text: LocalText, most: number): readonly ReportProblem[] =>
  Object.entries(text).flatMap(([language, value]) =>
    value.length > most ? [{ code: 'too-long', field: fieldIn(field, language), allowed: String(most) } as const] : [],
  )

const tooManyLines = (field: string, text: LocalText): readonly ReportProblem[] =>
  Object.entries(text).flatMap(([language, value]): readonly ReportProblem[] => {
    const lines = linesIn(value)
    const name = fieldIn(field, language)
    if (lines.length > mostLines) return [{ code: 'too-many-lines', field: name, allowed: String(mostLines) }]
    return lines.some((line) => line.length > mostInLine) ? [{ code: 'too-long', field: name, allowed: String(mostInLine) }] : []
  })
