import { describe, expect, it } from 'vitest'
import { changeQuestion, changeSection, moveQuestion } from '../../surveys/designing/questions'
import { addOption, changeOption, nameScale, setOptionCode } from '../../surveys/designing/scales'
import { withLanguage } from '../../surveys/designing/translations'
import { differences, movedOf } from '../../surveys/instrument/question-changes'
import { rulesBroken } from '../../surveys/instrument/rules'
import { readSmall } from './small'

const small = readSmall()
const told = (after: typeof small) => differences(small, after)

describe('what is otherwise between two versions', () => {
  it('is nothing between one and itself, and another name of a scale is nothing but words', () => {
    const none = { questions: [], scales: [], parts: [], other: [], languages: { added: [], removed: [] } }
    expect(told(small)).toEqual(none)
    const { other, ...rest } = told(nameScale(small, 'five', { vi: 'Năm', en: 'Five' }))
    expect({ ...rest, other: [] }).toEqual(none)
    expect(other.map(({ what, code, language }) => [what, code, language])).toEqual([
      ['scale', 'five', 'vi'],
      ['scale', 'five', 'en'],
    ])
  })

  it('names a language that is added once, and rewords nothing', () => {
    const after = withLanguage(small, 'tyz')
    expect(told(after)).toEqual({ questions: [], scales: [], parts: [], other: [], languages: { added: ['tyz'], removed: [] } })
  })

  it('tells words with their question, before and after', () => {
    const after = changeQuestion(small, 'rate', (question) => ({ ...question, text: { ...question.text, vi: 'Chấm điểm' } }))
    expect(told(after).questions).toEqual([
      {
        id: 'rate',
        text: { ...small.sections.flatMap(({ questions }) => questions).find(({ id }) => id === 'rate')?.text, vi: 'Chấm điểm' },
        fates: ['wording'],
        details: [{ what: 'words', change: { what: 'question', code: 'rate', language: 'vi', before: 'Chấm', after: 'Chấm điểm' } }],
      },
    ])
  })

  it('tells a shared scale once, with all questions on it and what that means for them', () => {
    const after = changeOption(addOption(small, 'five'), 'five', 0, { score: 9 })
    const { questions, scales } = told(after)
    expect(questions).toEqual([])
    expect(scales.map(({ scale, usedBy, fate }) => [scale.id, usedBy, fate])).toEqual([['five', ['m', 'rate'], 'answers']])
    expect(scales[0]?.details.map(({ what }) => what)).toEqual(['option', 'option'])
  })

  it('says of a scale what its own change means, and not what else became of a question on it', () => {
    const faced = changeOption(small, 'five', 0, { face: 2 })
    const after = changeQuestion(faced, 'rate', (question) => ({ ...question, text: { ...question.text, vi: 'Chấm điểm' } }))
    expect(told(after).scales.map(({ scale, fate }) => [scale.id, fate])).toEqual([['five', undefined]])
  })

  it('tells which other versions compare, while whether these two do is the verdict', () => {
    expect(told({ ...small, version: 2, comparableTo: [1] }).parts).toEqual([])
    const settings = differences({ ...small, version: 3, comparableTo: [2, 1] }, { ...small, version: 4, comparableTo: [3, 1] }).parts
    expect(settings.map((one) => one.settings)).toEqual([[{ name: 'comparableTo', before: [1, 2], after: [1] }]])
  })

  it('tells another code of an option as one gone and one new', () => {
    const after = setOptionCode(small, 'five', 0, 'other-code')
    expect(told(after).scales[0]?.details.filter(({ what }) => what === 'option')).toHaveLength(2)
  })

  it('tells a setting of the whole with what it was', () => {
    const [whole] = told({ ...small, scoreUnit: 0.1, adultsOnly: true }).parts
    expect([whole?.part, whole?.settings]).toEqual([
      'whole',
      [
        { name: 'adultsOnly', before: false, after: true },
        { name: 'scoreUnit', before: 1, after: 0.1 },
      ],
    ])
  })

  it('tells an order of sections of the whole, and not question by question', () => {
    const { questions, parts } = told({ ...small, sections: small.sections.toReversed() })
    expect(questions).toEqual([])
    expect(parts.map(({ part, orders }) => [part, orders.map(({ name, after }) => [name, after.map((one) => one.name)])])).toEqual([
      ['whole', [['sections', ['second', 'first']]]],
    ])
  })

  it('keeps what only moved apart from what changed', () => {
    const after = moveQuestion(small, 'rate', 'first', 0)
    const { questions } = told(after)
    expect(questions.map(({ id, fates }) => [id, fates])).toEqual([['rate', ['moved']]])
    expect(questions[0]?.details.map(({ what }) => what)).toEqual(['place'])
  })

  it('tells skip logic, settings and rows for what they are', () => {
    const after = changeQuestion(small, 'm', (question) =>
      'items' in question
        ? {
            ...question,
            required: true,
            showIf: { item: 'field', answered: true },
            items: [...question.items, { id: 'mNew', text: { vi: 'Mới', en: 'New' } }],
          }
        : question,
    )
    expect(told(after).questions[0]?.details.map(({ what }) => what)).toEqual(['setting', 'row', 'condition'])
  })
})

