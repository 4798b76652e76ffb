import { describe, expect, it } from 'vitest'
import { moved } from '../../surveys/designing/lists'
import { withLibraryWords } from '../../surveys/designing/scale-library'
import { screenWords } from '../../client/text/screen'
import {
  applyTranslations,
  completeness,
  fallbackChain,
  longestTranslation,
  rowsToSay,
  type TranslationEntry,
  translationRows,
  withFallbackOrder,
  withLanguage,
  withoutLanguage,
  withText,
} from '../../surveys/designing/translations'
import { localised, placeholderProblem } from '../../surveys/instrument/language'
import { readDefinition } from '../../surveys/instrument/definition'
import { lint } from '../../surveys/instrument/lint'
import { rulesBroken } from '../../surveys/instrument/rules'
import { type Questionnaire, questionnaire } from '../../surveys/instrument/schema'
import sipas from '../../surveys/questionnaires/sipas-2026.json'
import { readSmall, smallSource } from './small'

const small: Questionnaire = {
  ...readSmall(),
  bandSets: [{ id: 'grades', bands: [{ code: 'good', label: { vi: 'Tốt', en: 'Good' }, from: 0.8, to: 1 }] }],
  purpose: { vi: 'Hỏi về {agency} trong {campaign}', en: 'About {agency} in {campaign}' },
}
const keys = (draft: Questionnaire) => translationRows(draft).map(({ key }) => key)
const textsIn = (draft: Questionnaire, language: string) => new Map(translationRows(draft).map(({ key, text }) => [key, text[language]]))
const missing = (draft: Questionnaire) => rulesBroken(draft).filter(({ rule }) => rule === 'missing_translation')

describe('the texts of a design', () => {
  it('stand in reading order, each under a key of its own', () => {
    expect(keys(small)).toEqual([
      'title',
      'purpose',
      'privacy',
      'sections/first/title',
      ...['intro', 'late', 'told', 'ways', 'field'].map((id) => `questions/${id}/text`),
      'sections/second/title',
      'questions/m/text',
      'items/m1/text',
      'items/m2/text',
      ...['rate', 'met', 'why', 'day'].map((id) => `questions/${id}/text`),
      'thanks',
      ...['bad', 'fair', 'good', 'na'].map((code) => `scales/five/options/${code}/label`),
      ...['desk', 'web', 'else', 'none'].map((code) => `scales/ways/options/${code}/label`),
      'scales/yn/options/yes/label',
      'scales/yn/options/no/label',
      'trees/satisfaction/label',
      'trees/satisfaction/nodes/S/label',
      'bandSets/grades/bands/good/label',
      'source',
    ])
  })

  it('are exactly those in which the rules look for translations', () => {
    const shipped = questionnaire.parse(sipas)
    for (const draft of [small, shipped]) {
      const spoken = withLanguage(draft, 'tyz')
      expect(missing(spoken)).toHaveLength(translationRows(draft).length)
      const whole = translationRows(spoken).reduce((before, { key }) => withText(before, key, 'tyz', `Tày ${key}`), spoken)
      expect(missing(whole)).toEqual([])
      expect(textsIn(whole, 'tyz')).toEqual(new Map(keys(draft).map((key) => [key, `Tày ${key}`])))
    }
  })

  it('keep their keys when what they stand in moves', () => {
    const turned: Questionnaire = {
      ...small,
      sections: moved(small.sections, 0, 1).map((section) => ({ ...section, questions: [...section.questions].reverse() })),
      scales: small.scales.map((scale) => ({ ...scale, options: [...scale.options].reverse() })),
    }
    expect(keys(turned)).not.toEqual(keys(small))
    expect(Object.fromEntries(textsIn(turned, 'vi'))).toEqual(Object.fromEntries(textsIn(small, 'vi')))
  })

  it('are told apart also while an id stands twice', () => {
    const [first] = small.sections
    if (!first) throw new Error('there is no section')
    const twice = { ...small, sections: [first, { ...first, title: { vi: 'Lại một' } }] }
    expect(new Set(keys(twice)).size).toBe(keys(twice).length)
    const changed = withText(twice, 'sections/first/title#2', 'en', 'Again')
    expect(changed.sections.map(({ title }) => title)).toEqual([first.title, { vi: 'Lại một', en: 'Again' }])
  })

  it('say where they stand', () => {
    const place = (key: string) => translationRows(small).find((row) => row.key === key)
    expect(place('items/m1/text')).toMatchObject({ kind: 'item-text', name: 'm1', group: { kind: 'sections', name: 'second' } })
    expect(place('scales/yn/options/no/label')).toMatchObject({ kind: 'option-label', name: 'no', group: { kind: 'scales', name: 'yn' } })
    expect(place('title')).toMatchObject({ kind: 'title', name: '', group: { kind: 'questionnaire', name: '' } })
  })

  it('change one at a time, and leave the design they came from alone', () => {
    const before = JSON.stringify(small)
    const changed = withText(small, 'items/m1/text', 'en', 'First row ')
    expect(textsIn(changed, 'en').get('items/m1/text')).toBe('First row ')
    expect([...textsIn(changed, 'en')].filter(([key, text]) => text !== textsIn(small, 'en').get(key)).map(([key]) => key)).toEqual([
      'items/m1/text',
    ])
    expect(withText(changed, 'items/m1/text', 'en', 'Hàng 1 (en)')).toEqual(small)
    expect(withText(small, 'items/none/text', 'en', 'x')).toEqual(small)
    expect(JSON.stringify(small)).toBe(before)
  })

  it('lose a language when they are emptied, and are then named as missing', () => {
    const emptied = withText(small, 'title', 'en', '')
    expect(emptied.title).toEqual({ vi: 'Phiếu nhỏ' })
    expect(missing(emptied).map(({ path }) => path)).toEqual(['title'])
  })
})

