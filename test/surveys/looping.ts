import { readDefinition } from '../../surveys/instrument/definition'
import type { Questionnaire, QuestionnaireInput } from '../../surveys/instrument/schema'

const text = (vi: string, en: string) => ({ vi, en })

const levels = ['5', '4', '3', '2', '1'].map((code, place) => ({
  code,
  label: text(
    ['Rất tốt', 'Tốt', 'Bình thường', 'Kém', 'Rất kém'][place] ?? '',
    ['Very good', 'Good', 'Fair', 'Poor', 'Very poor'][place] ?? '',
  ),
  score: Number(code),
  positive: place < 2,
}))

/** A small questionnaire in which one business rates up to four agencies. */
export const looping: QuestionnaireInput = {
  id: 'rating',
  version: 1,
  title: text('Doanh nghiệp đánh giá các cơ quan', 'Businesses rate agencies'),
  source: text('Phiếu thử', 'A form for tests'),
  languages: ['vi', 'en'],
  purpose: text('Để các cơ quan phục vụ tốt hơn.', 'So that agencies serve better.'),
  privacy: text('Không ghi tên.', 'No names are kept.'),
  thanks: text('Xin cảm ơn.', 'Thank you.'),
  loop: {
    text: text('Ông/bà đã làm việc với những cơ quan nào?', 'Which of these did you deal with?'),
    help: text('Trong 12 tháng qua.', 'In the last 12 months.'),
    atMost: 4,
  },
  scales: [
    { id: 'levels', options: [...levels, { code: 'na', label: text('Không phát sinh', 'Does not apply'), kind: 'not-applicable' }] },
    {
      id: 'sizes',
      options: [
        { code: 'small', label: text('Nhỏ', 'Small') },
        { code: 'large', label: text('Lớn', 'Large') },
      ],
    },
    {
      id: 'yes-no',
      options: [
        { code: 'yes', label: text('Có', 'Yes') },
        { code: 'no', label: text('Không', 'No') },
      ],
    },
  ],
  sections: [
    {
      id: 'about',
      title: text('Về doanh nghiệp', 'About the business'),
      questions: [{ id: 'size', type: 'single', text: text('Quy mô?', 'Size?'), scale: 'sizes', required: true }],
    },
    {
      id: 'rating',
      title: text('Đánh giá', 'Rating'),
      intro: text('Về {agency}.', 'About {agency}.'),
      each: 'agency',
      questions: [
        { id: 'open', type: 'rating', text: text('{agency} công khai thông tin?', 'Is {agency} open?'), scale: 'levels', required: true },
        { id: 'quick', type: 'rating', text: text('Giải quyết nhanh?', 'Is it quick?'), scale: 'levels' },
        { id: 'asked', type: 'yes-no', text: text('Có bị gợi ý chi thêm?', 'Were you asked for more?'), scale: 'yes-no' },
        {
          id: 'paid',
          type: 'number',
          text: text('Chi thêm bao nhiêu (%)?', 'How much more (%)?'),
          min: 0,
          max: 100,
          unit: 'percent',
          showIf: {
            all: [
              { item: 'asked', in: ['yes'] },
              { item: 'size', answered: true },
            ],
          },
        },
      ],
    },
    {
      id: 'end',
      title: text('Kết thúc', 'The end'),
      questions: [{ id: 'comment', type: 'text', text: text('Ý kiến khác?', 'Anything else?'), maxLength: 300, lines: 3 }],
    },
  ],
  trees: [
    {
      id: 'satisfaction',
      label: text('Đánh giá', 'Rating'),
      formula: 'share',
      nodes: [{ code: 'ALL', kind: 'overall', label: text('Chung', 'Overall'), items: ['open', 'quick'] }],
    },
    {
      id: 'sizes',
      label: text('Quy mô', 'Size'),
      formula: 'option-share',
      nodes: [{ code: 'LARGE', kind: 'option', label: text('Lớn', 'Large'), items: ['size'], options: ['large'] }],
    },
  ],
}

export function defined(input: QuestionnaireInput = looping): Questionnaire {
  const reading = readDefinition(input)
  if (!reading.ok) throw new Error(reading.problems.map(({ path, message }) => `${path}: ${message}`).join('\n'))
  return reading.questionnaire
}

const only = (words: string) => ({ vi: words })
const drawnFrom = (code: string, node: string) => ({
  code,
  kind: 'item',
  label: only(code),
  input: 'drawn',
  draws: { from: 'campaign', questionnaire: 'rating', node, figure: 'value' },
  steps: [{ type: 'observed', to: [1, 10] }],
})

/** A small DDCI: two questions placed between the lowest and the highest agency, the first of which weighs twice as much. */
export const scoring = {
  id: 'small-ddci',
  version: 1,
  kind: 'indicator-set',
  title: only('DDCI nhỏ'),
  source: only('Ví dụ'),
  languages: ['vi'],
  purpose: only('Đo'),
  privacy: {},
  thanks: {},
  scales: [],
  sections: [],
  headline: 'D',
  trees: [
    {
      id: 'points',
      label: only('Điểm'),
      formula: 'points',
      nodes: [
        { code: 'D', kind: 'overall', label: only('Tổng'), rollUp: 'weighted', weights: [2, 1], children: ['D1', 'D2'] },
        drawnFrom('D1', 'open'),
        drawnFrom('D2', 'quick'),
      ],
    },
  ],
}
