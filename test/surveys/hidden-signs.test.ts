import { describe, expect, it } from 'vitest'
import { nameProblems } from '../../surveys/fielding/drafts'
import { readDefinition } from '../../surveys/instrument/definition'
import { hiddenSign } from '../../surveys/instrument/spelling'
import { smallSource } from './small'

describe('a sign that nobody sees', () => {
  it.each([
    ['Xã \u202eThắng', 'U+202E'],
    ['\u202aXã', 'U+202A'],
    ['Xã\u2066 A', 'U+2066'],
    ['Xã\u2069', 'U+2069'],
    ['Sở\u200b Nội vụ', 'U+200B'],
    ['Sở\u00ad Nội vụ', 'U+00AD'],
    ['Sở\u200e Nội vụ', 'U+200E'],
    ['\ufeffSở', 'U+FEFF'],
    ['Sở\u0007', 'U+0007'],
    ['Xã \u{e0041}', 'U+E0041'],
    // What another script is spelled with turns nothing round, and an override does in any script.
    ['نام\u202e', 'U+202E'],
  ])('is found in %j', (text, sign) => {
    expect(hiddenSign(text)).toBe(sign)
    expect(nameProblems('name', text, 'optional')).toEqual([{ field: 'name', code: 'hidden-sign', seen: sign }])
  })

  it.each([
    'Sở Nội vụ tỉnh Sông Ngân',
    'Đường số 1\u00a0A, Phường\tB\r\nTổ 2',
    'Xã Ea H’Leo – 50 %',
    'می\u200cخواهم',
    'ភាសា\u200bខ្មែរ',
    'Gia đình 👨\u200d👩\u200d👧 ❤\ufe0f',
    'ế'.normalize('NFD'),
  ])('is none of those in %j', (text) => {
    expect(hiddenSign(text)).toBeUndefined()
  })

  it('is refused in a questionnaire with its place', () => {
    const [first, ...others] = smallSource.sections
    const source = { ...smallSource, sections: [{ ...first, title: { vi: 'Một\u202e', en: 'One' } }, ...others] }
    const reading = readDefinition(source)
    expect(reading.ok ? [] : reading.problems).toMatchObject([
      { path: 'sections[0].title', rule: 'hidden_sign', values: { language: 'vi', sign: 'U+202E' } },
    ])
  })
})