describe('the words of the screen', () => {
  const names = Object.keys(screenWords)
  const thai = withLanguage(small, 'blt')

  it('are to be said in a language that the product does not speak, and in no other', () => {
    const wordsIn = (language: string) =>
      rowsToSay(thai, language, screenWords)
        .filter(({ group }) => group.kind === 'words')
        .map(({ name }) => name)
    expect(names).toEqual(expect.arrayContaining(['language.name', 'citizen.next', 'violation.required', 'notice.closedTitle']))
    expect([wordsIn('blt'), wordsIn('vi'), wordsIn('en'), wordsIn('en-GB')]).toEqual([names, [], [], []])
    expect(completeness(thai, 'blt', screenWords)).toEqual({ done: 0, of: keys(small).length + names.length })
    expect(completeness(thai, 'vi', screenWords)).toEqual({ done: keys(small).length, of: keys(small).length })
  })

  it('come with their words of ours, change one at a time, and go with their language', () => {
    const said = withText(thai, 'words/citizen.next', 'blt', 'ꪼꪜ ꪔꪷ')
    expect(said.words).toEqual({ 'citizen.next': { blt: 'ꪼꪜ ꪔꪷ' } })
    expect(rowsToSay(said, 'blt', screenWords).find(({ name }) => name === 'citizen.next')).toEqual({
      key: 'words/citizen.next',
      kind: 'word',
      group: { kind: 'words', name: '' },
      name: 'citizen.next',
      text: { vi: 'Tiếp tục', en: 'Continue', blt: 'ꪼꪜ ꪔꪷ' },
    })
    expect(withText(said, 'words/citizen.next', 'blt', '')).toEqual(thai)
    expect(withoutLanguage(said, 'blt')).toEqual(small)
    expect(rulesBroken(said).filter(({ path }) => path.startsWith('words'))).toEqual([])
  })

  it('are taken from a sheet, but for what lost its place to fill and words that there are not', () => {
    const entry = (row: number, key: string, source: string, text: string): TranslationEntry => ({ row, key, from: 'vi', source, text })
    const entries = [
      entry(2, 'words/citizen.next', 'Tiếp tục', 'ꪼꪜ ꪔꪷ'),
      entry(3, 'words/citizen.left', 'còn {time}', 'ꪉꪱꪥ'),
      entry(4, 'words/citizen.nothing', '', 'x'),
      entry(5, 'words/citizen.back', 'Lùi', 'x'),
    ]
    const applied = applyTranslations(thai, 'blt', entries, screenWords)
    expect(applied.draft.words).toEqual({ 'citizen.next': { blt: 'ꪼꪜ ꪔꪷ' } })
    expect(applied.refused.map(({ row, reason }) => [row, reason])).toEqual([
      [3, 'placeholder-lost'],
      [4, 'unknown-key'],
      [5, 'source-changed'],
    ])
    // In a language of ours there is nothing to bring along.
    expect(applyTranslations(thai, 'en', [entry(2, 'words/citizen.next', 'Tiếp tục', 'Go')], screenWords).refused).toMatchObject([
      { reason: 'unknown-key' },
    ])
  })

  it('are visible and in a language of the questionnaire, or the definition is refused', () => {
    const problems = (words: Questionnaire['words']) => rulesBroken({ ...small, words }).map(({ path, rule }) => [path, rule])
    expect(problems({ 'citizen.next': { en: 'On' } })).toEqual([])
    expect(problems({ 'citizen.next': { en: '\u200b' }, 'citizen.back': { hni: 'x' } })).toEqual([
      ['words.citizen.next', 'missing_translation'],
      ['words.citizen.back', 'unknown_language'],
    ])
    const odd = readDefinition({ ...smallSource, words: { 'no name': { vi: 'x' } } })
    expect(odd.ok ? [] : odd.problems).toMatchObject([{ path: 'words.no name', sentence: 'bad_code' }])
  })

  it('are named before publishing where they are missing or cannot be filled', () => {
    const warned = (draft: Questionnaire) => lint(draft, screenWords).filter(({ rule }) => rule.startsWith('words_'))
    expect(warned(small)).toEqual([])
    const some = withText(withText(thai, 'words/citizen.next', 'blt', 'x'), 'words/citizen.left', 'blt', 'x {tim}')
    expect(warned(some)).toEqual([
      {
        path: 'words.blt',
        rule: 'words_missing',
        seen: expect.stringContaining(`${names.length - 2}/${names.length}: "Tiếng Việt", "khoảng {n} phút"`),
      },
      { path: 'words.blt.citizen.left', rule: 'words_unfilled', seen: 'x {tim}' },
    ])
    const whole = names.reduce((before, name) => withText(before, `words/${name}`, 'blt', screenWords[name]?.['vi'] ?? ''), thai)
    expect(warned(whole)).toEqual([])
  })
})

