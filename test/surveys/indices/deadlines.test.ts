import { describe, expect, it } from 'vitest'
import { type AssessmentProgress, assessmentDeadlines } from '../../../surveys/indices/deadlines'

const assessment = {
  code: 'par',
  title: { vi: 'Đánh giá' },
  set: { id: 'par-index', version: 1 },
  from: '2026-01',
  to: '2026-12',
  selfDue: '2026-12-20',
  lookDue: '2027-01-20',
  status: 'open',
  sources: {},
  revision: 1,
} as const
const progress = (wanted: Partial<AssessmentProgress> = {}): AssessmentProgress => ({
  assessment,
  stages: ['entering', 'handed-in', 'told'],
  asked: 0,
  ...wanted,
})
const states = (one: AssessmentProgress, today: string) => assessmentDeadlines([one], today).map(({ what, state }) => [what, state])

describe('the deadlines of an assessment', () => {
  it.each([
    ['long before', '2026-11-01', progress(), ['ahead', 'ahead']],
    ['two weeks before agencies hand in', '2026-12-06', progress(), ['soon', 'ahead']],
    ['on the day itself', '2026-12-20', progress(), ['soon', 'ahead']],
    ['the day after, while somebody enters', '2026-12-21', progress(), ['late', 'ahead']],
    ['the day after, once all have handed in', '2026-12-21', progress({ stages: ['told', 'handed-in'] }), ['done', 'ahead']],
    ['on the last day of second looks', '2027-01-20', progress({ stages: ['told'] }), ['done', 'soon']],
    ['after it, with one that waits', '2027-01-21', progress({ stages: ['told'], asked: 1 }), ['done', 'late']],
    ['after it, with none', '2027-01-21', progress({ stages: ['told'] }), ['done', 'done']],
  ] as const)('are told %s', (_, today, one, [self, look]) => {
    expect(states(one, today)).toEqual([
      ['self', self],
      ['look', look],
    ])
  })

  it('are those of open ones, with how many are owed', () => {
    const found = assessmentDeadlines(
      [
        progress({ asked: 2 }),
        progress({ assessment: { ...assessment, status: 'closed' } }),
        progress({ assessment: { ...assessment, selfDue: '2026-11-30' } }),
      ],
      '2026-11-29',
    )
    expect(found.map(({ dueOn, what, open, agencies }) => [dueOn, what, open, agencies])).toEqual([
      ['2026-11-30', 'self', 1, 3],
      ['2026-12-20', 'self', 1, 3],
      ['2027-01-20', 'look', 2, 3],
      ['2027-01-20', 'look', 0, 3],
    ])
  })
})
