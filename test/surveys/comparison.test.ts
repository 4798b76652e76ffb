import { describe, expect, it } from 'vitest'
import { changeBetween, comparableBefore, type Fielded } from '../../surveys/figures/comparison'
import { wilsonInterval } from '../../surveys/figures/intervals'

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
