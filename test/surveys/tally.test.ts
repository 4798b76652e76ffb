import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { tQuantile, wilsonAt, z975 } from '../../surveys/figures/intervals'
import { sumOfSquares } from '../../surveys/figures/linear'
import { nodeResults } from '../../surveys/figures/results'
import { sampleOf } from '../../surveys/figures/sums'
import {
  addAnswers,
  addTally,
  decodeTally,
  emptyTally,
  encodeTally,
  type Tally,
  type TallyLayout,
  tallyLayout,
} from '../../surveys/figures/tally'
import { largestNumber, mostResponses } from '../../surveys/instrument/limits'
import type { Answers } from '../../surveys/instrument/schema'
import { ids, multiple, node, options, questionnaireWith, satisfaction, single, tree, whole } from './fixtures'
import { seeded } from './random'
import { type Recount, recount } from './recount'

const tallyOf = (layout: TallyLayout, responses: readonly Answers[]): Tally => {
  const tally = emptyTally(layout)
  for (const answers of responses) addAnswers(layout, tally, answers, 1)
  return tally
}

const factors = { A: 2, B: 3, C: 4 }
const names = Object.entries(factors).flatMap(([code, count]) => ids(code, count))

/** Answers that hang together by person, some missing, some not applicable. */
function randomResponses(count: number, seed: number): readonly Answers[] {
  const uniform = seeded(seed)
  return Array.from({ length: count }, () => {
    const mood = uniform()
    const answer = (): string => (uniform() < 0.15 ? 'na' : ('abcde'[Math.min(4, Math.floor(5 * (0.6 * mood + 0.6 * uniform())))] ?? 'e'))
    return Object.fromEntries(names.filter(() => uniform() > 0.2).map((name) => [name, answer()]))
  })
}

describe('a tally', () => {
  const mixed = questionnaireWith({
    questions: [single('A1'), single('A2'), multiple('M', 'channels'), whole('visits', 0, 50)],
    scales: [
      options('channels', [{ code: 'tv' }, { code: 'net' }, { code: 'else', kind: 'other' }, { code: 'none', kind: 'not-applicable' }]),
    ],
    trees: [
      tree('satisfaction', [node('A', 'factor', { items: ['A1', 'A2'] })]),
      tree('perception', [
        node('M-tv', 'option', { items: ['M'], options: ['tv'] }),
        node('M-any', 'option', { items: ['M'], options: ['tv', 'net'] }),
        node('visits', 'item', { items: ['visits'], formula: 'mean-number' }),
      ]),
    ],
  })
  const layout = tallyLayout(mixed)
  const responses: readonly Answers[] = [
    { A1: 'e', A2: 'd', M: ['tv', 'net'], visits: 1 },
    { A1: 'c', A2: 'na', M: ['net', { code: 'else', text: 'a neighbour' }], visits: 4 },
    { A1: 'dk', M: ['none'] },
    { A2: { code: 'a', text: '' }, M: ['tv'], visits: 7 },
    {},
  ]
  const byCode = new Map(nodeResults(layout, tallyOf(layout, responses), { threshold: 1 }).map((result) => [result.code, result]))

  it('counts options by code, with those outside the base', () => {
    expect(byCode.get('A1')?.counts).toEqual({ e: 1, b: 0, c: 1, d: 0, a: 0, na: 0, dk: 1 })
    expect(byCode.get('A2')?.counts).toEqual({ e: 0, b: 0, c: 0, d: 1, a: 1, na: 1, dk: 0 })
  })
  it('leaves "not applicable", "no opinion" and blanks out of base and persons', () => {
    expect(byCode.get('A1')).toMatchObject({ base: 2, persons: 2, value: 0.5 })
    expect(byCode.get('A')).toMatchObject({ base: 4, persons: 3 })
  })
  it('gives a multiple choice the persons who chose anything as its base', () => {
    expect(byCode.get('M-tv')).toMatchObject({ persons: 3, base: 3, value: 2 / 3, formula: 'option-share' })
  })
  it('counts a person once who chose several of the options that count', () => {
    expect(byCode.get('M-any')).toMatchObject({ persons: 3, value: 1 })
  })
  it('keeps n, Σx and Σx² of a number', () => {
    expect(byCode.get('visits')).toMatchObject({ persons: 3, value: 4, intervalMethod: 'student', share: null, level: null })
    const half = tQuantile(2) * Math.sqrt(9 / 3)
    expect(byCode.get('visits')?.interval?.[1]).toBeCloseTo(4 + half, 10)
  })
  it('is empty again when every response is taken away', () => {
    const tally = tallyOf(layout, responses)
    for (const answers of responses) addAnswers(layout, tally, answers, -1)
    expect([...tally].every((value) => value === 0)).toBe(true)
  })
  it('holds the squares and products of the largest numbers from as many responses as there can be, to the unit', () => {
    const large = questionnaireWith({
      questions: [whole('a', -largestNumber, largestNumber), whole('b', -largestNumber, largestNumber)],
      trees: [tree('satisfaction', [node('N', 'overall', { items: ['a', 'b'] })], { formula: 'mean-number' })],
    })
    const layout = tallyLayout(large)
    const one = tallyOf(layout, [{ a: largestNumber, b: -largestNumber }])
    const all = one.map((sum) => sum * mostResponses)
    expect([...all].filter((sum) => !Number.isSafeInteger(sum))).toEqual([])
    expect(BigInt(Math.max(...all))).toBe(BigInt(mostResponses) * BigInt(largestNumber) ** 2n)
    const left = decodeTally(layout, encodeTally(all))
    for (let erased = 0; erased < 3; erased++) addAnswers(layout, left, { a: largestNumber, b: -largestNumber }, -1)
    expect([...left]).toEqual(Array.from(one, (sum) => sum * (mostResponses - 3)))
  })

  it('ignores what is not an answer to the item', () => {
    const tally = tallyOf(layout, [{ A1: 'zz', A2: 3, visits: 1.5, M: 'unknown' }])
    expect([...tally]).toEqual([1, ...Array.from({ length: layout.length - 1 }, () => 0)])
  })
  it('keeps no pairs for options and single items', () => {
    expect(layout.pairs.end - 7).toBe(layout.pairs.starts[0])
  })
  it('adds up over writers', () => {
    const sum = tallyOf(layout, responses.slice(0, 2))
    addTally(sum, tallyOf(layout, responses.slice(2)))
    expect(sum).toEqual(tallyOf(layout, responses))
  })
})

