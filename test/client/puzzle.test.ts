import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { hashWords, solved } from '../../client/outbox/puzzle'
import { beginsWith, puzzleIn, puzzleText, seedText, solutionIn, solutionText } from '../../surveys/quality/puzzle'

const mark = 'abcdefghijklmnopqrstuv'

describe('what a browser works on under pressure', () => {
  it.each([0, 1, 55, 56, 63, 64, 65, 119, 1000])('hashes %i bytes as everybody does', (length) => {
    const bytes = Uint8Array.from({ length }, (_, n) => (n * 7) % 256)
    const words = Buffer.alloc(32)
    for (const [at, word] of hashWords(bytes).entries()) words.writeInt32BE(word, at * 4)
    expect(words.toString('hex')).toBe(createHash('sha256').update(bytes).digest('hex'))
  })

  it('finds a number that the server finds right, for one response alone', async () => {
    const puzzle = puzzleText({ bits: 10, until: 1_795_000_000_000, mark })
    const solution = solutionIn((await solved(puzzle, 'an id')) ?? '')
    const isRight = (id: string) => {
      const seed = createHash('sha256').update(seedText(puzzle, id)).digest()
      const number = Buffer.alloc(4)
      number.writeUInt32BE(solution?.found ?? 0)
      return beginsWith(
        createHash('sha256')
          .update(Buffer.concat([seed, number]))
          .digest()
          .readUInt32BE(0),
        10,
      )
    }
    expect(solution?.puzzle).toBe(puzzle)
    expect([isRight('an id'), isRight('another')]).toEqual([true, false])
  })

  it('makes nothing of what is no puzzle, and reads back what it writes', async () => {
    const puzzle = { bits: 16, until: 1_795_000_000_000, mark }
    expect(puzzleIn(puzzleText(puzzle))).toEqual(puzzle)
    for (const text of ['', '1.16', '2.16.abc.' + mark, '1.40.abc.' + mark, puzzleText(puzzle) + 'x', '1.16.abc.short']) {
      expect(puzzleIn(text)).toBeUndefined()
      expect(await solved(text, 'an id')).toBeUndefined()
    }
    expect(solutionIn(solutionText('p', 7))).toEqual({ puzzle: 'p', found: 7 })
    for (const text of ['', 'p:', ':7', 'p:4294967296', 'p:-1']) expect(solutionIn(text)).toBeUndefined()
  })
})
