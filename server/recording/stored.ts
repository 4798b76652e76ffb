import type { Answers, Questionnaire } from '../../surveys/schema'
import type { ResponseRow } from '../db/tables'
import { breakdownOf, serviceOf } from './prepare'

/** A stored response as it was tallied when it came, for taking it out again or counting anew. */
export function preparedAgain<Row extends Pick<ResponseRow, 'answers' | 'touchpoint'>>(row: Row, questionnaire: Questionnaire, breakdowns: readonly string[]) {
  const answers: Answers = JSON.parse(row.answers)
  return { row, answers, questionnaire, breakdown: breakdownOf(breakdowns, { touchpoint: row.touchpoint, service: serviceOf(questionnaire, answers) }) }
}
