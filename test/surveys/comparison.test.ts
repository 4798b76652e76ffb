import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { officeWords } from '../../client/text/office'
import {
  adjusted,
  atConstantMixture,
  type Change,
  changeBetween,
  claimOf,
  comparableBefore,
  type Fielded,
  judgedTogether,
} from '../../surveys/figures/comparison'
import { wilsonInterval } from '../../surveys/figures/intervals'
import { normal, seeded } from './random'

const share = (positive: number, n: number) => ({ value: positive / n, interval: wilsonInterval(positive, n) })

describe('the change from one estimate to another', () => {
  // Newcombe (1998), Statistics in Medicine 17:873–890, table II, method 10.
  it.each([
    [56, 70, 48, 80, 0.0524, 0.3339],
    [9, 10, 3, 10, 0.1705, 0.809],
    [6, 7, 2, 7, 0.0582, 0.8062],
    [5, 56, 0, 29, -0.0381, 0.1926],
    [0, 10, 0, 20, -0.1611, 0.2775],
    [0, 10, 0, 10, -0.2775, 0.2775],
    [10, 10, 0, 20, 0.6791, 1],
    [10, 10, 0, 10, 0.6075, 1],
  ])('from %d/%d after %d/%d has the published interval', (after, afterN, before, beforeN, low, high) => {
    const change = changeBetween(share(before, beforeN), share(after, afterN))
    expect(change?.difference).toBeCloseTo(after / afterN - before / beforeN, 12)
    expect(change?.interval?.[0]).toBeCloseTo(low, 4)
    expect(change?.interval?.[1]).toBeCloseTo(high, 4)
  })

  it.each([
    [share(480, 800), share(560, 700), 'higher'],
    [share(560, 700), share(480, 800), 'lower'],
    [share(56, 70), share(59, 70), 'unclear'],
    [share(0, 10), share(0, 10), 'unclear'],
  ] as const)('is called by whether its interval holds 0', (before, after, verdict) => {
    expect(changeBetween(before, after)?.verdict).toBe(verdict)
  })

  it('turns its sign when before and after change places', () => {
    const [up, down] = [changeBetween(share(30, 50), share(45, 60)), changeBetween(share(45, 60), share(30, 50))]
    expect(down?.difference).toBeCloseTo(-(up?.difference ?? 0), 12)
    expect(down?.interval?.[0]).toBeCloseTo(-(up?.interval?.[1] ?? 0), 12)
  })

  it('does not exist without two figures, and is never called without two intervals', () => {
    expect(changeBetween({ value: null, interval: null }, share(9, 10))).toBeUndefined()
    expect(changeBetween(share(9, 10), { value: null, interval: null })).toBeUndefined()
    expect(changeBetween({ value: 0.5, interval: null }, share(9, 10))).toEqual({ difference: 0.4, interval: null, verdict: 'unclear' })
  })
})

describe('the interval of a change', () => {
  it('is wider than it need be where the same persons answered twice, as the page of a figure says', () => {
    const uniform = seeded(17)
    const [persons, runs] = [150, 400]
    const held = (again: number): number => {
      let inside = 0
      for (let run = 0; run < runs; run++) {
        const [before, after] = [{ n: 0 }, { n: 0 }]
        for (let person = 0; person < persons; person++) {
          const first = uniform() < 0.8
          before.n += Number(first)
          after.n += Number(uniform() < again ? first : uniform() < 0.8)
        }
        const { interval } = changeBetween(share(before.n, persons), share(after.n, persons)) ?? {}
        inside += Number(interval != null && interval[0] <= 0 && interval[1] >= 0)
      }
      return inside / runs
    }
    expect(held(0)).toBeGreaterThan(0.92)
    expect(held(0)).toBeLessThan(0.98)
    expect(held(0.7)).toBeGreaterThan(0.985)
    expect(officeWords('vi')('changeMethod')).toContain('nếu nhiều người trả lời cả hai đợt thì khoảng thường rộng hơn cần thiết')
    expect(officeWords('en')('changeMethod')).toMatch(/answered both .*wider than/)
  })
})

