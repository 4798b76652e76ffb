import { describe, expect, it } from 'vitest'
import {
  advance,
  type Leaf,
  nothingReleased,
  releasedResults,
  releasedSums,
  releaseLayout,
  type ReleaseLayout,
  type ReleaseState,
  stageOf,
  sumsOf,
} from '../../surveys/figures/release'
import { nodeResults } from '../../surveys/figures/results'
import { addAnswers, emptyTally, tallyLayout } from '../../surveys/figures/tally'
import type { Answers } from '../../surveys/instrument/schema'
import { fewestForms, fewestPersons, follow, randomWorld, type Row } from './attack'
import { multiple, node, options, questionnaireWith, satisfaction, single, tree, whole } from './fixtures'
import { defined, looping } from './looping'
import { seeded } from './random'

const mixed = questionnaireWith({
  questions: [single('x'), single('rare'), multiple('ways', 'ways'), whole('times', 0, 9)],
  scales: [options('ways', [{ code: 'p' }, { code: 'q' }, { code: 'r' }])],
  trees: [
    tree('satisfaction', [node('S', 'overall', { items: ['x', 'rare'] })]),
    tree('perception', [node('W', 'option', { items: ['ways'], options: ['p', 'q'] })]),
  ],
})
const layout = releaseLayout(tallyLayout(mixed))

/** The fewest persons that anything stands on, over all lists of a campaign. */
const attacked = (lists: readonly (readonly Row[])[], k: number): number | undefined =>
  lists
    .map((rows) => fewestPersons(rows, k))
    .reduce((least, found) => (found === undefined ? least : Math.min(found, least ?? found)), undefined)

const worlds = (count: number) =>
  Array.from({ length: count }, (_, seed) => {
    const chance = seeded(seed + 1)
    return randomWorld(layout, chance, { threshold: 3, persons: 18 + (seed % 4) * 6, parts: seed % 2 === 0 ? [''] : ['kiosk', 'qr'] })
  })

