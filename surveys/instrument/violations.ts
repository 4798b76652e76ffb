/** Why an answer is refused: the rule, what was seen, and what is allowed. */
export type Violation = {
  readonly item: string
  readonly code: ViolationCode
  readonly seen?: string
  readonly allowed?: string
}

export type ViolationCode = keyof (typeof words)['vi']

/** The sentence a reader gets; an unknown language reads Vietnamese. */
export function violationText(language: string, { item, code, seen, allowed }: Violation): string {
  const sentence = (language.startsWith('en') ? words.en : words.vi)[code]
  return sentence
    .replace('{item}', item)
    .replace('{seen}', () => shortened(seen ?? ''))
    .replace('{allowed}', () => allowed ?? '')
}

const shortened = (text: string): string => (text.length > 60 ? `${text.slice(0, 60)}…` : text)

const words = {
  vi: {
    required: 'Câu này cần được trả lời.',
    unknown_item: 'Không có mục "{item}" trong phiếu này.',
    unreachable: 'Mục "{item}" không được hỏi với các câu trả lời này.',
    unknown_option: '"{seen}" không phải là phương án của mục "{item}"; chọn một trong: {allowed}.',
    wrong_shape: 'Câu trả lời của mục "{item}" phải là {allowed}.',
    exclusive: 'Phương án "{seen}" chỉ được chọn một mình.',
    repeated: 'Phương án "{seen}" được chọn hai lần.',
    too_few: 'Đã chọn {seen} phương án; cần ít nhất {allowed}.',
    too_many: 'Đã chọn {seen} phương án; nhiều nhất là {allowed}.',
    too_long: 'Phần viết dài quá {allowed} ký tự; xin viết ngắn lại.',
    not_a_number: '"{seen}" không phải là số nguyên.',
    out_of_range: '{seen} nằm ngoài khoảng {allowed}.',
    not_a_date: '"{seen}" không phải là ngày (năm-tháng-ngày).',
  },
  en: {
    required: 'This question needs an answer.',
    unknown_item: 'There is no item "{item}" in this questionnaire.',
    unreachable: 'Item "{item}" is not asked with these answers.',
    unknown_option: '"{seen}" is not an option of item "{item}"; choose one of: {allowed}.',
    wrong_shape: 'The answer to item "{item}" must be {allowed}.',
    exclusive: 'The option "{seen}" can only be chosen alone.',
    repeated: 'The option "{seen}" is chosen twice.',
    too_few: '{seen} options are chosen; at least {allowed} are needed.',
    too_many: '{seen} options are chosen; at most {allowed} are allowed.',
    too_long: 'This is longer than {allowed} characters; please shorten it.',
    not_a_number: '"{seen}" is not a whole number.',
    out_of_range: '{seen} is outside {allowed}.',
    not_a_date: '"{seen}" is not a day (year-month-day).',
  },
} as const
