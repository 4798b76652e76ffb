import { screenWords } from '../../client/text/screen'
import { findingText } from '../../client/text/definition'
import { describe, expect, it } from 'vitest'
import { findings } from '../../surveys/designing/checking'
import { type Finding, findingKey, type FoundPlace, openWarnings } from '../../surveys/designing/findings'
import { readDefinition } from '../../surveys/instrument/definition'
import type { Option, Question, Questionnaire } from '../../surveys/instrument/schema'
import { readSmall } from './small'

const small = readSmall()
const text = { vi: 'a', en: 'b' }
const note: Question = { id: 'x', type: 'note', text }
const found = (draft: Questionnaire): readonly Finding[] => findings(draft, readDefinition, screenWords)
const withSection = (...questions: Question[]): Questionnaire => ({
  ...small,
  sections: [...small.sections, { id: 'third', title: text, questions }],
})
const withOptions = (...options: Option[]): Questionnaire => ({ ...small, scales: [...small.scales, { id: 'x', options }] })
const withNode = (rest: object): Questionnaire => ({
  ...small,
  trees: small.trees.map((tree) => ({ ...tree, nodes: [...tree.nodes, { code: 'N', kind: 'factor', label: text, ...rest }] })),
})
const withBands = (...limits: (readonly [number, number])[]): Questionnaire => ({
  ...small,
  bandSets: [{ id: 'g', bands: limits.map(([from, to], at) => ({ code: `b${at}`, label: text, from, to })) }],
})

const places: readonly (readonly [string, string, Questionnaire, FoundPlace])[] = [
  [
    'a question on an unknown scale',
    'unknown_scale',
    withSection({ id: 'x', type: 'rating', text, scale: 'zz', required: false }),
    { tab: 'questions', section: 'third', question: 'x', field: 'scale' },
  ],
  [
    'a condition of a question',
    'condition_item',
    withSection({ ...note, showIf: { item: 'zz', answered: true } }),
    { tab: 'questions', section: 'third', question: 'x', field: 'showIf' },
  ],
  [
    'a condition of a section',
    'condition_item',
    { ...small, sections: small.sections.map((section) => ({ ...section, showIf: { item: 'zz', answered: true } })) },
    { tab: 'questions', section: 'first', field: 'showIf' },
  ],
  ['an id used twice', 'duplicate_id', withSection({ ...note, id: 'late' }), { tab: 'questions', section: 'third', question: 'late' }],
  [
    'an option code used twice',
    'duplicate_id',
    withOptions({ code: 'a', label: text, kind: 'answer' }, { code: 'a', label: text, kind: 'answer' }),
    { tab: 'scales', scale: 'x', option: 'a' },
  ],
  [
    'a node code used twice',
    'duplicate_id',
    withNode({ code: 'S', items: ['rate'] }),
    { tab: 'indicators', tree: 'satisfaction', node: 'S' },
  ],
  [
    'a scale id used twice',
    'duplicate_id',
    { ...small, scales: [...small.scales, ...small.scales.slice(0, 1)] },
    { tab: 'scales', scale: 'five' },
  ],
  ['a section without questions', 'too_small', withSection(), { tab: 'questions', section: 'third', field: 'questions' }],
  [
    'a row of a matrix without words',
    'too_small',
    withSection({ id: 'x', type: 'matrix', text, scale: 'five', required: false, items: [{ id: 'x1', text: { vi: '', en: 'b' } }] }),
    { tab: 'questions', section: 'third', question: 'x', item: 'x1', field: 'text' },
  ],
  [
    'a text without its first language',
    'missing_translation',
    withSection({ ...note, text: { en: 'b' } }),
    { tab: 'questions', section: 'third', question: 'x', field: 'text' },
  ],
  [
    'a text without its translation',
    'missing_translation',
    withSection({ ...note, text: { vi: 'a' } }),
    {
      tab: 'translation',
      language: 'en',
      path: 'sections[2].questions[0].text',
      of: { tab: 'questions', section: 'third', question: 'x', field: 'text' },
    },
  ],
  [
    'an emptied translation',
    'too_small',
    { ...small, thanks: { vi: 'a', en: '' } },
    { tab: 'translation', language: 'en', path: 'thanks', of: { tab: 'general', field: 'thanks' } },
  ],
  [
    'a text in a language nobody announced',
    'unknown_language',
    { ...small, thanks: { ...text, fr: 'c' } },
    { tab: 'general', field: 'languages' },
  ],
  [
    'an option without a code',
    'invalid_format',
    withOptions({ code: '', label: text, kind: 'answer' }),
    { tab: 'scales', scale: 'x', option: '', field: 'code' },
  ],
  [
    'an option scored outside the base',
    'score_on_not_applicable',
    withOptions({ code: 'na', label: text, kind: 'not-applicable', score: 1 }),
    { tab: 'scales', scale: 'x', option: 'na' },
  ],
  ['a scale without options', 'too_small', withOptions(), { tab: 'scales', scale: 'x', field: 'options' }],
  ['a node on an unknown item', 'unknown_item', withNode({ items: ['zz'] }), { tab: 'indicators', tree: 'satisfaction', node: 'N' }],
  [
    'a node with an impossible cap',
    'too_small',
    withNode({ items: ['rate'], cap: 0 }),
    { tab: 'indicators', tree: 'satisfaction', node: 'N', field: 'cap' },
  ],
  ['a gap between grades', 'band_gap', withBands([0, 1], [2, 3]), { tab: 'indicators', bands: 'g', band: 'b0' }],
  ['a set without grades', 'too_small', withBands(), { tab: 'indicators', bands: 'g', field: 'bands' }],
  ['a headline that is no node', 'unknown_node', { ...small, headline: 'zz' }, { tab: 'general', field: 'headline' }],
  ['an impossible pace', 'too_small', { ...small, secondsPerItem: 0 }, { tab: 'general', field: 'secondsPerItem' }],
  [
    'two questions in a row of a matrix',
    'two_questions',
    withSection({
      id: 'x',
      type: 'matrix',
      text,
      scale: 'five',
      required: false,
      items: [{ id: 'x1', text: { vi: 'Nhanh và tốt', en: 'b' } }],
    }),
    { tab: 'questions', section: 'third', question: 'x', item: 'x1' },
  ],
  [
    'a scale that pulls to one side',
    'unbalanced_scale',
    withOptions(...[1, 4, 4, 5].map((score, at): Option => ({ code: `c${at}`, label: { vi: `n${at}`, en: 'b' }, kind: 'answer', score }))),
    { tab: 'scales', scale: 'x' },
  ],
  ['a questionnaire that takes too long', 'too_long', { ...small, secondsPerItem: 60 }, { tab: 'questions', field: undefined }],
]

