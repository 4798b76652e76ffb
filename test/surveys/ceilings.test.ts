import { screenWords } from '../../client/text/screen'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { readDefinition, readDraft } from '../../surveys/instrument/definition'
import { reachableItems } from '../../surveys/instrument/flow'
import { lint } from '../../surveys/instrument/lint'
import { sizeProblems } from '../../surveys/instrument/limits'
import { rulesBroken } from '../../surveys/instrument/rules'
import { type Condition, type IndicatorNode, questionnaire as shape, type Questionnaire } from '../../surveys/instrument/schema'
import { namePatterns } from '../../surveys/instrument/spelling'
import { comparableFigures, versionChanges } from '../../surveys/instrument/versions'
import { largestQuestionnaire } from './ceilings'
import { type Dealer, dealer } from './dealer'
import { generatedCondition } from './generated-conditions'
import { seeded } from './random'

const largest = largestQuestionnaire()

describe('a questionnaire as large as any may be', () => {
  it('keeps every rule, and is close to the ceilings', () => {
    expect(readDefinition(largest)).toMatchObject({ ok: true })
    expect(readDraft(largest)).toMatchObject({ ok: true })
    expect(sizeProblems({ ...largest, sections: [...largest.sections, ...largest.sections] })).not.toEqual([])
  })

  it('is the same as itself', () => {
    const again: Questionnaire = JSON.parse(JSON.stringify(largest))
    expect(versionChanges(largest, again)).toEqual([])
    expect(comparableFigures(largest, again).size).toBe(221)
  })
})

const text = { vi: 'a', en: 'b' }

describe('the condition of a section', () => {
  /** How often the codes of a section's condition are looked at while a section of so many questions is worked through. */
  function looks(questions: number, work: (questionnaire: Questionnaire) => unknown): number {
    let count = 0
    const condition: Condition = {
      item: 'q0',
      get in() {
        count += 1
        return ['1', '2']
      },
    }
    const [first, second] = largest.sections
    if (!first || !second) throw new Error('there are sections')
    const plain = second.questions.slice(0, questions).map(({ showIf: _, ...question }) => question)
    work({ ...largest, sections: [first, { ...second, showIf: condition, questions: plain }], trees: [] })
    return count
  }

  const works: Readonly<Record<string, (questionnaire: Questionnaire) => unknown>> = {
    rules: rulesBroken,
    'second looks': (questionnaire) => lint(questionnaire, screenWords),
    comparing: (questionnaire) => versionChanges(questionnaire, questionnaire),
    reaching: (questionnaire) => reachableItems(questionnaire, { q0: '1' }),
  }

  it.each(Object.entries(works))('is looked at once, however many questions the section has: %s', (_, work) => {
    expect(looks(1, work)).toBeGreaterThan(0)
    expect(looks(30, work)).toBe(looks(1, work))
  })
})

describe('a tree of indicators', () => {
  const withNodes = (nodes: readonly IndicatorNode[]): Questionnaire => ({
    ...largest,
    sections: largest.sections.slice(0, 1),
    headline: undefined,
    trees: [{ id: 'satisfaction', label: text, formula: 'share', rollUp: 'mean-of-items', nodes }],
  })
  const group = (code: string, children: readonly string[]): IndicatorNode => ({ code, kind: 'factor', label: text, children })
  const leaf = (code: string): IndicatorNode => ({ code, kind: 'factor', label: text, items: ['q1'] })
  const rulesOf = (questionnaire: Questionnaire): readonly string[] => [...new Set(rulesBroken(questionnaire).map(({ rule }) => rule))]
  const circular = (nodes: readonly IndicatorNode[]): readonly string[] =>
    rulesBroken(withNodes(nodes)).flatMap(({ rule, path }) => (rule === 'circular_roll_up' ? [path.split('"')[3] ?? ''] : []))

  /** Each node of a layer names both of the next: of so many layers, 2 to that power ways lead down. */
  const diamonds = (layers: number): readonly IndicatorNode[] => [
    ...Array.from({ length: layers }, (_, at) => ['a', 'b'].map((side) => group(`${side}${at}`, [`a${at + 1}`, `b${at + 1}`]))).flat(),
    leaf(`a${layers}`),
    leaf(`b${layers}`),
  ]

  it('may name a node under several others, as far as it unfolds to what can be read', () => {
    expect(rulesOf(withNodes(diamonds(5)))).toEqual([])
    expect(rulesOf(withNodes(diamonds(30)))).toEqual(['too_many_figures'])
    expect(readDraft(withNodes(diamonds(30)))).toMatchObject({ ok: false, problems: [{ rule: 'too_many_figures' }] })
  })

  it('counts every item that a node names', () => {
    const wide = Array.from({ length: 40 }, (_, at) => ({ ...leaf(`w${at}`), items: Array.from({ length: 100 }, () => 'q1') }))
    expect(rulesOf(withNodes(wide))).toContain('too_many_figures')
    expect(rulesOf(withNodes(wide.slice(0, 25)))).not.toContain('too_many_figures')
  })

  it('is told which of its nodes are below themselves, also among thousands', () => {
    const chain = Array.from({ length: 2_000 }, (_, at) => group(`c${at}`, [`c${at + 1}`]))
    expect(circular([...chain, leaf('c2000')])).toEqual([])
    expect(circular([...chain, group('c2000', ['c1990'])])).toEqual(Array.from({ length: 11 }, (_, at) => `c${1990 + at}`))
    expect(
      circular([group('self', ['self']), group('above', ['one']), group('one', ['two']), group('two', ['one', 'leaf']), leaf('leaf')]),
    ).toEqual(['self', 'one', 'two'])
  })
})

