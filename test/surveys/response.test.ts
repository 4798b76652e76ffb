import { violationText } from '../../client/text/citizen'
import { describe, expect, it } from 'vitest'
import { checkAnswers, isBlank, normalisedAnswers, readAnswers } from '../../surveys/answers/check'
import { packAnswers } from '../../surveys/answers/packing'
import type { Answers } from '../../surveys/instrument/schema'
import { mostAnswerBytes } from '../../surveys/instrument/spelling'
import { readSmall } from './small'

const small = readSmall()
const codes = (answers: Answers) => checkAnswers(small, { late: 'no', ...answers }).map(({ item, code }) => `${item} ${code}`)

describe('checking answers', () => {
  it('takes a complete response', () => {
    const answers: Answers = {
      late: 'yes',
      told: 'no',
      ways: ['desk', { code: 'else', text: 'Bưu điện' }],
      field: 'web',
      m1: 'bad',
      m2: 'na',
      rate: 'fair',
      met: 0,
      why: 'chậm',
      day: '2026-02-28',
    }
    expect(checkAnswers(small, answers)).toEqual([])
  })

  it.each<[string, Answers, string]>([
    ['an unknown item', { nothing: 'x' }, 'nothing unknown_item'],
    ['the name of a matrix, which is no item', { m: 'bad' }, 'm unknown_item'],
    ['a note', { intro: 'x' }, 'intro unknown_item'],
    ['an inherited property', JSON.parse('{"__proto__": "x"}'), '__proto__ unknown_item'],
    ['an answer that is not asked', { told: 'yes' }, 'told unreachable'],
    ['an unknown option', { rate: '9' }, 'rate unknown_option'],
    ['the place of an option instead of its code', { rate: 1 }, 'rate wrong_shape'],
    ['several options where one is asked', { rate: ['bad'] }, 'rate wrong_shape'],
    ['text beside an option that takes none', { field: { code: 'web', text: 'x' } }, 'field wrong_shape'],
    ['one option where several are asked', { ways: 'desk' }, 'ways wrong_shape'],
    ['an option twice', { ways: ['desk', 'desk'] }, 'ways repeated'],
    ['an exclusive option with another', { ways: ['desk', 'none'] }, 'ways exclusive'],
    ['more options than allowed', { ways: ['desk', 'web', 'else'] }, 'ways too_many'],
    ['a number outside its range', { met: 151 }, 'met out_of_range'],
    ['a number with a fraction', { met: 1.5 }, 'met not_a_number'],
    ['a number as text', { met: 'many' }, 'met not_a_number'],
    ['a text that is too long', { met: 1, why: 'mười một ký' }, 'why too_long'],
    ['a day that does not exist', { day: '2026-02-30' }, 'day not_a_date'],
    ['a day before the first allowed', { day: '2025-12-31' }, 'day out_of_range'],
  ])('refuses %s', (_, answers, problem) => {
    expect(codes(answers)).toEqual([problem])
  })

  it('asks for required items only where they are asked, and takes no blank for them', () => {
    expect(checkAnswers(small, {})).toEqual([{ item: 'late', code: 'required' }])
  })

  it('counts length in characters as a reader sees them, however they are composed', () => {
    const ten = 'ế'.repeat(10)
    expect(codes({ met: 1, why: ten.normalize('NFD') })).toEqual([])
    expect(codes({ met: 1, why: ten.normalize('NFC') })).toEqual([])
    expect(codes({ met: 1, why: '👨‍👩‍👧'.repeat(10) })).toEqual([])
    expect(codes({ met: 1, why: `${ten}e` })).toEqual(['why too_long'])
  })

  it('takes no more in all than a response carries, and names the longest', () => {
    const written = (letters: number): Answers => ({
      late: 'no',
      met: 1,
      field: { code: 'else', text: 'ế'.repeat(150) },
      why: 'x'.repeat(letters),
    })
    const rest = JSON.stringify(written(0)).length + 2 * 150
    expect(codes(written(mostAnswerBytes - rest))).not.toContain('why too_much')
    expect(checkAnswers(small, written(mostAnswerBytes - rest + 7))).toContainEqual({ item: 'why', code: 'too_much', seen: '7' })
    // Small answers may be too many: of several the longest is named all the same.
    expect(checkAnswers(small, { late: 'no', ways: Array.from({ length: 9_000 }, () => 'desk') })).toContainEqual({
      item: 'ways',
      code: 'too_much',
      seen: expect.stringMatching(/^\d+$/),
    })
  })

  it("says what was seen and what is allowed, in the reader's language", () => {
    const [violation] = checkAnswers(small, { late: 'no', met: 151 })
    expect(violation && violationText('en', violation)).toBe('151 is outside what is allowed (0…150).')
    expect(violation && violationText('vi', violation)).toBe('151 nằm ngoài khoảng cho phép (0…150).')
  })
})

describe('answers as form fields', () => {
  it('reads empty fields as blanks', () => {
    expect(readAnswers(small, () => ['  '])).toEqual({})
  })

  it('knows a blank from a zero', () => {
    expect([0, 'x', ['a']].map(isBlank)).toEqual([false, false, false])
    expect([undefined, '', []].map(isBlank)).toEqual([true, true, true])
    expect(normalisedAnswers({ a: ' x ', b: '  ', c: [], d: 0, e: [{ code: 'o', text: ' ' }] })).toEqual({ a: 'x', d: 0, e: ['o'] })
  })
})

describe('the packed vector', () => {
  it('holds a byte a closed item in the order of the questionnaire, a byte an option of a multiple choice', () => {
    expect([...packAnswers(small, { late: 'no', ways: ['web', 'none'], field: 'desk', m2: 'na', rate: 'bad', met: 7 })]).toEqual([
      2, 0, 0, 1, 0, 1, 1, 0, 4, 1,
    ])
    expect([...packAnswers(small, {})]).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 0])
  })
})
