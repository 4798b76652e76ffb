import { describe, expect, it } from 'vitest'
import { screenWords } from '../../client/text/screen'
import { conditionText } from '../../client/text/definition'
import { checkAnswers } from '../../surveys/answers/check'
import { addComputed, changeComputed, countableFor, optionsAmong, removeComputed } from '../../surveys/designing/computed'
import { itemsBefore, relationsOf } from '../../surveys/designing/conditions'
import { renameItem } from '../../surveys/designing/questions'
import { setOptionCode, usesOfOption } from '../../surveys/designing/scales'
import { translationRows } from '../../surveys/designing/translations'
import { computedValue } from '../../surveys/instrument/computing'
import { readDefinition } from '../../surveys/instrument/definition'
import { reachable, reachableItems, withoutUnreachable } from '../../surveys/instrument/flow'
import { lint } from '../../surveys/instrument/lint'
import { unrolled } from '../../surveys/instrument/loop'
import { itemsOf } from '../../surveys/instrument/questionnaire'
import { rulesBroken } from '../../surveys/instrument/rules'
import type { Answers, Computed, Condition, Questionnaire } from '../../surveys/instrument/schema'
import { comparableFigures, versionChanges } from '../../surveys/instrument/versions'
import { seeded } from './random'

const label = (text: string) => ({ vi: text, en: `${text} (en)` })

/** Three criteria with scores in tenths, a number and a choice of several; then what asks for what is worked out of them. */
const design = (computed: readonly Computed[], showIf: Condition) => ({
  id: 'worked',
  version: 1,
  title: label('T'),
  source: label('S'),
  languages: ['vi', 'en'],
  purpose: label('P'),
  privacy: label('P'),
  thanks: label('C'),
  scoreUnit: 0.1,
  scales: [
    {
      id: 'three',
      options: [
        { code: 'bad', label: label('Kém'), score: 1, positive: false },
        { code: 'fair', label: label('Vừa'), score: 2, positive: false },
        { code: 'good', label: label('Tốt'), score: 3, positive: true },
        { code: 'na', label: label('Không liên quan'), kind: 'not-applicable' },
      ],
    },
    {
      id: 'ways',
      options: [
        { code: 'web', label: label('Mạng') },
        { code: 'desk', label: label('Quầy') },
      ],
    },
  ],
  computed,
  sections: [
    {
      id: 'first',
      title: label('M'),
      questions: [
        { type: 'matrix', id: 'm', text: label('Chấm'), scale: 'three', items: ['a', 'b', 'c'].map((id) => ({ id, text: label(id) })) },
        { type: 'number', id: 'days', text: label('Ngày'), min: 0, max: 30 },
        { type: 'multiple', id: 'how', text: label('Cách'), scale: 'ways' },
        { type: 'recommend', id: 'likely', text: label('Giới thiệu') },
        { type: 'text', id: 'why', text: label('Vì sao'), maxLength: 100, showIf },
      ],
    },
  ],
})

const worked = (value: Computed['value'], of: readonly string[], codes?: readonly string[]): Computed => ({
  id: 'x',
  label: label('Mục'),
  value,
  of: [...of],
  ...(codes && { codes: [...codes] }),
})

function read(computed: readonly Computed[], showIf: Condition): Questionnaire {
  const reading = readDefinition(JSON.parse(JSON.stringify(design(computed, showIf))))
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems))
  return reading.questionnaire
}

const broken = (computed: readonly Computed[], showIf: Condition): readonly string[] => {
  const reading = readDefinition(JSON.parse(JSON.stringify(design(computed, showIf))))
  return reading.ok ? [] : reading.problems.map(({ path, rule }) => `${path} ${rule}`)
}

const three = ['a', 'b', 'c']
const there: Condition = { item: 'x', answered: true }