describe('two intervals', () => {
  it('that lie apart are of two figures that differ, and of two that overlap only that of their difference tells, as the report says', () => {
    const counts = [0, 4, 10, 25, 40, 52, 60, 66, 71, 76, 79, 80]
    const seen = { apart: new Set<string>(), overlapping: new Set<string>() }
    for (const one of counts)
      for (const other of counts) {
        const [before, after] = [share(one, 80), share(other, 80)]
        const [first, second] = [before.interval ?? expect.fail(), after.interval ?? expect.fail()]
        const isApart = first[1] < second[0] || second[1] < first[0]
        seen[isApart ? 'apart' : 'overlapping'].add(changeBetween(before, after)?.verdict ?? '')
      }
    expect([...seen.apart].toSorted()).toEqual(['higher', 'lower'])
    expect([...seen.overlapping].toSorted()).toEqual(['higher', 'lower', 'unclear'])
    expect(officeWords('vi')('termInterval')).toContain('hai khoảng chồng lên nhau thì chỉ khoảng tin cậy của hiệu mới nói được')
    expect(officeWords('en')('termInterval')).toContain(
      'Two figures whose intervals lie apart differ; of two that overlap only the interval of their difference can tell',
    )
  })
})

describe('changes that are read as one list', () => {
  // Benjamini & Hochberg (1995), Journal of the Royal Statistical Society B 57:289–300, section 3.2: their procedure rejects the
  // first four, Bonferroni's and Hochberg's, as does Holm's, the first three.
  const trial = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528, 0.759, 1]

  it('keep as many claims as the published example', () => {
    const kept = (by: 'holm' | 'benjamini-hochberg') => adjusted(trial, by).filter((p) => p < 0.05).length
    expect([kept('holm'), kept('benjamini-hochberg')]).toEqual([3, 4])
  })

  it('are adjusted by hand the same', () => {
    // Holm: 15·0.0001, 14·0.0004, 13·0.0019, 12·0.0095; then 10·0.0278 holds for the two after it, 9·0.0298 and 8·0.0344 being less.
    const holm = [0.0015, 0.0056, 0.0247, 0.114, 0.2211, 0.278, 0.278, 0.278, 0.3213, 1, 1, 1, 1, 1, 1]
    // 15/1·0.0001, 15/2·0.0004, 15/3·0.0019, 15/4·0.0095, 15/5·0.0201; 15/7·0.0298 is less than 15/6·0.0278.
    const hochberg = [0.0015, 0.003, 0.0095, 0.035625, 0.0603, 0.0298 * (15 / 7), 0.0298 * (15 / 7), 0.0645, 0.0765]
    for (const [place, p] of adjusted(trial, 'holm').entries()) expect(p).toBeCloseTo(holm[place] ?? NaN, 12)
    for (const [place, p] of adjusted(trial, 'benjamini-hochberg').slice(0, 9).entries()) expect(p).toBeCloseTo(hochberg[place] ?? NaN, 12)
    // In any order, and ties alike.
    expect(adjusted([0.01, 0.04, 0.03, 0.005], 'holm')).toEqual([0.03, 0.06, 0.06, 0.02])
    expect(adjusted([0.04, 0.01, 0.04], 'benjamini-hochberg')).toEqual([0.04, 0.03, 0.04])
    expect(adjusted([], 'holm')).toEqual([])
  })

  const listOf = (changes: readonly { readonly difference: number; readonly half: number }[]) =>
    new Map<number, Change>(
      changes.map(({ difference, half }, place) => {
        const interval = [difference - half, difference + half] as const
        return [place, { difference, interval, verdict: interval[0] > 0 ? 'higher' : interval[1] < 0 ? 'lower' : 'unclear' } as const]
      }),
    )
  const verdicts = (list: ReturnType<typeof judgedTogether>) => [...list.changes.values()].map(({ verdict }) => verdict)

  it('are judged as a single one is where there is one', () => {
    for (const difference of [-0.0501, -0.0499, 0, 0.0499, 0.0501]) {
      const list = listOf([{ difference, half: 0.05 }])
      expect(verdicts(judgedTogether(list))).toEqual([...list.values()].map(({ verdict }) => verdict))
    }
  })

  it('go by the arm that reaches towards no change', () => {
    const verdict = (difference: number, low: number, high: number) =>
      judgedTogether(
        new Map([[0, { difference, interval: [low, high] as const, verdict: difference > 0 ? ('higher' as const) : ('lower' as const) }]]),
      ).changes.get(0)?.verdict
    expect([verdict(0.1, 0.01, 0.5), verdict(0.1, -0.01, 0.11), verdict(-0.1, -0.5, -0.01), verdict(-0.1, -0.11, 0.01)]).toEqual([
      'higher',
      'unclear',
      'lower',
      'unclear',
    ])
  })

  it('lose a claim that is sure only by itself', () => {
    // z = 1.96·0.06/0.05 = 2.35, p = 0.019: more than 0.05/3, and the one far off stays.
    const list = listOf([
      { difference: 0.06, half: 0.05 },
      { difference: 0, half: 0.05 },
      { difference: -0.2, half: 0.05 },
      { difference: 0.01, half: 0.05 },
    ])
    expect([...list.values()].map(({ verdict }) => verdict)).toEqual(['higher', 'unclear', 'lower', 'unclear'])
    expect(verdicts(judgedTogether(list))).toEqual(['unclear', 'unclear', 'lower', 'unclear'])
  })

  it('count only those with an interval, and change their method above fifty', () => {
    const still = { difference: 0, half: 0.05 }
    const many = (count: number) => listOf(Array.from({ length: count }, () => still))
    const without = new Map([...many(50), [50, { difference: 0.4, interval: null, verdict: 'unclear' }]])
    expect([judgedTogether(many(50)).by, judgedTogether(without).by, judgedTogether(many(51)).by]).toEqual([
      'holm',
      'holm',
      'benjamini-hochberg',
    ])
    expect(judgedTogether(without).changes.get(50)?.verdict).toBe('unclear')
  })

  it('call falsely at most one list in twenty where nothing has changed', () => {
    // 4,000 lists of 20: judged alone, 1 − 0.95²⁰ = 64 % of them hold a false claim.
    const draw = seeded(7)
    let [alone, together] = [0, 0]
    for (let run = 0; run < 4000; run++) {
      const list = listOf(Array.from({ length: 20 }, () => ({ difference: normal(draw), half: 1.959963984540054 })))
      alone += Number([...list.values()].some(({ verdict }) => verdict !== 'unclear'))
      together += Number(verdicts(judgedTogether(list)).some((verdict) => verdict !== 'unclear'))
    }
    expect(alone / 4000).toBeGreaterThan(0.5)
    expect(together / 4000).toBeLessThan(0.06)
    expect(together / 4000).toBeGreaterThan(0.03)
  })
})

