import fc from 'fast-check'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { canonical } from '../../surveys/instrument/canonical'
import { folded } from '../../surveys/instrument/folding'
import { composed, graphemes, isLongerThan } from '../../surveys/instrument/spelling'

afterEach(() => vi.restoreAllMocks())

const segmenter = new Intl.Segmenter('vi', { granularity: 'grapheme' })
const whole = (text: string): number => [...segmenter.segment(text)].length

describe('counting the characters of a text', () => {
  it('gives what a reader sees, wherever the text is cut while it is read', () => {
    const pieces = [
      'a',
      'ế',
      'ế'.normalize('NFD'),
      '\r',
      '\n',
      '\r\n',
      'ж',
      'กำ',
      '한',
      '각'.normalize('NFD'),
      '👨‍👩‍👧',
      '🇻🇳',
      '🇻',
      '\u200d',
      '\u0301',
      '©',
      '👍🏽',
      'क्षि',
      '\ud83d',
      '\u00ad',
      'ﷺ',
    ]
    const text = fc.array(fc.constantFrom(...pieces), { maxLength: 400 }).map((some) => some.join(''))
    fc.assert(
      fc.property(text, (one) => graphemes(one, Number.MAX_SAFE_INTEGER) === whole(one)),
      { seed: 20_261_127, numRuns: 300 },
    )
  })

  it('stops one past the limit, and looks at no more of the text than that takes', () => {
    const read = vi.spyOn(Intl.Segmenter.prototype, 'segment')
    expect(graphemes('ก'.repeat(60_000), 1_000)).toBe(1_001)
    expect(isLongerThan(1_000, 'a'.repeat(60_000))).toBe(true)
    expect(read.mock.calls.reduce((sum, [piece]) => sum + piece.length, 0)).toBeLessThan(1_500)
  })

  it('takes marks piled up without end for too long, however few letters carry them', () => {
    expect(isLongerThan(1_000, `a${'\u0301'.repeat(2_000)}`)).toBe(true)
  })
})

describe('texts with more marks than any word has', () => {
  const piled = `a${'\u0301\u0316'.repeat(2_000)}`

  it('are never put in order, which takes seconds', () => {
    const ordered = vi.spyOn(String.prototype, 'normalize')
    expect(composed(piled)).toBe(piled)
    expect(canonical({ text: piled })).toBe(JSON.stringify({ text: piled }))
    expect(ordered).not.toHaveBeenCalled()
    expect(folded(piled)).toBe('a')
  })

  it('are no reason to leave others as they were typed', () => {
    expect(composed('Tiếng Việt'.normalize('NFD'))).toBe('Tiếng Việt')
    expect(folded('Đúng hạn'.normalize('NFD'))).toBe('dung han')
  })
})
