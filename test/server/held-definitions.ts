import type { QuestionnaireInput } from '../../surveys/instrument/schema'

const both = (text: string) => ({ vi: text, en: `${text} (en)` })
const media = (letter: string): string => letter.repeat(22)
const sound = { vi: media('s'), en: media('e') }
const from = { questionnaire: 'source', version: 1, item: 'there' }
const when = { item: 'late', in: ['yes'] }
/** What every question can have. */
const shown = (id: string) => ({ id, text: both(`Câu ${id}`), help: both(`Giúp ${id}`), showIf: when, sound, from })
const rows = (id: string) =>
  [1, 2, 3].map((n) => ({ id: `${id}${n}`, text: both(`Hàng ${id}${n}`), sound, ...(n === 1 && { fixed: true as const }) }))

type Asked = QuestionnaireInput['sections'][number]['questions'][number]
const asked = (id: string) => ({ ...shown(id), required: false })
const ends = { least: both('Thấp'), most: both('Cao') }
const range = { min: 0, max: 9, unit: 'number' } as const

/** A question of each type with all that one of the type can have. */
const questions: readonly Asked[] = [
  { type: 'yes-no', ...asked('late'), scale: 'yn' },
  { type: 'single', ...asked('field'), scale: 'yn', shuffled: true, asList: true },
  { type: 'multiple', ...asked('ways'), scale: 'yn', shuffled: true, atLeast: 1, atMost: 2 },
  { type: 'rating', ...asked('rate'), scale: 'five' },
  { type: 'matrix', ...asked('m'), scale: 'five', shuffled: true, items: rows('m') },
  { type: 'number', ...asked('met'), ...range },
  { type: 'number-matrix', ...asked('n'), shuffled: true, items: rows('n'), ...range, total: false },
  { type: 'ranking', ...asked('order'), scale: 'yn', shuffled: true, atMost: 2 },
  { type: 'recommend', ...asked('likely'), ...ends },
  { type: 'slider', ...asked('ease'), ...range, step: 1, ...ends },
  { type: 'text', ...asked('why'), maxLength: 10, lines: 1 },
  { type: 'date', ...asked('day'), min: '2026-01-01', max: '2026-12-31' },
  { type: 'date-time', ...asked('came'), min: '2026-01-01T00:00', max: '2026-12-31T00:00' },
  { type: 'note', ...shown('hello') },
  { type: 'contact', ...shown('reach'), ask: 'either', months: 3 },
]
const ofType = (type: string): Asked[] => questions.filter((one) => one.type === type)

/** A questionnaire with all that one can have besides its questions. */
const heldQuestionnaire = {
  id: 'held',
  version: 1,
  title: both('Phiếu'),
  source: both('Nguồn'),
  languages: ['vi', 'en', 'tyz'],
  words: { next: { tyz: 'x', vi: 'Tiếp' }, back: { vi: 'Lùi' } },
  purpose: both('Mục đích'),
  privacy: both('Riêng tư'),
  thanks: both('Cảm ơn'),
  adultsOnly: false,
  secondsPerItem: 5,
  scoreUnit: 1,
  serviceItem: 'rate',
  headline: 'S',
  digits: 1,
  comparableTo: [1, 2, 3],
  scales: [
    {
      id: 'five',
      from,
      name: both('Năm mức'),
      options: [
        {
          code: 'bad',
          label: both('Kém'),
          kind: 'answer',
          score: 1,
          positive: false,
          exclusive: true,
          fixed: true,
          face: 2,
          picture: media('p'),
          sound,
        },
        { code: 'good', label: both('Tốt'), score: 2, positive: true, face: 4 },
        { code: 'fair', label: both('Vừa'), score: 3, positive: true, face: 5 },
      ],
    },
    { id: 'yn', options: ['yes', 'no', 'na'].map((code) => ({ code, label: both(code) })) },
    { id: 'spare', options: [{ code: 'a', label: both('A') }] },
  ],
  loop: { text: both('Nơi nào'), help: both('Chọn'), sound, atMost: 3 },
  computed: [
    { id: 'much', label: both('Nhiều'), value: 'among', of: ['late', 'rate'], codes: ['yes', 'no'] },
    { id: 'few', label: both('Ít'), value: 'answered', of: ['late'] },
  ],
  sections: [
    {
      id: 'first',
      title: both('Một'),
      intro: both('Lời dẫn'),
      from,
      each: 'agency',
      showIf: when,
      questions: ['yes-no', 'rating', 'matrix', 'multiple', 'note'].flatMap(ofType),
    },
    { id: 'second', title: both('Hai'), questions: ofType('number') },
    { id: 'third', title: both('Ba'), questions: ofType('text') },
  ],
  trees: [
    {
      id: 'satisfaction',
      label: both('Hài lòng'),
      formula: 'share',
      rollUp: 'mean-of-items',
      nodes: [
        { code: 'S', kind: 'overall', label: both('Chung'), items: ['m1', 'm2'], bands: 'grades', target: 0.8 },
        { code: 'O', kind: 'option', label: both('Phương án'), items: ['ways'], options: ['yes', 'no'] },
        { code: 'T', kind: 'factor', label: both('Yếu tố'), items: ['rate'] },
      ],
    },
    { id: 'spare', label: both('Cây khác'), formula: 'level', nodes: [{ code: 'X', kind: 'overall', label: both('Khác'), items: ['m3'] }] },
  ],
  bandSets: [
    {
      id: 'grades',
      bands: [
        { code: 'low', label: both('Thấp'), from: 0, to: 0.5 },
        { code: 'high', label: both('Cao'), from: 0.5, to: 1 },
      ],
    },
    { id: 'others', bands: [{ code: 'all', label: both('Tất cả'), from: 0, to: 1 }] },
  ],
} satisfies QuestionnaireInput

