import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { begin, changed, type History, joined, redone, undone, type Work } from '../../../client/designer/frame/history'
import { blankQuestionnaire } from '../../../surveys/designing/blank'

const first: Work = { draft: blankQuestionnaire('moi', { vi: '0' }, ['vi']), accepted: {} }
const titled = (work: Work, title: string): Work => ({ ...work, draft: { ...work.draft, title: { vi: title } } })
const titleOf = ({ present }: History): string => present.work.draft.title['vi'] ?? ''
const thanksOf = ({ present }: History): string => present.work.draft.thanks['vi'] ?? ''

/** Another author adds a letter to the thanks. */
const thanked =
  (letter: string) =>
  (work: Work): Work => ({ ...work, draft: { ...work.draft, thanks: { vi: `${work.draft.thanks['vi'] ?? ''}${letter}` } } })

const again = (times: number, step: (history: History) => History, from: History): History =>
  Array.from({ length: times }).reduce<History>(step, from)

describe('the history of a sitting', () => {
  it('gives every earlier state when steps are undone, and every later one when they are done again', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 1, maxLength: 200 }), (titles) => {
        const end = titles.reduce(
          (history, title, at) => changed(history, `title ${at}`, at, titled(history.present.work, title)),
          begin(first),
        )
        const all = ['0', ...titles]
        const back = all.map((_, steps) => titleOf(again(steps, undone, end)))
        expect(back).toEqual([...all].reverse())
        const start = again(titles.length, undone, end)
        expect(start.present.work).toEqual(first)
        expect(all.map((_, steps) => titleOf(again(steps, redone, start)))).toEqual(all)
        expect(again(titles.length, redone, start).present.work).toEqual(end.present.work)
      }),
      { seed: 7 },
    )
  })

  it('keeps a thousand steps and more', () => {
    const end = Array.from({ length: 1_500 }, (_, at) => at).reduce(
      (history, at) => changed(history, `title ${at}`, at, titled(history.present.work, `${at + 1}`)),
      begin(first),
    )
    expect(titleOf(again(1_500, undone, end))).toBe('0')
    expect(titleOf(again(9, undone, again(1_500, redone, end)))).toBe('1491')
  })

  it('stays at the first state and at the last', () => {
    const one = changed(begin(first), 'title', 0, titled(first, 'Một'))
    expect(again(3, undone, one).present.work).toEqual(first)
    expect(titleOf(again(3, redone, again(3, undone, one)))).toBe('Một')
  })

  it('takes quick typing in one field as one step, a pause or another field as the next', () => {
    const typed = [
      ['title', 0, 'P'],
      ['title', 200, 'Ph'],
      ['title', 400, 'Phi'],
      ['title', 5_000, 'Phiếu'],
      ['purpose', 5_100, 'Phiếu.'],
      ['purpose', 5_200, 'Phiếu..'],
    ] as const
    const end = typed.reduce((history, [what, at, title]) => changed(history, what, at, titled(history.present.work, title)), begin(first))
    expect([0, 1, 2, 3].map((steps) => titleOf(again(steps, undone, end)))).toEqual(['Phiếu..', 'Phiếu', 'Phi', '0'])
  })

  it('never joins typing to what was gone back to', () => {
    const typed = changed(changed(begin(first), 'title', 0, titled(first, 'A')), 'title', 9_000, titled(first, 'AB'))
    const anew = changed(undone(typed), 'title', 9_100, titled(first, 'AC'))
    expect(titleOf(undone(anew))).toBe('A')
    expect(redone(anew)).toBe(anew)
  })

  it('forgets what was undone once something else is done', () => {
    const end = changed(undone(changed(begin(first), 'a', 0, titled(first, 'Một'))), 'b', 1, titled(first, 'Hai'))
    expect(redone(end)).toBe(end)
    expect(titleOf(undone(end))).toBe('0')
  })

  it("agrees, whatever is done in whatever order, with a list of states into all of which others' changes are written", () => {
    const moves = fc.array(
      fc.oneof(
        fc.record({ do: fc.constant('change' as const), title: fc.string() }),
        fc.record({ do: fc.constantFrom('undo', 'redo', 'join') }),
      ),
      { maxLength: 60 },
    )
    fc.assert(
      fc.property(moves, (list) => {
        let history = begin(first)
        let model: States = { states: [first], at: 0 }
        for (const [time, move] of list.entries()) {
          history = moved(history, move, time)
          model = modelled(model, move, time)
          expect(history.present.work).toEqual(model.states[model.at])
          expect([history.past.length, history.future.length]).toEqual([model.at, model.states.length - 1 - model.at])
        }
      }),
      { seed: 8, numRuns: 500 },
    )
  })

  it('keeps what somebody else changed in every state that is gone back to', () => {
    const mine = changed(changed(begin(first), 'a', 0, titled(first, 'Một')), 'b', 1, titled(first, 'Hai'))
    const both = joined(joined(mine, thanked('x')), thanked('y'))
    expect([0, 1, 2].map((steps) => [titleOf(again(steps, undone, both)), thanksOf(again(steps, undone, both))])).toEqual([
      ['Hai', 'xy'],
      ['Một', 'xy'],
      ['0', 'xy'],
    ])
    expect(thanksOf(again(2, redone, joined(again(2, undone, both), thanked('z'))))).toBe('xyz')
  })
})

type Move = { readonly do: string; readonly title?: string }

function moved(history: History, move: Move, time: number): History {
  if (move.do === 'change') return changed(history, `title ${time}`, time, titled(history.present.work, move.title ?? ''))
  if (move.do === 'join') return joined(history, thanked(`${time},`))
  return move.do === 'undo' ? undone(history) : redone(history)
}

type States = { readonly states: readonly Work[]; readonly at: number }

/** The same, kept as the plain list of all states. */
function modelled({ states, at }: States, move: Move, time: number): States {
  const now = states[at] ?? first
  if (move.do === 'change') return { states: [...states.slice(0, at + 1), titled(now, move.title ?? '')], at: at + 1 }
  if (move.do === 'join') return { states: states.map(thanked(`${time},`)), at }
  return { states, at: move.do === 'undo' ? Math.max(0, at - 1) : Math.min(states.length - 1, at + 1) }
}
