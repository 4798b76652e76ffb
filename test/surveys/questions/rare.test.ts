import { describe, expect, it } from 'vitest'
import { checkAnswers } from '../../../surveys/answers/check'
import { packAnswers } from '../../../surveys/answers/packing'
import { readDefinition } from '../../../surveys/instrument/definition'
import type { Answer, Questionnaire } from '../../../surveys/instrument/schema'
import { rareSource, readSmall } from '../small'

const questionnaire = readSmall(rareSource)
const codeOf = (item: string, answer: Answer, of: Questionnaire = questionnaire): string | undefined =>
  checkAnswers(of, { [item]: answer })[0]?.code

const asking = (question: object): Questionnaire => {
  const reading = readDefinition({ ...rareSource, trees: [], sections: [{ ...rareSource.sections[0], questions: [question] }] })
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems))
  return reading.questionnaire
}

describe('an answer at the ends of what a rare question type takes', () => {
  it.each<[string, Answer, string | undefined]>([
    ['came', '2028-02-29T00:00', undefined],
    ['came', '2026-12-31T23:59', undefined],
    ['came', '2026-01-01T00:00', undefined],
    ['came', '2025-12-31T23:59', 'out_of_range'],
    ['came', '2026-02-29T10:00', 'not_a_moment'],
    ['came', '2026-03-01T24:00', 'not_a_moment'],
    ['came', '2026-03-01T23:60', 'not_a_moment'],
    ['came', '2026-03-01T10:00:00', 'not_a_moment'],
    ['came', '2026-03-01T10:00Z', 'not_a_moment'],
    ['came', '2026-03-01', 'not_a_moment'],
    ['ease', 0, undefined],
    ['ease', 100, undefined],
    ['ease', 7, 'not_a_step'],
    ['ease', 105, 'out_of_range'],
    ['ease', '5', 'not_a_number'],
    ['v1', 99, undefined],
    ['v1', 100, 'out_of_range'],
    ['v1', 0.5, 'not_a_number'],
    ['likely', '0', undefined],
    ['likely', '10', undefined],
    ['likely', '11', 'unknown_option'],
    ['likely', 10, 'wrong_shape'],
    ['where', 'constructor', 'unknown_option'],
  ])('%s = %j: %s', (item, answer, code) => {
    expect(codeOf(item, answer)).toBe(code)
  })

  it('stands on a step from the least of a slider, whatever that is', () => {
    const odd = asking({ id: 'odd', type: 'slider', text: { vi: 'Lẻ', en: 'Odd' }, min: 1, max: 11, step: 5 })
    expect([1, 6, 11, 5, 10].map((answer) => codeOf('odd', answer, odd))).toEqual([
      undefined,
      undefined,
      undefined,
      'not_a_step',
      'not_a_step',
    ])
  })

  it('is packed as each option’s place in the order, so that who came first is read off its own byte', () => {
    const order = asking({ id: 'order', type: 'ranking', text: { vi: 'Xếp', en: 'Order' }, scale: 'wanted', atMost: 3 })
    expect([...packAnswers(order, { order: ['near', 'fast', 'kind'] })]).toEqual([2, 0, 1, 3])
  })
})
