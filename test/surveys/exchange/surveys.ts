import { lentWords } from '../../../client/text/exchange'
import { built } from '../../../surveys/exchange/building'
import { reporting } from '../../../surveys/exchange/notes'
import { isSurveyJs, outlineOfSurveyJs } from '../../../surveys/exchange/surveyjs'
import type { Came } from './forms'

/** A survey of SurveyJS as it would be taken. */
export function takenSurvey(json: unknown): Came {
  if (!isSurveyJs(json)) throw new Error('is no survey of SurveyJS')
  const { tell, report } = reporting()
  const { definition } = built(outlineOfSurveyJs(json, lentWords, tell), tell)
  return { definition, report: report() }
}

/** Five surveys as their designer saves them. */
export const realSurveys: Readonly<Record<string, object>> = {
  service: {
    title: { default: 'How was the service?', vi: 'Dịch vụ thế nào?' },
    description: { default: 'Three minutes', vi: 'Ba phút' },
    completedHtml: { default: '<h3>Thank you</h3>', vi: '<h3>Xin cảm ơn</h3>' },
    showProgressBar: 'top',
    pages: [
      {
        name: 'about',
        title: { default: 'You', vi: 'Ông/bà' },
        elements: [
          {
            type: 'radiogroup',
            name: 'gender',
            title: { default: 'Sex', vi: 'Giới tính' },
            isRequired: true,
            choices: [
              { value: 'f', text: { default: 'Female', vi: 'Nữ' } },
              { value: 'm', text: { default: 'Male', vi: 'Nam' } },
            ],
            showOtherItem: true,
            colCount: 2,
          },
          { type: 'text', name: 'age', title: { default: 'Age', vi: 'Tuổi' }, inputType: 'number', min: 18, max: 120 },
          {
            type: 'checkbox',
            name: 'used',
            title: { default: 'Which services', vi: 'Dịch vụ nào' },
            visibleIf: "{age} >= 18 and {gender} anyof ['f', 'm']",
            choices: ['passport', 'land'],
            showNoneItem: true,
            maxSelectedChoices: 2,
          },
        ],
      },
      {
        name: 'rating',
        visibleIf: '{used} notempty',
        elements: [
          {
            type: 'matrix',
            name: 'rate',
            title: { default: 'How satisfied', vi: 'Mức hài lòng' },
            eachRowRequired: true,
            columns: [
              { value: 1, text: { default: 'Bad', vi: 'Kém' } },
              { value: 2, text: { default: 'Good', vi: 'Tốt' } },
            ],
            rows: [
              { value: 'manner', text: { default: 'Manner', vi: 'Thái độ' } },
              { value: 'pace', text: { default: 'Pace', vi: 'Thời gian' } },
            ],
          },
          {
            type: 'rating',
            name: 'nps',
            title: { default: 'Would you recommend us?', vi: 'Có giới thiệu không?' },
            rateMin: 0,
            rateMax: 10,
            minRateDescription: { default: 'No', vi: 'Không' },
            maxRateDescription: { default: 'Yes', vi: 'Có' },
          },
          {
            type: 'comment',
            name: 'why',
            title: { default: 'Why, {gender}?', vi: 'Vì sao?' },
            visibleIf: '{rate.manner} = 1 or {nps} <= 6',
            maxLength: 500,
          },
        ],
      },
    ],
  },
  flat: {
    locale: 'en',
    elements: [
      { type: 'boolean', name: 'first', title: 'Is this your first visit?', labelTrue: 'Yes, first', labelFalse: 'No' },
      {
        type: 'dropdown',
        name: 'office',
        title: 'Office',
        choicesByUrl: { url: 'https://example.org/offices' },
        choices: ['A', 'B'],
        choicesOrder: 'random',
      },
      { type: 'html', name: 'hint', html: '<p>Please <b>read</b> this.</p>' },
      { type: 'expression', name: 'sum', expression: '{a} + {b}' },
      { type: 'text', name: 'mail', title: 'E-mail', inputType: 'email', validators: [{ type: 'email' }] },
      { type: 'text', name: 'day', title: 'Day', inputType: 'date', min: '2026-01-01' },
      { type: 'text', name: 'at', title: 'When', inputType: 'datetime-local' },
      { type: 'signaturepad', name: 'sign', title: 'Sign here' },
    ],
  },
  panels: {
    locale: 'vi',
    title: 'Khảo sát phụ huynh',
    pages: [
      {
        name: 'p1',
        elements: [
          {
            type: 'panel',
            name: 'child',
            title: 'Về con ông/bà',
            elements: [
              { type: 'text', name: 'class', title: 'Lớp', inputType: 'number', min: 1, max: 12, isRequired: true },
              {
                type: 'panel',
                name: 'lunch',
                visibleIf: '{class} < 6',
                elements: [{ type: 'boolean', name: 'eats', title: 'Con có ăn trưa ở trường không?' }],
              },
            ],
          },
          { type: 'paneldynamic', name: 'siblings', title: 'Anh chị em', templateElements: [{ type: 'text', name: 'sibling' }] },
          {
            type: 'radiogroup',
            name: 'bus',
            title: 'Đi học bằng gì?',
            choices: ['Xe buýt', 'Xe máy'],
            hasOther: true,
            hasComment: true,
            requiredIf: '{class} > 3',
          },
        ],
      },
    ],
    triggers: [{ type: 'complete', expression: '{class} > 12' }],
    calculatedValues: [{ name: 'x', expression: '1' }],
  },
  tables: {
    locale: 'fr',
    title: 'Qualité',
    pages: [
      {
        name: 'page1',
        elements: [
          {
            type: 'matrixdropdown',
            name: 'grid',
            title: 'Services',
            columns: [
              { name: 'quality', title: 'Qualité', cellType: 'radiogroup', choices: [1, 2, 3] },
              { name: 'used', title: 'Utilisé', cellType: 'boolean' },
              { name: 'note', title: 'Note', cellType: 'text' },
            ],
            choices: ['a'],
            rows: ['Accueil', 'Délai'],
          },
          {
            type: 'multipletext',
            name: 'sizes',
            title: 'Tailles',
            items: [
              { name: 'w', title: 'Largeur', inputType: 'number', min: 0, max: 9 },
              { name: 'c', title: 'Couleur' },
            ],
          },
          { type: 'ranking', name: 'order', title: 'Classez', choices: ['x', 'y', 'z'] },
          {
            type: 'imagepicker',
            name: 'pic',
            title: 'Choisissez',
            choices: [{ value: 'lion', imageLink: 'https://example.org/l.png' }, { value: 'panda' }],
            multiSelect: true,
          },
          { type: 'tagbox', name: 'tags', title: 'Mots', choices: ['u', 'v'], visibleIf: "iif({pic} = 'lion', 1, 2) = 1" },
          { type: 'slider', name: 'level', title: 'Niveau', min: 0, max: 50, step: 5 },
        ],
      },
    ],
  },
  scores: {
    locale: 'en',
    title: 'Scores',
    sipasId: 'scores',
    pages: [
      {
        name: 'p',
        title: 'Part',
        elements: [
          {
            type: 'rating',
            name: 'overall',
            title: 'Overall',
            rateValues: [
              { value: 1, text: 'Bad', score: 10, positive: false, face: 1 },
              { value: 2, text: 'Good', score: 20, positive: true, face: 5 },
              { value: 'na', text: 'Does not apply', kind: 'not-applicable' },
            ],
          },
          { type: 'rating', name: 'stars', title: 'Stars', rateType: 'stars', rateMax: 3 },
          { type: 'file', name: 'upload', title: 'Upload' },
        ],
      },
    ],
  },
}