describe('what decides whether a question is asked, though it stands elsewhere,', () => {
  const changed = (after: typeof small, before = small) =>
    differences(before, after).questions.map(({ id, fates, details }) => [id, fates, details.map(({ what }) => what)])
  const worked: typeof small = {
    ...changeQuestion(small, 'rate', (question) => ({ ...question, showIf: { item: 'much', atLeast: 1 } })),
    computed: [{ id: 'much', label: { vi: 'Nhiều', en: 'Much' }, value: 'answered', of: ['late', 'ways'] }],
  }

  it('is the condition of its section', () => {
    const after = changeSection(small, 'second', (section) => ({ ...section, showIf: { item: 'late', in: ['yes'] } }))
    const [section] = small.sections.filter(({ id }) => id === 'second')
    expect(changed(after)).toEqual(section?.questions.map(({ id }) => [id, expect.anything(), ['section-condition']]))
  })

  it('is how a computed item is worked out', () => {
    const after: typeof small = { ...worked, computed: [{ id: 'much', label: { vi: 'Ít', en: 'Few' }, value: 'answered', of: ['late'] }] }
    expect(changed(after, worked)).toEqual([['rate', ['skip-logic'], ['computed']]])
  })

  it('is how many agencies one person may rate', () => {
    const rated = (atMost: number): typeof small => ({
      ...changeSection(small, 'second', (section) => ({ ...section, each: 'agency' })),
      loop: { text: { vi: 'Nơi nào', en: 'Where' }, help: { vi: `Tối đa ${atMost}`, en: `${atMost}` }, atMost },
    })
    expect(changed(rated(3), rated(2)).every(([, fates, details]) => String(fates) === 'skip-logic' && details?.length === 0)).toBe(true)
    expect(differences(rated(2), rated(3)).other.map(({ what, after }) => [what, after])).toEqual([
      ['help', 'Tối đa 3'],
      ['help', '3'],
    ])
  })
})

describe('an order', () => {
  it('of rows is told like one of options, and so is what keeps its place', () => {
    const after = changeQuestion(small, 'm', (question) =>
      'items' in question
        ? { ...question, items: question.items.map((row, at) => (at === 0 ? { ...row, fixed: true as const } : row)).reverse() }
        : question,
    )
    expect(told(after).questions.map(({ id, details }) => [id, details.map(({ what }) => what)])).toEqual([['m', ['row-order', 'fixed']]])
    const scaled = changeOption(small, 'ways', 1, { fixed: true })
    expect(told(scaled).scales.map(({ fate, details }) => [fate, details])).toEqual([
      [undefined, [{ what: 'fixed', before: [], after: [{ name: 'web', text: { vi: 'Mạng', en: 'Mạng (en)' } }] }]],
    ])
  })
})

describe('the fewest that moved', () => {
  it.each([
    ['abcd', 'abcd', ''],
    ['abcd', 'bcda', 'a'],
    ['abcd', 'dabc', 'd'],
    ['abcd', 'axbycd', ''],
    ['abcd', 'acd', ''],
    ['abcde', 'badce', 'ac'],
  ])('from %s to %s', (old, now, moved) => {
    expect([...movedOf([...old], [...now])].sort().join('')).toBe(moved)
  })
})

describe('an option without a label', () => {
  it('is named with its scale, so that four alike are told apart', () => {
    const lacking = {
      ...nameScale(small, 'five', { vi: 'Năm mức' }),
      scales: small.scales.map((scale) => ({
        ...scale,
        name: { vi: `Thang ${scale.id}` },
        options: scale.options.map(({ label, ...rest }) => ({ ...rest, label: { vi: label['vi'] ?? '', en: '​ ' } })),
      })),
    }
    const problems = rulesBroken(lacking).filter(({ sentence }) => sentence === 'missing_option_label')
    expect(problems).toHaveLength(small.scales.flatMap(({ options }) => options).length)
    expect(new Set(problems.map(({ message }) => message)).size).toBe(problems.length)
    expect(problems.find(({ values }) => values?.['scale'] === 'Thang five')?.message).toMatch(
      /^".+" of the scale "Thang five" has no text in "en"/,
    )
  })
})
