import { describe, expect, it } from 'vitest'
import { isCaller, isPlaceOf, isRemark, longestRemark, type Remark, threadsOf } from '../../../surveys/designing/threads'
import { readSmall } from '../small'

const remark = (seq: number, place: string, kind: Remark['kind'] = 'said'): Remark => ({
  seq,
  place,
  kind,
  version: 1,
  words: kind === 'said' ? 'x' : '',
  who: 'Lan',
  link: '',
  at: '2026-11-29T03:00:00.000Z',
})
const open = (...remarks: readonly Remark[]) => threadsOf(remarks).map(({ place, isOpen, remarks: said }) => [place, isOpen, said.length])

describe('what is said about a design', () => {
  it('is a thread for each place, open until it is settled, and again when more is said', () => {
    expect(open(remark(2, 'q:b'), remark(1, 'q:a'))).toEqual([
      ['q:a', true, 1],
      ['q:b', true, 1],
    ])
    expect(open(remark(1, 'q:a'), remark(2, 'q:a', 'resolved'))).toEqual([['q:a', false, 2]])
    expect(open(remark(1, 'q:a'), remark(2, 'q:a', 'resolved'), remark(3, 'q:a'))).toEqual([['q:a', true, 3]])
    expect(open(remark(1, 'q:a'), remark(2, 'q:a', 'resolved'), remark(3, 'q:a', 'reopened'))).toEqual([['q:a', true, 3]])
    expect(open()).toEqual([])
  })

  it('is about a question, a section or the whole, each by its own name', () => {
    const places = ['', 'q:late', 's:first', 'q:first', 's:late', 'late', 'q:m1', 'q:']
    expect(places.filter((place) => isPlaceOf(readSmall(), place))).toEqual(['', 'q:late', 's:first'])
  })

  it('has words that can be seen, and not too many', () => {
    expect(['Được', ' ', '', '\u200b', 'x'.repeat(longestRemark), 'x'.repeat(longestRemark + 1)].map(isRemark)).toEqual([
      true,
      false,
      false,
      false,
      true,
      false,
    ])
    expect([isCaller('TS. Hoà'), isCaller('x'.repeat(81))]).toEqual([true, false])
  })
})
