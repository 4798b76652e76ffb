import type { Problem } from './problem'
import { isClosed, itemsOf, scaleOf } from '../questionnaire'
import type { Condition, Question, Questionnaire } from '../schema'

/** Skip logic may ask only of items that come earlier, and only for options that they have. */
export function conditionProblems(questionnaire: Questionnaire): readonly Problem[] {
  const asked = new Map<string, Question>()
  const problems: Problem[] = []
  for (const section of questionnaire.sections) {
    if (section.showIf) problems.push(...check(questionnaire, asked, section.showIf, `section "${section.id}".showIf`))
    for (const question of section.questions) {
      if (question.showIf) problems.push(...check(questionnaire, asked, question.showIf, `question "${question.id}".showIf`))
      for (const { id } of itemsOf(question)) asked.set(id, question)
    }
  }
  return problems
}

function check(questionnaire: Questionnaire, asked: ReadonlyMap<string, Question>, condition: Condition, path: string): readonly Problem[] {
  if ('all' in condition) return condition.all.flatMap((inner) => check(questionnaire, asked, inner, path))
  if ('any' in condition) return condition.any.flatMap((inner) => check(questionnaire, asked, inner, path))
  if ('not' in condition) return check(questionnaire, asked, condition.not, path)
  const question = asked.get(condition.item)
  if (!question)
    return [{ path, rule: 'condition_item', message: `item "${condition.item}" is not asked before this; a condition looks only back`, values: { item: condition.item } }]
  if (!('in' in condition) || !isClosed(question) || !questionnaire.scales.some(({ id }) => id === question.scale)) return []
  const codes = scaleOf(questionnaire, question).options.map(({ code }) => code)
  return condition.in
    .filter((code) => !codes.includes(code))
    .map((code) => ({
      path,
      rule: 'condition_option',
      message: `"${code}" is not an option of "${condition.item}": ${codes.join(', ')}`,
      values: { option: code, item: condition.item },
    }))
}