describe('the languages of a questionnaire', () => {
  it('lack texts by the thousand, and the first thousand are named', () => {
    const languages = ['vi', 'en', ...Array.from({ length: 10 }, (_, at) => `x${String.fromCharCode(97 + at)}`)]
    expect(rulesBroken({ ...largest, languages })).toHaveLength(1_000)
  })
})

describe('a condition', () => {
  const code = z.string().regex(namePatterns.code)
  const item = z.string().regex(namePatterns.item)
  /** The slow and obvious reading: a union that tries every kind in full. */
  const union: z.ZodType = z.lazy(() =>
    z.union([
      z.strictObject({ item, in: z.array(code).min(1) }),
      z.strictObject({ item, answered: z.literal(true) }),
      z.strictObject({ item, atLeast: z.number() }),
      z.strictObject({ item, atMost: z.number() }),
      z.strictObject({ all: z.array(union).min(1) }),
      z.strictObject({ any: z.array(union).min(1) }),
      z.strictObject({ not: union }),
    ]),
  )

  const issuesOf = (of: z.ZodType, given: unknown): readonly string[] =>
    (of.safeParse(given).error?.issues ?? []).map(({ code: what, path }) => `${what} ${path.join('.')}`)

  const bySchema = (showIf: unknown): readonly string[] => {
    const [first] = largest.sections
    const before = 'sections.0.showIf'
    return issuesOf(shape, { ...largest, sections: [{ ...first, showIf }] }).map((issue) =>
      issue.replace(`${before}.`, '').replace(before, ''),
    )
  }

  const misfits: readonly unknown[] = [
    null,
    1,
    '',
    [],
    {},
    { all: [] },
    { item: 'q1' },
    { item: 'q1', in: [] },
    { item: '1', answered: true },
  ]
  const oddities: readonly unknown[] = [
    { item: 'q1', in: [1] },
    { item: 'q1', in: ['à', 'b', ''] },
    { item: 'q1', in: 'a' },
    { item: 'q1', answered: false },
    { item: 'q1', atLeast: '1' },
    { item: 'q1', atMost: null },
    { item: 'q1', atMost: 1, atLeast: 1 },
    { item: 2, answered: true },
    { item: 'q1', answered: true, more: 1 },
    { not: [] },
    { any: {} },
    { all: [{ item: 'q1', answered: true }], any: [] },
    { __proto: 1 },
  ]

  /** The condition with something else in the place of one of its parts. */
  function spoiled(deal: Dealer, condition: unknown): unknown {
    if (deal.upTo(3) === 0) return deal.one([...misfits, ...oddities])
    if (Array.isArray(condition)) {
      const place = deal.upTo(Math.max(0, condition.length - 1))
      return condition.map((part: unknown, at) => (at === place ? spoiled(deal, part) : part))
    }
    if (typeof condition !== 'object' || condition === null) return deal.one([1, '', 'ö', null])
    const place = deal.one(Object.keys(condition))
    return Object.fromEntries(Object.entries(condition).map(([key, part]) => [key, key === place ? spoiled(deal, part) : part]))
  }

  it('is read as a union of all its kinds would read it, with the same said of the same places', () => {
    const random = seeded(28)
    const deal = dealer(Uint8Array.from({ length: 999 }, () => random() * 256))
    const earlier = largest.sections[0]?.questions ?? []
    const seen = new Set<string>()
    for (let round = 0; round < 400; round += 1) {
      const whole = generatedCondition(deal, earlier, largest.scales)
      expect(bySchema(whole)).toEqual([])
      const broken = spoiled(deal, whole)
      expect(bySchema(broken)).toEqual(issuesOf(union, broken))
      bySchema(broken).forEach((issue) => seen.add(issue.split(' ')[0] ?? ''))
    }
    expect([...seen].sort()).toEqual(['invalid_format', 'invalid_union', 'too_small', 'unrecognized_keys'])
  })
})