describe('every figure of a tally', () => {
  for (const rollUp of ['mean-of-items', 'pooled'] as const) {
    const questionnaire = satisfaction(factors, { rollUp })
    const layout = tallyLayout(questionnaire)
    it.each([2, 3, 17, 60, 250].map((count, index) => ({ count, seed: 100 + index })))(
      `agrees with a recount of $count persons (${rollUp})`,
      ({ count, seed }) => {
        const responses = randomResponses(count, seed)
        const results = nodeResults(layout, tallyOf(layout, responses), { threshold: 0 })
        for (const { code, share, level, base, persons, effectivePersons } of results) {
          const below = code === 'S' ? names : names.filter((name) => name.startsWith(code))
          const slow = {
            share: recount(questionnaire, responses, below, 'share', rollUp),
            level: recount(questionnaire, responses, below, 'level', rollUp),
          }
          expect({ code, base, persons }).toEqual({ code, base: slow.share.base, persons: slow.share.persons })
          if (persons === 0) continue
          expect(share?.value).toBeCloseTo(slow.share.value, 12)
          expect(level?.value).toBeCloseTo(slow.level.value, 12)
          expect(effectivePersons).toBeCloseTo(slow.share.effective, 9)
          if (persons < 2) continue
          if (below.length > 1) expectEnds(share?.interval, clusterInterval(slow.share, 0, slow.share.allPositive))
          expectEnds(level?.interval, clusterInterval(slow.level, 0.2, -Infinity))
        }
      },
    )
  }

  it('rests on a variance that agrees with the recount to 1e-12', () => {
    const questionnaire = satisfaction(factors)
    const layout = tallyLayout(questionnaire)
    for (const seed of [1, 2, 3, 4, 5]) {
      const responses = randomResponses(300, seed)
      const slow = recount(questionnaire, responses, names, 'share', 'pooled')
      const tally = tallyOf(layout, responses)
      layout.terms.answer.fill(1 / slow.base)
      layout.terms.valid.fill(-slow.value / slow.base)
      const places = Int32Array.from(layout.items, ({ index }) => index)
      const fast = (slow.persons / (slow.persons - 1)) * sumOfSquares(sampleOf(layout, tally, {}), 'positive', places).together
      expect(Math.abs(fast - slow.variance) / slow.variance).toBeLessThan(1e-12)
    }
  })

  it('counts the persons whose every answer is positive as the recount does', () => {
    const questionnaire = satisfaction(factors, { formula: 'all-positive' })
    const layout = tallyLayout(questionnaire)
    const responses = randomResponses(400, 9)
    const [root] = nodeResults(layout, tallyOf(layout, responses), { threshold: 1 })
    const slow = recount(questionnaire, responses, names, 'share', 'pooled')
    expect(slow.allPositive).toBeGreaterThan(0)
    expect(root).toMatchObject({ value: slow.allPositive / slow.persons, intervalMethod: 'wilson' })
  })
})

