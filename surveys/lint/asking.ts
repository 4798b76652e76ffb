import { itemsOf } from '../questionnaire'
import type { Condition, Question, Questionnaire } from '../schema'
import type { Warning } from './warning'

/** What every answer that could be given leaves out: a question whose conditions contradict each other or the scales. */
export function askingWarnings(questionnaire: Questionnaire): readonly Warning[] {
  const askable = new Map<string, Question>()
  const warnings: Warning[] = []
  for (const section of questionnaire.sections)
    for (const question of section.questions) {
      const conditions = [section.showIf, question.showIf].flatMap((condition) => condition ?? [])
      const clash = contradiction({ all: conditions }, askable)
      if (clash !== undefined) warnings.push({ path: `question "${question.id}"`, rule: 'unreachable', seen: clash })
      else for (const { id } of itemsOf(question)) askable.set(id, question)
    }
  return warnings
}

type Range = { codes: ReadonlySet<string> | undefined; low: number; high: number }

/** The item on which a condition can never hold; undefined where it may. What stands under `not` is not looked into. */
function contradiction(condition: Condition, askable: ReadonlyMap<string, Question>): string | undefined {
  const ranges = new Map<string, Range>()
  for (const part of partsOf(condition)) {
    if ('any' in part) {
      const clashes = part.any.map((one) => contradiction(one, askable))
      if (clashes.every((clash) => clash !== undefined)) return clashes[0]
    } else if ('item' in part) {
      const question = askable.get(part.item)
      if (!question) return part.item
      const range = ranges.get(part.item) ?? rangeOf(question)
      ranges.set(part.item, narrowed(range, part, question))
      if (isEmpty(ranges.get(part.item))) return part.item
    }
  }
  return undefined
}

const partsOf = (condition: Condition): readonly Condition[] => ('all' in condition ? condition.all.flatMap(partsOf) : [condition])

const rangeOf = (question: Question): Range =>
  question.type === 'number' ? { codes: undefined, low: question.min, high: question.max } : { codes: undefined, low: -Infinity, high: Infinity }

/** In a multiple choice several options may stand together, so one condition does not shut out another. */
function narrowed(range: Range, condition: Condition & { readonly item: string }, { type }: Question): Range {
  if ('atLeast' in condition) return { ...range, low: Math.max(range.low, condition.atLeast) }
  if ('atMost' in condition) return { ...range, high: Math.min(range.high, condition.atMost) }
  if (!('in' in condition) || type === 'multiple') return range
  const { codes } = range
  return { ...range, codes: new Set(codes ? condition.in.filter((code) => codes.has(code)) : condition.in) }
}

const isEmpty = (range: Range | undefined): boolean => range !== undefined && (range.low > range.high || range.codes?.size === 0)
