import { readDefinition } from '../../surveys/instrument/definition'
import type { Questionnaire, QuestionnaireInput } from '../../surveys/instrument/schema'

const both = (text: string) => ({ vi: text, en: `${text} (en)` })

/** One question of every type, skip logic, and a tree; small enough to count by hand. */
export const smallSource = {
  id: 'small',
  version: 1,
  title: both('Phiếu nhỏ'),
  source: both('Thử'),
  languages: ['vi', 'en'],
  purpose: both('Mục đích'),
  privacy: both('Riêng tư'),
  thanks: both('Cảm ơn'),
  scales: [
    {
      id: 'five',
      options: [
        { code: 'bad', label: both('Kém'), score: 1, positive: false },
        { code: 'fair', label: both('Vừa'), score: 2, positive: false },
        { code: 'good', label: both('Tốt'), score: 5, positive: true },
        { code: 'na', label: both('Không gặp'), kind: 'not-applicable' },
      ],
    },
    {
      id: 'ways',
      options: [
        { code: 'desk', label: both('Quầy') },
        { code: 'web', label: both('Mạng') },
        { code: 'else', label: both('Khác'), kind: 'other' },
        { code: 'none', label: both('Không'), exclusive: true },
      ],
    },
    {
      id: 'yn',
      options: [
        { code: 'yes', label: both('Có'), positive: true },
        { code: 'no', label: both('Không'), positive: false },
      ],
    },
  ],
  sections: [
    {
      id: 'first',
      title: both('Một'),
      questions: [
        { id: 'intro', type: 'note', text: both('Xin chào') },
        { id: 'late', type: 'yes-no', text: both('Trễ?'), scale: 'yn', required: true },
        { id: 'told', type: 'yes-no', text: both('Được báo?'), scale: 'yn', showIf: { item: 'late', in: ['yes'] } },
        { id: 'ways', type: 'multiple', text: both('Cách nào'), scale: 'ways', atMost: 2 },
        { id: 'field', type: 'single', text: both('Lĩnh vực'), scale: 'ways' },
      ],
    },
    {
      id: 'second',
      title: both('Hai'),
      questions: [
        {
          id: 'm',
          type: 'matrix',
          text: both('Bảng'),
          scale: 'five',
          items: [
            { id: 'm1', text: both('Hàng 1') },
            { id: 'm2', text: both('Hàng 2') },
          ],
        },
        { id: 'rate', type: 'rating', text: both('Chấm'), scale: 'five' },
        { id: 'met', type: 'number', text: both('Đạt'), min: 0, max: 150, unit: 'percent' },
        {
          id: 'why',
          type: 'text',
          text: both('Vì sao'),
          maxLength: 10,
          showIf: { all: [{ item: 'met', atMost: 50 }, { not: { item: 'rate', in: ['good'] } }] },
        },
        { id: 'day', type: 'date', text: both('Ngày'), min: '2026-01-01' },
      ],
    },
  ],
  trees: [
    {
      id: 'satisfaction',
      label: both('Hài lòng'),
      formula: 'share',
      nodes: [{ code: 'S', kind: 'overall', label: both('Chung'), items: ['m1', 'm2'] }],
    },
  ],
} as const satisfies QuestionnaireInput

type Typed = QuestionnaireInput['sections'][number]['questions'][number]

const rareQuestions: readonly Typed[] = [
  { id: 'order', type: 'ranking', text: both('Xếp thứ tự'), scale: 'wanted' },
  { id: 'likely', type: 'recommend', text: both('Giới thiệu'), least: both('Không'), most: both('Có') },
  { id: 'ease', type: 'slider', text: both('Dễ'), min: 0, max: 100, step: 5, least: both('Khó'), most: both('Dễ') },
  {
    id: 'visits',
    type: 'number-matrix',
    text: both('Số lần'),
    min: 0,
    max: 99,
    total: true,
    items: [
      { id: 'v1', text: both('Nơi 1') },
      { id: 'v2', text: both('Nơi 2') },
    ],
  },
  { id: 'where', type: 'single', text: both('Ở đâu'), scale: 'communes', asList: true },
  { id: 'came', type: 'date-time', text: both('Lúc nào'), min: '2026-01-01T00:00' },
  { id: 'reach', type: 'contact', text: both('Để lại số điện thoại hoặc email') },
]

/** One question of each type that few questionnaires use, each on a part of its own. */
export const rareSource = {
  ...smallSource,
  id: 'rare',
  scales: [
    { id: 'wanted', options: ['fast', 'cheap', 'near', 'kind'].map((code) => ({ code, label: both(code) })) },
    {
      id: 'communes',
      options: [
        ...['Sa Pa', 'Bảo Thắng', 'Đồng Tuyển', 'Bắc Cường'].map((name, at) => ({ code: `x${at}`, label: { vi: name, en: name } })),
        { code: 'else', label: both('Nơi khác'), kind: 'other' as const },
      ],
    },
  ],
  sections: rareQuestions.map((question) => ({ id: `s-${question.id}`, title: both(`Phần ${question.id}`), questions: [question] })),
  trees: [
    {
      id: 'perception',
      label: both('Giới thiệu'),
      formula: 'net-promoters',
      nodes: [{ code: 'N', kind: 'overall', label: both('Giới thiệu'), items: ['likely'] }],
    },
  ],
} satisfies QuestionnaireInput

export function readSmall(source: unknown = smallSource): Questionnaire {
  const reading = readDefinition(source)
  if (reading.ok) return reading.questionnaire
  throw new Error(JSON.stringify(reading.problems))
}
