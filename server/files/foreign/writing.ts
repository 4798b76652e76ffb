import { type Element, codebookOf } from '../../../surveys/exchange/to-codebook'
import { surveyOf } from '../../../surveys/exchange/to-surveyjs'
import { xlsformOf } from '../../../surveys/exchange/to-xlsform'
import { type Report, reporting } from '../../../surveys/exchange/notes'
import type { Questionnaire } from '../../../surveys/instrument/schema'
import { onePage } from '../document'
import { escapedXml } from '../office-xml'
import { workbook } from '../xlsx'

/** The formats of other tools in which a questionnaire leaves. */
export const leavingFormats = ['xlsform', 'surveyjs', 'codebook'] as const
export type LeavingFormat = (typeof leavingFormats)[number]

export const isLeavingFormat = (name: string): name is LeavingFormat => leavingFormats.some((format) => format === name)

/** A questionnaire as a file of another tool, with what that cannot hold. */
export type ForeignFile = {
  readonly contentType: string
  readonly extension: string
  readonly report: Report
  readonly pieces: AsyncGenerator<Uint8Array>
}

export function leavingAs(format: LeavingFormat, questionnaire: Questionnaire, pictureFiles?: ReadonlyMap<string, string>): ForeignFile {
  const { tell, report } = reporting()
  if (format === 'xlsform') {
    const { survey, choices, settings } = xlsformOf(questionnaire, tell, pictureFiles)
    const sheet = (name: string, [head = [], ...rows]: readonly (readonly string[])[]) => ({
      name,
      columns: head.map((title) => ({ title, width: title.includes('::') ? 40 : 18 })),
      pages: onePage(rows.map((row) => row.map((cell) => (cell === '' ? null : cell)))),
    })
    const sheets = [sheet('survey', survey), sheet('choices', choices), sheet('settings', settings)]
    const contentType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
    return { contentType, extension: 'xlsx', report: report(), pieces: workbook({ title: questionnaire.id, sheets }) }
  }
  if (format === 'surveyjs') {
    const text = `${JSON.stringify(surveyOf(questionnaire, tell), null, 2)}\n`
    return { contentType: 'application/json; charset=utf-8', extension: 'json', report: report(), pieces: onlyText(text) }
  }
  const xml = `<?xml version="1.0" encoding="UTF-8"?>\n${xmlOf(codebookOf(questionnaire, tell), '')}`
  return { contentType: 'application/xml; charset=utf-8', extension: 'xml', report: report(), pieces: onlyText(xml) }
}

async function* onlyText(text: string): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(new TextEncoder().encode(text))
}

/** An element as text; whatever is no XML in what people typed is written as U+FFFD. */
function xmlOf({ name, at = {}, holds = [] }: Element, indent: string): string {
  const said = Object.entries(at).flatMap(([key, value]) => (value === undefined ? [] : [` ${key}="${escapedXml(value)}"`]))
  if (holds.length === 0) return `${indent}<${name}${said.join('')}/>\n`
  const texts = holds.filter((one) => typeof one === 'string')
  if (texts.length === holds.length) return `${indent}<${name}${said.join('')}>${texts.map(escapedXml).join('')}</${name}>\n`
  const inner = holds.map((one) => (typeof one === 'string' ? escapedXml(one) : xmlOf(one, `${indent}  `))).join('')
  return `${indent}<${name}${said.join('')}>\n${inner}${indent}</${name}>\n`
}