describe('the findings of a design', () => {
  it.each(places)('lead from %s (%s) to where it is mended', (_, rule, draft, place) => {
    expect(
      found(draft)
        .filter((finding) => finding.rule === rule)
        .map((finding) => finding.place),
    ).toContainEqual(place)
  })

  it('are none where nothing is wrong and nothing doubtful', () => {
    const plain = {
      ...small,
      sections: small.sections.map((section) => ({ ...section, questions: section.questions.filter(({ showIf }) => !showIf) })),
      scales: small.scales.map((scale) => ({ ...scale, options: scale.options.filter(({ code }) => code !== 'fair' && code !== 'none') })),
    }
    expect(found(plain)).toEqual([])
  })

  it('name the rules broken also while the shape is not yet whole, each once', () => {
    const draft = { ...withSection({ ...note, id: 'late' }), thanks: { vi: '', en: 'b' } }
    const errors = found(draft).filter(({ severity }) => severity === 'error')
    expect(errors.map(({ rule }) => rule)).toEqual(['too_small', 'duplicate_id'])
    expect(found(withSection({ ...note, id: 'late' })).filter(({ rule }) => rule === 'duplicate_id')).toHaveLength(1)
  })

  it('hold errors before warnings, each in words of both languages', () => {
    const draft = {
      ...withSection({ id: 'x', type: 'rating', text: { vi: 'Nhanh và tốt' }, scale: 'zz', required: false }),
      secondsPerItem: 60,
    }
    const severities = found(draft).map(({ severity }) => severity)
    expect(severities).toEqual([...severities].sort())
    expect(found(draft).map((finding) => findingText('en', finding))).toContain('There is no English text for the wording.')
    expect(found(draft).map((finding) => findingText('vi', finding))).toContain(
      'Có lẽ hỏi hai điều trong một câu (“và”); người chỉ đồng ý một nửa không trả lời được.',
    )
  })

  it('are read also from a design of which nothing is filled in yet', () => {
    const bare: Questionnaire = {
      ...small,
      languages: [],
      title: {},
      thanks: {},
      scales: [{ id: '', options: [{ code: '', label: {}, kind: 'answer' }] }],
      sections: [
        {
          id: '',
          title: {},
          questions: [{ id: '', type: 'multiple', text: {}, scale: '', required: false, atLeast: 1, showIf: { any: [] } }],
        },
      ],
      trees: [{ id: 'satisfaction', label: {}, formula: 'share', rollUp: 'mean-of-items', nodes: [] }],
      bandSets: [{ id: '', bands: [] }],
    }
    expect(found(bare).length).toBeGreaterThan(5)
  })

  it('keep a warning open until somebody says why it may stand', () => {
    const draft = { ...small, secondsPerItem: 60 }
    const [warning] = found(draft).filter(({ rule }) => rule === 'too_long')
    const key = warning ? findingKey(warning) : ''
    const rules = (accepted: Readonly<Record<string, string>>) => openWarnings(found(draft), accepted).map(({ rule }) => rule)
    expect(rules({})).toContain('too_long')
    expect(rules({ [key]: '  ' })).toContain('too_long')
    expect(rules({ [key]: 'Chỉ hỏi qua người phỏng vấn' })).not.toContain('too_long')
    expect(
      openWarnings(found({ ...draft, secondsPerItem: 70 }), { [key]: 'Chỉ hỏi qua người phỏng vấn' }).map(({ rule }) => rule),
    ).toContain('too_long')
  })

  it('cannot be accepted away while they are errors', () => {
    const [error] = found({ ...small, headline: 'zz' })
    expect(error?.severity).toBe('error')
    expect(openWarnings(found({ ...small, headline: 'zz' }), {}).filter(({ rule }) => rule === 'unknown_node')).toEqual([])
  })
})
