import type { ForeignProblem } from '../../../client/text/exchange'
import { sizeText } from '../../../client/text/numbers'
import { type SurveyRecord, surveyTables, type SurveyTables } from '../../../surveys/exchange/limesurvey'
import { readXml } from './xml'

/** Bytes of a LimeSurvey file at most: a thousand questions in three languages, read in a second. */
export const surveyBytes = 6 * 1_048_576

/** Letters of one field at most; what is beyond them is cut off as it comes. */
const longestField = 40_000

/** The tables of a LimeSurvey structure file; those that nobody asks for are passed over as they come. */
export function readSurveyTables(bytes: Uint8Array): SurveyTables | ForeignProblem {
  if (bytes.length > surveyBytes) return { code: 'too-large', allowed: sizeText(surveyBytes) }
  const tables = new Map<string, SurveyRecord[]>()
  const wanted: ReadonlySet<string> = new Set([...surveyTables.read, ...surveyTables.told])
  const at = { root: '', table: '', row: new Map<string, string>(), text: '', kind: '' }
  const problem = readXml(new TextDecoder().decode(bytes), {
    open: (name, depth) => {
      at.text = ''
      if (depth === 1) at.root = name
      if (depth === 2) at.table = name
      if (depth === 4 && name === 'row') at.row = new Map()
    },
    text: (text) => {
      if (at.text.length < longestField) at.text += text.slice(0, longestField)
    },
    close: (name, depth) => {
      if (depth === 2 && name === 'LimeSurveyDocType') at.kind = at.text.trim()
      if (!wanted.has(at.table)) return
      if (depth === 5) at.row.set(name, at.text.trim())
      if (depth !== 4 || name !== 'row') return
      const rows = tables.get(at.table) ?? []
      rows.push(at.row)
      tables.set(at.table, rows)
    },
  })
  if (problem) return problem
  if (at.root !== 'document' || at.kind === '') return { code: 'not-a-questionnaire' }
  return at.kind === 'Survey' && tables.has('questions') ? tables : { code: 'not-a-survey' }
}
