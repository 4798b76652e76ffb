import { describe, expect, it } from 'vitest'
import { comparedKeyings, isKeyedTwice, pileFaults, settledAnswers } from '../../surveys/fielding/paper'

describe('a pile of paper sheets', () => {
  it.each([
    [{ label: 'Tập 1', sheets: '50', keying: 'double' }, []],
    [{ label: '', sheets: '50', keying: 'double' }, ['label needed']],
    [{ label: 'x'.repeat(61), sheets: '50', keying: 'double' }, ['label too-long']],
    [{ label: 'Tập 1', sheets: '0', keying: 'double' }, ['sheets out-of-range']],
    [{ label: 'Tập 1', sheets: '501', keying: 'sample' }, ['sheets out-of-range']],
    [{ label: 'Tập 1', sheets: '-3', keying: 'twice' }, ['sheets out-of-range', 'keying needed']],
  ])('%j is begun, or told what is wrong with it', (draft, faults) => {
    expect(pileFaults(draft).map(({ field, code }) => `${field} ${code}`)).toEqual(faults)
  })

  it('has every sheet keyed twice, none, or one in ten from where nobody knows', () => {
    const twice = (keying: 'double' | 'sample' | 'single', sheets: number, seed = 'a1b2c3') =>
      Array.from({ length: sheets }, (_, place) => place + 1).filter((number) => isKeyedTwice({ keying, seed, sheets }, number))
    expect([twice('double', 5), twice('single', 5)]).toEqual([[1, 2, 3, 4, 5], []])
    for (const sheets of [1, 3, 10, 95, 500])
      expect(twice('sample', sheets).length).toBeGreaterThanOrEqual(Math.max(1, Math.floor(sheets / 10)))
    expect(new Set(['000000', '000001', '000005'].map((seed) => twice('sample', 100, seed)[0])).size).toBe(3)
  })

  it('compares item by item; blanks are the same, and several options in any order', () => {
    const ids = ['A', 'B', 'C', 'D', 'E']
    const first = { A: '5', B: ['x', 'y'], C: 'lời', D: '' }
    expect(comparedKeyings(ids, first, { A: '5', B: ['y', 'x'], C: 'lời' })).toEqual({ asked: 3, differing: [] })
    expect(comparedKeyings(ids, first, { A: '4', B: ['x'], E: '1' })).toEqual({ asked: 4, differing: ['A', 'B', 'C', 'E'] })
    expect(comparedKeyings(ids, { A: { code: 'other', text: 'k' } }, { A: 'other' }).differing).toEqual(['A'])
  })

  it('is settled to the first keying with what the second has right', () => {
    const [first, second] = [
      { A: '5', B: '4', C: 'lời' },
      { A: '4', C: 'lời khác', D: '1' },
    ]
    expect(settledAnswers(first, second, [])).toEqual(first)
    expect(settledAnswers(first, second, ['A', 'B', 'D'])).toEqual({ A: '4', C: 'lời', D: '1' })
  })
})
