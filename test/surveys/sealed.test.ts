import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromBase64url, padded, sealParts, sealText, toBase64url } from '../../surveys/answers/sealed'

const bytes = (least: number, most: number) =>
  fc.uint8Array({ minLength: least, maxLength: most }).map((array) => new Uint8Array(Array.from(array)))

describe('a seal as text', () => {
  it('gives back what it was made of', () => {
    fc.assert(
      fc.property(bytes(65, 65), bytes(1, 300), (secret, ciphertext) => {
        const parts = { key: 'a-b_c', secret, ciphertext }
        expect(sealParts(sealText(parts))).toEqual(parts)
      }),
      { numRuns: 200, seed: 20261128 },
    )
  })

  it.each(['', '.', 'k', 'k.', 'k.AAAA', 'k.!', 'k.A.A', `k.${'A'.repeat(87)}`, `k.${'A'.repeat(201)}`])('is not read from %j', (text) => {
    expect(sealParts(text)).toBeUndefined()
  })

  it('writes base64url as Node does', () => {
    fc.assert(
      fc.property(bytes(0, 100), (array) => {
        expect(toBase64url(array)).toBe(Buffer.from(array).toString('base64url'))
        expect(fromBase64url(toBase64url(array))).toEqual(array)
      }),
      { numRuns: 200, seed: 20261128 },
    )
  })

  it('does not tell by its length whether somebody wrote a few words', () => {
    const short = JSON.stringify({ answers: { A1: '5' } })
    const long = JSON.stringify({ answers: { A1: '5', comment: 'Cán bộ rất tận tình, cảm ơn.' } })
    expect(padded(short)).toHaveLength(padded(long).length)
    expect(JSON.parse(new TextDecoder().decode(padded(long)))).toEqual(JSON.parse(long))
    expect(padded('x'.repeat(513))).toHaveLength(1024)
  })
})
