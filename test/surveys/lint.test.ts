import { screenWords } from '../../client/text/screen'
import { warningText } from '../../client/text/definition'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readPublished } from '../../surveys/instrument/definition'
import { lint } from '../../surveys/instrument/lint'
import { readSmall, smallSource } from './small'

type Draft = Record<string, unknown> & {
  scales: { id: string; options: Record<string, unknown>[] }[]
  sections: { id: string; title: unknown; showIf?: unknown; questions: Record<string, unknown>[] }[]
  trees: unknown[]
}
type Change = (draft: Draft) => void

const text = { vi: 'a', en: 'b' }
const labelled = (code: string, score: number, rest: object = {}) => ({
  code,
  label: { vi: `nhãn ${code}`, en: `label ${code}` },
  score,
  positive: score > 2,
  ...rest,
})
const coded = (count: number) => Array.from({ length: count }, (_, at) => ({ code: String(at + 1), label: text }))
const asking = (draft: Draft, question: object) =>
  draft.sections.push({ id: 'third', title: text, questions: [{ id: 'x', type: 'note', text, ...question }] })
const scale = (draft: Draft, ...options: readonly Record<string, unknown>[]) => draft.scales.push({ id: 'x', options: [...options] })

const graded = (draft: Draft, ...bands: (readonly [number, number])[]) => {
  draft.trees = [
    { id: 'perception', label: text, formula: 'share', nodes: [{ code: 'F', kind: 'factor', label: text, items: ['m1'], bands: 'g' }] },
  ]
  Object.assign(draft, { bandSets: [{ id: 'g', bands: bands.map(([from, to], at) => ({ code: `b${at}`, label: text, from, to })) }] })
}

const found = (change: Change) => {
  const draft: Draft = JSON.parse(JSON.stringify(smallSource))
  change(draft)
  const before = lint(readSmall(), screenWords)
  return lint(readSmall(draft), screenWords).filter((warning) => !before.some((known) => JSON.stringify(known) === JSON.stringify(warning)))
}