/** An indicator set with all that only one can have. */
const heldSet = {
  ...heldQuestionnaire,
  id: 'set',
  kind: 'indicator-set',
  sections: [],
  scales: [],
  computed: undefined,
  loop: undefined,
  serviceItem: undefined,
  headline: 'A',
  trees: [
    {
      id: 'index',
      label: both('Chỉ số'),
      formula: 'points',
      rollUp: 'sum',
      nodes: [
        {
          code: 'A',
          kind: 'overall',
          label: both('Tổng'),
          children: ['B', 'C'],
          formula: 'points',
          rollUp: 'capped-sum',
          weights: [1, 2],
          cap: 10,
          ofNothing: 1,
          where: { atLeast: 1, atMost: 2 },
          maximum: 10,
          steps: [
            { type: 'linear', from: [0, 1], to: [0, 2] },
            { type: 'observed', to: [0, 1] },
            { type: 'reverse', within: [0, 1] },
            { type: 'clamp', low: 0, high: 1 },
            { type: 'round', digits: 1, mode: 'half-up' },
          ],
          unit: 'number',
          direction: 'higher',
          bands: 'grades',
          target: 8,
        },
        {
          code: 'B',
          kind: 'item',
          label: both('Nhập'),
          input: 'entered',
          entry: { unit: 'count', low: 1, high: 8, digits: 1, source: both('Sở'), evidence: 'needed', within: 'C' },
        },
        { code: 'C', kind: 'item', label: both('Nhập nữa'), input: 'counted', entry: { unit: 'count' } },
        {
          code: 'D',
          kind: 'item',
          label: both('Lấy'),
          input: 'drawn',
          draws: { from: 'campaign', questionnaire: 'q', node: 'S', figure: 'value' },
        },
        { code: 'E', kind: 'item', label: both('Lấy nữa'), input: 'drawn', draws: { from: 'assessment', set: 's', node: 'A' } },
      ],
    },
  ],
  bandSets: heldQuestionnaire.bandSets.map((set) => ({ ...set, ends: 'quantiles' as const })),
} satisfies QuestionnaireInput

/** Definitions that hold together whatever one can hold, each type of question in a small one of its own. */
export const heldDefinitions: readonly QuestionnaireInput[] = [
  heldQuestionnaire,
  heldSet,
  ...questions.map((question) => ({
    ...heldQuestionnaire,
    id: 'small',
    scales: heldQuestionnaire.scales,
    loop: undefined,
    computed: undefined,
    serviceItem: undefined,
    headline: undefined,
    trees: [],
    bandSets: [],
    sections: [{ id: 'only', title: both('Một'), questions: [question] }],
  })),
]
