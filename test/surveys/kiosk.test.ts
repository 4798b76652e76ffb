import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rangesOf } from '../../surveys/fielding/beat'
import {
  draftOfHours,
  hasArrived,
  kioskCondition,
  type KnownKiosk,
  missingNumbers,
  neverArrived,
  type NumberRanges,
  officeMinutes,
  planHours,
  troubledFirst,
  usualHours,
  withNumber,
} from '../../surveys/fielding/kiosk'

const from = (numbers: readonly number[]): NumberRanges => numbers.reduce<NumberRanges>(withNumber, [])

describe('the numbers that have arrived from a kiosk', () => {
  it.each([
    [[1, 2, 3], [[1, 3]]],
    [[3, 1, 2], [[1, 3]]],
    [
      [1, 3, 5],
      [
        [1, 1],
        [3, 3],
        [5, 5],
      ],
    ],
    [
      [1, 3, 5, 4],
      [
        [1, 1],
        [3, 5],
      ],
    ],
    [[2, 2, 2], [[2, 2]]],
  ])('%j are %j', (numbers, ranges) => {
    expect(from(numbers)).toEqual(ranges)
  })

  it('are exactly those that came, in whatever order, in as few ranges as can be', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 60 })), (numbers) => {
        const ranges = from(numbers)
        for (let number = 0; number <= 61; number += 1) expect(hasArrived(ranges, number)).toBe(numbers.includes(number))
        ranges.forEach(([first], place) => expect(place === 0 || first > (ranges[place - 1]?.[1] ?? 0) + 1).toBe(true))
      }),
      { seed: 20_261_130 },
    )
  })

  it('leave what was made, has not come and is not on the kiosk any more', () => {
    expect(neverArrived(from([1, 2, 4]), { made: 7, waiting: 2, setAside: 1 })).toBe(1)
    expect(neverArrived(from([1, 2, 3]), { made: 3, waiting: 0, setAside: 0 })).toBe(0)
    expect(neverArrived(from([1, 2, 3]), { made: 3, waiting: 2, setAside: 0 })).toBe(0)
  })
})

describe('the numbers that should have arrived from a kiosk', () => {
  const held = { issued: 9, waiting: from([8]), aside: from([3]), free: from([9]) }

  it('are neither here nor there, and what is set aside there and came by a file is looked for no more and hides no other', () => {
    expect(missingNumbers(from([1, 2, 6, 7]), held)).toEqual([[4, 5]])
    expect(missingNumbers(from([1, 2, 3, 6, 7]), held)).toEqual([[4, 5]])
    expect(neverArrived(from([1, 2, 3, 6, 7]), { made: 8, waiting: 1, setAside: 1, held })).toBe(2)
  })

  it('are exactly those of which nothing is known', () => {
    const some = fc.array(fc.integer({ min: 1, max: 30 }))
    fc.assert(
      fc.property(fc.nat(30), some, some, some, some, (issued, arrived, waits, aside, free) => {
        const missing = missingNumbers(rangesOf(arrived), {
          issued,
          waiting: rangesOf(waits),
          aside: rangesOf(aside),
          free: rangesOf(free),
        })
        const known = [...arrived, ...waits, ...aside, ...free]
        for (let number = 0; number <= 31; number += 1)
          expect(hasArrived(missing, number)).toBe(number >= 1 && number <= issued && !known.includes(number))
      }),
      { seed: 20_261_130 },
    )
  })
})

/** In Viet Nam. */
const at = (text: string): number => Date.parse(`${text}+07:00`)

describe('office hours', () => {
  it.each([
    ['2026-11-27T08:00', '2026-11-27T09:30', 90, 'within a morning'],
    ['2026-11-27T11:00', '2026-11-27T14:00', 60, 'over noon'],
    ['2026-11-27T16:50', '2026-11-30T07:45', 25, 'over a weekend'],
    ['2026-11-28T08:00', '2026-11-29T20:00', 0, 'on a weekend'],
    ['2026-11-27T18:00', '2026-11-28T06:00', 0, 'by night'],
    ['2026-11-27T00:30', '2026-11-27T07:30', 0, 'before the doors open'],
    ['2026-11-20T07:30', '2026-11-27T07:30', 5 * 450, 'over a week'],
    ['2026-11-27T09:00', '2026-11-27T08:00', 0, 'backwards, as a clock that was set back'],
  ])('from %s to %s are %i minutes (%s)', (from, to, minutes) => {
    expect(officeMinutes(usualHours, at(from), at(to))).toBe(minutes)
  })

  it('are those of Viet Nam, wherever the server stands', () => {
    expect(officeMinutes(usualHours, Date.parse('2026-11-27T00:30Z'), Date.parse('2026-11-27T01:00Z'))).toBe(30)
  })

  it('add up: what lies between two instants is what lies before and after a third', () => {
    const instant = fc.integer({ min: 0, max: 60 * 24 * 40 }).map((minute) => at('2026-11-01T00:00') + minute * 60_000)
    fc.assert(
      fc.property(fc.tuple(instant, instant, instant), (three) => {
        const [a, b, c] = three.sort((x, y) => x - y)
        expect(officeMinutes(usualHours, a, c)).toBe(officeMinutes(usualHours, a, b) + officeMinutes(usualHours, b, c))
      }),
      { seed: 20_261_130 },
    )
  })

  it('are read as they are typed, and written back the same', () => {
    const draft = { days: ['1', '6'], from: '07:00', to: '11:00', from2: '13:00', to2: '16:30' }
    const plan = planHours(draft)
    expect(plan.ok && draftOfHours(plan.hours)).toEqual(draft)
    const whole = planHours({ ...draft, from2: '', to2: '' })
    expect(whole.ok && whole.hours.spans).toEqual([{ from: '07:00', to: '11:00' }])
  })

  it.each([
    [{ days: [] }, [['days', 'needed']]],
    [{ from: '' }, [['from', 'needed']]],
    [{ to: '25:00' }, [['to', 'not-a-time']]],
    [{ to: '07:00' }, [['to', 'ends-first']]],
    [{ to2: '' }, [['to2', 'needed']]],
    [{ from2: '10:00' }, [['from2', 'overlaps']]],
    [
      { from: '7h', to2: '13:30' },
      [
        ['from', 'not-a-time'],
        ['to2', 'ends-first'],
      ],
    ],
  ])('with %j are refused, each field with its rule', (change, problems) => {
    const plan = planHours({ ...draftOfHours(usualHours), ...change })
    expect(!plan.ok && plan.problems.map(({ field, code }) => [field, code])).toEqual(problems)
  })
})

