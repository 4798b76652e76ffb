import { describe, expect, it } from 'vitest'
import { campaignState } from '../../surveys/fielding/campaign'
import {
  earliestEnd,
  type LifeAct,
  lifeAfter,
  lifeReasonProblems,
  type LifeStage,
  lifeStage,
  newEndProblems,
} from '../../surveys/fielding/life'

const dated = { opensOn: '2026-10-01', closesOn: '2026-12-31' }
const standing: Readonly<Record<LifeStage, readonly [status: 'draft' | 'open' | 'paused' | 'closed' | 'published', today: string]>> = {
  draft: ['draft', '2026-11-01'],
  running: ['open', '2026-11-01'],
  paused: ['paused', '2026-11-01'],
  over: ['open', '2027-01-02'],
  closed: ['closed', '2027-01-02'],
  published: ['published', '2027-01-02'],
}
const stages = ['draft', 'running', 'paused', 'over', 'closed', 'published'] as const
const night = '2027-01-01'

describe('the life of a campaign', () => {
  it.each<readonly [LifeAct, readonly string[]]>([
    ['open', ['open', '', '', '', '', '']],
    ['pause', ['', 'paused', '', '', '', '']],
    ['resume', ['', '', 'open', '', '', '']],
    ['extend', ['', 'open', 'paused', 'open', '', '']],
    ['close', ['', 'closed', 'closed', 'closed', '', '']],
    ['reopen', ['', '', '', '', 'open', '']],
    ['publish', ['', '', '', 'published', 'published', '']],
    ['unpublish', ['', '', '', '', '', 'closed']],
    ['correct', ['', 'open', 'paused', 'open', 'closed', 'published']],
  ])('lets %s lead on where it makes sense, and names the stage elsewhere', (act, led) => {
    const found = stages.map((stage) => {
      const [status, today] = standing[stage]
      expect(lifeStage({ status, ...dated }, today)).toBe(stage)
      const after = lifeAfter(act, { status, ...dated }, today, night)
      if (!after.ok) expect(after.why).toBe(stage)
      return after.ok ? after.status : ''
    })
    expect(found).toEqual(led)
  })

  it('gives no later last day once the last figures are settled, and publishes none before they are', () => {
    const closed = { status: 'closed', ...dated } as const
    expect(lifeAfter('reopen', closed, '2027-01-31', night)).toEqual({ ok: true, status: 'open' })
    expect(lifeAfter('reopen', closed, '2027-02-01', night)).toEqual({ ok: false, why: 'final' })
    expect(lifeAfter('extend', { ...closed, status: 'open' }, '2027-02-01', night)).toEqual({ ok: false, why: 'final' })
    for (const before of ['', '2026-12-30', '2026-12-31'])
      expect(lifeAfter('publish', closed, '2027-01-02', before)).toEqual({ ok: false, why: 'unsettled' })
  })

  it('is paused within its period only, and over whether paused or not', () => {
    const paused = { status: 'paused', ...dated } as const
    expect(['2026-09-30', '2026-12-31', '2027-01-01'].map((today) => campaignState(paused, today))).toEqual(['paused', 'paused', 'closed'])
    expect(lifeStage(paused, '2027-01-01')).toBe('over')
    expect(campaignState({ status: 'published', ...dated }, '2026-11-01')).toBe('closed')
  })

  it('takes a new last day from the day after the last, or from today', () => {
    expect(earliestEnd('extend', dated, '2026-11-01')).toBe('2027-01-01')
    expect(earliestEnd('extend', dated, '2027-01-15')).toBe('2027-01-15')
    expect(earliestEnd('reopen', dated, '2026-11-01')).toBe('2026-11-01')
    // Closed before it began.
    expect(earliestEnd('reopen', { ...dated, closesOn: '2026-09-10' }, '2026-09-12')).toBe('2026-10-01')
    const problems = (to: string) => newEndProblems('extend', dated, to, '2026-11-01').map(({ code }) => code)
    expect(['', 'mai', '2026-12-31', '2027-01-01'].map(problems)).toEqual([['needed'], ['bad-day'], ['too-early'], []])
  })

  it('wants a reason that can be read', () => {
    expect([' ', '\u200b', 'x'.repeat(501)].map((text) => lifeReasonProblems(text).map(({ code }) => code))).toEqual([
      ['needed'],
      ['needed'],
      ['too-long'],
    ])
    expect(lifeReasonProblems('Bão số 9')).toEqual([])
  })
})