describe('a tally as bytes', () => {
  const layout = tallyLayout(satisfaction(factors))
  const safe = fc.oneof(fc.constant(0), fc.integer({ min: -70, max: 70 }), fc.integer(), fc.maxSafeInteger())
  it('comes back as it was, negative and large numbers too', () => {
    fc.assert(
      fc.property(fc.array(safe, { minLength: layout.length, maxLength: layout.length }), (numbers) => {
        const tally = Float64Array.from(numbers)
        expect(decodeTally(layout, encodeTally(tally))).toEqual(tally)
      }),
      { seed: 42, numRuns: 200 },
    )
  })
  it('spells a number by as few bytes as hold it and its sign, whatever its length', () => {
    for (const [value, bytes] of [
      [1, [2]],
      [-1, [3]],
      [63, [126]],
      [64, [128, 1]],
      [8_191, [254, 127]],
      [8_192, [128, 128, 1]],
      [2 ** 20 - 1, [254, 255, 127]],
      [2 ** 20, [128, 128, 128, 1]],
    ] as const)
      expect([...encodeTally(Float64Array.of(value, value))], String(value)).toEqual([1, ...bytes, ...bytes])
  })
  it('is a handful of bytes while it is empty', () => expect(encodeTally(emptyTally(layout)).length).toBeLessThan(6))
  it('is refused with the questionnaire named when its length is another', () => {
    const other = encodeTally(emptyTally(tallyLayout(satisfaction({ A: 2 }))))
    expect(() => decodeTally(layout, other)).toThrow(/"fixture" version 1/)
  })
  it('is refused when it is cut off or of another layout', () => {
    const bytes = encodeTally(tallyOf(layout, randomResponses(200, 3)))
    expect(() => decodeTally(layout, bytes.subarray(0, bytes.length - 1))).toThrow()
    expect(() => decodeTally(layout, bytes.with(0, 9))).toThrow(/layout 9/)
  })
})

/** Wilson at the effective number of answers, from a recount. */
function clusterInterval(slow: Recount, low: number, allPositive: number): readonly [number, number] | null {
  const { value, variance, apart, persons, effective: n, freedom } = slow
  if (n < 2) return null
  const informative = (n * (persons - allPositive)) / persons
  const theta = (value - low) / (1 - low)
  const one = theta * (1 - theta)
  const squares = (variance * (persons - 1)) / persons / (1 - low) ** 2
  const seen = squares * (1 + 1 / freedom) * (tQuantile(freedom) / z975) ** 2
  const blended = informative === Infinity ? seen : (informative * seen + one / n) / (informative + 1)
  const effective = variance < 1e-20 ? n : one / Math.max(blended, apart / (1 - low) ** 2)
  const [from, to] = wilsonAt(theta, effective)
  return [low + from * (1 - low), low + to * (1 - low)]
}

function expectEnds(seen: readonly [number, number] | null | undefined, expected: readonly [number, number] | null): void {
  if (!expected) return expect(seen).toBeNull()
  expect(seen?.[0]).toBeCloseTo(expected[0], 9)
  expect(seen?.[1]).toBeCloseTo(expected[1], 9)
}