describe('the attack', () => {
  it('finds what stands on fewer than k persons, by sums and differences', () => {
    const row = (...persons: number[]): Row => new Map(persons.map((person) => [person, 1]))
    expect(fewestPersons([row(1, 2, 3), row(4, 5, 6)], 3)).toBeUndefined()
    expect(fewestPersons([row(1, 2, 3), row(1, 2, 3, 4)], 3)).toBe(1)
    expect(fewestPersons([row(1, 2, 3, 4), row(3, 4, 5, 6), row(1, 2, 5, 6)], 3)).toBe(2)
  })

  it('recovers nothing on fewer than k persons from all nights, totals and rests, with late and erased responses', () => {
    for (const world of worlds(8)) {
      const { seen } = follow(world)
      expect(
        attacked(
          seen.map(({ released }) => released),
          3,
        ),
      ).toBeUndefined()
      expect(seen.some(({ released }) => released.length > 0)).toBe(true)
    }
  })

  /** Ratings of forms of one person each, about one to three of four agencies in two blocks; who takes theirs back takes all of it back. */
  const ratedWorld = (seed: number, layoutOf: ReleaseLayout) => {
    const chance = seeded(seed)
    const forms = Array.from({ length: 12 + (seed % 3) * 4 }, (_, form) => {
      const rated = ['S1', 'S2', 'W1', 'W2'].filter(() => chance() < 0.5).slice(0, 3)
      return (rated.length > 0 ? rated : ['S1']).map((agency, at) => ({
        id: form * 10 + at,
        agency,
        part: '',
        answers: { size: chance() < 0.5 ? 'small' : 'large', ...(chance() < 0.8 && { open: chance() < 0.5 ? '5' : '1' }) },
      }))
    })
    const half = Math.floor(forms.length / 2)
    const all = (kind: 'in' | 'out', of: typeof forms) => of.flat().map((person) => ({ kind, person }))
    return {
      layout: layoutOf,
      threshold: 3,
      blockOf: (agency: string) => agency.slice(0, 1),
      days: [
        { events: all('in', forms.slice(0, half)), when: 'night' as const },
        { events: [...all('in', forms.slice(half)), ...all('out', forms.slice(0, 2))], when: 'night' as const },
        { events: all('out', forms.slice(half, half + 1)), when: 'end' as const },
      ],
    }
  }
  const formsAttacked = (layoutOf: ReleaseLayout): readonly (number | undefined)[] =>
    Array.from({ length: 12 }, (_, seed) =>
      follow(ratedWorld(seed + 1, layoutOf))
        .seen.map(({ released }) => fewestForms(released, (rating) => Math.floor(rating / 10), 3))
        .reduce((least, found) => (found === undefined ? least : Math.min(found, least ?? found)), undefined),
    )
  const ratedLayout = releaseLayout(tallyLayout(defined({ ...looping, loop: { text: { vi: '?', en: '?' }, atMost: 3 } })))

  it('recovers nothing on fewer than k persons where one person rates several agencies', () => {
    expect(formsAttacked(ratedLayout)).toEqual(Array.from({ length: 12 }, () => undefined))
  })
  it('succeeds where the ratings that come together in a rest count as persons', () => {
    const events = [0, 1].flatMap((form) =>
      ['S1', 'S2'].map((agency, at) => ({
        kind: 'in' as const,
        person: { id: form * 10 + at, agency, part: '', answers: { size: 'small', open: '5' } },
      })),
    )
    const twoPersons = (layoutOf: ReleaseLayout) =>
      follow({ ...ratedWorld(1, layoutOf), days: [{ events, when: 'end' }] }).seen.map(({ released }) =>
        fewestForms(released, (rating) => Math.floor(rating / 10), 3),
      )
    const asPersons = { ...ratedLayout, tally: { ...ratedLayout.tally, ratingsAtMost: 1 } }
    expect(twoPersons(asPersons)).toContain(2)
    expect(twoPersons(ratedLayout).every((found) => found === undefined)).toBe(true)
  })

  const succeeds = (more: (of: ReturnType<typeof follow>['seen'][number]) => readonly Row[]): number =>
    worlds(4).filter(
      (world) =>
        attacked(
          follow(world).seen.map((rows) => [...rows.released, ...more(rows)]),
          3,
        ) !== undefined,
    ).length

  it('succeeds where totals are over everything', () => expect(succeeds(({ everything }) => everything)).toBe(4))
  it('succeeds where figures are live instead of nightly', () => expect(succeeds(({ live }) => live)).toBe(4))
  it('succeeds where rests are given back to their agencies', () => expect(succeeds(({ shares }) => shares)).toBe(4))

  it('succeeds where removals count as persons of a cell', () => {
    const countsBoth = (list: ReleaseLayout['lists'][number]) => ({
      ...list,
      added: (waiting: Float64Array) => waiting.subarray(list.from, list.to).reduce((sum, own) => sum + Math.abs(own), 0),
    })
    const found = worlds(6).map((world) =>
      attacked(
        follow({ ...world, layout: { ...layout, lists: layout.lists.map(countsBoth) } }).seen.map(({ released }) => released),
        3,
      ),
    )
    expect(found).toContainEqual(expect.any(Number))
  })

  it('succeeds where what persons say of two items together is released beside the items', () => {
    const [of, x, rare] = [0, 1, 2]
    const found = worlds(6).map((world) => {
      const { seen } = follow(world)
      const persons = new Map(world.days.flatMap(({ events }) => events.map(({ person }) => [person.id, person])))
      const isValid = (id: number, list: number): boolean => {
        const own = emptyTally(layout.tally)
        addAnswers(layout.tally, own, persons.get(id)?.answers ?? {}, 1)
        return (layout.lists[list]?.added(sumsOf(layout, own)) ?? 0) > 0
      }
      const together = (seen[of]?.released ?? []).map((row): Row => new Map([...row].filter(([id]) => isValid(id, x) && isValid(id, rare))))
      return fewestPersons([...(seen[x]?.released ?? []), ...together], 3)
    })
    expect(found.every((persons) => persons !== undefined)).toBe(true)
  })
})

const factors = satisfaction({ A: 2, B: 1 })
const small = releaseLayout(tallyLayout(factors))

/** So many responses at a place that all say the same. */
function leaf(of: ReleaseLayout, agency: string, given: readonly (readonly [number, Answers])[], part = ''): Leaf {
  const tally = emptyTally(of.tally)
  for (const [count, answers] of given)
    for (let one = 0; one < Math.abs(count); one++) addAnswers(of.tally, tally, answers, count > 0 ? 1 : -1)
  return { agency, part, block: 'commune', sums: sumsOf(of, tally) }
}

