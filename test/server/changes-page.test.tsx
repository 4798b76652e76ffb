import { renderToString } from 'preact-render-to-string'
import { describe, expect, it } from 'vitest'
import type { Language } from '../../client/text/languages'
import { ChangeText } from '../../server/office/results/cells'
import { atConstantMixture, changeBetween } from '../../surveys/figures/comparison'
import { wilsonInterval } from '../../surveys/figures/intervals'
import { readSmall } from '../surveys/small'
import { agency } from './fielded'
import { readerIn, textOf } from './reading-html'

const record = {
  campaign: {
    code: 'q3',
    title: { vi: 'Quý III', en: 'Third quarter' },
    questionnaire: 'small',
    version: 1,
    kind: 'open',
    status: 'closed',
    opensOn: '2026-07-01',
    closesOn: '2026-09-30',
    threshold: 10,
    synthetic: false,
  },
  breakdowns: [],
  peers: [],
  area: 'everywhere',
  measured: [{ agency: agency('A9'), population: undefined }],
  releasedBy: 'channel',
} as const

const share = (positive: number, n: number) => ({ value: positive / n, interval: wilsonInterval(positive, n), base: n })
type Share = ReturnType<typeof share>

/** What the card says of a total whose agencies have these figures before and after. */
function told(
  before: Share,
  after: Share,
  agencies: readonly (readonly [string, Share | undefined, Share | undefined])[],
  language: Language = 'vi',
) {
  const change = changeBetween(before, after) ?? expect.fail('no change')
  const mixture = atConstantMixture(
    change,
    agencies.map(([code, earlier, later]) => ({ code, before: earlier, after: later })),
  )
  const view = {
    record,
    questionnaire: readSmall(),
    earlier: [{ record, total: { code: 'q3', responses: 0, nodes: [] }, agencies: new Map(), lineages: new Map(), names: new Map() }],
  }
  return textOf(
    renderToString(<ChangeText reader={readerIn(language)} {...{ view, change, mixture }} unit="percent" best="higher" />),
  ).replace(/\s+/g, ' ')
}

describe('the sentence on a total’s change', () => {
  it('calls no fall where agencies stay and only their responses move', () => {
    const agencies = [
      ['A', share(285, 300), share(95, 100)],
      ['B', share(60, 100), share(180, 300)],
    ] as const
    const text = told(share(345, 400), share(275, 400), agencies)
    expect(text).toContain('phần lớn chênh lệch so với Quý III là do cơ cấu câu trả lời giữa các cơ quan đã khác')
    expect(text).toContain('thay đổi −17,50 điểm')
    expect(text).toContain('nếu giữ nguyên cơ cấu câu trả lời giữa các cơ quan: thay đổi 0,00 điểm')
    expect(text).toContain('Phần còn lại, −17,50 điểm, là do cơ cấu thay đổi')
    expect(text).not.toMatch(/giảm [\d,]+ điểm/)
    const english = told(share(345, 400), share(275, 400), agencies, 'en')
    expect(english).toContain('comes from another mixture of responses between agencies')
    expect(english).not.toMatch(/down \d/)
  })

  it('calls a fall where the agencies fell', () => {
    const agencies = [['A', share(345, 400), share(275, 400)]] as const
    expect(told(share(345, 400), share(275, 400), agencies)).toContain('giảm 17,50 điểm so với Quý III')
  })

  it('names who has a figure in one campaign only, and calls nothing where nobody has both', () => {
    const text = told(share(345, 400), share(275, 400), [
      ['A9', share(345, 400), undefined],
      ['A8', undefined, share(275, 400)],
    ])
    expect(text).toContain('chưa thể kết luận có thay đổi so với Quý III')
    expect(text).toContain('không cơ quan nào có số ở cả hai đợt')
    expect(text).toContain('chỉ có số ở một đợt: Xã A9, A8')
  })
})