describe('the change of a total beside its change at constant mixture', () => {
  const on = (positive: number, n: number) => ({ ...share(positive, n), base: n })
  const changeOf = (before: ReturnType<typeof share>, after: ReturnType<typeof share>) =>
    changeBetween(before, after) ?? expect.fail('no change')

  it('is nothing where agencies stay and only their responses move', () => {
    // 95 % of 300 and 60 % of 100 come to 345 of 400; 95 % of 100 and 60 % of 300 to 275 of 400.
    const whole = changeOf(share(345, 400), share(275, 400))
    expect([whole.difference, whole.verdict]).toEqual([-0.175, 'lower'])
    const mixture = atConstantMixture(whole, [
      { code: 'A', before: on(285, 300), after: on(95, 100) },
      { code: 'B', before: on(60, 100), after: on(180, 300) },
    ])
    expect(mixture).toMatchObject({ atSame: { difference: 0, verdict: 'unclear' }, rest: -0.175, alone: [] })
    expect(claimOf(whole, mixture)).toBe('unclear')
  })

  it('weighs each agency by the mean of its two shares, and adds their arms squared', () => {
    const before = { value: 0.5, interval: [0.4, 0.6], base: 100 } as const
    const after = { value: 0.7, interval: [0.6, 0.8], base: 300 } as const
    const still = { value: 0.8, interval: [0.7, 0.9] } as const
    const whole = { difference: 0.15, interval: [0.1, 0.2], verdict: 'higher' } as const
    const { atSame, rest } = atConstantMixture(whole, [
      { code: 'A', before, after },
      { code: 'B', before: { ...still, base: 300 }, after: { ...still, base: 100 } },
    ])
    // Both weigh (1/4 + 3/4)/2 = 1/2; each change has arms √(0.1² + 0.1²), and half of two such come to 0.1.
    expect(atSame?.difference).toBe(0.1)
    expect(atSame?.interval?.[0]).toBeCloseTo(0, 12)
    expect(atSame?.interval?.[1]).toBeCloseTo(0.2, 12)
    expect(rest).toBe(0.05)
  })

  it('has no interval, and claims nothing, while the change of one of its agencies has none', () => {
    const whole = changeOf(share(480, 800), share(560, 700))
    const mixture = atConstantMixture(whole, [
      { code: 'A', before: on(480, 800), after: on(560, 700) },
      { code: 'B', before: { value: 0.5, interval: null, base: 10 }, after: on(5, 10) },
    ])
    expect(mixture.atSame).toMatchObject({ interval: null, verdict: 'unclear' })
    expect(claimOf(whole, mixture)).toBe('unclear')
  })

  it('says a rise only where it is one at constant mixture too', () => {
    const agencies = [{ code: 'A', before: on(480, 800), after: on(560, 700) }]
    const whole = changeOf(share(480, 800), share(560, 700))
    expect(claimOf(whole, atConstantMixture(whole, agencies))).toBe('higher')
    expect(claimOf({ ...whole, verdict: 'lower' }, atConstantMixture(whole, agencies))).toBe('unclear')
  })

  it('names the agencies that have a figure in one wave only, and cannot do without any in both', () => {
    const withheld = { value: null, interval: null, base: 4 }
    const whole = changeOf(share(480, 800), share(560, 700))
    const mixture = atConstantMixture(whole, [
      { code: 'new', before: undefined, after: on(9, 20) },
      { code: 'gone', before: on(9, 20), after: withheld },
      { code: 'never', before: withheld, after: withheld },
    ])
    expect(mixture).toEqual({ atSame: undefined, rest: whole.difference, alone: ['new', 'gone'] })
    expect(claimOf(whole, mixture)).toBe('unclear')
  })

  const answers = fc.integer({ min: 1, max: 500 }).chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n)))

  it('and the part of the mixture come to the whole change where all agencies stand in both', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(answers, answers), { minLength: 1, maxLength: 12 }), (pairs) => {
        const sum = (wave: 0 | 1, of: 0 | 1) => pairs.reduce((all, pair) => all + pair[wave][of], 0)
        const sharesOf = (wave: 0 | 1) => pairs.map((pair) => pair[wave][1] / sum(wave, 1))
        const whole = changeOf(share(sum(0, 0), sum(0, 1)), share(sum(1, 0), sum(1, 1)))
        const { atSame, rest } = atConstantMixture(
          whole,
          pairs.map(([before, after], place) => ({ code: String(place), before: on(...before), after: on(...after) })),
        )
        const [first, second] = [sharesOf(0), sharesOf(1)]
        const moved = pairs.map(
          ([before, after], place) =>
            ((before[0] / before[1] + after[0] / after[1]) / 2) * ((second[place] ?? NaN) - (first[place] ?? NaN)),
        )
        expect(rest).toBeCloseTo(
          moved.reduce((all, one) => all + one, 0),
          9,
        )
        expect((atSame?.difference ?? NaN) + rest).toBeCloseTo(whole.difference, 9)
      }),
      { seed: 20_261_130 },
    )
  })
})