const results = (state: ReleaseState, names: readonly string[]) =>
  releasedResults({
    questionnaire: factors,
    layout: small,
    campaign: { code: 'c', kind: 'open', threshold: 10 },
    agencies: names.map((code) => ({ code, name: code, block: 'commune' })),
    state,
  })

const all = { A1: 'e', A2: 'd', B1: 'c' }
const night = { threshold: 10, when: 'night' } as const
const end = { threshold: 10, when: 'end' } as const

describe('a night', () => {
  it('makes a cell of ten and leaves nine waiting, item by item', () => {
    const { state, waiting } = advance(
      small,
      nothingReleased,
      [
        leaf(small, 'a', [
          [9, all],
          [1, { A1: 'e' }],
        ]),
        leaf(small, 'b', [[9, all]]),
      ],
      night,
    )
    const { agencies, total } = results(state, ['a', 'b'])
    expect(agencies.map(({ responses }) => responses)).toEqual([10, 0])
    expect(waiting).toEqual([{ holder: { level: 'leaf', code: 'b', part: '' }, responses: 9 }])
    const figure = (code: string) => agencies[0]?.nodes.find((one) => one.code === code)
    expect(figure('A1')).toMatchObject({ value: 1, persons: 10, base: 10, without: [] })
    expect(figure('A')).toMatchObject({ value: 1, persons: 10, base: 10, without: ['A2'] })
    expect(figure('A2')).toMatchObject({ value: null, persons: null, base: null, withheld: 'small', counts: null })
    expect(agencies[1]?.nodes.every(({ persons, base, value }) => persons === null && base === null && value === null)).toBe(true)
    expect(total.responses).toBe(10)
  })

  it('takes nobody for a person of an item who said that it does not apply', () => {
    const leaves = [
      leaf(small, 'a', [
        [5, all],
        [5, { ...all, A1: 'na' }],
      ]),
    ]
    const { moves } = advance(small, nothingReleased, leaves, night)
    expect(moves.map(({ list }) => small.lists[list]?.item?.id)).toEqual([undefined, 'A2', 'B1'])
  })

  it('counts the persons of a question with several answers, whichever they chose', () => {
    const chose = (...ways: string[]): Answers => ({ ways })
    const leaves = [
      leaf(layout, 'a', [
        [5, chose('q', 'r')],
        [3, chose('p', 'q')],
        [2, chose('r')],
      ]),
    ]
    const { agencies } = releasedResults({
      questionnaire: mixed,
      layout,
      campaign: { code: 'c', kind: 'open', threshold: 10 },
      agencies: [{ code: 'a', name: 'a', block: 'commune' }],
      state: advance(layout, nothingReleased, leaves, night).state,
    })
    expect(agencies[0]?.nodes.find(({ code }) => code === 'W')).toMatchObject({ value: 0.8, persons: 10 })
    const three = [leaf(layout, 'a', [[9, chose('p', 'q', 'r')]])]
    expect(advance(layout, nothingReleased, three, night).moves).toEqual([])
  })

  it('leaves an agency in the block in which it was first released', () => {
    const first = advance(small, nothingReleased, [leaf(small, 'a', [[10, all]])], night).state
    const moved = advance(small, first, [{ ...leaf(small, 'a', [[20, all]]), block: 'ward' }], night).state
    expect([...releasedSums(small, moved).blocks].map(([code, [responses]]) => [code, responses])).toEqual([['commune', 20]])
  })

  it('is one like any other until the period ends, and ends it twice: on the day after, and when nothing can come late any more', () => {
    const campaign = { status: 'open', opensOn: '2026-10-01', closesOn: '2026-10-31' } as const
    const stage = (today: string, settled: boolean) => stageOf(campaign, { settled }, today)
    expect(stage('2026-10-31', false)).toEqual({ when: 'night', final: false })
    expect(stage('2026-11-01', false)).toEqual({ when: 'end', final: false })
    expect(stage('2026-11-02', true)).toEqual({ when: 'night', final: false })
    expect(stage('2026-12-01', true)).toEqual({ when: 'night', final: false })
    expect(stage('2026-12-02', true)).toEqual({ when: 'end', final: true })
  })

  it('changes nothing that was released until ten more have come, and takes removals along with them', () => {
    const first = advance(small, nothingReleased, [leaf(small, 'a', [[10, all]])], night).state
    const grown = advance(small, first, [leaf(small, 'a', [[19, all]])], night)
    expect(grown.moves).toEqual([])
    const fewer = advance(small, first, [leaf(small, 'a', [[1, all]])], night)
    expect(fewer.moves).toEqual([])
    // Six taken back and four added are no ten.
    const changed = advance(
      small,
      first,
      [
        leaf(small, 'a', [
          [4, all],
          [4, { ...all, A1: 'a' }],
        ]),
      ],
      night,
    )
    expect(changed.moves).toEqual([])
    const both = advance(
      small,
      first,
      [
        leaf(small, 'a', [
          [1, all],
          [10, { ...all, A1: 'a' }],
        ]),
      ],
      night,
    )
    expect(Array.from(releasedSums(small, both.state).total.slice(0, 6))).toEqual([10, 1, 0, 0, 0, 10])
    const more = advance(
      small,
      first,
      [
        leaf(small, 'a', [
          [1, all],
          [19, { ...all, A1: 'a' }],
        ]),
      ],
      night,
    )
    expect(results(more.state, ['a']).agencies[0]).toMatchObject({ responses: 20 })
    expect(results(more.state, ['a']).agencies[0]?.nodes.find(({ code }) => code === 'A1')).toMatchObject({ base: 20, value: 0.05 })
  })

  it('passes what waits at the end of the period on to rests, and says what even the province cannot release', () => {
    const leaves = [
      leaf(small, 'a', [
        [12, all],
        [0, {}],
      ]),
      leaf(small, 'b', [[6, all]]),
      leaf(small, 'c', [[5, { A1: 'a' }]]),
    ]
    const { state, waiting } = advance(small, nothingReleased, leaves, end)
    const { agencies, blocks, total } = results(state, ['a', 'b', 'c'])
    expect(agencies.map(({ responses }) => responses)).toEqual([12, 0, 0])
    expect(blocks.map(({ responses }) => responses)).toEqual([23])
    expect(total.nodes.find(({ code }) => code === 'A1')).toMatchObject({ base: 23, value: 18 / 23 })
    expect(total.nodes.find(({ code }) => code === 'B1')).toMatchObject({ base: 12 })
    expect(waiting).toEqual([])
  })

  it('after the period takes an erased answer out of the total alone, where it surely stands', () => {
    const before = advance(small, nothingReleased, [leaf(small, 'a', [[12, all]]), leaf(small, 'b', [[12, all]])], end).state
    const leaves = [
      leaf(small, 'a', [
        [11, all],
        [10, { ...all, A1: 'a' }],
      ]),
      leaf(small, 'b', [[12, all]]),
    ]
    const { state } = advance(small, before, leaves, night)
    const answers = (of: ReturnType<typeof results>) => of.agencies[0]?.nodes.find(({ code }) => code === 'A1')?.base
    expect(answers(results(state, ['a', 'b']))).toBe(12)
    const settled = results(advance(small, state, leaves, end).state, ['a', 'b'])
    expect(answers(settled)).toBe(12)
    expect(settled.total.nodes.find(({ code }) => code === 'A1')).toMatchObject({ base: 33 })
  })

  it('keeps parts of an agency apart and their rest with the agency', () => {
    const leaves = [leaf(small, 'a', [[10, all]], 'kiosk'), leaf(small, 'a', [[6, all]], 'qr'), leaf(small, 'a', [[6, all]], 'link')]
    const { agencies, parts } = results(advance(small, nothingReleased, leaves, end).state, ['a'])
    expect(agencies[0]?.responses).toBe(22)
    expect(parts?.map(({ code, responses }) => [code, responses])).toEqual([
      ['kiosk', 10],
      ['link', 0],
      ['qr', 0],
    ])
  })
})