describe('what is worked out of answers', () => {
  it.each<[Computed['value'], readonly string[], readonly string[] | undefined, Answers, number | undefined]>([
    ['sum', three, undefined, { a: 'bad', b: 'fair', c: 'good' }, 0.6],
    ['sum', [...three, 'days'], undefined, { a: 'bad', days: 3 }, 3.1],
    ['mean', three, undefined, { a: 'bad', b: 'fair' }, 0.15],
    ['lowest', three, undefined, { b: 'fair', c: 'good' }, 0.2],
    ['highest', three, undefined, { b: 'fair', c: 'good' }, 0.3],
    ['sum', three, undefined, {}, undefined],
    ['sum', three, undefined, { a: 'na' }, undefined],
    ['mean', three, undefined, { a: 'na', b: 'good' }, 0.3],
    ['answered', three, undefined, {}, 0],
    ['answered', [...three, 'how'], undefined, { a: 'na', how: ['web'] }, 2],
    ['among', three, ['bad', 'fair'], { a: 'bad', b: 'good', c: 'fair' }, 2],
    ['among', three, ['bad'], { a: 'good' }, 0],
    ['among', three, ['bad'], {}, undefined],
    ['among', ['how'], ['web', 'desk'], { how: ['web', 'desk'] }, 1],
    ['among', [...three, 'likely'], ['good', '9', '10'], { a: 'good', likely: '10' }, 2],
  ])('%s of %j (%j), answered %j, is %s', (value, of, codes, answers, wanted) => {
    const one = worked(value, of, codes)
    expect(computedValue(read([one], there), one, answers)).toBe(wanted)
  })

  it('leads on as an answer does, and a sum that is not there is neither low nor high', () => {
    const few = read([worked('sum', three)], { item: 'x', atMost: 0.5 })
    expect(reachableItems(few, {}).has('why')).toBe(false)
    expect(reachableItems(few, { a: 'na' }).has('why')).toBe(false)
    expect(reachableItems(few, { a: 'bad', b: 'bad' }).has('why')).toBe(true)
    expect(reachableItems(few, { a: 'good', b: 'good' }).has('why')).toBe(false)
    const none = read([worked('answered', three)], { item: 'x', atMost: 0 })
    expect(reachableItems(none, {}).has('why')).toBe(true)
    expect(reachableItems(none, { c: 'na' }).has('why')).toBe(false)
  })

  it('is checked like any other way through a questionnaire, and is no answer itself', () => {
    const many = read([worked('among', three, ['bad'])], { item: 'x', atLeast: 2 })
    const answers = { a: 'bad', b: 'bad', why: 'chậm' }
    expect(checkAnswers(many, answers)).toEqual([])
    expect(withoutUnreachable(many, { ...answers, b: 'good' })).toEqual({ a: 'bad', b: 'good' })
    expect(checkAnswers(many, { ...answers, b: 'good' }).map(({ item, code }) => `${item} ${code}`)).toEqual(['why unreachable'])
    expect(checkAnswers(many, { a: 'bad', x: 5 }).map(({ item, code }) => `${item} ${code}`)).toEqual(['x unknown_item'])
  })

  it('says the same by pages and by items, whatever is answered', () => {
    const uniform = seeded(20261129)
    const pick = <T>(from: readonly T[]): T | undefined => from[Math.floor(uniform() * (from.length + 1))]
    const conditions: readonly Condition[] = [
      { item: 'x', atLeast: 0.3 },
      { not: { item: 'x', atMost: 0.4 } },
      {
        any: [
          { item: 'x', answered: true },
          { item: 'days', atLeast: 5 },
        ],
      },
    ]
    for (const value of ['sum', 'mean', 'lowest', 'highest', 'answered'] as const)
      for (const showIf of conditions) {
        const questionnaire = read([worked(value, [...three, 'days'])], showIf)
        for (let trial = 0; trial < 40; trial += 1) {
          const given = Object.entries({
            ...Object.fromEntries(three.map((id) => [id, pick(['bad', 'good', 'na'])])),
            days: pick([0, 1, 7]),
          })
          const answers: Answers = Object.fromEntries(given.flatMap(([id, answer]) => (answer === undefined ? [] : [[id, answer]])))
          const pages = reachable(questionnaire, answers).flatMap(({ questions }) =>
            questions.flatMap((one) => itemsOf(one).map(({ id }) => id)),
          )
          expect([...reachableItems(questionnaire, answers)].sort()).toEqual(pages.sort())
        }
      }
  })

  it('is worked out for each agency of a form in which several are rated', () => {
    const base = read([worked('sum', three)], { item: 'x', atLeast: 0.6 })
    const looped: Questionnaire = {
      ...base,
      loop: { text: label('?'), atMost: 3 },
      sections: base.sections.map((one) => ({ ...one, each: 'agency' })),
    }
    const asked = unrolled(
      looped,
      ['H1', 'H2'].map((code) => ({ code, name: label(code) })),
    )
    expect(asked.computed?.map(({ id, of }) => [id, of.join()])).toEqual([
      ['H1.x', 'H1.a,H1.b,H1.c'],
      ['H2.x', 'H2.a,H2.b,H2.c'],
    ])
    const items = reachableItems(asked, { 'H1.a': 'good', 'H1.b': 'good', 'H2.a': 'bad' })
    expect([items.has('H1.why'), items.has('H2.why')]).toEqual([true, false])
  })
})