describe('what a campaign is compared with', () => {
  const campaign: Fielded = {
    code: 'q4',
    questionnaire: 'sipas-service',
    version: 2,
    kind: 'open',
    status: 'open',
    opensOn: '2026-10-01',
    closesOn: '2026-12-31',
    synthetic: false,
  }
  const earlier = (code: string, wanted: Partial<Fielded> = {}): Fielded => ({
    ...campaign,
    code,
    status: 'closed',
    opensOn: '2026-07-01',
    closesOn: '2026-09-30',
    ...wanted,
  })
  const codes = (all: readonly Fielded[], versions?: readonly number[]) =>
    comparableBefore(campaign, [campaign, ...all], versions).map(({ code }) => code)

  it('is what ended before it opened, the latest first', () => {
    expect(
      codes([
        earlier('q2', { opensOn: '2026-04-01', closesOn: '2026-06-30' }),
        earlier('q3'),
        earlier('overlap', { closesOn: '2026-10-01' }),
      ]),
    ).toEqual(['q3', 'q2'])
  })

  it.each([
    ['another questionnaire', { questionnaire: 'sipas-2026' }],
    ['another kind', { kind: 'sampled' }],
    ['a draft', { status: 'draft' }],
    ['made-up data', { synthetic: true }],
    ['another version', { version: 1 }],
  ] as const)('is never %s', (_, wanted) => {
    expect(codes([earlier('other', wanted)])).toEqual([])
  })

  it('may be another version that is named as comparable', () => {
    expect(codes([earlier('first', { version: 1 })], [1])).toEqual(['first'])
  })
})