describe('the languages of a design', () => {
  it('count what is said in them; blanks are nothing', () => {
    const of = keys(small).length
    expect([completeness(small, 'en'), completeness(small, 'tyz')]).toEqual([
      { done: of, of },
      { done: 0, of },
    ])
    expect(completeness(withText(withText(small, 'title', 'en', '  '), 'thanks', 'en', ''), 'en')).toEqual({ done: of - 2, of })
  })

  it('come and go with their texts', () => {
    const more = withText(withLanguage(small, 'km'), 'title', 'km', 'ខ្មែរ')
    expect(more.languages).toEqual(['vi', 'en', 'km'])
    expect(withoutLanguage(more, 'km')).toEqual(small)
    expect(withoutLanguage(small, 'en').title).toEqual({ vi: 'Phiếu nhỏ' })
    expect(missing(withoutLanguage(small, 'en'))).toEqual([])
  })

  it('are never none, never twice, and only what is a tag', () => {
    const one = withoutLanguage(small, 'en')
    expect(withoutLanguage(one, 'vi')).toBe(one)
    for (const tag of ['en', '', 'Tày', '__proto__', 'VI']) expect(withLanguage(small, tag).languages).toEqual(['vi', 'en'])
  })

  it('step in for one another in the order that the author chose', () => {
    const three = withLanguage(small, 'tyz')
    expect(withFallbackOrder(three, ['tyz', 'en', 'vi']).languages).toEqual(['tyz', 'en', 'vi'])
    expect(withFallbackOrder(three, ['en', 'zz', 'en']).languages).toEqual(['en', 'vi', 'tyz'])
  })

  it('step in as the citizen sees it', () => {
    const chains = [
      ['vi', 'en', 'hmn', 'hmn-Latn'],
      ['en', 'vi'],
      ['blt-Latn', 'vi', 'blt'],
    ]
    for (const languages of chains)
      for (const language of [...languages, 'hmn-VN', 'fr'])
        for (const [left] of languages.entries()) {
          const text = Object.fromEntries(languages.slice(left).map((tag) => [tag, `in ${tag}`]))
          const first = fallbackChain(languages, language).find((tag) => text[tag] !== undefined)
          expect(localised(text, language, languages)).toBe(`in ${first}`)
        }
    expect(fallbackChain(['vi', 'en', 'hmn', 'hmn-Latn'], 'hmn-Latn')).toEqual(['hmn-Latn', 'hmn', 'vi', 'en'])
    expect(fallbackChain(['vi', 'en'], 'fr')).toEqual(['vi', 'en'])
  })
})

