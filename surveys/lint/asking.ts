import { itemsOf } from '../questionnaire'
import type { Condition, Question, Questionnaire } from '../schema'
import type { Warning } from './warning'

/** What no answers lead to, since its conditions contradict each other or the scales, and what nobody can answer. */
export function askingWarnings(questionnaire: Questionnaire): readonly Warning[] {
  const askable = new Map<string, Question>()
  const warnings: Warning[] = []
  for (const section of questionnaire.sections)
    for (const question of section.questions) {
      const conditions = [section.showIf, question.showIf].flatMap((condition) => condition ?? [])
      const clash = contradiction({ all: conditions }, askable)
      if (clash !== undefined) warnings.push({ path: `question "${question.id}"`, rule: 'unreachable', seen: clash })
      else for (const { id } of itemsOf(question)) askable.set(id, question)
      warnings.push(...unanswerable(question, questionnaire))
    }
  return warnings
}

/** Limits that leave no answer. */
function unanswerable(question: Question, { scales }: Questionnaire): readonly Warning[] {
  const say = (seen: string): readonly Warning[] => [{ path: `question "${question.id}"`, rule: 'unanswerable', seen }]
  if (question.type === 'number' && question.min > question.max) return say(`${question.min} > ${question.max}`)
  if (question.type === 'date' && question.min !== undefined && question.max !== undefined && question.min > question.max) return say(`${question.min} > ${question.max}`)
  if (question.type !== 'multiple' || question.atLeast === undefined) return []
  const most = Math.min(question.atMost ?? Infinity, scales.find(({ id }) => id === question.scale)?.options.filter(({ exclusive }) => !exclusive).length ?? Infinity)
  return question.atLeast > most ? say(`${question.atLeast} > ${most}`) : []
}

type Range = { readonly codes: ReadonlySet<string> | undefined; readonly without: ReadonlySet<string>; readonly low: number; readonly high: number; readonly isAnswered: boolean; readonly isBlank: boolean }

/** The item on which a condition can never hold; undefined where it may. */
function contradiction(condition: Condition, askable: ReadonlyMap<string, Question>): string | undefined {
  const ranges = new Map<string, Range>()
  for (const part of partsOf(condition)) {
    if ('any' in part) {
      const clashes = part.any.map((one) => contradiction(one, askable))
      if (clashes.every((clash) => clash !== undefined)) return clashes[0]
      continue
    }
    const leaf = 'not' in part ? part.not : part
    if (!('item' in leaf)) continue
    const question = askable.get(leaf.item)
    if (!question && leaf === part) return leaf.item
    if (!question) continue
    const range = ranges.get(leaf.item) ?? rangeOf(question)
    const next = leaf === part ? narrowed(range, leaf, question) : excluded(range, leaf, question)
    if (isEmpty(next)) return leaf.item
    ranges.set(leaf.item, next)
  }
  return undefined
}

/** What must all hold, with `not` carried down to single items. */
function partsOf(condition: Condition): readonly Condition[] {
  if ('all' in condition) return condition.all.flatMap(partsOf)
  if (!('not' in condition)) return [condition]
  const inner = condition.not
  if ('not' in inner) return partsOf(inner.not)
  if ('any' in inner) return inner.any.flatMap((one) => partsOf({ not: one }))
  return 'all' in inner ? [{ any: inner.all.map((one) => ({ not: one })) }] : [condition]
}

type Leaf = Extract<Condition, { readonly item: string }>

const rangeOf = (question: Question): Range => ({
  codes: undefined,
  without: new Set(),
  low: question.type === 'number' ? question.min : -Infinity,
  high: question.type === 'number' ? question.max : Infinity,
  isAnswered: false,
  isBlank: false,
})

/** In a multiple choice several options may stand together, so one condition does not shut out another. */
function narrowed(before: Range, leaf: Leaf, { type }: Question): Range {
  const range = { ...before, isAnswered: true }
  if ('atLeast' in leaf) return type === 'number' ? { ...range, low: Math.max(range.low, leaf.atLeast) } : { ...range, codes: new Set() }
  if ('atMost' in leaf) return type === 'number' ? { ...range, high: Math.min(range.high, leaf.atMost) } : { ...range, codes: new Set() }
  if (!('in' in leaf) || type === 'multiple') return range
  const { codes } = range
  return { ...range, codes: new Set(type === 'number' ? [] : codes ? leaf.in.filter((code) => codes.has(code)) : leaf.in) }
}

/** A blank keeps every `not`, so what is left out counts only once an answer is asked for. */
function excluded(range: Range, leaf: Leaf, { type }: Question): Range {
  if ('answered' in leaf) return { ...range, isBlank: true }
  return 'in' in leaf && type !== 'multiple' ? { ...range, without: new Set([...range.without, ...leaf.in]) } : range
}

const isEmpty = ({ codes, without, low, high, isAnswered, isBlank }: Range): boolean =>
  isAnswered && (isBlank || low > high || (codes !== undefined && [...codes].every((code) => without.has(code))))
