import { describe, expect, it } from 'vitest'
import { numbersOf, rankText } from '../../client/text/numbers'

const [vi, en] = [numbersOf('vi'), numbersOf('en')]

describe('figures in words', () => {
  it('have a minus sign, never a hyphen', () => {
    const below = [
      vi.figure(-0.003, 'percent', 1),
      vi.figure(-12.5, 'number', 2),
      vi.range([-0.02, 0.1], 'percent', 2),
      vi.signed(-0.021, 'percent', 1),
      vi.plain(-2.5),
      vi.exact(-3),
    ]
    expect(below).toEqual(['−0,3%', '−12,50', '−2,00–10,00%', '−2,1', '−2,5', '−3'])
  })

  it.each([
    [23, 160, '14,38%', '14.38%'],
    [1, 8, '12,50%', '12.50%'],
    [2, 3, '66,67%', '66.67%'],
    [1, 1, '100,00%', '100.00%'],
  ])('round %i of %i half up, as it is worked out by hand', (part, whole, vietnamese, english) => {
    expect([vi, en].map(({ figure }) => figure(part / whole, 'percent', 2))).toEqual([vietnamese, english])
  })

  it('say a rank with the range in which it lies, and plainly where there is no doubt', () => {
    const tier = 1
    const texts = [
      { rank: 21, ranked: 21, rankInterval: [21, 21] as const },
      { rank: 3, ranked: 21, rankInterval: [1, 7] as const },
      { rank: null, ranked: 21, rankInterval: null },
    ].map((one) => rankText(vi, { ...one, tier, digits: 2 }))
    expect(texts).toEqual(['21/21', '3 (1–7)/21', '–'])
  })

  it('are grouped where they are computed on, like those beside them', () => {
    expect([vi.fine(16035.376), vi.fine(7576), vi.count(7576), en.fine(16035.376), vi.fine(0.00000607344)]).toEqual([
      '16.035,4',
      '7.576',
      '7.576',
      '16,035.4',
      '0,00000607344',
    ])
  })

  it('say by how many points two shares lie apart', () => {
    expect([vi.apart(-0.0432, 'percent', 1), vi.signed(0.0432, 'percent', 2), vi.signed(0, 'percent', 1)]).toEqual(['4,3', '+4,32', '0,0'])
  })
})