const doubtful: readonly (readonly [string, string, string, string, Change])[] = [
  [
    'more good options than bad',
    'unbalanced_scale',
    'scales "x"',
    '3 : 1',
    (d) => scale(d, labelled('a', 1), labelled('b', 4), labelled('c', 4), labelled('d', 5)),
  ],
  [
    'scores against their codes',
    'score_against_code',
    'scales "x"',
    '1→3, 2→2, 3→1',
    (d) => scale(d, labelled('1', 3), labelled('2', 2), labelled('3', 1)),
  ],
  [
    'faces against their scores',
    'faces_against_score',
    'scales "x"',
    'a→5, b→3, c→1',
    (d) => scale(d, labelled('a', 1, { face: 5 }), labelled('b', 2, { face: 3 }), labelled('c', 3, { face: 1 })),
  ],
  [
    'one label scored twice',
    'scored_differently',
    'scales "x"',
    '"Kém" (five, x)',
    (d) => scale(d, { ...labelled('a', 3), label: { vi: 'Kém', en: 'Bad' } }, labelled('b', 2), labelled('c', 1)),
  ],
  [
    'two things in one item',
    'two_questions',
    'item "x"',
    'và',
    (d) => asking(d, { type: 'rating', scale: 'five', text: { vi: 'Nhanh và lịch sự', en: 'Quick' } }),
  ],
  [
    'two things in a translation',
    'two_questions',
    'item "x"',
    'and',
    (d) => asking(d, { type: 'rating', scale: 'five', text: { vi: 'Nhanh', en: 'Quick and kind' } }),
  ],
  [
    'a suggestion',
    'leading_wording',
    'item "x"',
    'có đồng ý rằng',
    (d) => asking(d, { type: 'text', maxLength: 9, text: { vi: 'Ông/bà có đồng ý rằng mọi việc đều tốt?', en: 'x' } }),
  ],
  [
    'a placeholder nobody fills',
    'unknown_placeholder',
    'question "x"',
    '{office}',
    (d) => asking(d, { text: { vi: 'Tại {office}', en: 'At {agency}' } }),
  ],
  [
    'a condition that contradicts itself',
    'unreachable',
    'question "x"',
    'late',
    (d) =>
      asking(d, {
        showIf: {
          all: [
            { item: 'late', in: ['yes'] },
            { item: 'late', in: ['no'] },
          ],
        },
      }),
  ],
  ['a number beyond its range', 'unreachable', 'question "x"', 'met', (d) => asking(d, { showIf: { item: 'met', atLeast: 151 } })],
  [
    'alternatives that are all closed',
    'unreachable',
    'question "x"',
    'met',
    (d) =>
      asking(d, {
        showIf: {
          any: [
            { item: 'met', atLeast: 151 },
            { item: 'met', atMost: -1 },
          ],
        },
      }),
  ],
  [
    'two things in a choice on a scored scale',
    'two_questions',
    'item "x"',
    'đồng thời',
    (d) => asking(d, { type: 'single', scale: 'five', text: { vi: 'Nhanh đồng thời lịch sự', en: 'Quick' } }),
  ],
  [
    'a good answer below a bad one',
    'score_by_position',
    'scales "x"',
    'a→1, c→3',
    (d) =>
      scale(
        d,
        { code: 'a', label: { vi: 'Rất hài lòng', en: 'x' }, score: 1 },
        { code: 'b', label: { vi: 'Bình thường', en: 'x' }, score: 2 },
        { code: 'c', label: { vi: 'Không hài lòng', en: 'x' }, score: 3 },
      ),
  ],
  [
    'a verdict against its score',
    'score_by_position',
    'scales "x"',
    'a→1, b→2',
    (d) => scale(d, labelled('a', 1, { positive: true }), labelled('b', 2, { positive: false })),
  ],
  [
    '"does not apply" that counts as an answer',
    'counted_as_answer',
    'scales "x".options "z"',
    'z',
    (d) => scale(d, labelled('a', 1), labelled('b', 3), { ...labelled('z', 0), label: { vi: 'Không liên quan', en: 'x' } }),
  ],
  [
    'a share with nothing to count',
    'nothing_positive',
    'scales "x"',
    '',
    (d) => {
      scale(d, labelled('a', 1, { positive: false }), labelled('b', 2, { positive: false }))
      asking(d, { type: 'rating', scale: 'x' })
      d.trees = [{ id: 'perception', label: text, formula: 'share', nodes: [{ code: 'F', kind: 'factor', label: text, items: ['x'] }] }]
    },
  ],
  ['grades that leave results out', 'bands_uncovered', 'bandSets "g"', '0.2…1', (d) => graded(d, [0.2, 0.5], [0.5, 1])],
  ['grades in percent where results end at 1', 'band_beyond', 'bandSets "g".bands "b1"', 'b1', (d) => graded(d, [0, 50], [50, 100])],
  [
    'a condition that denies itself',
    'unreachable',
    'question "x"',
    'late',
    (d) =>
      asking(d, {
        showIf: {
          all: [
            { item: 'late', in: ['yes'] },
            {
              not: {
                any: [
                  { item: 'late', in: ['yes'] },
                  { item: 'met', atLeast: 5 },
                ],
              },
            },
          ],
        },
      }),
  ],
  [
    'an answer asked of a blank',
    'unreachable',
    'question "x"',
    'met',
    (d) => asking(d, { showIf: { all: [{ item: 'met', atLeast: 1 }, { not: { item: 'met', answered: true } }] } }),
  ],
  ['a number without room', 'unanswerable', 'question "x"', '5 > 1', (d) => asking(d, { type: 'number', min: 5, max: 1 })],
  [
    'more choices asked for than there are',
    'unanswerable',
    'question "x"',
    '4 > 3',
    (d) => asking(d, { type: 'multiple', scale: 'ways', atLeast: 4 }),
  ],
  [
    'a ranking of more than a phone shows',
    'long_ranking',
    'question "x"',
    '8',
    (d) => {
      scale(d, ...coded(8))
      asking(d, { type: 'ranking', scale: 'x' })
    },
  ],
  [
    'a long list without a search',
    'long_list',
    'question "x"',
    '16',
    (d) => {
      scale(d, ...coded(16))
      asking(d, { type: 'single', scale: 'x' })
    },
  ],
  ['a search for few options', 'short_list', 'question "x"', '4', (d) => asking(d, { type: 'single', scale: 'ways', asList: true })],
  [
    'more numbers than a phone shows',
    'many_numbers',
    'question "x"',
    '13',
    (d) => asking(d, { type: 'number-matrix', min: 0, max: 9, items: coded(13).map(({ code }) => ({ id: `x${code}`, text })) }),
  ],
  [
    'a slider that does not say what its ends mean',
    'ends_unworded',
    'question "x"',
    '',
    (d) => asking(d, { type: 'slider', min: 0, max: 9, least: text }),
  ],
  ['a contact asked for nothing', 'contact_unexplained', 'question "x"', '', (d) => asking(d, { type: 'contact' })],
  [
    'a recommendation that is not asked for',
    'recommend_unasked',
    'question "x"',
    '',
    (d) => asking(d, { type: 'recommend', text: { vi: 'Ông/bà hài lòng đến đâu?', en: 'How satisfied are you?' } }),
  ],
  [
    'a section for who complains',
    'unequal_effort',
    'section "third"',
    'rate',
    (d) =>
      d.sections.push({
        id: 'third',
        title: text,
        showIf: { not: { item: 'rate', in: ['good'] } },
        questions: [{ id: 'x', type: 'note', text }],
      }),
  ],
  [
    'more to do for who complains',
    'unequal_effort',
    'question "x"',
    'rate',
    (d) => asking(d, { showIf: { item: 'rate', in: ['bad', 'fair'] } }),
  ],
]

