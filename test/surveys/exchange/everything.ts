import type { LocalText, Option, Questionnaire } from '../../../surveys/instrument/schema'

const both = (vi: string, en: string): LocalText => ({ vi, en })
const option = (code: string, label: LocalText, more: Partial<Option> = {}): Option => ({ code, label, kind: 'answer', ...more })

/** One questionnaire with whatever a questionnaire can ask: each type, each kind of condition, orders, answers told, numbers worked out. */
export const everything: Questionnaire = {
  id: 'everything',
  version: 3,
  title: both('Mọi loại câu hỏi', 'Every type of question'),
  source: both('Sở Nội vụ', 'Department of Home Affairs'),
  languages: ['vi', 'en'],
  purpose: both('Thử mọi cách hỏi', 'Try every way to ask'),
  privacy: both('Không lưu tên', 'No name is kept'),
  thanks: both('Xin cảm ơn', 'Thank you'),
  adultsOnly: false,
  secondsPerItem: 5,
  scoreUnit: 1,
  scales: [
    {
      id: 'five',
      options: [
        option('1', both('Kém & chậm', 'Poor & slow'), { score: 1, positive: false, face: 1 }),
        option('2', both('Khá', 'Fair'), { score: 2, positive: false, face: 3 }),
        option('3', both('Tốt', 'Good'), { score: 3, positive: true, face: 5 }),
        option('9', both('Không áp dụng', 'Does not apply'), { kind: 'not-applicable' }),
      ],
    },
    { id: 'yn', options: [option('yes', both('Có', 'Yes'), { score: 1 }), option('no', both('Không', 'No'), { score: 0 })] },
    {
      id: 'ways',
      options: [
        option('desk', both('Tại quầy', 'At the desk')),
        option('online', both('Qua mạng, "trực tuyến"', 'Online, "by wire"')),
        option('none', both('Chưa <b>nộp</b>', 'Not <b>yet</b>'), { exclusive: true }),
        option('other', both('Khác', 'Other'), { kind: 'other' }),
      ],
    },
    { id: 'plain', options: ['a', 'b', 'c'].map((code) => option(code, both(`Việc ${code}`, `Matter ${code}`))) },
  ],
  sections: [
    {
      id: 'first',
      title: both('Về ông/bà', 'About you'),
      intro: both('Vài câu trước đã', 'A few questions first'),
      questions: [
        { type: 'note', id: 'hello', text: both('Xin chào\nông/bà', 'Good day\nto you') },
        { type: 'single', id: 'way', text: both('Nộp cách nào?', 'How did you apply?'), required: true, scale: 'ways', shuffled: true },
        { type: 'single', id: 'town', text: both('Ở đâu?', 'Where?'), required: false, scale: 'plain', asList: true },
        {
          type: 'multiple',
          id: 'used',
          text: both('Đã dùng gì?', 'What did you use?'),
          required: true,
          scale: 'plain',
          atLeast: 1,
          atMost: 2,
          showIf: { item: 'way', in: ['desk', 'online'] },
        },
        { type: 'ranking', id: 'order', text: both('Xếp thứ tự', 'Put in order'), required: false, scale: 'plain', shuffled: true },
        {
          type: 'number',
          id: 'age',
          text: both('Tuổi', 'Age'),
          help: both('Tròn năm', 'Whole years'),
          required: true,
          min: 0,
          max: 120,
          unit: 'number',
        },
        { type: 'number', id: 'part', text: both('Bao nhiêu phần', 'Which part'), required: false, min: 0, max: 100, unit: 'percent' },
      ],
    },
    {
      id: 'second',
      title: both('Mức hài lòng', 'Satisfaction'),
      showIf: { any: [{ item: 'age', atLeast: 18 }, { not: { item: 'used', in: ['a'] } }] },
      questions: [
        {
          type: 'matrix',
          id: 'rate',
          text: both('Hài lòng với', 'Satisfied with'),
          required: true,
          scale: 'five',
          items: [
            { id: 'manner', text: both('Thái độ', 'Manner') },
            { id: 'pace', text: both('Thời gian', 'Time') },
          ],
        },
        { type: 'rating', id: 'overall', text: both('Nhìn chung', 'All in all'), required: true, scale: 'five' },
        { type: 'yes-no', id: 'again', text: both('Có quay lại không?', 'Would you come again?'), required: false, scale: 'yn' },
        {
          type: 'recommend',
          id: 'nps',
          text: both('Có giới thiệu không?', 'Would you recommend it?'),
          required: true,
          least: both('Không', 'No'),
          most: both('Có', 'Yes'),
        },
        {
          type: 'slider',
          id: 'effort',
          text: both('Công sức', 'Effort'),
          required: false,
          min: 0,
          max: 20,
          step: 5,
          unit: 'number',
          least: both('Ít', 'Little'),
        },
        {
          type: 'number-matrix',
          id: 'costs',
          text: both('Chi phí', 'Costs'),
          required: false,
          min: 0,
          max: 5000,
          unit: 'number',
          total: true,
          items: [
            { id: 'fee', text: both('Phí', 'Fee') },
            { id: 'road', text: both('Đi lại', 'Road') },
          ],
        },
      ],
    },
    {
      id: 'third',
      title: both('Sau cùng', 'At last'),
      questions: [
        {
          type: 'text',
          id: 'why',
          text: both('Vì sao “{answer:overall|như vậy}”?', 'Why “{answer:overall|so}”?'),
          help: both('Ông/bà {answer:age|không rõ} tuổi', 'You are {answer:age|some} years old'),
          required: false,
          maxLength: 500,
          lines: 4,
          showIf: {
            all: [
              { item: 'total', atMost: 4 },
              { item: 'overall', answered: true },
            ],
          },
        },
        { type: 'text', id: 'short', text: both('Một từ', 'One word'), required: false, maxLength: 40, lines: 1 },
        { type: 'date', id: 'day', text: both('Ngày', 'Day'), required: false, min: '2026-01-01', max: '2026-12-31' },
        { type: 'date-time', id: 'moment', text: both('Lúc', 'At'), required: false, min: '2026-01-01T08:00' },
        { type: 'contact', id: 'contact', text: both('Liên lạc', 'Contact'), ask: 'email', months: 3, showIf: { item: 'bad', atLeast: 1 } },
      ],
    },
  ],
  computed: [
    { id: 'total', label: both('Tổng điểm', 'Total'), value: 'sum', of: ['manner', 'pace'] },
    { id: 'middle', label: both('Trung bình', 'Mean'), value: 'mean', of: ['age', 'effort'] },
    { id: 'least', label: both('Thấp nhất', 'Lowest'), value: 'lowest', of: ['manner', 'pace', 'overall'] },
    { id: 'most', label: both('Cao nhất', 'Highest'), value: 'highest', of: ['fee', 'road'] },
    { id: 'given', label: both('Đã trả lời', 'Answered'), value: 'answered', of: ['manner', 'again', 'used'] },
    { id: 'bad', label: both('Số lần chê', 'Bad marks'), value: 'among', of: ['manner', 'pace', 'overall'], codes: ['1'] },
  ],
  trees: [],
  bandSets: [],
}