describe('a translator’s sheet', () => {
  const entry = (key: string, text: string, rest: Partial<TranslationEntry> = {}): TranslationEntry => ({
    row: 2,
    key,
    from: 'vi',
    source: textsIn(small, 'vi').get(key) ?? '',
    text,
    ...rest,
  })
  const refusedFor = (...entries: readonly TranslationEntry[]) =>
    applyTranslations(small, 'en', entries).refused.map(({ row, key, reason }) => [row, key, reason])

  it('is taken in text by text', () => {
    const { draft, changed, refused } = applyTranslations(small, 'en', [
      entry('title', ' A small form\r\n'),
      entry('items/m2/text', 'Second row'),
      entry('thanks', 'Cảm ơn (en)'),
    ])
    expect([changed, refused]).toEqual([2, []])
    expect(draft).toEqual(withText(withText(small, 'title', 'en', 'A small form'), 'items/m2/text', 'en', 'Second row'))
  })

  it('leaves what is there where a line is empty', () => {
    expect(applyTranslations(small, 'en', [entry('title', ''), entry('gone', '  ')])).toEqual({ draft: small, changed: 0, refused: [] })
  })

  it('is refused line by line where the source has changed since, whatever blanks a spreadsheet changed', () => {
    expect(refusedFor(entry('title', 'Form', { row: 7, source: 'Phiếu cũ' }))).toEqual([[7, 'title', 'source-changed']])
    expect(refusedFor(entry('title', 'Form', { source: ' Phiếu\u00a0 nhỏ\r\n'.normalize('NFD') }))).toEqual([])
  })

  it('keeps the places to fill in, and adds none', () => {
    expect(refusedFor(entry('purpose', 'About {cơ quan} in {campaign}'))).toEqual([[2, 'purpose', 'placeholder-lost']])
    expect(refusedFor(entry('purpose', '{campaign}: about {agency}, {agency}'))).toEqual([])
    expect(refusedFor(entry('title', 'Form of {agency}'))).toEqual([[2, 'title', 'placeholder-unknown']])
    expect([placeholderProblem('{a}', '{A}'), placeholderProblem('{a}', '{a}'), placeholderProblem('x', '{a}')]).toEqual([
      'placeholder-lost',
      undefined,
      'placeholder-unknown',
    ])
  })

  it('names lines of places that are gone, come again, or run on without end, and takes the rest', () => {
    const { draft, changed, refused } = applyTranslations(small, 'en', [
      entry('questions/gone/text', 'x', { row: 2 }),
      entry('title', 'Form', { row: 3 }),
      entry('title', 'Other form', { row: 4 }),
      entry('thanks', 'x'.repeat(longestTranslation + 1), { row: 5 }),
      entry('constructor', 'x', { row: 6 }),
    ])
    expect(refused.map(({ row, reason }) => [row, reason])).toEqual([
      [2, 'unknown-key'],
      [4, 'repeated-key'],
      [5, 'too-long'],
      [6, 'unknown-key'],
    ])
    expect([changed, draft.title['en']]).toEqual([1, 'Form'])
  })

  it('brings no language that the design does not speak', () => {
    const { draft, refused } = applyTranslations(small, 'km', [entry('title', 'x')])
    expect([draft, refused.map(({ reason }) => reason)]).toEqual([small, ['unknown-language']])
  })

  it('translates a design from any of its languages', () => {
    const { draft } = applyTranslations(small, 'vi', [entry('title', 'Tờ nhỏ', { from: 'en', source: smallSource.title.en })])
    expect(draft.title).toEqual({ vi: 'Tờ nhỏ', en: 'Phiếu nhỏ (en)' })
  })
})

describe('the words of the library', () => {
  const scale = {
    id: 'own',
    options: [
      { code: '1', label: { vi: 'Rất hài lòng' }, kind: 'answer' as const },
      { code: '2', label: { vi: 'Rất hài lòng', en: 'Delighted' }, kind: 'answer' as const },
      { code: '3', label: { vi: 'Lời của riêng phiếu này' }, kind: 'answer' as const },
    ],
  }
  const labels = (draft: Questionnaire) => draft.scales[0]?.options.map(({ label }) => label['en'])
  it('come with a language that is added, where nothing else stands and the library knows them', () => {
    expect(labels(withLibraryWords({ ...small, scales: [scale] }, 'en'))).toEqual(['Very satisfied', 'Delighted', undefined])
    expect(withLibraryWords({ ...small, scales: [scale] }, 'fr')).toEqual({ ...small, scales: [scale] })
  })
})
