import { languageName } from '../../client/text/languages'
import { describe, expect, it } from 'vitest'
import { say } from '../../client/text/citizen'
import { en } from '../../client/text/en/citizen'
import { en as enNotices } from '../../client/text/en/notices'
import { vi } from '../../client/text/vi/citizen'
import { vi as viNotices } from '../../client/text/vi/notices'

const placeholders = (text: string) => [...text.matchAll(/\{[a-z]+\}/g)].map(([name]) => name).sort()

describe('the words around the questions', () => {
  it.each([
    ['citizen', vi, en],
    ['notices', viNotices, enNotices],
  ])('have the same places to fill in both languages (%s)', (_, vietnamese, english) => {
    const filledIn = (words: Readonly<Record<string, string>>) => Object.entries(words).map(([key, text]) => [key, placeholders(text)])
    expect(filledIn(english)).toEqual(filledIn(vietnamese))
  })

  it('are Vietnamese where a language has none of its own', () => {
    expect([say('hmn', 'next'), say('en-GB', 'next'), say('vi', 'section', { n: 2, total: 5 })]).toEqual([
      'Tiếp tục',
      'Continue',
      'Phần 2 trên 5',
    ])
  })

  it('name a language in itself', () => {
    expect([languageName('vi'), languageName('en'), languageName('km')]).toEqual(['Tiếng Việt', 'English', 'ខ្មែរ'])
  })
})