describe('a definition with computed items', () => {
  it.each<[string, readonly Computed[], Condition, readonly string[]]>([
    ['nothing', [worked('sum', three)], there, []],
    [
      'an item that is not asked',
      [worked('answered', ['zz'])],
      there,
      ['computed "x".of computed_item', 'question "why".showIf computed_later'],
    ],
    ['itself', [worked('answered', ['x'])], there, ['computed "x".of computed_item', 'question "why".showIf computed_later']],
    ['what has no number', [worked('sum', ['how'])], there, ['computed "x".of computed_number']],
    ['no option to count', [worked('among', three)], there, ['computed "x".codes computed_codes']],
    ['options where nothing counts them', [worked('sum', three, ['bad'])], there, ['computed "x".codes computed_codes']],
    ['an option of none of its items', [worked('among', three, ['web'])], there, ['computed "x".codes computed_option']],
    ['what is asked later', [worked('answered', ['why'])], there, ['question "why".showIf computed_later']],
    ['a number as if it had options', [worked('sum', three)], { item: 'x', in: ['good'] }, ['question "why".showIf condition_computed']],
    ['an id of an item', [{ ...worked('sum', three), id: 'days' }], { item: 'a', answered: true }, ['computed duplicate_id']],
  ])('says what is wrong where it names %s', (_, computed, showIf, problems) => {
    expect(broken(computed, showIf)).toEqual(problems)
  })

  it('counts, and asks for, the answers that a type brings along, and no others', () => {
    expect(broken([worked('among', ['likely'], ['9', '11'])], there)).toEqual(['computed "x".codes computed_option'])
    const asking = (code: string): Condition => ({ all: [there, { item: 'likely', in: [code] }] })
    expect(broken([worked('answered', three)], asking('11'))).toEqual(['question "why".showIf condition_option'])
    const asked = read([worked('answered', three)], asking('0'))
    expect(optionsAmong(asked, { of: ['likely', 'how'] }).map(({ code }) => code)).toContain('10')
  })

  it('looks back where it is asked once, and never at what is asked for each agency', () => {
    const base = read([worked('sum', three)], there)
    const [first] = base.sections
    if (!first) throw new Error('no section')
    const [matrix, ...others] = first.questions
    if (!matrix) throw new Error('no question')
    const mixed: Questionnaire = {
      ...base,
      loop: { text: label('?'), atMost: 3 },
      sections: [
        { ...first, each: 'agency', questions: [matrix] },
        { ...first, id: 'once', questions: others },
      ],
    }
    expect(rulesBroken(mixed).map(({ rule }) => rule)).toEqual(['computed_later'])
  })

  it('warns of one that nothing asks for, of one that can never hold, and of a count of bad answers that alone leads on', () => {
    const seen = (computed: readonly Computed[], showIf: Condition) =>
      lint(read(computed, showIf), screenWords)
        .filter(({ rule }) => ['computed_unused', 'unreachable', 'unequal_effort'].includes(rule))
        .map(({ rule, seen: what }) => `${rule} ${what}`)
    expect(seen([worked('sum', three)], { item: 'a', answered: true })).toEqual(['computed_unused x'])
    expect(seen([worked('sum', three)], { item: 'x', atLeast: 0.9 })).toEqual([])
    expect(seen([worked('sum', three)], { item: 'x', atLeast: 1 })).toEqual(['unreachable x'])
    expect(seen([worked('mean', three)], { item: 'x', atMost: 0 })).toEqual(['unreachable x'])
    expect(seen([worked('answered', three)], { item: 'x', atLeast: 4 })).toEqual(['unreachable x'])
    expect(seen([worked('among', three, ['bad', 'fair'])], { item: 'x', atLeast: 1 })).toEqual([
      'unequal_effort a',
      'unequal_effort b',
      'unequal_effort c',
    ])
  })

  it('tells its conditions in words', () => {
    const of = (showIf: Condition) => conditionText('vi', read([worked('sum', three)], showIf), showIf)
    expect(of({ item: 'x', atLeast: 0.6 })).toBe('Chỉ hỏi khi mục tính “Mục” từ 0,6 trở lên.')
    expect(of({ not: there })).toBe('Chỉ hỏi khi mục tính “Mục” không tính được.')
    expect(conditionText('en', read([worked('sum', three)], there), { item: 'x', atMost: 2 })).toBe(
      'Asked only if the computed item “Mục (en)” is at most 2.',
    )
  })

  it('ends what is comparable where it is worked out otherwise, not where it is called otherwise', () => {
    const before = read([worked('sum', three)], { item: 'x', atLeast: 0.6 })
    const [own] = before.computed ?? []
    if (!own) throw new Error('nothing worked out')
    const changed = (part: Partial<Computed>): Questionnaire => ({ ...before, version: 2, computed: [{ ...own, ...part }] })
    expect(versionChanges(before, changed({ label: label('Khác') }))).toEqual([])
    expect(versionChanges(before, changed({ value: 'mean' }))).toEqual([{ what: 'item', code: 'why', kind: 'skip-logic' }])
    expect([...comparableFigures(before, changed({ value: 'mean' }))]).toEqual([...comparableFigures(before, before)])
  })
})