describe('a released figure', () => {
  it('has an interval to one digit of its percentage that is never narrower than that of the single answers', () => {
    const { state } = advance(
      small,
      nothingReleased,
      [
        leaf(small, 'a', [
          [37, all],
          [13, { A1: 'a', A2: 'a', B1: 'a' }],
        ]),
      ],
      night,
    )
    const [agency] = results(state, ['a']).agencies
    const item = agency?.nodes.find(({ code }) => code === 'A1')
    const factor = agency?.nodes.find(({ code }) => code === 'A')
    // Both items were answered alike by everybody, so the factor knows no more than either.
    expect(item).toMatchObject({ value: 0.74, interval: [0.604, 0.842], intervalMethod: 'wilson' })
    expect(factor?.intervalMethod).toBe('wilson-bound')
    expect(factor?.interval?.[0]).toBeLessThanOrEqual(0.604)
    expect(factor?.interval?.[1]).toBeGreaterThanOrEqual(0.842)
  })

  it('has the interval of the answers themselves where each answered all alike, its ends outwards', () => {
    const given: readonly (readonly [number, Answers])[] = [
      [37, all],
      [13, { A1: 'a', A2: 'a', B1: 'a' }],
    ]
    const { state } = advance(small, nothingReleased, [leaf(small, 'a', given)], night)
    const tally = emptyTally(small.tally)
    for (const [count, answers] of given) for (let one = 0; one < count; one++) addAnswers(small.tally, tally, answers, 1)
    const own = nodeResults(small.tally, tally, { threshold: 10 }).find(({ code }) => code === 'A')?.interval
    expect(own).not.toBeNull()
    expect(results(state, ['a']).agencies[0]?.nodes.find(({ code }) => code === 'A')?.interval).toEqual([
      Math.floor((own?.[0] ?? NaN) * 1000) / 1000,
      Math.ceil((own?.[1] ?? NaN) * 1000) / 1000,
    ])
    // 12 / (12 + 1.96²) = 0.7575.
    const twelve = advance(small, nothingReleased, [leaf(small, 'a', [[12, all]])], night).state
    expect(results(twelve, ['a']).agencies[0]?.nodes.find(({ code }) => code === 'A1')?.interval).toEqual([0.757, 1])
  })

  it('has the ends of its interval outwards in the unit in which it is read', () => {
    const plain = satisfaction({ A: 2 })
    const read = {
      ...plain,
      trees: plain.trees.map((tree) => ({
        ...tree,
        nodes: tree.nodes.map((node) => (node.code === 'A' ? { ...node, unit: 'number' as const } : node)),
      })),
    }
    const of = releaseLayout(tallyLayout(read))
    const { state } = advance(
      of,
      nothingReleased,
      [
        leaf(of, 'a', [
          [40, { A1: 'e', A2: 'd' }],
          [9, { A1: 'a', A2: 'a' }],
        ]),
      ],
      night,
    )
    const { agencies } = releasedResults({
      questionnaire: read,
      layout: of,
      campaign: { code: 'c', kind: 'open', threshold: 10 },
      agencies: [{ code: 'a', name: 'a', block: 'commune' }],
      state,
    })
    const [low, high] = agencies[0]?.nodes.find(({ code }) => code === 'A')?.interval ?? [NaN, NaN]
    expect([low * 10, high * 10].map((tenths) => Math.abs(tenths - Math.round(tenths)) < 1e-9)).toEqual([true, true])
    expect(low).toBeLessThan(high)
  })

  it('has the ends of its interval outwards, but never beyond what it can be', () => {
    const thirds = questionnaireWith({
      questions: [single('x', 'thirds')],
      scales: [
        options('thirds', [
          { code: 'e', score: 3, positive: true },
          { code: 'm', score: 2 },
          { code: 'a', score: 1 },
        ]),
      ],
      trees: [
        tree('satisfaction', [
          node('L', 'overall', { items: ['x'], formula: 'level' }),
          node('M', 'overall', { items: ['x'], unit: 'number', steps: [{ type: 'linear', from: [0, 1], to: [0, 13.33] }] }),
        ]),
      ],
    })
    const of = releaseLayout(tallyLayout(thirds))
    const found = (code: 'e' | 'a') =>
      releasedResults({
        questionnaire: thirds,
        layout: of,
        campaign: { code: 'c', kind: 'open', threshold: 10 },
        agencies: [{ code: 'a', name: 'a', block: 'commune' }],
        state: advance(of, nothingReleased, [leaf(of, 'a', [[20, { x: code }]])], night).state,
      }).agencies[0]?.nodes
    // All at the lowest of 1 to 3 is 33.33…%, outwards 33.3 %; all satisfied is 13.33 of as many, outwards 13.4.
    const [level] = found('a') ?? []
    expect([level?.value, level?.interval?.[0], level?.level?.interval?.[0]]).toEqual([1 / 3, 1 / 3, 1 / 3])
    expect(found('e')?.find(({ code }) => code === 'M')?.interval?.[1]).toBe(13.33)
  })

  it('is missing by name where it asks what one person said to several items', () => {
    const questionnaire = satisfaction({ A: 2 }, { formula: 'all-positive' })
    const of = releaseLayout(tallyLayout(questionnaire))
    const { state } = advance(of, nothingReleased, [leaf(of, 'a', [[20, { A1: 'e', A2: 'e' }]])], night)
    const { agencies, total } = releasedResults({
      questionnaire,
      layout: of,
      campaign: { code: 'c', kind: 'open', threshold: 10 },
      agencies: [{ code: 'a', name: 'a', block: 'commune' }],
      state,
    })
    expect(agencies[0]).toMatchObject({ rank: null, responses: 20 })
    expect(agencies[0]?.nodes.find(({ code }) => code === 'A')).toMatchObject({ value: null, withheld: 'joint', persons: null })
    expect(agencies[0]?.nodes.find(({ code }) => code === 'A1')).toMatchObject({ value: 1, base: 20 })
    expect(total.meanOfAgencies.find(({ code }) => code === 'A')).toEqual({ code: 'A', agencies: 0, value: null })
  })

  it('has an interval that holds its value where a step leaves it no width', () => {
    const questionnaire = questionnaireWith({
      questions: [single('x')],
      trees: [
        tree('satisfaction', [
          node('R', 'overall', {
            items: ['x'],
            steps: [
              { type: 'reverse', within: [0, 7] },
              { type: 'round', digits: 0, mode: 'down' },
              { type: 'linear', from: [1, 2], to: [0.25, 0.001] },
            ],
          }),
        ]),
      ],
    })
    const of = releaseLayout(tallyLayout(questionnaire))
    const [satisfied, not] = [{ x: 'e' }, { x: 'a' }]
    const { state } = advance(
      of,
      nothingReleased,
      [
        leaf(of, 'a', [
          [15, satisfied],
          [5, not],
        ]),
      ],
      night,
    )
    const { total } = releasedResults({
      questionnaire,
      layout: of,
      campaign: { code: 'c', kind: 'open', threshold: 10 },
      agencies: [],
      state,
    })
    // 7 − .75 is 6, rounded down, and .25 − 5 · .249 is −.995 but for the last bit.
    const { value, interval } = total.nodes[0] ?? expect.fail('no figure')
    expect(value).toBeLessThan(-0.995)
    expect(interval?.[0]).toBe(value)
  })

  it('says of what is withheld nothing of its parts', () => {
    const questionnaire = questionnaireWith({
      questions: [single('a'), single('b'), single('c')],
      trees: [
        tree('satisfaction', [
          node('S', 'overall', { children: ['G', 'C'], rollUp: 'mean-of-children' }),
          node('G', 'factor', { items: ['a', 'b'], formula: 'all-positive' }),
          node('C', 'factor', { items: ['c'] }),
        ]),
      ],
    })
    const of = releaseLayout(tallyLayout(questionnaire))
    const { state } = advance(of, nothingReleased, [leaf(of, 'a', [[20, { a: 'e', b: 'e' }]])], night)
    const { total } = releasedResults({
      questionnaire,
      layout: of,
      campaign: { code: 'c', kind: 'open', threshold: 10 },
      agencies: [],
      state,
    })
    const { withheld, missing, lacking, without } = total.nodes.find(({ code }) => code === 'S') ?? expect.fail('no figure')
    expect({ withheld, missing, lacking, without }).toEqual({ withheld: 'joint', missing: undefined, lacking: undefined, without: ['c'] })
  })
})

