import { describe, expect, it } from 'vitest'
import { personalReading } from '../../client/survey/personal'
import { screenWords } from '../../client/text/screen'
import { lint } from '../../surveys/instrument/lint'
import { readSmall, rareSource } from './small'
import { contactIn, contactKind, contactMark, contactProblem, lastMonthKept } from '../../surveys/answers/contact'

describe('a contact', () => {
  it.each<[string, 'phone' | 'email' | undefined]>([
    ['0912 345 678', 'phone'],
    ['+84 (912) 345-678', 'phone'],
    ['0214.3840.034', 'phone'],
    ['lan@vidu.vn', 'email'],
    ['Lan.Nguyen+1@mail.vidu.com.vn', 'email'],
    ['12345', undefined],
    ['lan@vidu', undefined],
    ['lan @vidu.vn', undefined],
    ['gọi cho tôi', undefined],
    [`${'a'.repeat(260)}@vidu.vn`, undefined],
  ])('reads "%s" as %s', (text, kind) => {
    expect(contactKind(text)).toBe(kind)
  })

  it('is what was asked for, or nothing', () => {
    expect(contactProblem({ ask: 'phone' }, 'lan@vidu.vn')).toEqual({ item: '_contact', code: 'not_a_contact_phone' })
    expect(contactProblem({ ask: 'either' }, 'lan@vidu.vn')).toBeUndefined()
    expect([contactIn({ _contact: '  ' }), contactIn({}), contactIn({ _contact: ' 0912345678 ' })]).toEqual([
      undefined,
      undefined,
      '0912345678',
    ])
  })

  it('is taken without the signs that nobody sees', () => {
    const taken = (given: string) => contactIn({ _contact: given })
    expect([taken('\u202a0912 345 678\u202c'), taken(' lan\u200b@vidu.vn\0\n'), taken('\u200b \0'), taken('')]).toEqual([
      '0912 345 678',
      'lan@vidu.vn',
      undefined,
      undefined,
    ])
  })

  it('stays with the person where their answers have come to lead past the question', () => {
    const held = { _contact: '0912 345 678' }
    const { sections } = readSmall(rareSource)
    const without = sections.map((section) => ({ ...section, questions: section.questions.filter(({ type }) => type !== 'contact') }))
    expect([sections, without].map((screens) => personalReading.contactOn(screens, held))).toEqual(['0912 345 678', undefined])
  })

  it('is found again however it was written', () => {
    expect(contactMark('0912.345 678')).toBe(contactMark('0912 345-678'))
    for (const abroad of ['+84 912 345 678', '0084912345678', '84912345678']) expect(contactMark(abroad)).toBe('0912345678')
    expect(contactMark('+1 555 010 0199')).toBe('+15550100199')
    expect(contactMark('Lan@Vidu.VN ')).toBe(contactMark('lan@vidu.vn'))
  })

  it.each([
    ['2026-11', 1, '2026-12'],
    ['2026-11', 3, '2027-02'],
    ['2026-12', 24, '2028-12'],
  ])('given in %s and kept %i months, is kept to the end of %s', (month, months, last) => {
    expect(lastMonthKept(month, months)).toBe(last)
  })

  it('is warned of where the questionnaire promises to ask for none', () => {
    const promising = {
      ...readSmall(rareSource),
      privacy: { vi: 'Chúng tôi không hỏi và không lưu số điện thoại.', en: 'We do not store your phone number.' },
    }
    const seen = lint(promising, screenWords).filter(({ rule }) => rule === 'contact_promised')
    expect(seen).toEqual([
      { path: 'privacy', rule: 'contact_promised', seen: 'không hỏi và không lưu số điện thoại' },
      { path: 'privacy', rule: 'contact_promised', seen: 'not store your phone', language: 'en' },
    ])
    const silent = {
      ...promising,
      sections: promising.sections.filter(({ questions }) => questions.every(({ type }) => type !== 'contact')),
    }
    expect(lint(silent, screenWords).filter(({ rule }) => rule === 'contact_promised')).toEqual([])
  })
})