describe('a kiosk', () => {
  const known: KnownKiosk = {
    arrived: from([1, 2, 3]),
    made: 3,
    waiting: 0,
    setAside: 0,
    lost: 0,
    enrolledOn: '2026-11-20',
    revokedOn: '',
    seenAt: '2026-11-27T01:00Z',
    refused: [],
  }
  const closed = { code: 'campaign_closed', on: '2026-11-26' }
  const noon = at('2026-11-27T11:30')
  const conditionOf = (change: Partial<KnownKiosk>, now = noon) => kioskCondition({ ...known, ...change }, usualHours, now)

  it.each([
    ['nothing where all is well', { seenAt: '2026-11-27T03:40Z' }, { stands: 'enrolled', never: 0, silent: 50, troubles: [] }],
    ['silence of an hour of office hours', { seenAt: '2026-11-27T03:30Z' }, { silent: 60, troubles: ['silent'] }],
    ['silence since it was enrolled and never heard of', { seenAt: '', enrolledOn: '2026-11-27' }, { silent: 240, troubles: ['silent'] }],
    [
      'what never came, of it and of devices before',
      { made: 6, waiting: 1, lost: 2, seenAt: '2026-11-27T04:00Z' },
      { never: 4, troubles: ['missing'] },
    ],
    ['what was refused', { refused: [closed], seenAt: '2026-11-27T04:00Z' }, { troubles: ['refused'], seen: [] }],
    ['what was set aside', { made: 4, setAside: 1, seenAt: '2026-11-27T04:00Z' }, { never: 0, troubles: ['refused'] }],
    ['no silence before it is enrolled', { seenAt: '', enrolledOn: '' }, { stands: 'awaited', silent: 0, troubles: [] }],
    ['no silence after it was revoked', { revokedOn: '2026-11-21', seenAt: '2026-11-20T01:00Z' }, { stands: 'revoked', troubles: [] }],
  ])('shows %s', (_, change, shown) => {
    expect(conditionOf(change)).toMatchObject(shown)
  })

  describe('whose troubles somebody has seen', () => {
    const look = { by: 'Lan', on: '2026-11-26', never: 3, setAside: 1, refused: [closed] }
    const seen = { seenAt: '2026-11-27T04:00Z', made: 6, lost: 1, setAside: 1, refused: [closed], looked: look }

    it('asks for nobody, and still has them', () => {
      expect(conditionOf(seen)).toMatchObject({ never: 3, troubles: [], seen: ['missing', 'refused'] })
    })

    it.each([
      ['more has never come', { lost: 2 }, ['missing']],
      ['more was set aside', { made: 7, setAside: 2 }, ['refused']],
      ['something else was refused', { refused: [closed, { code: 'kiosk_number', on: '2026-11-26' }] }, ['refused']],
      ['the same was refused on a later day', { refused: [{ ...closed, on: '2026-11-27' }] }, ['refused']],
      ['it is silent, which ends by itself', { seenAt: '2026-11-26T04:00Z' }, ['silent']],
    ])('asks again when %s', (_, change, troubles) => {
      expect(conditionOf({ ...seen, ...change }).troubles).toEqual(troubles)
    })

    it('asks again for other numbers, be they no more than before', () => {
      const held = { issued: 6, waiting: [], aside: [[6, 6]], free: [] } as const
      const numbered = { ...seen, arrived: [[1, 3]] as const, held, looked: { ...look, missing: [[4, 5]], aside: [[6, 6]] } as const }
      expect(conditionOf(numbered)).toMatchObject({ never: 3, missing: [[4, 5]], troubles: [], seen: ['missing', 'refused'] })
      const others = {
        ...numbered,
        arrived: [
          [1, 2],
          [4, 4],
        ] as const,
      }
      expect(conditionOf(others)).toMatchObject({
        never: 3,
        missing: [
          [3, 3],
          [5, 5],
        ],
        troubles: ['missing'],
      })
      const aside = {
        ...numbered,
        arrived: [
          [1, 3],
          [6, 6],
        ] as const,
        held: { ...held, issued: 7, aside: [[7, 7]] as const },
      }
      expect(conditionOf(aside)).toMatchObject({ never: 3, troubles: ['refused'], seen: ['missing'] })
    })
  })

  it('that somebody should see to comes first, one that was revoked last', () => {
    const named = (name: string, change: Partial<KnownKiosk>) => ({
      name,
      condition: conditionOf({ seenAt: '2026-11-27T04:00Z', ...change }),
    })
    const kiosks = [
      named('revoked', { revokedOn: '2026-11-21', lost: 3 }),
      named('well', {}),
      named('awaited', { enrolledOn: '' }),
      named('missing', { made: 9 }),
      named('silent', { seenAt: '2026-11-26T04:00Z' }),
    ]
    expect(troubledFirst(kiosks).map(({ name }) => name)).toEqual(['missing', 'silent', 'awaited', 'well', 'revoked'])
  })
})
