import { describe, expect, it } from 'vitest'
import { advanceComments, type Comment, commentPool, type PlacedComment, poolNeeds, releasedPools } from '../../surveys/figures/comments'
import type { Holder } from '../../surveys/figures/release'
import { seeded } from './random'

const texts = Array.from({ length: 9 }, (_, at) => `Ý kiến ${at}`)

describe('a pool of comments', () => {
  it('has ten that have words and differ', () => {
    expect(commentPool(texts, 10)).toEqual([])
    expect(commentPool([...texts, 'ý  kiến 3!', '...', '\u200b'], 10)).toEqual([])
    expect(commentPool([...texts, 'Cô lễ tân rất tốt '], 10)).toHaveLength(10)
  })

  it.each([
    ['a sign that takes no room', 'Ý k\u200biến 3'],
    ['a soft hyphen', 'Ý kiế\u00adn 3'],
    ['marks typed apart', 'Ý kiến 3'.normalize('NFD')],
    ['no marks at all', 'Y kien 3'],
    ['wide letters', 'Ý ｋｉến ３'],
    ['letters that nobody sees', '\u3164\u115f'],
  ])('takes nobody for the tenth whose words differ by %s', (_, text) => {
    expect(commentPool([...texts, text], 10)).toEqual([])
  })

  it('needs as many as a figure does, and ten at least', () => {
    expect([5, 10, 25].map(poolNeeds)).toEqual([10, 10, 25])
  })
})

const said = (agency: string, from: number, to: number, text = (at: number) => `${agency} nói ${at}`): readonly Comment[] =>
  Array.from({ length: to - from }, (_, index) => ({
    item: 'q',
    response: `${agency}${from + index}`,
    agency,
    block: agency < 'c' ? 'first' : 'second',
    text: text(from + index),
    place: `${(from + index) % 7} ${agency} ${from + index}`,
  }))

/** What stands after some nights, each with what is stored then. */
function after(...nights: readonly { readonly stored: readonly Comment[]; readonly when?: 'night' | 'end' }[]): readonly PlacedComment[] {
  let placed: readonly PlacedComment[] = []
  for (const { stored, when = 'night' } of nights) placed = applied(placed, stored, when)
  return placed
}

function applied(
  placed: readonly PlacedComment[],
  stored: readonly Comment[],
  when: 'night' | 'end',
  least = 10,
): readonly PlacedComment[] {
  const { moved, gone } = advanceComments(placed, stored, { least, when })
  const key = ({ item, response }: Pick<PlacedComment, 'item' | 'response'>) => `${item} ${response}`
  const changed = new Set([...moved, ...gone].map(key))
  return [...placed.filter((one) => !changed.has(key(one))), ...moved]
}

const shown = (placed: readonly PlacedComment[], level: Holder['level'], code: string): readonly string[] =>
  releasedPools(['q'], placed, 10)(level, code)[0]?.texts ?? []

