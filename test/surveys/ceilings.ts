import { mostItems } from '../../surveys/instrument/limits'
import type { Condition, IndicatorNode, Question, Questionnaire, Scale } from '../../surveys/instrument/schema'

const both = (text: string) => ({ vi: text, en: text })
const some = <Made>(count: number, make: (at: number) => Made): readonly Made[] => Array.from({ length: count }, (_, at) => make(at))

/** A sentence of about as many letters. */
const sentence = (letters: number, at: number): string =>
  `${at}. Công chức hướng dẫn rõ ràng và tận tình `.repeat(1 + letters / 42).slice(0, letters)

const five: Scale = {
  id: 'five',
  options: some(5, (at) => ({ code: String(at + 1), label: both(`mức ${at + 1}`), kind: 'answer', score: at + 1, positive: at >= 3 })),
}

const depthOfNot = 20
const looksAt = (item: string): Condition => ({ item, in: ['1', '2'] })
const denied = (condition: Condition, times: number): Condition => (times === 0 ? condition : { not: denied(condition, times - 1) })

/** Conditions of every kind within each other, `count` in all. */
function conditionOf(items: readonly string[], count: number): Condition {
  const deep = denied(looksAt(items[0] ?? ''), Math.min(depthOfNot, count - 3))
  const rest = Math.max(0, count - 3 - Math.min(depthOfNot, count - 3))
  return { all: [{ any: [deep, ...some(rest, (at) => looksAt(items[at % items.length] ?? ''))] }] }
}

/** A questionnaire as large as any may be: 200 items, 990 conditions, two thousand letters to a text; every rule is kept. */
export function largestQuestionnaire(id = 'largest'): Questionnaire {
  const questions = some(mostItems, (at): Question => {
    const asked = { id: `q${at}`, text: both(sentence(900, at)), required: false } as const
    if (at < 30) return { type: 'rating', scale: 'five', ...asked }
    return {
      type: 'rating',
      scale: 'five',
      ...asked,
      ...(at % 6 === 0 && {
        showIf: conditionOf(
          some(30, (one) => `q${one}`),
          33,
        ),
      }),
    }
  })
  const nodes: readonly IndicatorNode[] = [
    { code: 'ALL', kind: 'overall', label: both('chung'), children: some(20, (at) => `F${at}`) },
    ...some(20, (at): IndicatorNode => ({
      code: `F${at}`,
      kind: 'factor',
      label: both(`yếu tố ${at}`),
      items: some(10, (one) => `q${at * 10 + one}`),
    })),
    ...some(mostItems, (at): IndicatorNode => ({ code: `I${at}`, kind: 'item', label: both(`tiêu chí ${at}`), items: [`q${at}`] })),
  ]
  return {
    id,
    version: 1,
    title: both('Phiếu lớn nhất'),
    source: both('nguồn'),
    languages: ['vi', 'en'],
    purpose: both('để đo'),
    privacy: both('kín'),
    thanks: both('cảm ơn'),
    adultsOnly: false,
    secondsPerItem: 5,
    scoreUnit: 1,
    headline: 'ALL',
    scales: [five],
    sections: some(10, (at) => ({ id: `s${at}`, title: both(`phần ${at}`), questions: questions.slice(at * 20, at * 20 + 20) })),
    trees: [{ id: 'satisfaction', label: both('hài lòng'), formula: 'share', rollUp: 'mean-of-items', nodes }],
    bandSets: [],
  }
}
