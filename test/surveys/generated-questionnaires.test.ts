import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readDefinition } from '../../surveys/instrument/definition'
import type { Questionnaire } from '../../surveys/instrument/schema'
import { questionnaires } from './generated-questionnaires'

describe('a generated questionnaire', () => {
  it('is one that a definition may hold, and is read as it stands', () => {
    fc.assert(
      fc.property(questionnaires, (one) => {
        expect(readDefinition(one)).toEqual({ ok: true, questionnaire: one })
      }),
      { seed: 2, numRuns: 500 },
    )
  })

  it('has, sooner or later, everything that a questionnaire can have', () => {
    const seen = new Set(fc.sample(questionnaires, { numRuns: 400, seed: 1 }).flatMap(traits))
    expect([...everything].filter((trait) => !seen.has(trait))).toEqual([])
  })
})

const everything = [
  ...[
    'single',
    'multiple',
    'rating',
    'yes-no',
    'matrix',
    'number',
    'text',
    'date',
    'note',
    'date-time',
    'recommend',
    'slider',
    'number-matrix',
    'ranking',
  ].map((type) => `"type":"${type}"`),
  ...['answer', 'other', 'not-applicable', 'no-opinion', 'option', 'item', 'factor', 'aspect', 'overall'].map((kind) => `"kind":"${kind}"`),
  ...[
    'all',
    'any',
    'not',
    'in',
    'atLeast',
    'atMost',
    'answered',
    'intro',
    'help',
    'weights',
    'cap',
    'bands',
    'target',
    'headline',
    'serviceItem',
    'comparableTo',
    'hmn',
    'face',
    'score',
    'exclusive',
  ].map((key) => `"${key}":`),
  ...[
    'share',
    'level',
    'rescaled',
    'points',
    'option-share',
    'all-positive',
    'mean-number',
    'mean-of-items',
    'pooled',
    'weighted',
    'sum',
    'capped-sum',
  ].map((name) => `"${name}"`),
]

const traits = (one: Questionnaire): readonly string[] => {
  const text = JSON.stringify(one)
  return everything.filter((trait) => text.includes(trait))
}
