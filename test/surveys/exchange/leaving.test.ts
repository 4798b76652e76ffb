import { describe, expect, it } from 'vitest'
import { reporting } from '../../../surveys/exchange/notes'
import { codebookOf } from '../../../surveys/exchange/to-codebook'
import { surveyOf } from '../../../surveys/exchange/to-surveyjs'
import { xlsformOf } from '../../../surveys/exchange/to-xlsform'
import type { Questionnaire } from '../../../surveys/instrument/schema'
import { everything } from './everything'
import { told } from './forms'
import { hard } from './leaving-forms'

function formOf(questionnaire: Questionnaire) {
  const { tell, report } = reporting()
  const { survey, settings } = xlsformOf(questionnaire, tell)
  const [head = [], ...rows] = survey
  const lines = rows.map((row) => Object.fromEntries(row.flatMap((cell, at) => (cell === '' ? [] : [[head[at] ?? '', cell]]))))
  return { lines, settings, said: told(report()) }
}

describe('a form that leaves', () => {
  const { lines, said } = formOf(everything)
  const named = (name: string) => lines.find((line) => line['name'] === name)

  it('tells answers by their values, and options by what they are called', () => {
    expect(named('why')).toMatchObject({
      'label::English (en)': 'Why “${overall_label}”?',
      'hint::Tiếng Việt (vi)': 'Ông/bà ${age} tuổi',
    })
    expect(named('overall_label')).toEqual({
      type: 'calculate',
      name: 'overall_label',
      calculation: "jr:choice-name(${overall}, '${overall}')",
    })
    expect(said).toContain('why | stays_words_for_none | some')
  })

  it('works out behind all groups what is worked out, with the points of options spelled out', () => {
    expect(named('total')?.['calculation']).toBe(
      "if(${manner} = '1' or ${manner} = '2' or ${manner} = '3' or ${pace} = '1' or ${pace} = '2' or ${pace} = '3', " +
        "if(${manner} = '1', 1, if(${manner} = '2', 2, if(${manner} = '3', 3, 0))) + if(${pace} = '1', 1, if(${pace} = '2', 2, if(${pace} = '3', 3, 0))), '')",
    )
    expect(named('given')?.['calculation']).toBe("if(${manner} != '', 1, 0) + if(${again} != '', 1, 0) + if(${used} != '', 1, 0)")
    expect(named('why')?.['relevant']).toBe("(${total} <= 4 and ${overall} != '')")
    expect(said).toContain('total | computed_leaves | sum')
    const last = lines.findLastIndex(({ type }) => type === 'end group')
    expect(lines.findIndex(({ type }) => type === 'calculate')).toBe(last + 1)
  })

  it('keeps per cent in the rows of a table of numbers, and says when a part has to be called otherwise than its question', () => {
    const [section] = everything.sections
    const items = [{ id: 'x', text: { en: 'X' } }]
    const table = { type: 'number-matrix', id: 'cut', text: { en: 'Cut' }, required: false, items, min: 0, max: 100, total: false } as const
    const form = formOf({
      ...everything,
      computed: [],
      sections: section ? [{ id: 'cut', title: { en: 'T' }, questions: [{ ...table, unit: 'percent' }] }] : [],
    })
    expect(form.lines.find(({ name }) => name === 'x')).toMatchObject({ type: 'integer', appearance: 'percent' })
    expect(form.said).toEqual(expect.arrayContaining(['cut | own_columns | percent', 'cut | id_changed | cut_section']))
  })

  it('says what each question loses', () => {
    expect(said).toEqual(
      expect.arrayContaining([
        'contact | contact_within',
        'costs | several_questions | fee, road',
        'costs | stays_settings | total',
        'moment | stays_limits',
        'order | stays_most | 2',
        'effort | own_columns | least, most',
      ]),
    )
  })

  it('has no two names that differ in the case of their letters alone, and none that forms keep for themselves', () => {
    const form = formOf(hard)
    const names = form.lines.flatMap(({ name }) => name ?? []).map((name) => name.toLowerCase())
    expect(new Set(names).size).toBe(names.length)
    expect(names).not.toContain('meta')
    expect(form.said).toContain('Q | id_changed | Q_')
    expect(form.lines.find(({ name }) => name === 'and_label')?.['label::Tiếng Việt (vi)']).toBe('Dòng ${Q_label}')
  })

  it('tells no answer where a text only looks as if it did', () => {
    const form = formOf(hard)
    expect(form.lines[0]?.['label::Tiếng Việt (vi)']).toBe('Trùng tên $ {a} {b} $ {')
    expect(form.said).toContain('meta | signs_parted')
    expect(form.said).toContain('1.odd-scale_x | stays_filled | {agency}')
  })
})

describe('a survey of SurveyJS that leaves', () => {
  const { tell, report } = reporting()
  const survey = JSON.parse(JSON.stringify(surveyOf(everything, tell)))
  const elements = survey.pages.flatMap((page: { elements: readonly object[] }) => page.elements)
  const named = (name: string) => elements.find((one: { name: string }) => one.name === name)

  it('tells answers, works out numbers and keeps a contact apart where its types do', () => {
    expect(named('why')).toMatchObject({ title: { en: 'Why “{overall}”?' }, visibleIf: '({total} <= 4 and {overall} notempty)' })
    expect(named('contact')).toMatchObject({ type: 'text', inputType: 'email' })
    expect(named('town')).toMatchObject({ type: 'dropdown' })
    expect(survey.calculatedValues[4]).toEqual({
      name: 'given',
      expression: 'iif({rate.manner} notempty, 1, 0) + iif({again} notempty, 1, 0) + iif({used} notempty, 1, 0)',
      includeIntoResult: true,
      sipasLabel: { default: 'Đã trả lời', en: 'Answered' },
    })
    expect(told(report())).toEqual(expect.arrayContaining(['contact | contact_within', 'bad | computed_leaves | among']))
  })
})

describe('a codebook', () => {
  const written = JSON.stringify(codebookOf(everything, () => undefined))

  it('has a variable for what is worked out, with its rule, and numbers with their ends', () => {
    expect(written).toContain('{"name":"drvdesc","holds":["answered: manner, again, used"]}')
    expect(written).toContain('{"name":"derivation","at":{"var":"v_fee v_road"}')
    expect(written).toContain('{"name":"range","at":{"min":"0","max":"120"}}')
    expect(written).toContain('{"name":"catValu","holds":["10"]}')
    expect(written).toContain('Why “[overall]”?')
    expect(written).not.toContain('v_contact')
  })
})
