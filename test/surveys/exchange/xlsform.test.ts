import { describe, expect, it } from 'vitest'
import { testIn } from '../../../surveys/exchange/expression'
import { readDefinition, readDraft } from '../../../surveys/instrument/definition'
import { questionsOf, realForms, takenForm, told } from './forms'

const form = (name: string) => takenForm(realForms[name] ?? { survey: '' })

describe('an XLSForm', () => {
  it('comes in with its sections, types, lists, limits and languages', () => {
    const { definition } = form('service')
    expect([definition.id, definition.title, definition.languages]).toEqual(['mot-cua', { vi: 'Khảo sát một cửa' }, ['vi', 'en']])
    expect(definition.sections.map(({ id, title, showIf }) => [id, title['en'], showIf])).toEqual([
      ['about', 'About you', undefined],
      ['rate', 'Satisfaction', { item: 'used', answered: true }],
      ['last', 'Opinion', undefined],
    ])
    expect(questionsOf(definition).map(({ id, type }) => `${id} ${type}`)).toEqual([
      'gender single',
      'age number',
      'used multiple',
      'rate matrix',
      'nps slider',
      'why text',
      'when date',
      'bye note',
    ])
    expect(questionsOf(definition)[1]).toMatchObject({ min: 18, max: 110, required: true, help: { en: 'In whole years' } })
    expect(questionsOf(definition)[2]).toMatchObject({ atMost: 3, scale: 'services' })
    expect(questionsOf(definition)[3]).toMatchObject({ scale: 'sat', items: [{ id: 'manner' }, { id: 'pace' }] })
    expect(questionsOf(definition)[5]).toMatchObject({
      lines: 4,
      showIf: {
        any: [
          { item: 'nps', atMost: 6 },
          { item: 'used', in: ['land'] },
        ],
      },
    })
    expect(questionsOf(definition)[6]).toMatchObject({ min: '2026-01-01' })
  })

  it('says of a whole file what was taken, approximated and left out, with its row', () => {
    const { report } = form('clinic')
    expect(told(report)).toEqual([
      'open_texts',
      'label | guessed_language | en',
      'constraint_message | property | constraint_message',
      '2 today | metadata | today',
      '3 visited | taken | single',
      '3  | section_made',
      '4 dept | became | single',
      '4 dept | lent_options | other',
      '5 wait | became | number',
      '5 wait | whole_numbers',
      '6 minutes | calculation | ${wait} * 60',
      '7 q1 | taken | rating',
      '8 q2 | taken | rating',
      '9 consent | became | single',
      '9 consent | lent_options | OK',
      '10 photo | type | image',
      '4 er | media | image: er.png',
    ])
    expect(report.counts).toEqual({ taken: 3, approximated: 9, 'left-out': 5 })
  })

  it('asks a table without a label of its own, with the conditions of the groups around it', () => {
    const { definition, report } = form('school')
    const [, school] = definition.sections
    expect(school?.showIf).toEqual({ not: { item: 'region', in: ['other'] } })
    expect(school?.questions[0]).toMatchObject({
      type: 'note',
      text: { fr: 'Les enseignants' },
      showIf: { not: { item: 'town', in: ['b2'] } },
    })
    expect(school?.questions[1]).toMatchObject({ type: 'matrix', items: [{ id: 't1' }, { id: 't2' }] })
    expect(told(report)).toContain('4 town | choice_filter | region=${region}')
  })

  it('leaves a repeated group out whole and names what was in it', () => {
    const { definition, report } = form('household')
    expect(questionsOf(definition).map(({ id }) => id)).toEqual(['members', 'water', 'other_water', 'met'])
    expect(told(report)).toContain('4 member | repeat | member_name, job_name')
    expect(questionsOf(definition).at(-1)).toMatchObject({ id: 'met', type: 'date-time' })
    expect(definition.languages).toEqual(['vi'])
  })

  it('reads what our own forms say of an option beside the format, and keeps a language without words of ours', () => {
    const { definition } = form('feedback')
    expect(definition.languages).toEqual(['en', 'tyz'])
    expect(definition.scales[0]?.options.map(({ score, positive, kind }) => [score, positive, kind])).toEqual([
      [1, false, 'answer'],
      [3, false, 'answer'],
      [5, true, 'answer'],
      [undefined, undefined, 'not-applicable'],
    ])
    expect(questionsOf(definition).at(-1)?.showIf).toEqual({
      all: [
        { item: 'seen', in: ['post'] },
        { item: 'overall', in: ['3', '5', '9'] },
      ],
    })
  })

  it.each(Object.keys(realForms))('%s lacks nothing but the texts that the author has to write', (name) => {
    const { definition } = form(name)
    expect(readDraft(definition).ok).toBe(true)
    const reading = readDefinition(definition)
    const wrong = reading.ok
      ? []
      : reading.problems.filter(({ rule, sentence }) => rule !== 'missing_translation' && sentence !== 'missing_translation')
    expect(wrong).toEqual([])
  })

  it.each([
    ['. >= 1 and . <= 5', { min: 1, max: 5 }],
    ['(. >= 1 and . <= 5)', { min: 1, max: 5 }],
    ['((.>=1) and (.<=5))', { min: 1, max: 5 }],
    ['(.>=1)and(.<=5)', { min: 1, max: 5 }],
    ['( (( . >= 1 )) and ( (. < 6) ) )', { min: 1, max: 5 }],
    ["(. >= '1' and . <= '5')", { min: 1, max: 5 }],
    ['1 <= . and 5 >= .', { min: 1, max: 5 }],
    ['(.) > 0 and . < 5.5', { min: 1, max: 5 }],
  ])('takes the limits of a number from %s', (constraint, limits) => {
    const { definition, report } = takenForm({ survey: `type | name | label | constraint\ninteger | q | Q | ${constraint}` })
    expect(questionsOf(definition)[0]).toMatchObject(limits)
    expect(told(report)).toEqual(['open_texts', 'label | guessed_language | en', '2 q | taken | number', '2  | section_made'])
  })

  it.each([
    ['text', '(string-length(.) <= 20)', { maxLength: 20 }],
    ['select_multiple l', '((count-selected(.) >= 1) and (count-selected(.) <= 2))', { atLeast: 1, atMost: 2 }],
    ['date', "(. >= date('2026-01-01') and . <= date('2026-12-31'))", { min: '2026-01-01', max: '2026-12-31' }],
  ])('takes the limits of a %s out of brackets: %s', (type, constraint, limits) => {
    const { definition, report } = takenForm({
      survey: `type | name | label | constraint\n${type} | q | Q | ${constraint}`,
      choices: 'list_name | name | label\nl | a | A\nl | b | B\nl | c | C',
    })
    expect(questionsOf(definition)[0]).toMatchObject(limits)
    expect(told(report).filter((line) => line.includes('constraint'))).toEqual([])
  })

  it.each([
    "not(selected(., 'none') and count-selected(.) > 1)",
    "count-selected(.) <= 2 and not(count-selected(.) >= 2 and selected(., 'none'))",
    "(not(selected(., 'none')) or count-selected(.) = 1)",
    'count-selected(.) = 1 or not(selected(.,"none"))',
  ])('takes an option that is chosen alone from %s', (constraint) => {
    const { definition, report } = takenForm({
      survey: `type | name | label | constraint\nselect_multiple l | q | Q | ${constraint}\nselect_multiple l | r | R |`,
      choices: 'list_name | name | label\nl | a | A\nl | b | B\nl | none | None',
    })
    const alone = (at: number) => {
      const question = questionsOf(definition)[at]
      const scale = definition.scales.find(({ id }) => question && 'scale' in question && id === question.scale)
      return scale?.options.map(({ exclusive }) => exclusive ?? false)
    }
    expect([alone(0), alone(1)]).toEqual([
      [false, false, true],
      [false, false, false],
    ])
    expect(told(report).filter((line) => line.includes('constraint'))).toEqual([])
  })

  it('names that an option is chosen alone where there is no such option or only one may be chosen', () => {
    const constraint = "not(selected(., 'z') and count-selected(.) > 1)"
    for (const type of ['select_multiple l', 'select_one l']) {
      const { report } = takenForm({
        survey: `type | name | label | constraint\n${type} | q | Q | ${constraint}`,
        choices: 'list_name | name | label\nl | a | A\nl | b | B',
      })
      expect(told(report)).toContain(`2 q | constraint | ${type === 'select_one l' ? constraint : 'z'}`)
    }
  })

  it.each([
    ['. >= 0 and . <= 10 or . = 99', '. >= 0 and . <= 10 or . = 99'],
    ['(. >= 0 and . <= 10) or (. = 99)', '(. >= 0 and . <= 10) or (. = 99)'],
    ['. <= 120 and (. >= 18 or . = 0)', '. >= 18 or . = 0'],
    ['(. <= 120 and . mod 2 = 0', '(. <= 120 and . mod 2 = 0'],
    [". <= 120 and . != ' and '", ". != ' and '"],
    ['. <= 120 and . <= 60', '. <= 60'],
  ])('names what of %s is no limit, and takes none of a choice between limits', (constraint, lost) => {
    const { definition, report } = takenForm({ survey: `type | name | label | constraint\ninteger | q | Q | ${constraint}` })
    expect(told(report)).toContain(`2 q | constraint | ${lost}`)
    expect(questionsOf(definition)[0]).toMatchObject({ min: 0, max: constraint === lost ? 30_000 : 120 })
  })

  it('asks what KoboToolbox scores as a table and ranks as an order, within its section, and leaves its matrix out whole', () => {
    const { definition, report } = takenForm({
      survey: `
type | name | label | $kuid | relevant | kobo--score-choices | kobo--rank-items | kobo--matrix_list | required
text | before | Before | k1 | | | | |
begin_score | rate | How satisfied | k2 | \${before} != '' | muc | | |
score__row | manner | Manner | k3 | | | | | true
score__row | pace | Pace | k4 | | | | |
end_score | | | | | | | |
begin_rank | order | What comes first | k5 | | | muc | |
rank__level | first | 1st choice | k6 | | | | |
end_rank | | | | | | | |
begin_kobomatrix | grid | Grid | k7 | | | | x |
integer | times | Times | k8 | | | | |
end_kobomatrix | | | | | | | |
text | after | After | k9 | | | | |`,
      choices: 'list_name | name | label\nmuc | 1 | Bad\nmuc | 2 | Good',
    })
    expect(definition.sections).toHaveLength(1)
    expect(questionsOf(definition)).toMatchObject([
      { id: 'before' },
      {
        type: 'matrix',
        id: 'rate',
        text: { en: 'How satisfied' },
        scale: 'muc',
        required: true,
        showIf: { item: 'before', answered: true },
        items: [{ id: 'manner' }, { id: 'pace' }],
      },
      { type: 'ranking', id: 'order', text: { en: 'What comes first' }, scale: 'muc' },
      { id: 'after' },
    ])
    const lines = told(report).filter((line) => / \| (property|type)/.test(line))
    expect(lines).toEqual([
      '$kuid | property | $kuid',
      '8 first | property | rank__level: 1st choice',
      '10 grid | property | kobo_matrix_list: x',
      '10 grid | type | begin_kobomatrix (times)',
    ])
  })

  it('reads words in the light markup of forms, keeps signs that are none, and takes an answer only where a form tells one', () => {
    const texts: readonly (readonly [written: string, words: string])[] = [
      ['**Overall**, how *satisfied* are __you__ _now_?', 'Overall, how satisfied are you now?'],
      ['# Part one', 'Part one'],
      ['See [the page](https://example.org/a_b)', 'See the page'],
      ['* required, 2 * 3 * 4, a_b_c, #1', '* required, 2 * 3 * 4, a_b_c, #1'],
      ['\\*kept\\*', '*kept*'],
      ['More {if any} & <cảm ơn>', 'More (if any) & <cảm ơn>'],
    ]
    for (const [written, words] of texts) {
      const { definition, report } = takenForm({ survey: `type | name | label\ntext | q | ${written}` })
      expect(Object.values(questionsOf(definition)[0]?.text ?? {})).toEqual([words])
      expect([written, told(report).includes('2 q | piping | if any')]).toEqual([written, false])
      expect([written, told(report).includes('2 q | markup')]).toEqual([written, !/^\* |^More/.test(written)])
    }
  })

  it('names what stands in a column of our own and cannot be read', () => {
    const { report } = takenForm({
      survey: 'type | name | label\nselect_one l | q | Q',
      choices:
        'list_name | name | label | score | face | kind | positive\nl | a | A | three | 9 | maybe | perhaps\nl | b | B | 3 | 4 | other | yes',
    })
    expect(told(report).filter((line) => line.includes('property'))).toEqual([
      '2 a | property | score: three',
      '2 a | property | positive: perhaps',
      '2 a | property | kind: maybe',
      '2 a | property | face: 9',
    ])
  })

  it('says to which whole numbers limits with a fraction come', () => {
    const { definition, report } = takenForm({ survey: 'type | name | label | constraint\ndecimal | q | Q | (. >= 0.5 and . <= 9.5)' })
    expect(questionsOf(definition)[0]).toMatchObject({ min: 1, max: 9 })
    expect(told(report)).toContain('2 q | bounds_cut | 1…9')
  })

  it('gives names that anybody may have: doubled, too long, foreign, of the language itself', () => {
    const { definition } = takenForm({
      survey: `
type | name | label
text | constructor | One
text | constructor | Two
text | __proto__ | Three
text | tên của tôi | Four
text | ${'x'.repeat(60)} | Five
text | 9 | Six
select_one l | pick | Seven`,
      choices: `
list_name | name | label
l | rất tốt | A
l | toString | B
l | rất tốt | C`,
    })
    const ids = questionsOf(definition).map(({ id }) => id)
    expect(new Set(ids).size).toBe(7)
    expect(ids).toEqual(['constructor', 'constructor_2', 'proto', 'ten_cua_toi', 'x'.repeat(28), 'q9', 'pick'])
    expect(definition.scales[0]?.options.map(({ code, label }) => [code, label['en']])).toEqual([
      ['rat-tot', 'A'],
      ['toString', 'B'],
    ])
    expect(readDraft(definition).ok).toBe(true)
  })

  it('takes words and nothing that runs: markup, scripts and formulas lose what they could do', () => {
    const { definition, report } = takenForm({
      survey: `
type | name | label
note | a | <b>Hello</b><script>alert(1)</script> &lt;img src=x onerror=alert(1)&gt;you
note | b | =HYPERLINK("http://x","y")
note | c | Evil \u202Etxt`,
    })
    expect(questionsOf(definition).map(({ text }) => text['en'])).toEqual(['Hello you', '=HYPERLINK("http://x","y")', 'Evil txt'])
    expect(told(report)).toEqual(expect.arrayContaining(['2 a | markup', '4 c | hidden_signs | U+202E']))
  })
})

