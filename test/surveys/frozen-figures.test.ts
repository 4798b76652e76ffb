import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { nodeResults } from '../../surveys/figures/results'
import { addAnswers, emptyTally, tallyLayout } from '../../surveys/figures/tally'
import { readDefinition } from '../../surveys/instrument/definition'
import { items } from '../../surveys/instrument/questionnaire'
import type { Answers, Questionnaire } from '../../surveys/instrument/schema'
import frozen from './frozen-figures.json'
import { seeded } from './random'

/** Figures of the engine of 2026-11-27, written before nodes were computed from their children's own values. */
describe.each(['sipas-2026', 'sipas-service', 'sipas-service-quick'] as const)('the shipped questionnaire %s', (id) => {
  it('keeps every value, share, level and base to the last bit', () => {
    expect(figuresOf(shipped(id))).toEqual(frozen[id])
  })
})

/** Persons asked, and of the items how many nobody is asked and how many a person leaves out. */
const samples = [
  { persons: 3, unasked: 0, left: 0 },
  { persons: 40, unasked: 0.1, left: 0.3 },
  { persons: 211, unasked: 0, left: 0.05 },
  { persons: 60, unasked: 0.5, left: 0.6 },
]

function figuresOf(questionnaire: Questionnaire): readonly unknown[] {
  const layout = tallyLayout(questionnaire)
  return samples.map(({ persons, unasked, left }, place) => {
    const uniform = seeded(1127 + place)
    const asked = items(questionnaire).filter(() => uniform() >= unasked)
    const tally = emptyTally(layout)
    for (let person = 0; person < persons; person++) addAnswers(layout, tally, answersOf(asked, left, uniform), 1)
    return nodeResults(layout, tally, { threshold: 1 }).map(({ tree, code, persons: n, base, value, share, level }) => [
      `${tree} ${code}`,
      n,
      base,
      value,
      share?.value ?? null,
      level?.value ?? null,
    ])
  })
}

function answersOf(asked: ReturnType<typeof items>, left: number, uniform: () => number): Answers {
  const entries = asked.flatMap(({ id, question, scale }): readonly (readonly [string, Answers[string]])[] => {
    if (uniform() < left) return []
    if (question.type === 'number') return [[id, question.min + Math.floor(uniform() * (question.max - question.min + 1))]]
    const options = scale?.options ?? []
    const chosen = options[Math.floor(uniform() * options.length)]?.code
    if (chosen === undefined) return []
    return [[id, question.type === 'multiple' ? [chosen] : chosen]]
  })
  return Object.fromEntries(entries)
}

function shipped(id: string): Questionnaire {
  const reading = readDefinition(JSON.parse(readFileSync(new URL(`../../surveys/questionnaires/${id}.json`, import.meta.url), 'utf8')))
  if (!reading.ok) throw new Error(`questionnaire "${id}" breaks ${reading.problems[0]?.message ?? 'a rule'}`)
  return reading.questionnaire
}
