import { describe, expect, it } from 'vitest'
import { groupedCode, readCode, spelledCode } from '../../surveys/fielding/codes'

const code = 'h7k2m3q9d4xw'

describe('a code that the server makes', () => {
  it.each([
    ['H7K2-M3Q9-D4XW', code],
    ['h7k2 m3q9 d4xw', code],
    ['h7k2–m3q9–d4xw.', code],
    ['oil0', '0110'],
    ['OIL0', '0110'],
  ])('is the same however it is typed: %s', (typed, spelled) => {
    expect(spelledCode(typed)).toBe(spelled)
  })

  it('is printed in groups of four, and one that somebody chose as it is', () => {
    expect(groupedCode(code)).toBe('h7k2-m3q9-d4xw')
    expect(groupedCode('quay-1')).toBe('quay-1')
  })

  it('says what it is called, its key and its seal, and what a display has added', () => {
    expect(readCode(code)).toEqual({ link: code, name: 'h7k2m', key: '3', seal: 'q9d4xw', turn: undefined })
    expect(readCode(`${code}abcdef`)).toMatchObject({ link: code, turn: 'abcdef' })
  })

  it.each(['', 'h7k2m3q9d4x', `${code}a`, `${code}abcdefg`, 'h7k2m3q9d4xu', 'H7K2M3Q9D4XW', 'quay-1'])(
    'is none by its shape: "%s"',
    (text) => {
      expect(readCode(text)).toBeUndefined()
    },
  )
})
