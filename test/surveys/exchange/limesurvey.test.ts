import { describe, expect, it } from 'vitest'
import { readSurveyTables } from '../../../server/files/foreign/lss-file'
import { readDefinition, readDraft } from '../../../surveys/instrument/definition'
import { type Came, questionsOf, told } from './forms'
import { realStructures, structureFile, takenStructure, type Structure } from './structures'

const none: Structure = { languages: [], title: {}, groups: [] }
const taken = (name: string, layout: 'old' | 'new' = 'new') => takenStructure(structureFile(realStructures[name] ?? none, layout))
const types = (name: string) => questionsOf(taken(name).definition).map(({ id, type }) => `${id} ${type}`)

describe('a survey of LimeSurvey', () => {
  it('comes in with its groups, types, answers, points, languages and relevance', () => {
    const { definition } = taken('service')
    expect([definition.languages, definition.title, definition.purpose, definition.thanks]).toEqual([
      ['vi', 'en'],
      { vi: 'Khảo sát một cửa', en: 'One-stop survey' },
      { vi: 'Xin mời ông/bà trả lời.', en: 'Please answer.' },
      { vi: 'Cảm ơn', en: 'Thanks' },
    ])
    expect(types('service')).toEqual(['sex single', 'age number', 'kind single', 'ways multiple', 'rate matrix', 'why text'])
    const [sex, age, , ways, rate, why] = questionsOf(definition)
    expect([sex, age]).toMatchObject([{ required: true }, { min: 18, max: 110 }])
    expect(ways).toMatchObject({
      shuffled: true,
      atMost: 2,
      showIf: {
        all: [
          { item: 'kind', in: ['A1'] },
          { item: 'age', atLeast: 18 },
        ],
      },
    })
    expect(definition.sections[1]?.showIf).toEqual({ not: { item: 'ways', in: ['SQ003'] } })
    expect(rate).toMatchObject({ items: [{ id: 'rate_a' }, { id: 'rate_b', text: { vi: 'Thời gian' } }] })
    expect(why?.showIf).toEqual({ any: [{ item: 'rate_a', in: ['1'] }, { not: { item: 'rate_b', answered: true } }] })
    const scale = (id: string) =>
      definition.scales.find((one) => one.id === id)?.options.map(({ code, score, kind, exclusive }) => [code, score ?? exclusive ?? kind])
    expect(scale('rate')).toEqual([
      ['1', 1],
      ['2', 2],
      ['3', 3],
    ])
    expect(scale('kind')).toEqual([
      ['A1', 'answer'],
      ['A2', 'answer'],
      ['oth', 'other'],
    ])
    expect(scale('ways')).toEqual([
      ['SQ001', 'answer'],
      ['SQ002', 'answer'],
      ['SQ003', true],
    ])
  })

  it.each(Object.keys(realStructures))('%s is the same from a file of before version 4 and of since', (name) => {
    expect(taken(name, 'old')).toEqual(taken(name, 'new'))
  })

  it.each([
    ['arrays', ['five matrix', 'ten matrix', 'ynu matrix', 'more matrix', 'col matrix', 'dual_0 matrix', 'dual_1 matrix']],
    [
      'singles',
      [
        'stars rating',
        'agree yes-no',
        'drop single',
        'withc single',
        'withc_comment text',
        'short text',
        'huge text',
        'day date',
        'moment date-time',
        'show note',
        'slide slider',
      ],
    ],
    ['several', ['costs number-matrix', 'where_xa text', 'where_tinh text', 'rank ranking', 'multi multiple', 'multi_comment text']],
  ])('%s: each type of question finds its own here', (name, wanted) => {
    expect(types(name)).toEqual(wanted)
  })

  it('says what it could not take', () => {
    const lost = Object.keys(realStructures).flatMap((name) => told(taken(name).report))
    expect(lost).toEqual(
      expect.arrayContaining([
        'setting | quota (1)',
        'numbers | type | array of numbers (:)',
        'up | type | file upload (|)',
        'short | constraint | em_validation_q: strlen(this) > 2',
        'dual_x_0 | rows_filter | five_x == 1',
        'calc | calculation | {short}',
        'withc | comment_apart',
        'q3 | condition | sum(that.q1) > 2',
        'q4 | condition | q9 == 1',
        'ynu | lent_options | Y, U, N',
      ]),
    )
  })

  it('tells an answer where one was asked before, and works out what an equation does', () => {
    const { definition, report } = takenStructure(
      structureFile(
        {
          languages: ['en'],
          title: { en: 'Equations' },
          groups: [
            {
              name: { en: 'One' },
              questions: [
                { type: 'N', code: 'a', text: { en: 'A' } },
                {
                  type: 'L',
                  code: 'b',
                  text: { en: 'B' },
                  answers: [
                    { code: 'x', text: { en: 'X' }, points: 2 },
                    { code: 'y', text: { en: 'Y' }, points: 5 },
                  ],
                },
                { type: '*', code: 'points', text: { en: '<p>{sum(a.NAOK, b.value)}</p>' } },
                { type: '*', code: 'many', text: { en: '' }, attributes: { equation: '{count(a, b)}' } },
                { type: '*', code: 'codes', text: { en: '{a + b}' } },
                { type: '*', code: 'shown', text: { en: 'You have {a} points' } },
                { type: 'S', code: 'c', text: { en: '{b.shown} and {a.NAOK} and {z}' }, relevance: 'points >= 3 and !is_empty(many)' },
              ],
            },
          ],
        },
        'new',
      ),
    )
    expect(definition.computed).toEqual([
      { id: 'points', label: { en: 'points' }, value: 'sum', of: ['a', 'b'] },
      { id: 'many', label: { en: 'many' }, value: 'answered', of: ['a', 'b'] },
    ])
    expect(questionsOf(definition).at(-1)).toMatchObject({
      text: { en: '{answer:b} and {answer:a} and …' },
      showIf: {
        all: [
          { item: 'points', atLeast: 3 },
          { item: 'many', answered: true },
        ],
      },
    })
    expect(told(report)).toEqual(
      expect.arrayContaining([
        'points | computed | {sum(a.NAOK, b.value)}',
        'codes | calculation | {a + b}',
        'shown | calculation | You have {a} points',
        'c | piping | z',
      ]),
    )
  })

  it('names each setting of a question that is not taken', () => {
    const asks = {
      type: 'S',
      code: 'a',
      text: { en: 'A' },
      attributes: { time_limit: '30', random_group: 'g1', cssclass: 'wide', page_break: '1', hidden: '1', array_filter: 'b', suffix: 'kg' },
    }
    const { report } = takenStructure(
      structureFile({ languages: ['en'], title: { en: 'T' }, groups: [{ name: { en: 'G' }, questions: [asks] }] }, 'new'),
    )
    expect(told(report).filter((line) => /^a \| (property|choice_filter)/.test(line))).toEqual([
      'a | property | time_limit: 30',
      'a | property | random_group: g1',
      'a | choice_filter | array_filter: b',
      'a | property | suffix: kg',
      'a | property | hidden: 1',
    ])
  })

  describe('with attributes of each language', () => {
    const [text, both] = [{ vi: 'Câu', en: 'Ask' }, ['vi', 'en']]
    const rows = [{ code: 'x', text: { vi: 'Hàng', en: 'Row' } }]
    const answers = [{ code: '1', text: { vi: 'Một', en: 'One' } }]
    const came = (asks: Omit<Structure['groups'][number]['questions'][number], 'code' | 'text'>) =>
      takenStructure(
        structureFile({ languages: both, title: text, groups: [{ name: text, questions: [{ code: 'q', text, ...asks }] }] }, 'new'),
      )
    const notes = (report: Came['report']) => told(report).filter((line) => line.startsWith('q') && !/ \| (taken|became)/.test(line))

    it('takes what stands for "other" in each language, and the product\'s own where one has none', () => {
      const { definition, report } = came({
        type: 'L',
        other: true,
        answers,
        attributes: { other_replace_text: { vi: 'Cách khác', en: 'Another way' } },
      })
      expect(definition.scales[0]?.options.at(-1)?.label).toEqual({ vi: 'Cách khác', en: 'Another way' })
      expect(notes(report)).toEqual(['q | code_changed | -oth- → oth'])
      const half = came({ type: 'L', other: true, answers, attributes: { other_replace_text: { vi: 'Cách khác', en: '' } } })
      expect(half.definition.scales[0]?.options.at(-1)?.label).toEqual({ vi: 'Cách khác', en: 'Other' })
      expect(notes(half.report)).toContain('q | lent_options | other')
    })

    it('takes the headers of both scales in each language', () => {
      const attributes = { dualscale_headerA: { vi: 'Mong đợi', en: 'Expected' }, dualscale_headerB: { vi: 'Thực tế', en: '' } }
      const { definition } = came({ type: '1', rows, answers: [...answers, { ...answers[0], code: '2', text, scale: 1 }], attributes })
      expect(questionsOf(definition).map((question) => question.text)).toEqual([
        { vi: 'Câu – Mong đợi', en: 'Ask – Expected' },
        { vi: 'Câu – Thực tế', en: 'Ask – Thực tế' },
      ])
    })

    it('puts what is said of a check below its question in each language, though the check itself is left out', () => {
      const attributes = { em_validation_q: 'this > 2', em_validation_q_tip: { vi: 'Trên 2', en: 'Above 2' } }
      const { definition, report } = came({ type: 'N', help: { vi: 'Ghi số', en: '' }, attributes })
      expect(questionsOf(definition)[0]).toMatchObject({ help: { vi: 'Ghi số\nTrên 2', en: 'Above 2' } })
      expect(notes(report)).toContain('q | tip_as_help')
      const idle = came({ type: 'N', attributes: { em_validation_q_tip: { vi: 'Trên 2', en: 'Above 2' } } })
      expect(questionsOf(idle.definition)[0]).not.toHaveProperty('help')
      expect(notes(idle.report)).toEqual(
        expect.arrayContaining(['q | property | em_validation_q_tip (vi): Trên 2', 'q | property | em_validation_q_tip (en): Above 2']),
      )
    })

    it('takes a sign for per cent behind a number as its unit, and names other words around it with their language', () => {
      const percent = came({ type: 'N', attributes: { suffix: { vi: '%', en: ' % ' }, num_value_int_only: '1', max_num_value_n: '100' } })
      expect(questionsOf(percent.definition)[0]).toMatchObject({ unit: 'percent', max: 100 })
      expect(notes(percent.report).filter((line) => line.includes('suffix'))).toEqual([])
      const other = came({ type: 'N', attributes: { prefix: '~', suffix: { vi: 'lượt', en: 'visits' } } })
      expect(questionsOf(other.definition)[0]).toMatchObject({ unit: 'number' })
      expect(notes(other.report)).toEqual(
        expect.arrayContaining(['q | property | prefix: ~', 'q | property | suffix (vi): lượt', 'q | property | suffix (en): visits']),
      )
      const text2 = came({ type: 'S', attributes: { suffix: { vi: '%', en: '%' }, placeholder: { vi: 'Ví dụ', en: 'Such as' } } })
      expect(notes(text2.report)).toEqual([
        'q | property | suffix (vi): %',
        'q | property | suffix (en): %',
        'q | property | placeholder (vi): Ví dụ',
        'q | property | placeholder (en): Such as',
      ])
    })

    it('takes sliders with their ends in each language, and says where they began', () => {
      const sliders = [
        { code: 'x', text: { vi: 'Nhanh|chậm|mau', en: 'Pace|slow|fast' } },
        { code: 'y', text: { vi: 'Rõ', en: 'Clear' } },
      ]
      const attributes = { slider_layout: '1', slider_min: '0', slider_max: '10', slider_separator: '|', slider_default: '5' }
      const { definition, report } = came({ type: 'K', rows: sliders, attributes })
      expect(questionsOf(definition)).toEqual([
        expect.objectContaining({
          type: 'slider',
          id: 'q_x',
          text: { vi: 'Câu – Nhanh', en: 'Ask – Pace' },
          min: 0,
          max: 10,
          step: 1,
          least: { vi: 'chậm', en: 'slow' },
          most: { vi: 'mau', en: 'fast' },
        }),
        expect.objectContaining({ type: 'slider', id: 'q_y', text: { vi: 'Câu – Rõ', en: 'Ask – Clear' } }),
      ])
      expect(notes(report)).toEqual(['q | property | slider_default: 5', 'q | several_questions | q_x, q_y'])
    })
  })

  it('names a program within a question, a look that shows pictures, and words around the survey that are not taken', () => {
    const asks = { type: 'L', code: 'q', text: { en: 'Q' }, answers: [{ code: '1', text: { en: '/upload/a.png' } }] }
    const file = structureFile({ languages: ['en'], title: { en: 'T' }, groups: [{ name: { en: 'G' }, questions: [asks] }] }, 'new')
      .replace('<question><![CDATA[Q]]></question>', '<question><![CDATA[Q]]></question><script><![CDATA[alert(1)]]></script>')
      .replace('<type><![CDATA[L]]></type>', '<type><![CDATA[L]]></type><question_theme_name>image_select-listradio</question_theme_name>')
      .replace('<surveyls_endtext>', '<surveyls_policy_notice_label><![CDATA[I agree]]></surveyls_policy_notice_label><surveyls_endtext>')
    expect(told(takenStructure(file).report).filter((line) => / \| (property|media)|setting/.test(line))).toEqual([
      'setting | surveyls_policy_notice_label: I agree',
      'q | property | script: alert(1)',
      'q | media | image_select-listradio',
    ])
  })

  it('names each limit that its question does not hold, and a description beside the welcome', () => {
    const part = { code: 'x', text: { en: 'X' } }
    const answers = [part, { code: 'y', text: { en: 'Y' } }]
    const asks = [
      { type: 'R', code: 'r', text: { en: 'R' }, answers, attributes: { max_answers: '2' } },
      { type: 'N', code: 'n', text: { en: 'N' }, attributes: { max_num_value_n: '{r}', num_value_int_only: '1' } },
      { type: 'D', code: 'd', text: { en: 'D' }, attributes: { date_min: '-1 year', date_max: '2026-12-31' } },
      { type: 'D', code: 't', text: { en: 'T' }, attributes: { date_min: '2026-01-01', date_format: 'dd/mm/yyyy HH:MM' } },
      { type: 'M', code: 'm', text: { en: 'M' }, rows: [part], attributes: { min_answers: '1' } },
    ]
    const survey = { languages: ['en'], title: { en: 'T' }, welcome: { en: 'Welcome' }, groups: [{ name: { en: 'G' }, questions: asks }] }
    const file = structureFile(survey, 'new')
      .replace('<surveyls_endtext>', '<surveyls_description><![CDATA[About it]]></surveyls_description><surveyls_endtext>')
      .replace('<mandatory><![CDATA[N]]></mandatory>', '<mandatory><![CDATA[S]]></mandatory>')
    const lines = told(takenStructure(file).report)
    expect(lines.filter((line) => /(^| \| )(constraint|property|setting) \| /.test(line))).toEqual([
      'setting | surveyls_description: About it',
      'r | constraint | max_answers: 2',
      'r | property | mandatory: S',
      'n | constraint | max_num_value_n: {r}',
      'd | constraint | date_min: -1 year',
      't | constraint | date_min: 2026-01-01',
    ])
  })

  it.each(Object.keys(realStructures))('%s lacks nothing but the texts that the author has to write', (name) => {
    const { definition } = taken(name)
    expect(readDraft(definition).ok).toBe(true)
    const reading = readDefinition(definition)
    const wrong = reading.ok
      ? []
      : reading.problems.filter(({ rule, sentence }) => rule !== 'missing_translation' && sentence !== 'missing_translation')
    expect(wrong).toEqual([])
  })

  const wrong = (xml: string) => {
    const tables = readSurveyTables(new TextEncoder().encode(xml))
    return 'code' in tables ? tables.code : 'taken'
  }

  it.each([
    [
      'a declaration of entities',
      '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><document>&b;</document>',
      'entities',
    ],
    ['a declaration that names a file', '<!DOCTYPE d SYSTEM "file:///etc/passwd"><document/>', 'entities'],
    ['a declaration far behind', `<document>${' '.repeat(200_000)}<!DOCTYPE d></document>`, 'broken-xml'],
    ['an entity that nobody knows', '<document><LimeSurveyDocType>&secret;</LimeSurveyDocType></document>', 'broken-xml'],
    ['levels without end', '<a>'.repeat(100_000), 'too-deep'],
    ['parts without end', `<document>${'<a/>'.repeat(250_001)}</document>`, 'too-many-parts'],
    ['an end that is missing', '<document><LimeSurveyDocType>Survey', 'broken-xml'],
    ['another kind of file', '<document><LimeSurveyDocType>Question</LimeSurveyDocType></document>', 'not-a-survey'],
    ['another format', '<rss><channel/></rss>', 'not-a-questionnaire'],
    ['nothing', '', 'broken-xml'],
  ])('is refused for %s', (_, xml, code) => {
    expect(wrong(xml)).toBe(code)
  })
})
