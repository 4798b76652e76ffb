import { problemText, definitionWords } from '../../client/text/definition'
import { describe, expect, it } from 'vitest'
import { readDefinition } from '../../surveys/instrument/definition'
import { smallSource } from './small'

type Bag = Record<string, unknown>
type Draft = Bag & { scales: Bag[]; sections: Bag[]; trees: (Bag & { nodes: Bag[] })[] }
type Change = (draft: Draft) => void

const text = { vi: 'a', en: 'b' }
const section = (d: Draft, ...questions: Bag[]) => d.sections.push({ id: 'third', title: text, questions })
const question = (d: Draft, rest: Bag) => section(d, { id: 'x', type: 'note', text, ...rest })
const scale = (d: Draft, ...options: Bag[]) => d.scales.unshift({ id: 'x', options: options.map((option) => ({ label: text, ...option })) })
const node = (d: Draft, rest: Bag) => d.trees[0]?.nodes.push({ code: 'N', kind: 'factor', label: text, ...rest })
const worked = (d: Draft, rest: Bag) => Object.assign(d, { computed: [{ id: 'sum', label: text, value: 'sum', of: ['met'], ...rest }] })
const draws = { from: 'campaign', questionnaire: 'q', node: 'S', figure: 'share' }
const asSet = (d: Draft): Draft => Object.assign(d, { kind: 'indicator-set' })
const loop = { text, atMost: 3 }
/** A section that is asked for each agency, with so many questions. */
const each = (d: Draft, count: number) =>
  d.sections.push({
    id: `each${d.sections.length}`,
    title: text,
    each: 'agency',
    questions: Array.from({ length: count }, (_, at) => ({ id: `e${d.sections.length}_${at}`, type: 'text', text, maxLength: 9 })),
  })
const bands = (d: Draft, ...limits: (readonly [number, number])[]) =>
  Object.assign(d, { bandSets: [{ id: 'g', bands: limits.map(([from, to], at) => ({ code: `b${at}`, label: text, from, to })) }] })

