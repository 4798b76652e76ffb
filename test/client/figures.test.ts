import { describe, expect, it } from 'vitest'
import { changeWithInterval } from '../../client/text/figures'
import { numbersOf } from '../../client/text/numbers'
import { officeWords } from '../../client/text/office'
import { monthsListed } from '../../client/text/rates'

describe('changes in a list of sentences', () => {
  const reader = { say: officeWords('en'), numbers: numbersOf('en') }
  const fall = { difference: -0.021, interval: [-0.034, -0.008], verdict: 'lower' } as const

  it('keep their interval in brackets, so that no mark between two of them stands within one', () => {
    const text = changeWithInterval(reader, fall, 'percent', 2)
    expect(text).toBe('down 2.10 (−3.40 to −0.80)')
    expect(text).not.toContain(';')
  })
})

describe('months that are listed', () => {
  it.each([
    [['2026-01'], '01/2026'],
    [['2026-01', '2026-02'], '01/2026, 02/2026'],
    [['2025-11', '2025-12', '2026-01', '2026-03'], '11/2025 – 01/2026, 03/2026'],
    [['2026-01', '2026-03', '2026-05'], '01/2026, 03/2026, 05/2026'],
    [[], ''],
  ])('%j stand by the first and the last where three or more follow each other', (months, text) => {
    expect(monthsListed(numbersOf('vi'), months)).toBe(text)
  })
})
