import type { ForeignProblem } from '../../../client/text/exchange'
import { sizeText } from '../../../client/text/numbers'
import type { FormSheets, SheetRow } from '../../../surveys/exchange/xlsform'
import { archivedPart } from '../reading/archive'
import { type FileLimits, workbookProblem, workbookRows } from '../reading/workbook-rows'
import { readXml } from './xml'

/** Lines of the survey sheet at most: more are no questionnaire, and each costs its time. */
const mostLines = 5_000

/** What a workbook of an XLSForm may hold, its lists among it. */
export const formLimits: FileLimits = { bytes: 4 * 1_048_576, unpacked: 48 * 1_048_576, rows: 30_000, columns: 300 }

/** The sheets of an XLSForm, by their names in any case; the first two lines that are not blank tell whether it is one. */
export async function readFormSheets(bytes: Uint8Array): Promise<FormSheets | ForeignProblem> {
  const problem = workbookProblem(bytes, formLimits)
  if (problem === 'too-large')
    return { code: 'too-large', allowed: sizeText(bytes.length > formLimits.bytes ? formLimits.bytes : formLimits.unpacked) }
  if (problem) return { code: problem }
  const names = sheetNames(bytes)
  if (!Array.isArray(names)) return names
  const sheet = async (wanted: string): Promise<readonly SheetRow[] | ForeignProblem> => {
    const name = names.find((one) => one.trim().toLowerCase() === wanted)
    return name === undefined ? [] : rowsOf(bytes, name)
  }
  const survey = await sheet('survey')
  if ('code' in survey) return survey
  if (survey.length > mostLines) return { code: 'too-many-parts', allowed: String(mostLines) }
  const heads = survey[0]?.cells.map((cell) => cell.trim().toLowerCase()) ?? []
  if (!heads.includes('type') || !heads.includes('name')) return { code: 'no-survey-sheet' }
  const choices = await sheet('choices')
  if ('code' in choices) return choices
  const settings = await sheet('settings')
  const others = names.filter((name) => !['survey', 'choices', 'settings'].includes(name.trim().toLowerCase()))
  return 'code' in settings ? settings : { survey, choices, settings, others }
}

const largestDirectory = 1_048_576

function sheetNames(bytes: Uint8Array): string[] | ForeignProblem {
  const part = archivedPart(bytes, 'xl/workbook.xml', largestDirectory)
  if (!part) return { code: 'no-survey-sheet' }
  return [...new TextDecoder().decode(part).matchAll(/<(?:\w+:)?sheet\b[^>]*?\bname="([^"]*)"/g)].map(([, name = '']) => plain(name))
}

/** A name in an attribute, in which a few signs are written otherwise. */
function plain(name: string): string {
  let said = ''
  readXml(`<n>${name}</n>`, { open: () => undefined, text: (text) => (said += text), close: () => undefined })
  return said
}

/** The rows of one sheet from its head on. */
async function rowsOf(bytes: Uint8Array, sheet: string): Promise<readonly SheetRow[] | ForeignProblem> {
  const rows: SheetRow[] = []
  for await (const page of workbookRows(bytes, formLimits, 'stored', sheet))
    for (const { line, cells, ...rest } of page) {
      if (cells === undefined) return { code: 'fault' in rest && rest.fault !== 'stray-quote' ? rest.fault : 'damaged' }
      if (rows.length > 0 || cells.some((cell) => cell.trim() !== '')) rows.push({ line, cells })
    }
  return rows
}
