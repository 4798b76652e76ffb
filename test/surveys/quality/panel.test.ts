import { describe, expect, it } from 'vitest'
import { copiedIn, patternOf } from '../../../surveys/quality/copies'
import { addMarks, addToForm, countedForms, type MarkedForms, noMarks, tellable } from '../../../surveys/quality/panel'

describe('a panel of marks', () => {
  it('counts a response under each of its marks and once as doubtful', () => {
    const counts = noMarks()
    addMarks(counts, [])
    addMarks(counts, ['straight'])
    addMarks(counts, ['fast'])
    addMarks(counts, ['fast', 'straight'])
    addMarks(counts, ['burst', 'unproven'])
    expect(counts).toEqual({
      responses: 5,
      by: { burst: 1, copy: 0, unproven: 1, fast: 2, straight: 2, late: 0 },
      doubtful: 2,
      quarantine: 0,
      void: 0,
    })
  })

  it.each([
    [[0, 0], [false, false], false],
    [[10, 0], [true, false], true],
    [[9, 0], [false, false], false],
    [[10, 9], [true, false], false],
    [[10, 9, 1], [true, false, false], true],
    [[5, 5], [false, false], true],
    [[30, 40], [true, true], true],
  ])('tells of %j persons left out only where nobody follows from the rest', (persons, parts, sum) => {
    expect(tellable(10, persons)).toEqual({ parts, sum })
  })

  it('finds no two of a hundred thousand answers to be one pattern that are not', () => {
    const patterns = new Set<number>()
    for (let n = 0; n < 100_000; n++)
      patterns.add(patternOf(Uint8Array.from({ length: 12 }, (_, at) => 1 + (Math.floor(n / 5 ** (at % 8)) % 5) + at)))
    expect(patterns.size).toBe(100_000)
    expect([...patterns].every((pattern) => Number.isSafeInteger(pattern) && pattern >= 0)).toBe(true)
  })

  it('finds copies where other places have few of the same, and none where everywhere is alike', () => {
    const counts = (own: Readonly<Record<number, number>>) =>
      new Map(Object.entries(own).map(([pattern, count]) => [Number(pattern), count]))
    const usual = Object.fromEntries(Array.from({ length: 60 }, (_, pattern) => [pattern + 10, 1]))
    const stuffed = new Map([
      ['hall', counts({ 1: 40, ...usual })],
      ['counter', counts({ 1: 1, ...usual })],
    ])
    expect(copiedIn(stuffed)).toEqual([{ place: 'hall', pattern: 1, copies: 40 }])
    const content = new Map([
      ['hall', counts({ 1: 40, ...usual })],
      ['counter', counts({ 1: 40, ...usual })],
    ])
    expect(copiedIn(content)).toEqual([])
    expect(copiedIn(new Map([['alone', counts({ 1: 40 })]]))).toEqual([])
  })
})

describe('a form about several agencies', () => {
  it('is counted once, with what was marked of any of its ratings, wherever these lie', () => {
    const forms: MarkedForms = new Map()
    addToForm(forms, 'one', '', ['fast'])
    addToForm(forms, 'other', '', [])
    addToForm(forms, 'one', '', ['straight'])
    addToForm(forms, 'fourth', '', ['fast', 'straight'])
    addToForm(forms, 'fourth', '', [])
    addToForm(forms, 'third', 'void', ['burst'])
    addToForm(forms, 'third', 'void', ['burst'])
    expect(countedForms(forms)).toMatchObject({ responses: 3, doubtful: 1, void: 1, quarantine: 0, by: { fast: 2, straight: 2, burst: 0 } })
  })

  it('lets a figure over several agencies be told from as many ratings on as too few people cannot give', () => {
    expect(tellable(10, [15, 20], 4)).toEqual({ parts: [true, true], sum: false })
    expect(tellable(10, [25, 20], 4)).toEqual({ parts: [true, true], sum: true })
    expect(tellable(10, [9, 40], 4)).toEqual({ parts: [false, true], sum: false })
  })
})