describe('a released figure that is no weighted sum', () => {
  const nonlinear = questionnaireWith({
    questions: [single('a'), single('b')],
    trees: [
      tree('satisfaction', [
        node('S', 'overall', { children: ['R', 'P', 'L', 'H', 'C'], rollUp: 'mean-of-children', unit: 'number' }),
        node('R', 'factor', { children: ['a', 'b'], rollUp: 'ratio', unit: 'number' }),
        node('P', 'factor', { children: ['a', 'b'], rollUp: 'product' }),
        node('L', 'factor', { children: ['a', 'b'], rollUp: 'min' }),
        node('H', 'factor', { children: ['a', 'b'], rollUp: 'max' }),
        node('C', 'factor', { children: ['a', 'b'], rollUp: 'count-where', where: { atLeast: 0.5 }, unit: 'number' }),
        node('a', 'item', { items: ['a'] }),
        node('b', 'item', { items: ['b'] }),
      ]),
    ],
  })
  const of = releaseLayout(tallyLayout(nonlinear))
  // 32 of 40 say yes to the one, 16 of 40 to the other, the same persons as far as can be.
  const persons: readonly (readonly [number, Answers])[] = [
    [16, { a: 'e', b: 'e' }],
    [16, { a: 'e', b: 'a' }],
    [8, { a: 'a', b: 'a' }],
  ]
  const figures = (given: readonly (readonly [number, Answers])[]) => {
    const { state } = advance(of, nothingReleased, [leaf(of, 'x', given)], night)
    const { agencies } = releasedResults({
      questionnaire: nonlinear,
      layout: of,
      campaign: { code: 'c', kind: 'open', threshold: 10 },
      agencies: [{ code: 'x', name: 'x', block: 'commune' }],
      state,
    })
    return (code: string) => agencies[0]?.nodes.find((one) => one.code === code) ?? expect.fail(code)
  }
  const ownInterval = (given: readonly (readonly [number, Answers])[], code: string) => {
    const tally = emptyTally(of.tally)
    for (const [count, answers] of given) for (let one = 0; one < count; one++) addAnswers(of.tally, tally, answers, 1)
    return nodeResults(of.tally, tally, { threshold: 10 }).find((one) => one.code === code)?.interval ?? expect.fail(code)
  }

  it('is computed from the released sums of its parts', () => {
    const figure = figures(persons)
    expect(figure('R').value).toBeCloseTo(2, 12)
    expect(figure('P').value).toBeCloseTo(0.32, 12)
    expect([figure('L').value, figure('H').value, figure('C').value]).toEqual([0.4, 0.8, 1])
    expect(figure('S').value).toBeCloseTo((2 + 0.32 + 0.4 + 0.8 + 1) / 5, 12)
  })

  it('has no interval where its operation only picks or counts, as in the working figures', () => {
    for (const code of ['L', 'H', 'C', 'S']) expect(figures(persons)(code)).toMatchObject({ interval: null, noInterval: 'operation' })
  })

  it('has an interval as a product that is never narrower than that of the answers', () => {
    const apart: readonly (readonly [number, Answers])[] = [
      [20, { a: 'e', b: 'a' }],
      [12, { a: 'a', b: 'e' }],
      [8, { a: 'e', b: 'e' }],
    ]
    for (const given of [persons, apart]) {
      const [own, released] = [ownInterval(given, 'P'), figures(given)('P')]
      expect(released.intervalMethod).toBe('delta-bound')
      expect(released.interval?.[0]).toBeLessThanOrEqual(own[0])
      expect(released.interval?.[1]).toBeGreaterThanOrEqual(own[1])
    }
  })

  it('has none as a ratio, whose parts what persons said of both would bring nearer or apart', () => {
    const apart: readonly (readonly [number, Answers])[] = [
      [24, { a: 'e', b: 'a' }],
      [8, { a: 'e', b: 'e' }],
      [8, { a: 'a', b: 'e' }],
    ]
    // The same released sums, and no interval that holds for both.
    expect(figures(persons)('R').value).toBe(figures(apart)('R').value)
    const [near, far] = [ownInterval(persons, 'R'), ownInterval(apart, 'R')]
    expect(far[1] - far[0]).toBeGreaterThan(near[1] - near[0])
    for (const given of [persons, apart])
      expect(figures(given)('R')).toMatchObject({ interval: null, intervalMethod: null, noInterval: 'joint' })
  })

  it('is left without a value by a part that is not released, unless its operation takes the others, by name', () => {
    const figure = figures([[20, { a: 'e' }]])
    for (const code of ['R', 'P']) expect(figure(code)).toMatchObject({ value: null, lacking: 'incomplete', without: ['b'] })
    for (const code of ['L', 'H']) expect(figure(code)).toMatchObject({ value: 1, without: ['b'], missing: { codes: ['b'] } })
    expect(figure('C')).toMatchObject({ value: 1, without: ['b'] })
  })
})
