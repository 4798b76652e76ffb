import { describe, expect, it } from 'vitest'
import { isSurveyJs } from '../../../surveys/exchange/surveyjs'
import { readDefinition, readDraft } from '../../../surveys/instrument/definition'
import { questionsOf, told } from './forms'
import { realSurveys, takenSurvey } from './surveys'

const types = (name: string) => questionsOf(takenSurvey(realSurveys[name]).definition).map(({ id, type }) => `${id} ${type}`)

describe('a survey of SurveyJS', () => {
  it('comes in with its pages, types, languages, limits and conditions', () => {
    const { definition, report } = takenSurvey(realSurveys['service'])
    expect([definition.id, definition.languages, definition.thanks]).toEqual([
      'How-was-the-service',
      ['en', 'vi'],
      { en: 'Thank you', vi: 'Xin cảm ơn' },
    ])
    expect(types('service')).toEqual(['gender single', 'age number', 'used multiple', 'rate matrix', 'nps recommend', 'why text'])
    const [gender, age, used, rate, , why] = questionsOf(definition)
    expect([gender, age]).toMatchObject([{ required: true }, { min: 18, max: 120 }])
    expect(used).toMatchObject({
      atMost: 2,
      showIf: {
        all: [
          { item: 'age', atLeast: 18 },
          { item: 'gender', in: ['f', 'm'] },
        ],
      },
    })
    expect(rate).toMatchObject({ required: true, items: [{ id: 'rate_manner', text: { vi: 'Thái độ' } }, { id: 'rate_pace' }] })
    expect(why).toMatchObject({ maxLength: 500, text: { en: 'Why, {answer:gender}?' } })
    expect(why?.showIf).toEqual({
      any: [
        { item: 'rate_manner', in: ['1'] },
        { item: 'nps', in: ['0', '1', '2', '3', '4', '5', '6'] },
      ],
    })
    expect(questionsOf(definition)[4]).toMatchObject({ least: { en: 'No', vi: 'Không' }, most: { en: 'Yes', vi: 'Có' } })
    expect(told(report)).toEqual(
      expect.arrayContaining(['gender | became | single', 'gender | property | colCount', 'setting | showProgressBar']),
    )
  })

  it.each([
    ['flat', ['first yes-no', 'office single', 'hint note', 'mail contact', 'day date', 'at date-time']],
    ['panels', ['child note', 'class number', 'eats yes-no', 'bus single', 'bus-Comment text']],
    [
      'tables',
      [
        'grid_quality matrix',
        'grid_used matrix',
        'sizes_w number',
        'sizes_c text',
        'order ranking',
        'pic multiple',
        'tags multiple',
        'level slider',
      ],
    ],
    ['scores', ['overall rating', 'stars rating']],
  ])('%s: each element finds its type here', (name, wanted) => {
    expect(types(name)).toEqual(wanted)
  })

  it('says what it could not take', () => {
    const lost = Object.values(realSurveys).flatMap((json) => told(takenSurvey(json).report))
    expect(lost).toEqual(
      expect.arrayContaining([
        'sum | calculation | {a} + {b}',
        'sign | type | signaturepad',
        'mail | contact_apart | contact',
        'office | choice_filter | choicesByUrl',
        'siblings | repeat | sibling',
        'bus | comment_apart',
        'bus | required_always | {class} > 3',
        'grid.note | type | matrixdropdown: text',
        'pic | media | lion: https://example.org/l.png',
        "tags | condition | iif({pic} = 'lion', 1, 2) = 1",
        'stars | number_as_choice | 1…3',
      ]),
    )
    expect(lost).toContain('setting | triggers: [{"type":"complete","expression":"{class} > 12"}]')
  })

  it('keeps what our own files say of an option', () => {
    const { scales } = takenSurvey(realSurveys['scores']).definition
    expect(scales[0]?.options).toMatchObject([
      { score: 10, positive: false, face: 1 },
      { score: 20, positive: true, face: 5 },
      { kind: 'not-applicable' },
    ])
  })

  it.each(Object.keys(realSurveys))('%s lacks nothing but the texts that the author has to write', (name) => {
    const { definition } = takenSurvey(realSurveys[name])
    expect(readDraft(definition).ok).toBe(true)
    const reading = readDefinition(definition)
    const wrong = reading.ok
      ? []
      : reading.problems.filter(({ rule, sentence }) => rule !== 'missing_translation' && sentence !== 'missing_translation')
    expect(wrong).toEqual([])
  })

  it('is told from a questionnaire of ours, and from anything else', () => {
    expect([{ pages: [] }, { elements: [] }, { sections: [], pages: [] }, [], null, 'pages', { title: 'x' }].map(isSurveyJs)).toEqual([
      true,
      true,
      false,
      false,
      false,
      false,
      false,
    ])
  })

  it('says what a rating of very many numbers becomes, and counts by tenths as people do', () => {
    const rating = (ends: object) => {
      const { definition, report } = takenSurvey({ elements: [{ type: 'rating', name: 'r', maxRateDescription: 'Top', ...ends }] })
      const [scale] = definition.scales
      return { labels: scale?.options.map(({ label }) => label['en']) ?? [], said: told(report) }
    }
    const many = rating({ rateMin: 0, rateMax: 1_000_000 })
    expect([many.labels.length, many.labels.at(-1)]).toEqual([100, '99'])
    expect(many.said).toEqual(expect.arrayContaining(['r | number_as_choice | 0…99', 'r | property | rateMax: 1000000']))
    expect(rating({ rateMin: 0, rateMax: 0.3, rateStep: 0.1 }).labels).toEqual(['0', '0.1', '0.2', '0.3 – Top'])
    expect(rating({ rateMin: 1, rateMax: 3, rateStep: 0 }).labels).toEqual(['1', '2', '3 – Top'])
  })

  it('says once what a survey without pages has that is not taken, and once what it is for', () => {
    const { definition, report } = takenSurvey({ title: 'T', description: 'P', cookieName: 'c', elements: [{ type: 'text', name: 'q' }] })
    expect(told(report).filter((line) => line.includes('cookieName'))).toEqual(['setting | cookieName: c'])
    expect([definition.purpose, definition.sections.map(({ title, intro }) => [title, intro])]).toEqual([
      { en: 'P' },
      [[{ en: 'T' }, undefined]],
    ])
  })

  it('reads odd shapes without falling over', () => {
    const odd = {
      pages: [
        null,
        7,
        {
          elements: [
            null,
            {},
            { type: 3, name: {} },
            { type: 'radiogroup', choices: [null, {}, [1], { value: {} }] },
            { type: 'matrix', name: 'm', rows: 'x', columns: {} },
            { type: 'rating', name: 'r', rateMin: 'a', rateMax: 1e300, rateStep: 0 },
            { type: '__proto__', name: 'constructor', title: { __proto__: 'x' } },
          ],
        },
      ],
    }
    expect(readDraft(takenSurvey(JSON.parse(JSON.stringify(odd))).definition).ok).toBe(true)
  })

  it('takes the narrower of two limits, points by their number, choices by their ends, and a yes that is called otherwise', () => {
    const { definition, report } = takenSurvey({
      title: 'T',
      elements: [
        {
          type: 'text',
          name: 'age',
          inputType: 'number',
          min: 0,
          max: 120,
          validators: [{ type: 'numeric', minValue: 18, maxValue: 100 }],
        },
        { type: 'rating', name: 'from', rateMin: 0, rateCount: 4 },
        { type: 'rating', name: 'to', rateMax: 7, rateCount: 7 },
        { type: 'rating', name: 'again', rateMin: 0, rateCount: 11 },
        { type: 'dropdown', name: 'year', choices: [1999], choicesMin: 2000, choicesMax: 2004, choicesStep: 2 },
        { type: 'boolean', name: 'kept', valueTrue: 'Y', valueFalse: 'N' },
        { type: 'text', name: 'why', visibleIf: "{kept} = 'N' and {from} = 0" },
      ],
    })
    const codes = (id: string) =>
      definition.scales
        .find((scale) => scale.id === id)
        ?.options.map(({ code }) => code)
        .join()
    expect(questionsOf(definition)[0]).toMatchObject({ min: 18, max: 100 })
    expect([codes('from'), codes('to'), codes('year')]).toEqual(['0,1,2,3', '1,2,3,4,5,6,7', '1999,2000,2002,2004'])
    expect(questionsOf(definition)[3]?.type).toBe('recommend')
    expect(questionsOf(definition).at(-1)?.showIf).toEqual({
      all: [
        { item: 'kept', in: ['N'] },
        { item: 'from', in: ['0'] },
      ],
    })
    expect(told(report).filter((line) => / \| (property|condition)/.test(line))).toEqual([])
  })

  it('leaves a line with two ends to draw out, since it asks two numbers, and names the condition of a row as one', () => {
    const { definition, report } = takenSurvey({
      title: 'T',
      elements: [
        { type: 'slider', name: 'span', sliderType: 'range', min: 0, max: 9 },
        { type: 'slider', name: 'one', sliderType: 'single', min: 0, max: 9 },
        { type: 'matrix', name: 'm', columns: ['a'], rows: [{ value: 'r', visibleIf: '{one} > 3' }, 's'] },
      ],
    })
    expect(questionsOf(definition).map(({ id }) => id)).toEqual(['one', 'm'])
    expect(told(report).filter((line) => !/ \| (taken|became)|^[^|]*$|open_texts|guessed|section_made/.test(line))).toEqual([
      'span | type | slider: range',
      'm | rows_filter | {one} > 3',
    ])
  })
})
