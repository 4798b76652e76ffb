import { describe, expect, it } from 'vitest'
import { readDefinition, readDraft } from '../../surveys/instrument/definition'
import { smallSource } from './small'

type Draft = Record<string, unknown> & {
  scales: Record<string, unknown>[]
  sections: Record<string, unknown>[]
  trees: Record<string, unknown>[]
}
type Change = (draft: Draft) => void

const draft = (): Draft => JSON.parse(JSON.stringify(smallSource))
const text = { vi: 'a', en: 'b' }

type Case = readonly [string, string, string, Change]

const broken: readonly Case[] = [
  [
    'a duplicate id',
    'duplicate_id',
    'sections.questions',
    (d) => d.sections.push({ id: 'third', title: text, questions: [{ id: 'late', type: 'note', text }] }),
  ],
  [
    'an option without a code',
    'invalid_type',
    'scales[0].options[0].code',
    (d) => d.scales.unshift({ id: 'x', options: [{ label: text }] }),
  ],
  [
    'a score that is not whole',
    'invalid_type',
    'scales[0].options[0].score',
    (d) => d.scales.unshift({ id: 'x', options: [{ code: 'a', label: text, score: 1.5 }] }),
  ],
  [
    'a score on "not applicable"',
    'score_on_not_applicable',
    'scales "x".options "na"',
    (d) => d.scales.push({ id: 'x', options: [{ code: 'na', label: text, kind: 'not-applicable', score: 0 }] }),
  ],
  [
    'a scale scored in part',
    'score_missing',
    'scales "x".options',
    (d) =>
      d.scales.push({
        id: 'x',
        options: [
          { code: 'a', label: text, score: 1 },
          { code: 'b', label: text },
        ],
      }),
  ],
  [
    'a number whose sums would not be exact',
    'sums_not_exact',
    'question "cost".max',
    (d) => d.sections.push({ id: 'third', title: text, questions: [{ id: 'cost', type: 'number', text, min: 0, max: 30_001 }] }),
  ],
  [
    'a score whose sums would not be exact',
    'sums_not_exact',
    'scales "x".options "a"',
    (d) => d.scales.push({ id: 'x', options: [{ code: 'a', label: text, score: 30_001 }] }),
  ],
  [
    'an unknown scale',
    'unknown_scale',
    'question "late2".scale',
    (d) => d.sections.push({ id: 'third', title: text, questions: [{ id: 'late2', type: 'single', text, scale: 'nothing' }] }),
  ],
  ['a missing translation', 'missing_translation', 'thanks', (d) => Object.assign(d, { thanks: { vi: 'Cảm ơn' } })],
  ['a translation nobody announced', 'unknown_language', 'thanks', (d) => Object.assign(d, { thanks: { ...text, fr: 'Merci' } })],
  [
    'a condition on a later item',
    'condition_item',
    'question "early".showIf',
    (d) =>
      d.sections.unshift({
        id: 'zero',
        title: text,
        questions: [{ id: 'early', type: 'note', text, showIf: { item: 'rate', answered: true } }],
      }),
  ],
  [
    'a condition on an unknown option',
    'condition_option',
    'section "third".showIf',
    (d) =>
      d.sections.push({ id: 'third', title: text, showIf: { item: 'late', in: ['maybe'] }, questions: [{ id: 'n', type: 'note', text }] }),
  ],
  ...['late', 'ways', 'why', 'day'].map((item): Case => [
    `a condition that compares with a number what is none (${item})`,
    'condition_number',
    'question "n".showIf',
    (d) => d.sections.push({ id: 'third', title: text, questions: [{ id: 'n', type: 'note', text, showIf: { item, atMost: 3 } }] }),
  ]),
  [
    'a condition on options of a number',
    'condition_no_options',
    'question "n".showIf',
    (d) => d.sections.push({ id: 'third', title: text, questions: [{ id: 'n', type: 'note', text, showIf: { item: 'met', in: ['5'] } }] }),
  ],
  [
    'a node without items',
    'node_without_items',
    'trees "perception".nodes "P"',
    (d) => d.trees.push({ id: 'perception', label: text, formula: 'share', nodes: [{ code: 'P', kind: 'overall', label: text }] }),
  ],
  [
    'a node on an unknown item',
    'unknown_item',
    'trees "perception".nodes "P"',
    (d) =>
      d.trees.push({
        id: 'perception',
        label: text,
        formula: 'share',
        nodes: [{ code: 'P', kind: 'overall', label: text, items: ['zz'] }],
      }),
  ],
  [
    'a circular roll-up',
    'circular_roll_up',
    'trees "perception".nodes "P"',
    (d) =>
      d.trees.push({
        id: 'perception',
        label: text,
        formula: 'share',
        nodes: [
          { code: 'P', kind: 'aspect', label: text, children: ['Q'] },
          { code: 'Q', kind: 'aspect', label: text, children: ['P'] },
        ],
      }),
  ],
  ['a headline that is no node', 'unknown_node', 'headline', (d) => Object.assign(d, { headline: 'X' })],
  [
    'a gap between bands',
    'band_gap',
    'bandSets "g".bands "low"',
    (d) =>
      Object.assign(d, {
        bandSets: [
          {
            id: 'g',
            bands: [
              { code: 'low', label: text, from: 0, to: 50 },
              { code: 'high', label: text, from: 51, to: 100 },
            ],
          },
        ],
      }),
  ],
  [
    'an overlap of bands',
    'band_overlap',
    'bandSets "g".bands "low"',
    (d) =>
      Object.assign(d, {
        bandSets: [
          {
            id: 'g',
            bands: [
              { code: 'low', label: text, from: 0, to: 50 },
              { code: 'high', label: text, from: 49, to: 100 },
            ],
          },
        ],
      }),
  ],
  ['a service item that is no single choice', 'service_item', 'serviceItem', (d) => Object.assign(d, { serviceItem: 'ways' })],
  ['a field nobody knows', 'unrecognized_keys', '', (d) => Object.assign(d, { extra: 1 })],
]

describe('a definition nested without end', () => {
  it('is refused by both readings and not walked into', () => {
    const depth = 100_000
    const nested: unknown = JSON.parse(`${'{"not":'.repeat(depth)}{"item":"late","answered":true}${'}'.repeat(depth)}`)
    const deep = { ...draft(), sections: [{ id: 'a', title: text, showIf: nested, questions: [{ id: 'n', type: 'note', text }] }] }
    for (const reading of [readDefinition(deep), readDraft(deep)])
      expect(reading.ok ? [] : reading.problems.map(({ rule }) => rule)).toEqual(['too_deep'])
  })
})

describe('a questionnaire', () => {
  it('is taken when it keeps every rule', () => {
    expect(readDefinition(draft())).toMatchObject({ ok: true })
  })

  it.each(broken)('with %s is refused by rule %s at "%s"', (_, rule, path, change) => {
    const changed = draft()
    change(changed)
    const reading = readDefinition(changed)
    expect(reading.ok ? [] : reading.problems).toContainEqual(expect.objectContaining({ rule, path }))
  })

  it.each([null, 1, 'x', [], {}])('is refused when it is %j', (json) => {
    expect(readDefinition(json).ok).toBe(false)
  })
})
