import type { Answers, Questionnaire } from '../../surveys/schema'
import type { ResponseRow } from '../db/tables'
import { breakdownOf, type Prepared } from './prepare'

/** A stored response as it was tallied when it came, for taking it out again or counting anew. */
export function preparedAgain(row: ResponseRow, questionnaire: Questionnaire, breakdowns: readonly string[]): Prepared {
  const answers: Answers = JSON.parse(row.answers)
  return { row, answers, questionnaire, breakdown: breakdownOf(breakdowns, row) }
}
