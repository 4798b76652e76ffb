import { type ForeignProblem, lentWords } from '../../../client/text/exchange'
import { sizeText } from '../../../client/text/numbers'
import { built } from '../../../surveys/exchange/building'
import { outlineOfLimeSurvey } from '../../../surveys/exchange/limesurvey'
import { type Report, reporting, type Tell } from '../../../surveys/exchange/notes'
import type { ForeignSurvey } from '../../../surveys/exchange/outline'
import { isSurveyJs, outlineOfSurveyJs } from '../../../surveys/exchange/surveyjs'
import { outlineOfForm } from '../../../surveys/exchange/xlsform'
import { readDraft } from '../../../surveys/instrument/definition'
import { mostItems } from '../../../surveys/instrument/limits'
import type { Problem } from '../../../surveys/instrument/problems'
import type { Questionnaire } from '../../../surveys/instrument/schema'
import { directoryOf } from '../reading/archive'
import { kindOf, kindOfArchive, kindOfCompound, tellingBytes } from '../reading/kind'
import { readSurveyTables } from './lss-file'
import { readFormSheets } from './xlsform-file'

/** The formats of other tools in which questionnaires come in. */
export const foreignFormats = ['xlsform', 'surveyjs', 'limesurvey'] as const
export type ForeignFormat = (typeof foreignFormats)[number]

/** A questionnaire of another tool: the design that it makes, with a report; or why it is too much for one, with the report all the same. */
export type ForeignRead = {
  readonly ok: true
  readonly format: ForeignFormat
  readonly report: Report
  readonly items: number
} & ({ readonly definition: Questionnaire } | { readonly refusal: Problem })

export type ForeignReading = ForeignRead | { readonly ok: false; readonly problem: ForeignProblem }

/** Reads a questionnaire of another tool by what the file is, whatever its name says. */
export async function readForeign(bytes: Uint8Array): Promise<ForeignReading> {
  const { tell, report } = reporting()
  const read = await outlineIn(bytes, tell)
  if ('problem' in read) return { ok: false, problem: read.problem }
  const { definition, items } = built(read.outline, tell)
  const came = { ok: true, format: read.format, items } as const
  if (items > mostItems) return { ...came, refusal: tooManyItems(items), report: report() }
  const reading = readDraft(definition)
  const [refusal] = reading.ok ? [] : reading.problems
  return refusal ? { ...came, refusal, report: report() } : { ...came, definition, report: report() }
}

const tooManyItems = (items: number): Problem => ({
  path: 'sections',
  rule: 'too_many_items',
  message: `asks ${items} items; at most ${mostItems} are allowed`,
  values: { limit: mostItems },
})

type Opened = { readonly format: ForeignFormat; readonly outline: ForeignSurvey } | { readonly problem: ForeignProblem }

async function outlineIn(bytes: Uint8Array, tell: Tell): Promise<Opened> {
  if (bytes.length === 0) return { problem: { code: 'empty' } }
  const kind = kindOf(bytes.subarray(0, tellingBytes))
  if (kind === 'zip') return formIn(bytes, tell)
  if (kind === 'xls') return { problem: { code: namedIn(kindOfCompound(bytes)) } }
  if (kind === 'text') return /^\s*</.test(textOf(bytes.subarray(0, 200))) ? tablesIn(bytes, tell) : surveyIn(bytes, tell)
  return kind === 'html' ? tablesIn(bytes, tell) : { problem: { code: namedIn(kind) } }
}

/** XML is a file of LimeSurvey or nothing that is known here; so is a page of the web. */
function tablesIn(bytes: Uint8Array, tell: Tell): Opened {
  if (/^\W*<(!doctype html|html|table)/i.test(textOf(bytes.subarray(0, 200)))) return { problem: { code: 'not-a-questionnaire' } }
  const tables = readSurveyTables(bytes)
  return 'code' in tables ? { problem: tables } : { format: 'limesurvey', outline: outlineOfLimeSurvey(tables, lentWords, tell) }
}

/** Bytes, values and levels of a file of JSON. */
const jsonLimits = { bytes: 4 * 1_048_576, values: 60_000, levels: 60 } as const

function surveyIn(bytes: Uint8Array, tell: Tell): Opened {
  if (bytes.length > jsonLimits.bytes) return { problem: { code: 'too-large', allowed: sizeText(jsonLimits.bytes) } }
  const json = jsonOf(bytes)
  if (json === undefined) return { problem: { code: /^\s*[[{]/.test(textOf(bytes.subarray(0, 200))) ? 'not-json' : 'not-a-questionnaire' } }
  const problem = beyondLimits(json)
  if (problem) return { problem }
  if (!isSurveyJs(json)) return { problem: { code: 'not-a-questionnaire' } }
  return { format: 'surveyjs', outline: outlineOfSurveyJs(json, lentWords, tell) }
}

const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(textOf(bytes))
  } catch {
    return undefined
  }
}

/** Whether JSON may be walked through; looks at no more of it than that takes, and never calls itself. */
function beyondLimits(json: unknown): ForeignProblem | undefined {
  const open: { readonly value: unknown; readonly level: number }[] = [{ value: json, level: 1 }]
  let values = 0
  for (let next = open.pop(); next; next = open.pop()) {
    values += 1
    if (values > jsonLimits.values) return { code: 'too-many-parts', allowed: String(jsonLimits.values) }
    if (next.level > jsonLimits.levels) return { code: 'too-deep', allowed: String(jsonLimits.levels) }
    if (typeof next.value === 'object' && next.value !== null)
      for (const value of Object.values(next.value)) open.push({ value, level: next.level + 1 })
  }
  return undefined
}

async function formIn(bytes: Uint8Array, tell: Tell): Promise<Opened> {
  if (!directoryOf(bytes)) return { problem: { code: 'damaged' } }
  const kind = kindOfArchive(bytes)
  if (kind !== 'xlsx') return { problem: { code: namedIn(kind) } }
  const sheets = await readFormSheets(bytes)
  return 'code' in sheets ? { problem: sheets } : { format: 'xlsform', outline: outlineOfForm(sheets, lentWords, tell) }
}

/** What a file is that is neither: a kind that has its own sentence, else one that is damaged. */
const namedIn = (kind: ReturnType<typeof kindOf>) => (kind === 'text' || kind === 'xlsx' ? 'damaged' : kind)