describe('the linter', () => {
  it.each(doubtful)('sees %s (%s) at %s', (_, rule, path, seen, change) => {
    expect(found(change)).toContainEqual(expect.objectContaining({ path, rule, seen }))
  })

  it('sees a number asked of a choice, in what was published before that was refused', () => {
    const draft: Draft = JSON.parse(JSON.stringify(smallSource))
    asking(draft, { showIf: { item: 'late', atLeast: 1 } })
    const published = readPublished(draft)
    expect(published && lint(published, screenWords)).toContainEqual({ path: 'question "x"', rule: 'unreachable', seen: 'late' })
  })

  it.each([true, false])('sees a counted item that nobody can leave out, required: %s', (required) => {
    const change: Change = (draft) => {
      scale(draft, labelled('a', 1), labelled('b', 2), labelled('c', 3))
      asking(draft, { type: 'rating', scale: 'x', required })
      draft.trees = [
        { id: 'satisfaction', label: text, formula: 'share', nodes: [{ code: 'F', kind: 'factor', label: text, items: ['x'] }] },
      ]
    }
    expect(found(change)).toContainEqual({ path: 'item "x"', rule: required ? 'forced_answer' : 'no_way_out', seen: '' })
  })

  it('sees what takes too long for a kiosk', () => {
    expect(found((draft) => Object.assign(draft, { secondsPerItem: 60 }))).toEqual([{ path: 'sections', rule: 'too_long', seen: '600' }])
  })

  it('lets pass the first few of a long ranking, a list of fifteen, and a recommendation asked for in either language', () => {
    expect(
      found((draft) => {
        scale(draft, ...coded(12))
        asking(draft, { type: 'ranking', scale: 'x', atMost: 3 })
      }),
    ).toEqual([])
    expect(
      found((draft) => {
        scale(draft, ...coded(15))
        asking(draft, { type: 'single', scale: 'x' })
      }),
    ).toEqual([])
    expect(
      found((draft) => asking(draft, { type: 'recommend', text: { vi: 'Ông/bà có giới thiệu cho người khác không?', en: 'Would you?' } })),
    ).toEqual([])
    expect(found((draft) => asking(draft, { type: 'contact', help: text }))).toEqual([])
    expect(found((draft) => asking(draft, { type: 'slider', min: 0, max: 9, least: text, most: text }))).toEqual([])
  })

  it('lets pass what is only unusual: several codes of a multiple choice, praise and complaint both asked why', () => {
    expect(
      found((draft) =>
        asking(draft, {
          showIf: {
            all: [
              { item: 'ways', in: ['desk'] },
              { item: 'ways', in: ['web'] },
            ],
          },
        }),
      ),
    ).toEqual([])
    expect(
      found((draft) => asking(draft, { showIf: { all: [{ not: { item: 'late', in: ['yes'] } }, { not: { item: 'late', in: ['no'] } }] } })),
    ).toEqual([])
    expect(
      found((draft) =>
        draft.sections.push({
          id: 'third',
          title: text,
          questions: [
            { id: 'x', type: 'note', text, showIf: { item: 'rate', in: ['bad'] } },
            { id: 'y', type: 'note', text, showIf: { item: 'rate', in: ['good'] } },
          ],
        }),
      ),
    ).toEqual([])
  })

  it('calls the language of a translation by its name', () => {
    const [warning] = found((draft) => asking(draft, { type: 'rating', scale: 'five', text: { vi: 'Nhanh', en: 'Quick and kind' } }))
    expect(warning && [warningText('vi', warning), warningText('en', warning)]).toEqual([
      expect.stringContaining('(“and”, tiếng Anh)'),
      expect.stringContaining('(“and”, English)'),
    ])
    const [first] = found((draft) => asking(draft, { type: 'rating', scale: 'five', text: { vi: 'Nhanh và tốt', en: 'Quick' } }))
    expect(first && warningText('vi', first)).toContain('(“và”)')
  })

  it('sees what takes the interval of a figure away: a part that is rounded or may be held, a place among agencies, a picked part', () => {
    const lost = (part: object, whole: object = {}) =>
      found((draft) => {
        draft.trees = [
          {
            id: 'perception',
            label: text,
            formula: 'share',
            nodes: [
              { code: 'T', kind: 'overall', label: text, children: ['P'], rollUp: 'sum', ...whole },
              { code: 'P', kind: 'factor', label: text, items: ['m1'], ...part },
            ],
          },
        ]
      }).flatMap(({ rule, path, seen }) => (rule === 'interval_lost' ? [`${path}: ${seen}`] : []))
    const [whole, part] = ['trees "perception".nodes "T"', 'trees "perception".nodes "P"']
    expect(lost({ steps: [{ type: 'reverse', within: [0, 1] }] })).toEqual([])
    expect(lost({ steps: [{ type: 'clamp', low: 0, high: 1 }] })).toEqual([])
    expect(lost({ steps: [{ type: 'clamp', high: 0.9 }] })).toEqual([`${whole}: P: clamp`])
    expect(lost({ maximum: 0.9 })).toEqual([`${whole}: P: clamp`])
    expect(lost({ steps: [{ type: 'round', digits: 1, mode: 'half-up' }] })).toEqual([`${whole}: P: round`])
    expect(lost({}, { steps: [{ type: 'round', digits: 1, mode: 'half-up' }] })).toEqual([])
    expect(lost({ steps: [{ type: 'observed', to: [0, 1] }] })).toEqual([`${whole}: P: observed`, `${part}: P: observed`])
    expect(lost({}, { rollUp: 'max' })).toEqual([`${whole}: max`])
  })
  it('sees steps that a node standing on the items themselves does not see, and not where it combines the parts', () => {
    const passed = (rollUp: string) =>
      found((draft) => {
        draft.trees = [
          {
            id: 'perception',
            label: text,
            formula: 'share',
            nodes: [
              { code: 'T', kind: 'overall', label: text, children: ['P'], rollUp },
              { code: 'P', kind: 'factor', label: text, items: ['m1'], steps: [{ type: 'reverse', within: [0, 1] }] },
            ],
          },
        ]
      }).filter(({ rule }) => rule === 'steps_passed_over')
    expect(passed('mean-of-items')).toMatchObject([{ path: 'trees "perception".nodes "T"', seen: 'P' }])
    expect(passed('mean-of-items').map((warning) => warningText('en', warning))[0]).toContain('the steps or the count of “P” do not count')
    expect(passed('mean-of-children')).toEqual([])
  })
  it('sees a count among what is read in percent, and one that a node on the items themselves does not see', () => {
    const counted = (whole: object, count: object = {}) =>
      found((draft) => {
        draft.trees = [
          {
            id: 'perception',
            label: text,
            formula: 'share',
            nodes: [
              { code: 'T', kind: 'overall', label: text, children: ['N', 'P'], ...whole },
              {
                code: 'N',
                kind: 'factor',
                label: text,
                children: ['P', 'Q'],
                rollUp: 'count-where',
                where: { atLeast: 0.8 },
                unit: 'number',
                ...count,
              },
              { code: 'P', kind: 'factor', label: text, items: ['m1'], steps: [{ type: 'clamp', low: 0.1 }] },
              { code: 'Q', kind: 'factor', label: text, items: ['m2'] },
            ],
          },
        ]
      }).flatMap((warning) => (warning.rule === 'count_among_shares' || warning.rule === 'steps_passed_over' ? [warning] : []))
    const named = (warnings: ReturnType<typeof counted>) => warnings.map(({ rule, path, seen }) => `${rule} ${path} ${seen}`)
    for (const rollUp of ['mean-of-children', 'sum', 'max', 'product', 'ratio'])
      expect(named(counted({ rollUp }))).toEqual(['count_among_shares trees "perception".nodes "T" N'])
    expect(named(counted({ rollUp: 'mean-of-items' }))).toContain('steps_passed_over trees "perception".nodes "T" N')
    expect(named(counted({ rollUp: 'sum', unit: 'number' }, { unit: 'percent' }))).toEqual([
      'count_among_shares trees "perception".nodes "N" N',
    ])
    for (const right of [
      counted({ rollUp: 'sum', unit: 'number' }),
      counted({ rollUp: 'sum', formula: 'points' }),
      counted({ rollUp: 'ratio', children: ['N', 'N'] }, { steps: [{ type: 'clamp', low: 1 }] }),
      counted({ rollUp: 'sum' }, { steps: [{ type: 'linear', from: [0, 2], to: [0, 1] }] }),
    ])
      expect(named(right)).toEqual([])
    const [warning] = counted({ rollUp: 'sum' })
    expect(warning && warningText('vi', warning)).toContain('“N” là số đếm mà ở đây đọc theo phần trăm')
    expect(warning && warningText('en', warning)).toContain('“N” counts, and is read in percent here')
  })
  it('says it in both languages, with what was seen', () => {
    for (const warning of found((draft) => Object.assign(draft, { secondsPerItem: 60 }))) {
      expect(warningText('vi', warning)).toContain('khoảng 600 giây')
      expect(warningText('en-GB', warning)).toContain('about 600 seconds')
    }
  })

  it.each([
    ['sipas-service', ['two_questions', 'unequal_effort']],
    ['sipas-service-quick', ['two_questions']],
    ['sipas-2026', ['two_questions', 'too_long']],
  ])('finds in the shipped %s only what was accepted', (id, accepted) => {
    const rules = new Set(
      lint(
        readSmall(JSON.parse(readFileSync(join(import.meta.dirname, `../../surveys/questionnaires/${id}.json`), 'utf8'))),
        screenWords,
      ).map(({ rule }) => rule),
    )
    expect([...rules].filter((rule) => !accepted.some((one) => one === rule))).toEqual([])
  })
})
