import type { QuestionOf, Questionnaire } from '../schema'
import { withoutItems } from './items'
import { moved, without } from './ordering'
import { changeQuestion } from './questions'

/** The rows of a matrix, each an item of its own. */
export type MatrixRows = QuestionOf<'matrix'>['items']

/** The design with the rows of a matrix changed; another type has none and stays. */
export const changeRows = (draft: Questionnaire, id: string, edit: (rows: MatrixRows) => MatrixRows): Questionnaire =>
  changeQuestion(draft, id, (question) => (question.type === 'matrix' ? { ...question, items: edit(question.items) } : question))

/** The row at another place of its matrix; places outside leave it where it is. */
export const moveRow = (draft: Questionnaire, id: string, row: string, to: number): Questionnaire =>
  changeRows(draft, id, (rows) => moved(rows, rows.findIndex((one) => one.id === row), to))

/** The design without a row; the indicators no longer count it. */
export const removeRow = (draft: Questionnaire, id: string, row: string): Questionnaire =>
  withoutItems(changeRows(draft, id, (rows) => without(rows, rows.findIndex((one) => one.id === row))), new Set([row]))
