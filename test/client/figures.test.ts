import { describe, expect, it } from 'vitest'
import { changeWithInterval } from '../../client/text/figures'
import { numbersOf } from '../../client/text/numbers'
import { officeWords } from '../../client/text/office'

describe('changes in a list of sentences', () => {
  const reader = { say: officeWords('en'), numbers: numbersOf('en') }
  const fall = { difference: -0.021, interval: [-0.034, -0.008], verdict: 'lower' } as const

  it('keep their interval in brackets, so that no mark between two of them stands within one', () => {
    const text = changeWithInterval(reader, fall, 'percent', 2)
    expect(text).toBe('down 2.10 (−3.40 to −0.80)')
    expect(text).not.toContain(';')
  })
})
