import { isDay } from '../../surveys/instrument/calendar'
import type { LocalText } from '../../surveys/instrument/schema'
import {
  completed,
  editionOf,
  fieldsOfForm,
  fieldsOfTexts,
  formOfFields,
  linesIn,
  mostInLine,
  mostLines,
  mostWritten,
  type ReportForm,
  type ReportTexts,
  textsOfFields,
  writtenFields,
} from '../../surveys/reporting/form'
import { type SentField, type JoinedFields, joinedFields } from '../../surveys/reporting/settling'
import { findCampaign } from '../db/campaigns'
import type { Details } from '../db/events'
import { readReportForm, readReportTexts, saveReportForm, saveReportTexts } from '../db/reports'
import { stampOf } from './campaigns'
import { type Act, type ActDeps, changes, did, failed, nothing } from './act'

/** Which field is longer than it may be, or holds no day. */
export type ReportProblem = {
  readonly code: 'too-long' | 'too-many-lines' | 'bad-day'
  readonly field: string
  readonly seen?: string
  readonly allowed: string
}

type Wrong = { readonly code: 'wrong'; readonly problems: readonly ReportProblem[] }

/** Two wrote into the same fields, and whoever came later has not chosen between their words. */
type Overtaken = { readonly code: 'overtaken'; readonly settled: JoinedFields }

/** Fields as somebody sends them who read them in a certain state: another's words are not written over unseen. */
type Sent = Readonly<Record<string, SentField>>

/** Says how the office's reports look: head, signature, receivers, sections and their order. */
export const setReportForm: Act<{ readonly sent: Sent }, undefined, Wrong | Overtaken> = {
  name: 'reports.set-form',
  run: async ({ database }, _, { sent }) => {
    const before = fieldsOfForm(await readReportForm(database))
    const joined = joinedFields(before, sent, stampOfField)
    if (joined.contested.length > 0) return failed({ code: 'overtaken', settled: joined })
    const form = completed(formOfFields(joined.fields))
    const problems = formProblems(form)
    if (problems.length > 0) return failed({ code: 'wrong', problems })
    const told = (fields: Readonly<Record<string, string>>): Details => ({
      ...localFields(fields),
      sections: namesOfSections(formOfFields(fields)),
    })
    const written = changedFields(before, fieldsOfForm(form))
    if (written.length === 0) return nothing(undefined)
    await saveReportForm(database, form)
    return did('report-form', { written, ...changes(told(before), told(fieldsOfForm(form))) })
  },
}

/** What is written into one report. */
export type WrittenReport = {
  readonly code: string
  readonly agency: string | null
  readonly block: string | null
  readonly sent: Sent
}

/** Writes number, day, causes, recommendations and what else the office says in the report of a campaign, a block or an agency; the event keeps the words before and after. */
export const writeReport: Act<WrittenReport, undefined, Wrong | { readonly code: 'unknown' } | Overtaken> = {
  name: 'reports.write',
  about: agenciesOf,
  run: async ({ database, now }, actor, { code, agency, block, sent }) => {
    if (!(await findCampaign(database, code))) return failed({ code: 'unknown' })
    const edition = editionOf({ agency, block })
    const before = fieldsOfTexts(await readReportTexts(database, code, edition))
    const joined = joinedFields(before, sent, stampOfField)
    if (joined.contested.length > 0) return failed({ code: 'overtaken', settled: joined })
    const texts = textsOfFields(joined.fields)
    const problems = textProblems(texts)
    if (problems.length > 0) return failed({ code: 'wrong', problems })
    const written = changedFields(before, fieldsOfTexts(texts))
    if (written.length === 0) return nothing(undefined)
    const row = { campaign: code, edition, texts: JSON.stringify(texts), changed_by: actor.name, changed_at: new Date(now()).toISOString() }
    await saveReportTexts(database, row)
    const history = changes(localFields(before), localFields(fieldsOfTexts(texts)))
    return did(code, { ...(agency !== null && { agency }), ...(block !== null && { block }), written, ...history })
  },
}

/** Changes with the words of a field; empty where nothing stands. */
export const stampOfField = (text: string): string => (text === '' ? '' : stampOf(text))

/** The fields that differ, each once whatever its language. */
const changedFields = (before: Readonly<Record<string, string>>, after: Readonly<Record<string, string>>): readonly string[] => [
  ...new Set(Object.keys(after).flatMap((name) => (before[name] === after[name] ? [] : [name.replace(/-en$/, '')]))),
]

/** Fields as an event keeps them: a text and its English as one. */
function localFields(fields: Readonly<Record<string, string>>): Details {
  const names = Object.keys(fields).filter((name) => !name.endsWith('-en') && name !== 'sections')
  return Object.fromEntries(
    names.map((name) => {
      const [vi = '', en = ''] = [fields[name], fields[`${name}-en`]]
      return [name, en === '' ? vi : { vi, en }]
    }),
  )
}

/** The sections that are printed, in their order, by their own headings where they have one. */
const namesOfSections = ({ sections }: ReportForm): readonly string[] =>
  sections.filter(({ isOn }) => isOn).map(({ id, title }) => [id, ...Object.values(title)].join(': '))

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
