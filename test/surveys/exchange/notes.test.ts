import { describe, expect, it } from 'vitest'
import { notePlaceText, noteText } from '../../../client/text/exchange'
import { fates, type Report } from '../../../surveys/exchange/notes'
import { takenForm } from './forms'
import { structureFile, takenStructure } from './structures'
import { takenSurvey } from './surveys'

describe('the report on a file of another tool', () => {
  it('counts as taken only what is the same here, and nothing that was lost or bent', () => {
    const told = (fate: string) => Object.entries(fates).flatMap(([code, one]) => (one === fate ? [code] : []))
    expect(told('taken')).toEqual(['taken', 'label_told'])
    for (const lost of ['piping', 'condition', 'constraint', 'calculation', 'no_options', 'hidden_signs', 'type'])
      expect(told('left-out')).toContain(lost)
  })

  const places = ({ notes }: Report, language: string): readonly string[] => [
    ...new Set(notes.map(({ place }) => notePlaceText(language, place))),
  ]

  it('names the sheet and the row or the column of a form, sheet after sheet', () => {
    const { report } = takenForm({
      survey: 'type | name | label | image\n | | |\nselect_one l | q1 | One | a.png\ntext | q2 | <b>Two</b> |',
      choices: 'list_name | name | label | own\nl | a | <i>A</i> | x\nl | b | B |',
      settings: 'form_title | style\nForm | pages',
    })
    expect(places(report, 'vi')).toEqual([
      'Cả phiếu',
      'Trang survey, cột label',
      'Trang survey, dòng 3 (q1)',
      'Trang survey, dòng 3',
      'Trang survey, dòng 4 (q2)',
      'Trang choices, cột own',
      'Trang choices, dòng 2 (a)',
      'Trang settings, cột style',
    ])
    expect(places(report, 'en').slice(0, 4)).toEqual([
      'The whole questionnaire',
      'Sheet survey, column label',
      'Sheet survey, row 3 (q1)',
      'Sheet survey, row 3',
    ])
  })

  it('names the page and the question of a survey of SurveyJS', () => {
    const { report } = takenSurvey({
      title: 'S',
      showProgressBar: true,
      calculatedValues: [{ name: 'sum', expression: 'today()' }],
      pages: [
        { name: 'dich-vu', maxTimeToFinish: 9, elements: [{ type: 'text', name: 'q1', hasComment: true }] },
        {
          elements: [
            { type: 'matrix', name: 'm', columns: ['a'], rows: [''] },
            { type: 'expression', name: 'e', expression: 'today()' },
          ],
        },
      ],
    })
    expect(places(report, 'vi')).toEqual([
      'Cả phiếu',
      'Cả phiếu (sum)',
      'Trang dich-vu',
      'Trang dich-vu, câu hỏi q1',
      'Trang dich-vu, câu hỏi q1-Comment',
      'Trang page2, câu hỏi m.',
      'Trang page2, câu hỏi m',
      'Trang page2',
      'Trang page2, câu hỏi e',
    ])
    expect(places(report, 'en').slice(2, 4)).toEqual(['Page dich-vu', 'Page dich-vu, question q1'])
    const guess = report.notes.find(({ code }) => code === 'guessed_language')
    expect(guess && [noteText('vi', guess), noteText('en', guess)]).toEqual([
      'Tệp không nói các câu chữ thuộc ngôn ngữ nào; lấy là tiếng Anh.',
      'The file does not say which language its texts are in; they were taken to be English.',
    ])
  })

  it('names the group and the code of a question of LimeSurvey', () => {
    const { report } = takenStructure(
      structureFile(
        {
          languages: ['vi', 'en'],
          title: { vi: 'Phiếu', en: 'Form' },
          groups: [
            {
              name: { vi: '<b>Thái độ</b>', en: 'Manner' },
              questions: [
                { type: 'T', code: 'A1', text: { vi: 'Một', en: 'One' }, attributes: { em_validation_q: 'strlen(this) > 2' } },
                { type: 'Q', code: 'A2', text: { vi: 'Hai', en: 'Two' }, rows: [{ code: 'x', text: { vi: 'X', en: 'X' } }] },
                { type: '*', code: 'A3', text: { vi: '{rand(1, 2)}', en: '{rand(1, 2)}' } },
              ],
            },
          ],
        },
        'new',
      ),
    )
    expect(places(report, 'vi')).toEqual([
      'Cả phiếu',
      'Nhóm “Thái độ”',
      'Nhóm “Thái độ”, câu hỏi A1',
      'Nhóm “Thái độ”, câu hỏi A2',
      'Nhóm “Thái độ”, câu hỏi A2_x',
      'Nhóm “Thái độ”, câu hỏi A3',
    ])
    expect(places(report, 'en').slice(1, 3)).toEqual(['Group “Thái độ”', 'Group “Thái độ”, question A1'])
  })
})
