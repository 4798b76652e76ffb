import { describe, expect, it } from 'vitest'
import { comparableFigures, versionChanges } from '../../surveys/instrument/versions'
import { readSmall, smallSource } from './small'

type Draft = {
  version: number
  scales: { options: Record<string, unknown>[] }[]
  sections: { showIf?: unknown; questions: Record<string, unknown>[] }[]
  trees: { nodes: Record<string, unknown>[] }[]
}

const text = { vi: 'a', en: 'b' }
const compared = (change: (draft: Draft) => void) => {
  const draft: Draft = JSON.parse(JSON.stringify({ ...smallSource, version: 2 }))
  change(draft)
  const [before, after] = [readSmall(), readSmall(draft)]
  return {
    changes: versionChanges(before, after).map(({ what, code, kind }) => `${what} ${code} ${kind}`),
    comparable: [...comparableFigures(before, after)],
  }
}
const all = ['satisfaction S', 'satisfaction m1', 'satisfaction m2']
const question = (draft: Draft, section: number, id: string) => draft.sections[section]?.questions.find((one) => one['id'] === id) ?? {}

describe('two versions of a questionnaire', () => {
  it('with nothing changed compare in everything', () => {
    expect(compared(() => undefined)).toEqual({ changes: [], comparable: all })
  })

  it('with other words still compare, and say which words', () => {
    expect(compared((draft) => Object.assign(question(draft, 1, 'rate'), { text }))).toEqual({
      changes: ['item rate wording'],
      comparable: all,
    })
  })

  it('with another scale compare no figure that stands on it', () => {
    const { changes, comparable } = compared((draft) => Object.assign(draft.scales[0]?.options[1] ?? {}, { score: 3 }))
    expect(changes).toEqual([
      'item m1 answers',
      'item m2 answers',
      'item rate answers',
      'figure satisfaction S computation',
      'figure satisfaction m1 computation',
      'figure satisfaction m2 computation',
    ])
    expect(comparable).toEqual([])
  })

  it.each([
    ['met', { max: 100 }],
    ['ways', { atMost: 1 }],
    ['why', { maxLength: 20 }],
    ['day', { min: '2026-02-01' }],
  ])('with other limits to %s say that other answers are possible', (id, limits) => {
    expect(compared((draft) => Object.assign(question(draft, id === 'ways' ? 0 : 1, id), limits)).changes).toEqual([`item ${id} answers`])
  })

  it('with more lines to write in are the same', () => {
    expect(compared((draft) => Object.assign(question(draft, 1, 'why'), { lines: 4 })).changes).toEqual([])
  })

  it('with a new item compare its criteria still, but not the figure above them', () => {
    const { changes, comparable } = compared((draft) => {
      Object.assign(question(draft, 1, 'm'), { items: [...smallSource.sections[1].questions[0].items, { id: 'm3', text }] })
      Object.assign(draft.trees[0]?.nodes[0] ?? {}, { items: ['m1', 'm2', 'm3'] })
    })
    expect(changes).toEqual(['item m3 added', 'figure satisfaction S computation', 'figure satisfaction m3 added'])
    expect(comparable).toEqual(['satisfaction m1', 'satisfaction m2'])
  })

  it('with an item gone say so', () => {
    const { changes, comparable } = compared((draft) => {
      Object.assign(question(draft, 1, 'm'), { items: smallSource.sections[1].questions[0].items.slice(0, 1) })
      Object.assign(draft.trees[0]?.nodes[0] ?? {}, { items: ['m1'] })
    })
    expect(changes).toEqual(['item m2 removed', 'figure satisfaction S computation', 'figure satisfaction m2 removed'])
    expect(comparable).toEqual(['satisfaction m1'])
  })

  it('with other people asked do not compare', () => {
    const { changes, comparable } = compared((draft) => Object.assign(draft.sections[1] ?? {}, { showIf: { item: 'late', in: ['no'] } }))
    expect(changes).toContain('item m1 skip-logic')
    expect(comparable).toEqual([])
  })

  it('with another roll-up compare the criteria and not the whole', () => {
    expect(compared((draft) => Object.assign(draft.trees[0]?.nodes[0] ?? {}, { rollUp: 'pooled' }))).toEqual({
      changes: ['figure satisfaction S computation'],
      comparable: all.slice(1),
    })
  })
})