describe('designing computed items', () => {
  const draft = read([worked('among', three, ['bad'])], { item: 'x', atLeast: 1 })

  it('offers them where all that they stand on is asked before, as numbers', () => {
    const before = itemsBefore(draft, { section: 'first', question: 'why' })
    expect(before.map(({ id }) => id)).toEqual([...three, 'days', 'how', 'likely', 'x'])
    expect(before.filter(({ id }) => id === 'x').map(relationsOf)).toEqual([
      ['at-least', 'at-most', 'not-at-least', 'not-at-most', 'answered', 'blank'],
    ])
    expect(itemsBefore(draft, { section: 'first', question: 'm' })).toEqual([])
  })

  it('adds one, changes it so that it stays fit, and takes it away', () => {
    const { draft: more, id } = addComputed(draft)
    expect(more.computed?.at(-1)).toEqual({ id, label: {}, value: 'answered', of: ['a'] })
    const several = changeComputed(more, id, { of: ['a', 'how'] })
    expect(changeComputed(several, id, { value: 'sum' }).computed?.at(-1)?.of).toEqual(['a'])
    const among = changeComputed(several, id, { value: 'among' })
    expect(among.computed?.at(-1)?.codes).toEqual(['bad'])
    expect(changeComputed(among, id, { value: 'mean' }).computed?.at(-1)).not.toHaveProperty('codes')
    expect(optionsAmong(draft, { of: ['a', 'how'] }).map(({ code }) => code)).toEqual(['bad', 'fair', 'good', 'na', 'web', 'desk'])
    expect(countableFor(draft, 'mean').map((item) => item.id)).toEqual([...three, 'days'])
    expect(removeComputed(removeComputed(more, id), 'x')).not.toHaveProperty('computed')
  })

  it('follows the ids of items and the codes of options, and is translated', () => {
    expect(renameItem(draft, 'b', 'bb').computed?.[0]?.of).toEqual(['a', 'bb', 'c'])
    const named = renameItem(draft, 'x', 'count')
    expect(rulesBroken(named)).toEqual([])
    expect(named.computed?.[0]?.id).toBe('count')
    expect(usesOfOption(draft, 'three', 'bad').map(({ what }) => what)).toEqual(['computed'])
    expect(setOptionCode(draft, 'three', 0, 'worst').computed?.[0]?.codes).toEqual(['worst'])
    expect(translationRows(draft).filter(({ kind }) => kind === 'computed-label')).toMatchObject([{ key: 'computed/x/label', name: 'x' }])
  })
})
