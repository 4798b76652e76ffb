import { describe, expect, it } from 'vitest'
import { campaignState } from '../../surveys/fielding/campaign'
import { daysBetween, isDay, isMonth, localDay, monthOf } from '../../surveys/instrument/calendar'
import { isCalled, theOneCalled } from '../../surveys/instrument/called'
import { canonical } from '../../surveys/instrument/canonical'
import { directionOf } from '../../surveys/instrument/direction'
import { folded } from '../../surveys/instrument/folding'
import { chosenLanguage, filled, localised } from '../../surveys/instrument/language'

describe('texts', () => {
  it('fall back from a dialect to its language, then along the chain, and are never blank', () => {
    expect(localised({ vi: 'một', en: 'one' }, 'en-GB')).toBe('one')
    expect(localised({ vi: 'một', en: 'one' }, 'hmn')).toBe('một')
    expect(localised({ en: 'one' }, 'hmn')).toBe('one')
  })

  it.each([
    ['vi', 'ltr'],
    ['ar', 'rtl'],
    ['fa-AF', 'rtl'],
    ['cja', 'ltr'],
    ['cjm-Arab', 'rtl'],
    ['cjm-arab-VN', 'rtl'],
    ['ar-Latn', 'ltr'],
    ['arn', 'ltr'],
    ['ms-Arab', 'rtl'],
    ['en-x-arab', 'ltr'],
  ] as const)('begin at the side where their script does: %s %s', (tag, direction) => {
    expect(directionOf(tag)).toBe(direction)
  })

  it('fill known placeholders once and leave unknown ones', () => {
    expect(filled('{agency}, {campaign}, {year}', { agency: '{campaign}', campaign: 'C' })).toBe('{campaign}, C, {year}')
    expect(filled('{constructor}', {})).toBe('{constructor}')
  })

  it.each([
    ['1', '1 answer counts'],
    [1, '1 answer counts'],
    ['0', '0 answers count'],
    ['1.0', '1.0 answers count'],
    ['1,001', '1,001 answers count'],
  ])('say one and many of %s', (n, said) => {
    expect(filled('{n} {n|answer counts|answers count}', { n })).toBe(said)
  })

  it('are searched without marks, đ as d', () => {
    expect(folded('Đúng hẹn, lệ phí')).toBe('dung hen, le phi')
  })

  it('are offered in the first language that the reader asks for', () => {
    expect(chosenLanguage('fr-FR,en;q=0.8,vi;q=0.5', ['vi', 'en'])).toBe('en')
    expect(chosenLanguage('en-US', ['vi', 'en'])).toBe('en')
    expect(chosenLanguage(undefined, ['vi', 'en'])).toBe('vi')
    expect(chosenLanguage('xx', ['vi', 'en'])).toBe('vi')
  })
})

describe('days', () => {
  it('change at midnight in Viet Nam, so that a quarter is cut there', () => {
    expect(localDay(Date.parse('2026-09-30T16:59:59Z'))).toBe('2026-09-30')
    expect(localDay(Date.parse('2026-09-30T17:00:00Z'))).toBe('2026-10-01')
    expect(monthOf(localDay(Date.parse('2026-12-31T17:00:00Z')))).toBe('2027-01')
  })

  it('are days of the calendar', () => {
    expect(['2024-02-29', '2026-02-29', '2026-13-01', '26-01-01', '2026-1-1'].map(isDay)).toEqual([true, false, false, false, false])
    expect(['2026-12', '2026-13', '2026-00', '2026-1'].map(isMonth)).toEqual([true, false, false, false])
    expect(daysBetween('2026-02-27', '2026-03-02')).toBe(3)
  })

  it('decide where a campaign stands, both ends inclusive', () => {
    const campaign = { status: 'open', opensOn: '2026-01-01', closesOn: '2026-03-31' } as const
    expect(['2025-12-31', '2026-01-01', '2026-03-31', '2026-04-01'].map((day) => campaignState(campaign, day))).toEqual([
      'upcoming',
      'open',
      'open',
      'closed',
    ])
    expect(campaignState({ ...campaign, status: 'draft' }, '2026-02-01')).toBe('draft')
    expect(campaignState({ ...campaign, status: 'closed' }, '2026-02-01')).toBe('closed')
  })
})

describe('the canonical form', () => {
  it('is one for equal values, whatever the order of keys and the composition of letters', () => {
    expect(canonical({ b: 'é'.normalize('NFD'), a: [1, { d: 1, c: undefined }] })).toBe(
      canonical({ a: [1, { d: 1 }], b: 'é'.normalize('NFC') }),
    )
    expect(canonical(['1'])).not.toBe(canonical([1]))
  })
})

describe('a name', () => {
  it.each([
    ['Ảnh', 'Anh', false],
    ['Tính', 'Tỉnh', false],
    ['Má', 'Mã', false],
    ['Bán', 'Bản', false],
    ['Dịa chỉ', 'Địa chỉ', false],
    ['TINH', 'Tỉnh', true],
    ['ma don vi', 'Mã đơn vị', true],
    ['Mã don vị', 'Mã đơn vị', true],
    [' mã  đơn\u00A0vị ', 'Mã đơn vị', true],
    ['Hoà Bình', 'Hòa Bình', true],
    ['Điểm'.normalize('NFD'), 'Điểm', true],
    ['Name', 'name', true],
  ])('“%s” for “%s” is meant: %s', (typed, name, isMeant) => {
    expect(isCalled(typed, name)).toBe(isMeant)
  })

  it('of several that differ by their marks is the one that is spelled so, and none where each could be', () => {
    const meant = theOneCalled(['Xã Tân Mỹ', 'Xã Tân My', 'Xã Mỹ Tân', 'Xã Mý Tân'], (name) => [name])
    expect([meant('xã tân mỹ'), meant('xã tân my'), meant('xã tân mý')]).toEqual(['Xã Tân Mỹ', 'Xã Tân My', undefined])
    expect([meant('xa my tan'), meant('xa mý tan')]).toEqual([undefined, 'Xã Mý Tân'])
  })
})
