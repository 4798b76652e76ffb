import { describe, expect, it } from 'vitest'
import { namesAndOthers } from '../../client/text/names'
import { numbersOf } from '../../client/text/numbers'
import { officeWords } from '../../client/text/office'

describe('names in a sentence', () => {
  const names = Array.from({ length: 9 }, (_, at) => `Xã ${at + 1}`)
  const told = (language: 'vi' | 'en', count: number, most: number): string =>
    namesAndOthers(names.slice(0, count), most, (n) => officeWords(language)('andOthers', { n: numbersOf(language).count(n) }))

  it('are all there where they are few, else the first ones and how many others', () => {
    expect([0, 1, 3].map((count) => told('vi', count, 3))).toEqual(['', 'Xã 1', 'Xã 1, Xã 2, Xã 3'])
    expect(told('vi', 9, 3)).toBe('Xã 1, Xã 2, Xã 3 và 6 cơ quan khác')
    expect([told('en', 9, 2), told('en', 3, 2)]).toEqual(['Xã 1, Xã 2 and 7 more agencies', 'Xã 1, Xã 2 and 1 more agency'])
  })
})
