import { describe, expect, it } from 'vitest'
import { isCaller, isPlaceOf, isRemark, longestRemark, followedPlaces, type Remark, threadsOf } from '../../../surveys/designing/threads'
import { changeQuestion, moveQuestion, removeQuestion, renameItem } from '../../../surveys/designing/questions'
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

  it('follows a question that is called otherwise, and back, also where it is worded otherwise or moved at once', () => {
    const small = readSmall()
    const renamed = renameItem(small, 'late', 'tre')
    expect(followedPlaces(small, renamed).get('q:late')).toBe('q:tre')
    expect(followedPlaces(renamed, small).get('q:tre')).toBe('q:late')
    const reworded = changeQuestion(renamed, 'tre', (question) => ({ ...question, text: { vi: 'Câu khác' } }))
    expect(followedPlaces(small, reworded).get('q:late')).toBe('q:tre')
    expect(followedPlaces(small, moveQuestion(renamed, 'tre', 'second', 0)).get('q:late')).toBe('q:tre')
  })

  it('follows two that change their ids with each other, and leaves both where only words were changed', () => {
    const small = readSmall()
    const swapped = renameItem(renameItem(renameItem(small, 'late', 'x'), 'rate', 'late'), 'x', 'rate')
    const both = new Map([
      ['q:late', 'q:rate'],
      ['q:rate', 'q:late'],
    ])
    expect(followedPlaces(small, swapped)).toEqual(both)
    expect(followedPlaces(swapped, small)).toEqual(both)
    expect(
      followedPlaces(
        small,
        changeQuestion(small, 'late', (one) => ({ ...one, text: { vi: 'Câu khác' } })),
      ).size,
    ).toBe(0)
  })

  it('is never read at another question that bears the id of one that was taken away, and goes back with it', () => {
    const small = readSmall()
    const without = removeQuestion(small, 'rate')
    const renamed = renameItem(without, 'late', 'rate')
    const both = new Map([
      ['q:late', 'q:rate'],
      ['q:rate', 'q:late'],
    ])
    expect(followedPlaces(small, without).size).toBe(0)
    for (const before of [small, without]) expect([followedPlaces(before, renamed), followedPlaces(renamed, before)]).toEqual([both, both])
  })

  it('follows a part that is called otherwise, and stays where it was when a question is taken away', () => {
    const small = readSmall()
    const called = { ...small, sections: small.sections.map((one) => (one.id === 'first' ? { ...one, id: 'mo-dau' } : one)) }
    expect(followedPlaces(small, called).get('s:first')).toBe('s:mo-dau')
    expect(followedPlaces(small, removeQuestion(small, 'late')).size).toBe(0)
    expect(followedPlaces(small, small).size).toBe(0)
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