describe('a night of comments', () => {
  it('pools ten of an agency and leaves nine waiting', () => {
    const placed = after({ stored: [...said('a', 0, 10), ...said('b', 0, 9)] })
    expect(shown(placed, 'leaf', 'a')).toHaveLength(10)
    expect(shown(placed, 'leaf', 'b')).toEqual([])
  })

  it('adds nothing to a pool before ten others have come, which differ from what stands there', () => {
    const first = said('a', 0, 10)
    const again = said('a', 20, 40, () => 'A NÓI 3!')
    expect(shown(after({ stored: first }, { stored: [...first, ...again, ...said('a', 10, 19)] }), 'leaf', 'a')).toHaveLength(10)
    expect(shown(after({ stored: first }, { stored: [...first, ...again, ...said('a', 10, 20)] }), 'leaf', 'a')).toHaveLength(20)
  })

  it('stands in an order of its own, whenever each came', () => {
    const [early, late] = [said('a', 0, 10), said('a', 10, 20)]
    const bySteps = shown(after({ stored: early }, { stored: [...early, ...late] }), 'leaf', 'a')
    expect(bySteps).toEqual(shown(after({ stored: [...late, ...early] }), 'leaf', 'a'))
    expect(bySteps).not.toEqual([...early, ...late].map(({ text }) => text))
  })

  it('passes what waits at the end of the period to the block and the province, and leaves the pools as they are', () => {
    const stored = [...said('a', 0, 14), ...said('b', 0, 6), ...said('c', 0, 5), ...said('d', 0, 2)]
    const open = after({ stored: said('a', 0, 11) })
    const ended = applied(open, stored, 'end')
    expect(shown(ended, 'leaf', 'a')).toEqual(shown(open, 'leaf', 'a'))
    // Three of a and six of b are no ten; with those of the other block they are.
    expect(shown(ended, 'block', 'first')).toEqual([])
    expect(shown(ended, 'province', '')).toHaveLength(16)
    const late = applied(after({ stored: said('a', 0, 11) }), [...stored, ...said('b', 6, 9)], 'end')
    expect(shown(late, 'block', 'first')).toHaveLength(12)
    expect(shown(late, 'province', '')).toEqual([])
  })

  it('takes out what was erased, and the whole pool when it was one of ten', () => {
    const stored = said('a', 0, 20)
    const fewer = stored.slice(1)
    const placed = after({ stored: stored.slice(0, 10) }, { stored })
    expect(shown(applied(placed, fewer, 'night'), 'leaf', 'a')).toEqual(shown(placed, 'leaf', 'a').filter((text) => text !== 'a nói 0'))
    const ten = stored.slice(0, 10)
    const nine = applied(after({ stored: ten }), ten.slice(1), 'night')
    expect(shown(nine, 'leaf', 'a')).toEqual([])
    // One more would be told from the nine that were seen before; ten are not.
    expect(shown(applied(nine, stored.slice(1, 11), 'night'), 'leaf', 'a')).toEqual([])
    expect(shown(applied(nine, stored.slice(1), 'night'), 'leaf', 'a')).toHaveLength(19)
  })

  it('lets nobody see fewer than ten new texts between any two nights, nor fewer at all, nor anything go but what was erased', () => {
    let looks = 0
    for (let seed = 1; seed <= 40; seed++) {
      const chance = seeded(seed)
      const all = ['a', 'b', 'c', 'd'].flatMap((agency) =>
        said(agency, 0, 6 + Math.floor(30 * chance()), (at) => `${agency} nói ${at % 23}`),
      )
      let placed: readonly PlacedComment[] = []
      let stored: readonly Comment[] = []
      let before = new Map<string, readonly string[]>()
      for (const when of ['night', 'night', 'night', 'end', 'night', 'end', 'night'] as const) {
        const erased = new Set(stored.filter(() => chance() < 0.04).map(({ response }) => response))
        stored = [
          ...stored.filter(({ response }) => !erased.has(response)),
          ...all.filter((one) => !stored.includes(one) && chance() < 0.35),
        ]
        placed = applied(placed, stored, when)
        const now = new Map(
          [
            ...['a', 'b', 'c', 'd'].map((code) => ['leaf', code] as const),
            ['block', 'first'] as const,
            ['block', 'second'] as const,
            ['province', ''] as const,
          ].map(([level, code]) => [`${level} ${code}`, shown(placed, level, code)]),
        )
        for (const [place, seen] of now) {
          const was = before.get(place) ?? []
          const added = seen.filter((text) => !was.includes(text))
          const taken = was.filter((text) => !seen.includes(text))
          const isWhole = seen.length === 0 || was.length === 0
          expect([place, added.length === 0 || added.length >= 10]).toEqual([place, true])
          expect([place, seen.length === 0 || seen.length >= 10]).toEqual([place, true])
          expect([place, isWhole || taken.length <= erased.size]).toEqual([place, true])
          looks += seen.length
        }
        before = now
      }
    }
    expect(looks).toBeGreaterThan(1_000)
  })
})