const broken: readonly (readonly [string, string, string, Change])[] = [
  ['duplicate_id', 'Mã “late” được dùng hai lần', 'The code “late” is used twice', (d) => question(d, { id: 'late' })],
  ['unknown_scale', 'Không có thang đo “zz”', 'no scale “zz”', (d) => question(d, { type: 'single', scale: 'zz' })],
  ['score_on_not_applicable', 'Phương án “na”', 'The option “na”', (d) => scale(d, { code: 'na', kind: 'not-applicable', score: 0 })],
  ['score_missing', 'có phương án chưa', 'some do not', (d) => scale(d, { code: 'a', score: 1 }, { code: 'b' })],
  ['condition_item', 'câu “later”', 'question “later”', (d) => question(d, { showIf: { item: 'later', answered: true } })],
  ['condition_option', 'phương án “maybe”', 'the option “maybe”', (d) => question(d, { showIf: { item: 'late', in: ['maybe'] } })],
  [
    'condition_number',
    'so câu “late” với một số',
    'compares question “late” with a number',
    (d) => question(d, { showIf: { not: { item: 'late', atLeast: 1 } } }),
  ],
  [
    'condition_no_options',
    'Câu “met” hỏi một số',
    'Question “met” asks for a number',
    (d) => question(d, { showIf: { item: 'met', in: ['5'] } }),
  ],
  [
    'condition_computed',
    'Mục tính “sum” là một số',
    'The computed item “sum” is a number',
    (d) => [question(d, { showIf: { item: 'sum', in: ['x'] } }), worked(d, {})],
  ],
  [
    'computed_later',
    'tính từ câu “x”',
    'worked out of “x”',
    (d) => [question(d, { type: 'text', maxLength: 9, showIf: { item: 'sum', atLeast: 1 } }), worked(d, { value: 'answered', of: ['x'] })],
  ],
  ['computed_item', 'câu “zz”', 'looks at “zz”', (d) => worked(d, { of: ['zz'] })],
  ['computed_number', 'Câu “why” không có số', 'Item “why” has neither', (d) => worked(d, { of: ['why'] })],
  ['computed_codes', 'cần ít nhất một phương án', 'needs at least one option', (d) => worked(d, { value: 'among', of: ['late'] })],
  ['computed_option', 'phương án “zz”', 'the option “zz”', (d) => worked(d, { value: 'among', of: ['late'], codes: ['zz'] })],
  [
    'answer_place',
    'Câu trả lời của “late”',
    'The answer to “late”',
    (d) => Object.assign(d, { thanks: { vi: '{answer:late}', en: '{answer:late}' } }),
  ],
  ['answer_item', 'câu trả lời của “zz”', 'the answer to “zz”', (d) => question(d, { help: { vi: '{answer:zz}', en: '{answer:zz}' } })],
  ['contact_twice', 'chỉ hỏi một lần', 'asked for once', (d) => section(d, ...['y', 'z'].map((id) => ({ id, type: 'contact', text })))],
  [
    'contact_looped',
    'không hỏi thông tin liên hệ',
    'asks for no contact',
    (d) => [Object.assign(d, { loop }), each(d, 1), section(d, { id: 'y', type: 'contact', text })],
  ],
  [
    'shuffled_scores',
    'thang đo “five” có điểm',
    'scale “five” have scores',
    (d) => question(d, { type: 'single', scale: 'five', shuffled: true }),
  ],
  ['node_without_items', 'chưa có câu hỏi', 'no questions', (d) => node(d, {})],
  [
    'items_and_children',
    'vừa có câu hỏi vừa có chỉ số con',
    'both questions and indicators',
    (d) => node(d, { items: ['rate'], children: ['S'] }),
  ],
  ['unknown_item', 'câu “zz”', 'question “zz”', (d) => node(d, { items: ['zz'] })],
  ['unknown_node', 'Chỉ số con “zz”', 'The indicator “zz”', (d) => node(d, { children: ['zz'] })],
  ['unknown_headline', 'Chỉ số chính “zz”', 'The headline indicator “zz”', (d) => Object.assign(d, { headline: 'zz' })],
  ['weights', 'Có 2 trọng số cho 1 phần', 'There are 2 weights for 1 part;', (d) => node(d, { items: ['rate'], weights: [1, 2] })],
  ['weights_missing', 'cần trọng số', 'needs a weight', (d) => node(d, { items: ['rate'], rollUp: 'weighted' })],
  [
    'weights_size',
    'từ 0,000001 đến 1.000.000',
    'between 0.000001 and 1,000,000',
    (d) => node(d, { items: ['rate'], rollUp: 'weighted', weights: [1e308] }),
  ],
  [
    'too_large',
    'lớn hơn 1.000.000.000.000',
    'larger than 1,000,000,000,000',
    (d) => node(d, { items: ['rate'], steps: [{ type: 'linear', from: [0, 1e-300], to: [0, 1e300] }] }),
  ],
  ['cap', 'cần điểm tối đa', 'its highest score', (d) => node(d, { items: ['rate'], rollUp: 'capped-sum' })],
  [
    'range_empty',
    'bắt đầu và kết thúc cùng ở 3',
    'begins and ends at 3',
    (d) => node(d, { items: ['rate'], steps: [{ type: 'linear', from: [3, 3], to: [0, 1] }] }),
  ],
  [
    'range_empty',
    'bắt đầu và kết thúc cùng ở 5',
    'begins and ends at 5',
    (d) => node(d, { items: ['rate'], steps: [{ type: 'clamp', low: 5, high: 5 }] }),
  ],
  ['clamp_open', 'chưa nêu mức', 'neither a lowest nor', (d) => node(d, { items: ['rate'], steps: [{ type: 'clamp' }] })],
  [
    'condition_never',
    'tối thiểu lớn hơn mức tối đa',
    'at least more than',
    (d) => node(d, { items: ['rate'], rollUp: 'count-where', where: { atLeast: 2, atMost: 1 } }),
  ],
  ['input_and_parts', 'số liệu nhập vào', 'a number that is entered', (d) => node(d, { items: ['rate'], input: 'entered' })],
  [
    'level_scores',
    'có điểm từ −1 đến 1',
    'scores from −1 to 1',
    (d) => {
      d.scales.push({ id: 'minus', options: [-1, 1].map((score) => ({ code: `o${score + 1}`, label: text, score })) })
      section(d, { id: 'x', type: 'single', text, scale: 'minus' })
      node(d, { items: ['x'], formula: 'level' })
    },
  ],
  ['unfit_scale', 'không xếp thứ tự được', 'cannot be put in order', (d) => section(d, { id: 'x', type: 'ranking', text, scale: 'five' })],
  [
    'order_counted',
    'xếp thứ tự các phương án',
    'puts options in order',
    (d) => {
      section(d, { id: 'x', type: 'ranking', text, scale: 'yn' })
      node(d, { items: ['x'] })
    },
  ],
  [
    'net_only',
    'chỉ có điểm giới thiệu ròng',
    'has a net promoter score',
    (d) => {
      section(d, { id: 'x', type: 'recommend', text })
      node(d, { items: ['x'] })
    },
  ],
  [
    'net_of_others',
    'không phải là câu hỏi sẵn sàng',
    'does not ask for a recommendation',
    (d) => node(d, { items: ['rate'], formula: 'net-promoters' }),
  ],
  ['part_count', 'cần 2 phần, đang có 1', 'takes 2 parts; there is 1', (d) => node(d, { items: ['rate'], rollUp: 'ratio' })],
  [
    'part_unreadable',
    'Không đọc được câu trả lời của “O”',
    'The answers of “O”',
    (d) => {
      node(d, { code: 'O', kind: 'option', items: ['late'], options: ['yes'] })
      node(d, { children: ['O'] })
    },
  ],
  ['count_condition', 'Cần nêu điều kiện', 'Say the condition', (d) => node(d, { items: ['rate'], rollUp: 'count-where' })],
  ['of_nothing', 'khi cả hai phần bằng 0', 'nothing of nothing', (d) => node(d, { items: ['rate'], ofNothing: 1 })],
  [
    'maximum_sum',
    'tối đa là 3, nhưng tổng điểm tối đa của các phần là 2',
    'worth 3 at most, but its parts are worth 2',
    (d) => {
      node(d, { code: 'M', items: ['rate'], maximum: 2 })
      node(d, { children: ['M'], rollUp: 'sum', maximum: 3 })
    },
  ],
  [
    'divisor_zero',
    'Chia cho “D”',
    'divides by “D”',
    (d) => {
      node(d, { code: 'D', items: ['rate'], formula: 'share' })
      node(d, { children: ['S', 'D'], rollUp: 'ratio' })
    },
  ],
  [
    // Of a mean one part may stand alone, and F can be 0.
    'divisor_zero',
    'Chia cho “D”',
    'divides by “D”',
    (d) => {
      node(d, { code: 'E', items: ['rate'], steps: [{ type: 'clamp', low: 0.5 }] })
      node(d, { code: 'F', items: ['late'] })
      node(d, { code: 'D', children: ['E', 'F'], rollUp: 'mean-of-children' })
      node(d, { children: ['S', 'D'], rollUp: 'ratio' })
    },
  ],
  ['unknown_bands', 'Bộ xếp loại “zz”', 'set of grades “zz”', (d) => node(d, { items: ['rate'], bands: 'zz' })],
  ['option_node', 'đúng một câu hỏi', 'exactly one question', (d) => node(d, { kind: 'option', items: ['ways'] })],
  ['node_option', 'phương án “zz”', 'the option “zz”', (d) => node(d, { kind: 'option', items: ['ways'], options: ['zz'] })],
  ['multiple_counted', 'Câu “ways” cho chọn nhiều', 'Question “ways” allows several', (d) => node(d, { items: ['ways'] })],
  ['words_counted', 'Câu “why”', 'Question “why”', (d) => node(d, { items: ['why'] })],
  [
    // Read once as its share and once as its level, which it cannot be.
    'level_scores',
    'có điểm từ −1 đến 1',
    'scores from −1 to 1',
    (d) => {
      d.scales.push({ id: 'minus', options: [-1, 1].map((score) => ({ code: `o${score + 1}`, label: text, score, positive: score > 0 })) })
      section(d, { id: 'x', type: 'single', text, scale: 'minus' })
      node(d, { code: 'P', items: ['x'] })
      node(d, { code: 'L', items: ['x'], formula: 'level' })
    },
  ],
  [
    // As points it divides by 1 to 2, rescaled by 0 to 1.
    'divisor_zero',
    'Chia cho “D”',
    'divides by “D”',
    (d) => {
      d.scales.push({ id: 'plus', options: [1, 2].map((score) => ({ code: `o${score}`, label: text, score })) })
      section(d, { id: 'x', type: 'single', text, scale: 'plus' })
      node(d, { code: 'D', items: ['x'] })
      node(d, { code: 'Q', children: ['S', 'D'], rollUp: 'ratio' })
      node(d, { code: 'P', children: ['Q'], formula: 'points' })
      node(d, { code: 'R', children: ['Q'], formula: 'rescaled' })
    },
  ],
  [
    'read_twice',
    'Câu “rate” có hai chỉ số cùng tính là “A” và “B”',
    '“rate” is read by “A” and by “B”',
    (d) => {
      node(d, { code: 'A', kind: 'item', items: ['rate'] })
      node(d, { code: 'B', kind: 'item', items: ['rate'], formula: 'level' })
      node(d, { items: ['rate'] })
    },
  ],
  ['circular_roll_up', 'con cháu của chính nó', 'below itself', (d) => node(d, { children: ['N'] })],
  ['band_empty', 'điểm đầu (5) phải nhỏ hơn điểm cuối (1)', 'its start (5) must be lower than its end (1)', (d) => bands(d, [5, 1])],
  ['band_gap', 'kết thúc ở 1,5, còn mức “b1” bắt đầu từ 2', 'ends at 1.5, but “b1” begins at 2', (d) => bands(d, [0, 1.5], [2, 3])],
  ['band_overlap', 'chồng nhau', 'overlap', (d) => bands(d, [0, 2], [1, 3])],
  [
    'band_quantiles',
    'theo thứ bậc',
    'by place',
    (d) => {
      bands(d, [0, 0.5], [0.5, 1])
      d['bandSets'] = [{ ...Object(Array.isArray(d['bandSets']) ? d['bandSets'][0] : {}), ends: 'quantiles' }]
    },
  ],
  ['service_item', '(“ways”)', '(“ways”)', (d) => Object.assign(d, { serviceItem: 'ways' })],
  [
    'missing_translation',
    'Chưa có lời cảm ơn bằng tiếng Anh.',
    'There is no English text for the thanks.',
    (d) => Object.assign(d, { thanks: { vi: 'a' } }),
  ],
  [
    'missing_translation',
    'Chưa có lời hỏi bằng tiếng Việt.',
    'There is no Vietnamese text for the wording.',
    (d) => question(d, { text: { vi: '', en: 'a' } }),
  ],
  [
    'missing_option_label',
    '“Tốt” của thang đo “x” chưa có nhãn bằng tiếng Anh.',
    '“Tốt” of the scale “x” has no English label.',
    (d) => scale(d, { code: 'a', label: { vi: 'Tốt' } }),
  ],
  ['hidden_sign', 'có ký tự ẩn (U+202E)', 'nobody sees (U+202E)', (d) => Object.assign(d, { thanks: { ...text, en: 'b\u202e' } })],
  ['unknown_language', 'bằng tiếng Pháp', 'text in French', (d) => Object.assign(d, { thanks: { ...text, fr: 'c' } })],
  ['empty_options', 'một phương án', 'one option', (d) => scale(d)],
  ['empty_sections', 'một phần', 'one section', (d) => Object.assign(d, { sections: [] })],
  ['set_asks', 'không hỏi ai', 'asks nobody', (d) => Object.assign(d, { kind: 'indicator-set' })],
  ['loop_without_sections', 'đã làm việc với cơ quan nào', 'asked for each of them', (d) => Object.assign(d, { loop })],
  ['each_without_loop', 'thêm câu hỏi đó', 'add that question', (d) => each(d, 1)],
  [
    'loop_apart',
    'phải đứng liền nhau',
    'one after the other',
    (d) => {
      Object.assign(d, { loop })
      each(d, 1)
      section(d, { id: 'x', type: 'note', text })
      each(d, 1)
    },
  ],
  [
    'too_many_rated',
    'chỉ được 600 mục',
    'at most 600 items',
    (d) => {
      Object.assign(d, { loop: { ...loop, atMost: 20 } })
      each(d, 40)
    },
  ],
  ['drawn_outside', 'mới lấy số liệu từ nơi khác', 'draws figures from elsewhere', (d) => node(d, { input: 'drawn', draws })],
  ['draws_missing', 'được lấy từ đợt khảo sát', 'which campaign or assessment', (d) => node(d, { input: 'drawn' })],
  ['draws_idle', 'Nơi lấy số liệu', 'only said of one that is drawn', (d) => node(d, { items: ['rate'], draws })],
  ['entry_missing', 'theo đơn vị nào', 'in which unit', (d) => node(asSet(d), { input: 'entered' })],
  ['entry_idle', 'Cách nhập', 'only said of one that is entered', (d) => node(d, { items: ['rate'], entry: { unit: 'points' } })],
  [
    'entry_bounds',
    'không vượt quá điểm tối đa',
    'stays within the maximum',
    (d) => node(d, { input: 'entered', maximum: 2, entry: { unit: 'points', high: 3 } }),
  ],
  ['entry_within', 'một phần của “zz”', 'part of “zz”', (d) => node(d, { input: 'counted', entry: { unit: 'count', within: 'zz' } })],
  ['empty_questions', 'một câu hỏi', 'one question', (d) => section(d)],
  ['empty_items', 'một mục', 'one item', (d) => question(d, { type: 'matrix', scale: 'five', items: [] })],
  ['empty_nodes', 'một chỉ số', 'one indicator', (d) => d.trees.push({ id: 'perception', label: text, formula: 'share', nodes: [] })],
  ['empty_bands', 'một mức', 'one grade', (d) => bands(d)],
  ['empty_languages', 'một ngôn ngữ', 'one language', (d) => Object.assign(d, { languages: [] })],
  ['empty_condition', 'chưa đủ', 'not complete', (d) => question(d, { showIf: { all: [{ item: 'late', in: [] }] } })],
  ['bad_condition', 'chưa đúng', 'not right', (d) => question(d, { showIf: { item: 'late' } })],
  ['long_list', 'tối đa 200', 'at most 200', (d) => scale(d, ...Array.from({ length: 201 }, (_, at) => ({ code: `c${at}` })))],
  ['number_below', 'số của bản phải từ 1 trở lên', 'the version must be 1 or more', (d) => Object.assign(d, { version: 0 })],
  ['number_not_above', 'đơn vị điểm phải lớn hơn 0', 'the score unit must be more than 0', (d) => Object.assign(d, { scoreUnit: 0 })],
  ['number_above', 'khuôn mặt chỉ được đến 5', 'the face must be 5 or less', (d) => scale(d, { code: 'a', face: 9 })],
  [
    'sums_not_exact',
    'giới hạn trên (1.000.000.000) quá lớn',
    'the highest (1,000,000,000) is so large',
    (d) => question(d, { type: 'number', min: 0, max: 1_000_000_000 }),
  ],
  ['sums_not_exact', 'điểm (−30.001) quá lớn', 'the score (−30,001) is so large', (d) => scale(d, { code: 'a', score: -30_001 })],
  [
    'too_deep',
    'tối đa 40 tầng',
    'at most 40 levels',
    (d) =>
      question(d, { showIf: Array.from({ length: 50 }).reduce<unknown>((inner) => ({ not: inner }), { item: 'late', answered: true }) }),
  ],
  [
    'too_many_parts',
    'tối đa 10.000 thành phần',
    'may be 10,000 parts',
    (d) => section(d, ...Array.from({ length: 5_000 }, (_, at) => ({ id: `n${at}`, type: 'note', text }))),
  ],
  [
    'too_many_conditions',
    'tối đa 1.000',
    'at most 1,000',
    (d) => question(d, { showIf: { any: Array.from({ length: 1_000 }, () => ({ item: 'late', answered: true })) } }),
  ],
  [
    'too_many_items',
    'tối đa 200 mục',
    'at most 200 items',
    (d) => section(d, ...Array.from({ length: 200 }, (_, at) => ({ id: `n${at}`, type: 'text', text, maxLength: 9 }))),
  ],
  [
    'too_many_options',
    'được tối đa 4.000',
    'may be 4,000',
    (d) => {
      scale(d, ...Array.from({ length: 190 }, (_, at) => ({ code: `o${at}` })))
      section(d, ...Array.from({ length: 32 }, (_, at) => ({ id: `n${at}`, type: 'single', text, scale: 'x' })))
    },
  ],
  [
    'too_many_pictures',
    'tối đa 60 hình',
    'at most 60 different',
    (d) => scale(d, ...Array.from({ length: 61 }, (_, at) => ({ code: `o${at}`, picture: String(at).padStart(22, 'x') }))),
  ],
  [
    'too_many_letters',
    'được tối đa 16.000 ký tự',
    'may have 16,000 characters',
    (d) => section(d, ...Array.from({ length: 4 }, (_, at) => ({ id: `n${at}`, type: 'text', text, maxLength: at === 3 ? 1_001 : 5_000 }))),
  ],
  [
    'too_many_figures',
    'được tối đa 3.000',
    '3,000 are allowed',
    (d) =>
      Array.from({ length: 24 }, (_, at) =>
        node(d, {
          code: `n${at}`,
          ...(at < 22 ? { children: [at + 2 - (at % 2), at + 3 - (at % 2)].map((next) => `n${next}`) } : { items: ['rate'] }),
        }),
      ),
  ],
  ['bad_code', 'Mã “à”', 'The code “à”', (d) => scale(d, { code: 'à' })],
  ['bad_code', 'Mã “”', 'The code “”', (d) => scale(d, { code: '' })],
  ['bad_item', 'Mã “1a”', 'The code “1a”', (d) => question(d, { id: '1a' })],
  ['bad_language', 'Mã ngôn ngữ “Việt”', 'The language code “Việt”', (d) => Object.assign(d, { languages: ['Việt'] })],
  ['bad_language', 'Mã ngôn ngữ “FR!”', 'The language code “FR!”', (d) => Object.assign(d, { thanks: { ...text, 'FR!': 'c' } })],
  ['bad_moment', 'Ngày giờ “2026-02-28”', 'The day and time “2026-02-28”', (d) => question(d, { type: 'date-time', min: '2026-02-28' })],
  ['bad_day', 'Ngày “2026-02-31”', 'The date “2026-02-31”', (d) => question(d, { type: 'date', min: '2026-02-31' })],
  ['missing', 'Chưa có giá trị của mã.', 'There is no value for the code.', (d) => scale(d, {})],
  ['not_whole', 'điểm phải là số nguyên', 'the score must be a whole number', (d) => scale(d, { code: 'a', score: 1.5 })],
  [
    'not_number',
    'điểm đầu phải là một số',
    'the start must be a number',
    (d) => Object.assign(d, { bandSets: [{ id: 'g', bands: [{ code: 'b', label: text, from: 'x', to: 1 }] }] }),
  ],
  ['not_allowed', 'loại không nằm trong', 'the kind is not one', (d) => scale(d, { code: 'a', kind: 'zz' })],
  ['not_allowed', 'loại câu hỏi không nằm trong', 'the type of question is not one', (d) => question(d, { type: 'zz' })],
  ['unknown_fields', 'extra', 'extra', (d) => Object.assign(d, { extra: 1 })],
  ['bad_shape', 'trường này không đúng kiểu', 'this field is of the wrong kind', (d) => Object.assign(d, { scales: 'x' })],
]

