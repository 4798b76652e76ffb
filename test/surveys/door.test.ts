import { describe, expect, it } from 'vitest'
import type { Entrance } from '../../surveys/fielding/campaign'
import { type Comer, finishDays, openDoor, shutTo, wasBegunThen } from '../../surveys/fielding/door'

const now = Date.UTC(2026, 10, 29, 3)
const day = 86_400_000
const stranger: Comer = { turn: undefined, visit: undefined, isDevice: false }
const shut = (door: Partial<Entrance>, coming: Partial<Comer> = {}, isEntered = false) =>
  shutTo({ door: { ...openDoor('q1'), ...door }, isEntered }, { ...stranger, ...coming }, now)

describe('the door of a touchpoint', () => {
  it.each<[string, Partial<Entrance>, Partial<Comer>, ReturnType<typeof shutTo>]>([
    ['is open to whoever comes', {}, {}, undefined],
    ['takes nobody by a code that was taken back', { retiredAt: now - 1 }, {}, 'retired'],
    ['takes them until the last day of grace is over', { retiredAt: now }, {}, undefined],
    ['takes what was begun before', { retiredAt: now - day }, { visit: now - day - 60_000 }, undefined],
    ['does not take what was begun after', { retiredAt: now - day }, { visit: now - day + 60_000 }, 'retired'],
    ['does not take it for ever', { retiredAt: now - 32 * day }, { visit: now - 33 * day }, 'retired'],
    ['takes what an enrolled device has signed', { retiredAt: now - day, pausedAt: now - day, turns: true }, { isDevice: true }, undefined],
    ['takes nobody while it is paused', { pausedAt: now - 1 }, {}, 'paused'],
    ['takes what was begun before the pause', { pausedAt: now - day }, { visit: now - 2 * day }, undefined],
    ['takes nobody by the code beneath a display', { turns: true }, {}, 'turned'],
    ['takes whoever scans what the display shows', { turns: true }, { turn: 'now' }, undefined],
    ['takes nobody by a photo of it', { turns: true }, { turn: 'past' }, 'turned'],
    ['lets them finish', { turns: true }, { turn: 'past', visit: now - finishDays * day }, undefined],
    ['lets nobody finish for ever', { turns: true }, { turn: 'past', visit: now - finishDays * day - 1 }, 'turned'],
    ['says first that there is no such code', { retiredAt: now - 1, pausedAt: now - 1, turns: true }, {}, 'retired'],
  ])('%s', (_, door, coming, is) => {
    expect(shut(door, coming)).toBe(is)
  })

  it('is opened by an account where somebody of the office enters, whatever became of its code', () => {
    expect(shut({ retiredAt: now - 1 }, {}, true)).toBeUndefined()
    expect(shut({ pausedAt: now - 1 }, {}, true)).toBe('paused')
  })
})

describe('what is sent about an agency that was served before', () => {
  const until = Date.UTC(2026, 10, 20, 3)
  const minute = 60_000
  const coming = { visit: undefined, isDevice: false, answeredOn: '2026-11-20' }
  it.each([
    ['was begun by then on a page', { ...coming, visit: until }, until + day, true],
    ['was begun after', { ...coming, visit: until + minute }, until + day, false],
    ['says nothing of when it was begun', coming, until + minute, false],
    ['comes too late', { ...coming, visit: until - minute }, until + 32 * day, false],
    ['was kept by a device of that day', { ...coming, isDevice: true }, until + 3 * day, true],
    ['was answered at a device later', { ...coming, isDevice: true, answeredOn: '2026-11-21' }, until + 3 * day, false],
  ] as const)('%s', (_, comer, now, isTaken) => {
    expect(wasBegunThen({ until }, comer, now)).toBe(isTaken)
  })
})
