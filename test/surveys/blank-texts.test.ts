import { screenWords } from '../../client/text/screen'
import { problemText } from '../../client/text/definition'
import { describe, expect, it } from 'vitest'
import { checkAnswers, normalisedAnswers, readAnswers } from '../../surveys/answers/check'
import { findings } from '../../surveys/designing/checking'
import { completeness } from '../../surveys/designing/translations'
import { nameProblems } from '../../surveys/fielding/drafts'
import { readDefinition } from '../../surveys/instrument/definition'
import { isVisible, trimmed } from '../../surveys/instrument/spelling'
import { readSmall, smallSource } from './small'

/** Nobody leaves one by mistake: in an answer it is refused, not taken for a blank. */
const control = '\u0000'

/** Texts that show nothing, by what they are made of. */
const blanks: readonly (readonly [string, string])[] = [
  ['spaces', '  '],
  ['a tab and a line break', '\t\n'],
  ['no-break spaces', '\u00a0\u202f'],
  ['a zero-width space', '\u200b'],
  ['joiners', '\u200c\u200d\u2060'],
  ['a byte order mark', '\ufeff'],
  ['a soft hyphen', '\u00ad'],
  ['marks of direction', '\u200e\u202b'],
  ['a Hangul filler', '\u3164'],
  ['an empty Braille cell', '\u2800'],
  ['a control', control],
]

const withThanks = (thanks: string) => ({ ...smallSource, thanks: { vi: thanks, en: 'Thanks' } })

describe.each(blanks)('a text of %s', (_, blank) => {
  it('is no text, and takes nothing from one that it stands beside', () => {
    expect([isVisible(blank), trimmed(blank)]).toEqual([false, ''])
    expect(isVisible(`${blank}ờ${blank}`)).toBe(true)
  })

  it('is no label of a questionnaire: the check names the place and the language, once', () => {
    const reading = readDefinition(withThanks(blank))
    expect(reading.ok ? [] : reading.problems.map((problem) => problemText('vi', problem))).toEqual(['Chưa có lời cảm ơn bằng tiếng Việt.'])
    const draft = { ...readSmall(), thanks: { vi: blank, en: 'Thanks' } }
    expect(findings(draft, readDefinition, screenWords).filter(({ severity }) => severity === 'error')).toMatchObject([
      { rule: 'missing_translation', place: { tab: 'general', field: 'thanks' } },
    ])
  })

  it('leaves a translation to be done', () => {
    const small = readSmall()
    const { of } = completeness(small, 'en')
    expect(completeness({ ...small, thanks: { vi: 'Cảm ơn', en: blank } }, 'en')).toEqual({ done: of - 1, of })
  })

  it('is no name of an agency, a campaign or a touchpoint', () => {
    expect(nameProblems('name', blank, 'needed')).toEqual([{ field: 'name', code: 'needed' }])
  })
})

it.each(blanks.filter(([, blank]) => blank !== control))('%s are no answer in words, in a form or by the API', (_, blank) => {
  const small = readSmall()
  expect(readAnswers(small, (field) => (field === 'why' || field === 'field.text' ? [blank] : field === 'field' ? ['else'] : []))).toEqual({
    field: 'else',
  })
  expect(
    normalisedAnswers({ late: 'no', why: blank, field: { code: 'else', text: blank }, ways: [{ code: 'else', text: blank }] }),
  ).toEqual({
    late: 'no',
    field: 'else',
    ways: ['else'],
  })
  const asked = readSmall({
    ...smallSource,
    sections: [
      {
        id: 'a',
        title: { vi: 'a', en: 'a' },
        questions: [{ id: 'why', type: 'text', text: { vi: 'a', en: 'a' }, maxLength: 9, required: true }],
      },
    ],
    trees: [],
  })
  expect(checkAnswers(asked, normalisedAnswers({ why: blank }))).toEqual([{ item: 'why', code: 'required' }])
})