describe('a condition of another tool', () => {
  it.each([
    ['xpath', "${a} = 'x'", { name: 'a', is: '=', value: 'x' }],
    ['xpath', "'x' = ${a}", { name: 'a', is: '=', value: 'x' }],
    [
      'xpath',
      '18 <= ${age} and ${age} < 65',
      {
        all: [
          { name: 'age', is: '>=', value: '18' },
          { name: 'age', is: '<', value: '65' },
        ],
      },
    ],
    [
      'xpath',
      "selected(${a}, 'x') or not(selected(${a}, 'y'))",
      { any: [{ name: 'a', is: 'has', value: 'x' }, { not: { name: 'a', is: 'has', value: 'y' } }] },
    ],
    ['xpath', "${a} != ''", { name: 'a', is: 'answered' }],
    ['xpath', 'string-length(${a}) > 0', { name: 'a', is: 'answered' }],
    ['xpath', 'count-selected(${a}) >= 1', { name: 'a', is: 'answered' }],
    ['xpath', "selected(${a}, 'x') = true()", { name: 'a', is: 'has', value: 'x' }],
    [
      'limesurvey',
      '((Q1.NAOK == "A1" && !is_empty(Q2.NAOK)))',
      {
        all: [
          { name: 'Q1', is: '=', value: 'A1' },
          { name: 'Q2', is: 'answered' },
        ],
      },
    ],
    ['limesurvey', 'Q1_SQ001.NAOK ne "Y"', { not: { name: 'Q1_SQ001', is: '=', value: 'Y' } }],
    [
      'surveyjs',
      "{a} anyof ['x', 'y'] and {b} notempty",
      {
        all: [
          {
            any: [
              { name: 'a', is: 'has', value: 'x' },
              { name: 'a', is: 'has', value: 'y' },
            ],
          },
          { name: 'b', is: 'answered' },
        ],
      },
    ],
    [
      'surveyjs',
      '{m.row1} = true or {c} notcontains x',
      { any: [{ name: 'm.row1', is: '=', value: 'true' }, { not: { name: 'c', is: 'has', value: 'x' } }] },
    ],
  ] as const)('is read in %s: %s', (dialect, source, test) => {
    expect(testIn(dialect, source)).toEqual(test)
  })

  it.each([
    ['xpath', 'once(${a})'],
    ['xpath', '${a} + 1 > 2'],
    ['xpath', '${a} = ${b}'],
    ['xpath', 'regex(${a}, "x")'],
    ['xpath', '${a} = '],
    ['xpath', '('.repeat(5000)],
    ['xpath', `${'not('.repeat(600)}\${a}${')'.repeat(600)}`],
    ['limesurvey', 'count(that.A.NAOK) + 1 == 2'],
    ['surveyjs', "iif({a} = 1, 'x', 'y') = 'x'"],
    ['surveyjs', 'process.exit(1)'],
    ['xpath', ''],
  ] as const)('is refused in %s where it asks what no condition here can: %s', (dialect, source) => {
    expect(testIn(dialect, source)).toBeUndefined()
  })
})