const problemsOf = (change: Change) => {
  const draft: Draft = JSON.parse(JSON.stringify(smallSource))
  change(draft)
  const reading = readDefinition(draft)
  return reading.ok ? [] : reading.problems
}

describe('what is wrong with a questionnaire', () => {
  it.each(broken)('is said in Vietnamese and in English: %s, "%s"', (name, vietnamese, english, change) => {
    const found = problemsOf(change).filter(({ sentence, rule }) => (sentence ?? rule) === name)
    expect(found.map((problem) => problemText('vi', problem))).toContainEqual(expect.stringContaining(vietnamese))
    expect(found.map((problem) => problemText('en-GB', problem))).toContainEqual(expect.stringContaining(english))
  })

  it.each(broken)('leaves no place of a sentence unfilled: %s, "%s"', (_, _vi, _en, change) => {
    const said = problemsOf(change).flatMap((problem) =>
      ['vi', 'en'].map((language) => ({ problem, text: problemText(language, problem) })),
    )
    expect(said.length).toBeGreaterThan(0)
    expect(
      said.filter(
        ({ problem, text: sentence }) => /\{[a-z]+[|}]/.test(sentence) || sentence === problem.message || !sentence.endsWith('.'),
      ),
    ).toEqual([])
  })

  it('has no sentence that nothing leads to', () => {
    expect(new Set(broken.map(([name]) => name))).toEqual(new Set(Object.keys(definitionWords.vi.sentences)))
  })
})
