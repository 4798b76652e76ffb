import { describe, expect, it } from 'vitest'
import { type Agency, asOpened, goneIn, hindersOpening, isOtherNow } from '../../surveys/fielding/campaign'
import { type CampaignDraft, planCampaign } from '../../surveys/fielding/drafts'

const then: Agency = {
  code: 'A1',
  name: { vi: 'Xã Cũ', en: 'Old commune' },
  block: 'commune',
  parent: 'P1',
  validFrom: '2025-07-01',
  validTo: null,
  predecessors: ['A0'],
}
const period = { opensOn: '2026-01-01', closesOn: '2026-12-31' } as const

describe('an agency in a campaign that was opened', () => {
  it('keeps name, block, parent and predecessors, whatever becomes of it', () => {
    const now = { ...then, name: { vi: 'Phường Mới' }, block: 'ward', parent: null, predecessors: [] }
    expect(asOpened(then, now)).toEqual(then)
  })

  it('ends when it ends today, and begins on the earlier of its first days then and today', () => {
    const days = (from: string | null, to: string | null) => {
      const { validFrom, validTo } = asOpened(then, { ...then, validFrom: from, validTo: to })
      return [validFrom, validTo]
    }
    expect(days('2026-07-01', '2026-09-30')).toEqual(['2025-07-01', '2026-09-30'])
    expect(days('2024-07-01', null)).toEqual(['2024-07-01', null])
    expect(days(null, null)).toEqual([null, null])
    expect(asOpened({ ...then, validFrom: null, validTo: '2026-01-31' }, { ...then, validTo: null })).toMatchObject({
      validFrom: null,
      validTo: null,
    })
  })

  it.each([
    ['another name', { name: { vi: 'Phường Mới', en: 'Old commune' } }, true],
    ['a name in one language more', { name: { ...then.name, fr: 'Ancienne commune' } }, true],
    ['a name in one language less', { name: { vi: 'Xã Cũ' } }, true],
    ['another block', { block: 'ward' }, true],
    ['another parent and another last day', { parent: null, validTo: '2026-01-01' }, false],
    ['its names in another order', { name: { en: 'Old commune', vi: 'Xã Cũ' } }, false],
  ])('with %s today is told apart from what it was, or not', (_, changed, isOther) => {
    expect(isOtherNow(then, { ...then, ...changed })).toBe(isOther)
  })
})

describe('a campaign', () => {
  const ended = { ...then, code: 'A2', validTo: '2025-12-31' }
  const later = { ...then, code: 'A3', validFrom: '2027-01-01' }
  const draft: CampaignDraft = {
    code: 'c1',
    title: 'Năm 2026',
    titleEn: '',
    questionnaire: 'sipas-service',
    version: '',
    from: period.opensOn,
    to: period.closesOn,
    kind: 'open',
    threshold: '10',
    agencies: ['A1'],
    blocks: [],
    breakdowns: [],
    synthetic: false,
  }
  const planned = (changed: Partial<CampaignDraft>) =>
    planCampaign({ ...draft, ...changed }, { agencies: [then, ended, later], published: [{ id: 'sipas-service', version: 1 }] })
  const lastDay = { ...ended, validTo: period.opensOn }

  it('chooses no agency by name that has no day in its period, and says which days it has', () => {
    expect(planned({ agencies: ['A1', 'A2', 'A3'] })).toEqual({
      ok: false,
      problems: [
        { field: 'agencies', code: 'ended', seen: 'A2', allowed: '2025-12-31' },
        { field: 'agencies', code: 'not-begun', seen: 'A3', allowed: '2027-01-01' },
      ],
    })
    expect(planned({ agencies: ['A2'], from: '2025-12-31' }).ok).toBe(true)
  })

  it('says of a period that cannot be only that', () => {
    const plan = planned({ agencies: ['A2'], from: '2026-02-30' })
    expect(plan.ok ? [] : plan.problems.map(({ field }) => field)).toEqual(['from'])
  })

  it('leaves those out where it takes all, or a block', () => {
    for (const wanted of [{ agencies: ['all'] }, { agencies: [], blocks: ['commune'] }]) {
      const plan = planned(wanted)
      expect(plan.ok && plan.campaign.agencies.map(({ code }) => code)).toEqual(['A1'])
    }
  })

  it('does not open with an agency that lost all days of its period since', () => {
    const hinders = (status: 'draft' | 'open' | 'paused' | 'closed', agencies: readonly Agency[]) =>
      hindersOpening({ ...period, status }, agencies)
    expect(hinders('draft', [then, lastDay])).toBeUndefined()
    expect(hinders('draft', [then, ended])).toBe('agencies-gone')
    expect(goneIn(period, [then, ended, later]).map(({ code }) => code)).toEqual(['A2', 'A3'])
    expect([hinders('open', [ended]), hinders('closed', [ended]), hinders('draft', [])]).toEqual([undefined, 'closed', 'no-agencies'])
    expect(hinders('paused', [then])).toBe('paused')
  })
})
