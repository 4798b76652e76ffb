import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { idsOf, receiptCode } from '../../surveys/answers/receipt'

describe('the code of a receipt', () => {
  it.each([
    ['00000000-0000-4000-8000-000000000000', '0000-0000'],
    ['01234567-8900-4000-8000-000000000000', '04HM-ASW9'],
    ['ffffffff-ffff-4fff-bfff-ffffffffffff', 'ZZZZ-ZZZZ'],
  ])('of %s is %s', (id, code) => {
    expect(receiptCode(id)).toBe(code)
  })

  it('leads back to the response, however it is typed', () => {
    fc.assert(
      fc.property(fc.uuid({ version: 4 }), (id) => {
        const code = receiptCode(id)
        for (const typed of [code, code.toLowerCase(), code.replace('-', ' '), ` ${code.replaceAll('0', 'o').replaceAll('1', 'l')}`]) {
          const ids = idsOf(typed)
          expect(ids && ids.from <= id && id < ids.before).toBe(true)
        }
      }),
      { seed: 20_261_130 },
    )
  })

  it.each(['', '1234567', '123456789', 'ABCD-EFGU', 'ABCD/EFGH', '٣٤٥٦٧٨٩٠'])('is not "%s"', (typed) => {
    expect(idsOf(typed)).toBeUndefined()
  })
})
