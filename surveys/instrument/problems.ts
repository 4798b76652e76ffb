import { filled } from './language'
import { namePatterns } from './spelling'

/** What is wrong with a definition: where, which rule, and a sentence with what was seen and what is allowed. */
export type Problem = {
  readonly path: string
  readonly rule: string
  readonly message: string
  /** The sentence for a reader of any language, where it is not the one called as the rule. */
  readonly sentence?: Sentence
  /** What the places of that sentence are filled with. */
  readonly values?: Values
}

export type Values = Readonly<Record<string, string | number>>

/** `sections[2].questions[0].text`, as an author finds it in the file. */
export const pathText = (path: readonly PropertyKey[]): string =>
  path.map((part, index) => (typeof part === 'number' ? `[${part}]` : `${index > 0 ? '.' : ''}${String(part)}`)).join('')

/** The whole sentence an author gets; an unknown language reads Vietnamese. */
export function problemText(language: string, { rule, sentence, message, values = {} }: Problem): string {
  const tongue = language.startsWith('en') ? 'en' : 'vi'
  const name = sentence ?? rule
  if (!isSentence(name)) return message
  return filled(
    problemWords[tongue].sentences[name],
    Object.fromEntries(Object.entries(values).map(([key, value]) => [key, shown(tongue, key, value)])),
  )
}

const isSentence = (name: string): name is Sentence => Object.hasOwn(problemWords.vi.sentences, name)
const isField = (name: string): name is FieldName => Object.hasOwn(problemWords.vi.fields, name)

function shown(language: 'vi' | 'en', key: string, value: string | number): string {
  if (typeof value === 'number') return new Intl.NumberFormat(language, { maximumFractionDigits: 6 }).format(value)
  if (key === 'field') return problemWords[language].fields[isField(value) ? value : 'other']
  return key === 'language' ? languageNamed(language, value) : value
}

/** "tiếng Anh", "English"; a tag that nobody could name stays as it is. */
function languageNamed(language: 'vi' | 'en', tag: string): string {
  if (!namePatterns.language.test(tag)) return tag
  const name = new Intl.DisplayNames([language], { type: 'language' }).of(tag) ?? tag
  return language === 'vi' ? name.replace(/^Tiếng/, 'tiếng') : name
}

/** The name of a sentence: a rule, or one of a rule's several sentences. */
export type Sentence = keyof typeof vi

/** The names of fields as they stand inside a sentence. */
type FieldName = keyof typeof viFields

const vi = {
  duplicate_id: 'Mã “{name}” được dùng hai lần; mỗi mã chỉ được dùng một lần.',
  unknown_scale: 'Không có thang đo “{scale}” trong phiếu; hãy chọn một thang đo khác.',
  score_on_not_applicable: 'Phương án “{option}” đứng ngoài mọi kết quả, nên không được có điểm và không được coi là hài lòng hay không.',
  score_missing: 'Có phương án có điểm, có phương án chưa; hãy cho điểm mọi phương án trả lời hoặc bỏ hết điểm.',
  condition_item: 'Điều kiện dựa vào câu “{item}”, nhưng câu này không được hỏi trước đó.',
  condition_option: 'Điều kiện nhắc đến phương án “{option}”, nhưng câu “{item}” không có phương án này.',
  node_without_items: 'Chỉ số này chưa có câu hỏi hay chỉ số con nào.',
  items_and_children: 'Chỉ số này vừa có câu hỏi vừa có chỉ số con; chỉ được có một trong hai.',
  unknown_item: 'Chỉ số này tính cả câu “{item}”, nhưng câu này không có trong phiếu.',
  unknown_node: 'Chỉ số con “{node}” không có trong cây chỉ số này.',
  unknown_headline: 'Chỉ số chính “{node}” không có trong cây chỉ số nào.',
  weights: 'Có {weights} trọng số cho {parts} phần; mỗi phần cần đúng một trọng số.',
  weights_missing: 'Cách gộp theo trọng số cần trọng số của từng phần.',
  cap: 'Cách gộp có giới hạn cần điểm tối đa.',
  unknown_bands: 'Bộ xếp loại “{bands}” không có trong phiếu.',
  option_node: 'Chỉ số đếm phương án cần đúng một câu hỏi và ít nhất một phương án của câu đó.',
  node_option: 'Câu “{item}” không có phương án “{option}” mà chỉ số này đếm.',
  multiple_counted: 'Câu “{item}” cho chọn nhiều phương án, nên chỉ dùng được cho chỉ số đếm phương án.',
  words_counted: 'Câu “{item}” được trả lời bằng chữ hoặc bằng ngày, nên không tính thành chỉ số được.',
  circular_roll_up: 'Chỉ số này là con cháu của chính nó.',
  band_empty: 'Mức xếp loại này không có khoảng giá trị: điểm đầu ({from}) phải nhỏ hơn điểm cuối ({to}).',
  band_gap: 'Có khoảng trống: mức này kết thúc ở {to}, còn mức “{next}” bắt đầu từ {from}.',
  band_overlap: 'Có chỗ chồng nhau: mức này kết thúc ở {to}, còn mức “{next}” bắt đầu từ {from}.',
  service_item: 'Câu cho biết lĩnh vực dịch vụ (“{item}”) phải là câu chọn một phương án.',
  missing_translation: 'Chưa có {field} bằng {language}.',
  unknown_language: 'Có {field} bằng {language}, nhưng phiếu không dùng ngôn ngữ này.',
  empty_options: 'Cần ít nhất một phương án.',
  empty_sections: 'Cần ít nhất một phần.',
  empty_questions: 'Phần này cần ít nhất một câu hỏi.',
  empty_items: 'Bảng này cần ít nhất một mục.',
  empty_nodes: 'Cây này cần ít nhất một chỉ số.',
  empty_bands: 'Bộ xếp loại này cần ít nhất một mức.',
  empty_languages: 'Phiếu cần ít nhất một ngôn ngữ.',
  empty_condition: 'Điều kiện chưa đủ: hãy chọn ít nhất một phương án hoặc thêm ít nhất một điều kiện.',
  long_list: 'Có quá nhiều: được tối đa {limit}.',
  number_below: 'Giá trị của {field} phải từ {limit} trở lên.',
  number_not_above: 'Giá trị của {field} phải lớn hơn {limit}.',
  number_above: 'Giá trị của {field} chỉ được đến {limit}.',
  sums_not_exact:
    'Giá trị của {field} ({seen}) quá lớn nên các tổng không còn chính xác tuyệt đối; chỉ được từ -{limit} đến {limit}. Có thể hỏi bằng đơn vị lớn hơn, như nghìn đồng thay cho đồng.',
  bad_code: 'Mã “{seen}” chưa đúng: mã có từ 1 đến 64 chữ không dấu, chữ số, dấu chấm, “_” hoặc “-”, bắt đầu bằng chữ hoặc số.',
  bad_item: 'Mã “{seen}” chưa đúng: mã bắt đầu bằng chữ cái không dấu và có tối đa 32 chữ, chữ số, “_” hoặc “-”.',
  bad_language: 'Mã ngôn ngữ “{seen}” chưa đúng; ví dụ đúng là “vi” hoặc “en”.',
  bad_day: 'Ngày “{seen}” không có trong lịch.',
  missing: 'Chưa có giá trị của {field}.',
  not_whole: 'Giá trị của {field} phải là số nguyên.',
  not_number: 'Giá trị của {field} phải là một số.',
  not_allowed: 'Giá trị của {field} không nằm trong các lựa chọn cho phép.',
  unknown_fields: 'Có trường không ai biết: {names}.',
  bad_condition: 'Điều kiện này chưa đúng: mỗi điều kiện cần một câu hỏi và câu trả lời cần có.',
  bad_shape: 'Giá trị của {field} không đúng kiểu.',
} as const

const en: Readonly<Record<Sentence, string>> = {
  duplicate_id: 'The code “{name}” is used twice; each code is used only once.',
  unknown_scale: 'The questionnaire has no scale “{scale}”; choose another one.',
  score_on_not_applicable:
    'The option “{option}” stands outside every figure, so it has no score and counts neither as satisfied nor as not.',
  score_missing: 'Some options have a score and some do not; give every answer option a score, or none.',
  condition_item: 'The condition looks at question “{item}”, which is not asked before.',
  condition_option: 'The condition names the option “{option}”, which question “{item}” does not have.',
  node_without_items: 'This indicator has no questions and no indicators below it.',
  items_and_children: 'This indicator has both questions and indicators below it; only one of them is allowed.',
  unknown_item: 'This indicator counts question “{item}”, which is not in the questionnaire.',
  unknown_node: 'The indicator “{node}” is not in this tree.',
  unknown_headline: 'The headline indicator “{node}” is in none of the trees.',
  weights: 'There are {weights} weights for {parts} parts; each part needs exactly one.',
  weights_missing: 'A weighted roll-up needs a weight for each part.',
  cap: 'A capped sum needs its highest score.',
  unknown_bands: 'The questionnaire has no set of grades “{bands}”.',
  option_node: 'An indicator that counts options needs exactly one question and at least one of its options.',
  node_option: 'Question “{item}” does not have the option “{option}” that this indicator counts.',
  multiple_counted: 'Question “{item}” allows several options, so only an indicator that counts options can use it.',
  words_counted: 'Question “{item}” is answered in words or with a date, so it cannot become a figure.',
  circular_roll_up: 'This indicator stands below itself.',
  band_empty: 'This grade covers nothing: its start ({from}) must be lower than its end ({to}).',
  band_gap: 'There is a gap: this grade ends at {to}, but “{next}” begins at {from}.',
  band_overlap: 'Two grades overlap: this one ends at {to}, but “{next}” begins at {from}.',
  service_item: 'The question that names the service (“{item}”) must be a choice of one option.',
  missing_translation: 'There is no {language} text for {field}.',
  unknown_language: 'There is a text in {language} for {field}, but the questionnaire does not use that language.',
  empty_options: 'At least one option is needed.',
  empty_sections: 'At least one section is needed.',
  empty_questions: 'This section needs at least one question.',
  empty_items: 'This matrix needs at least one item.',
  empty_nodes: 'This tree needs at least one indicator.',
  empty_bands: 'This set needs at least one grade.',
  empty_languages: 'The questionnaire needs at least one language.',
  empty_condition: 'The condition is not complete: choose at least one option or add at least one condition.',
  long_list: 'There are too many: at most {limit} are allowed.',
  number_below: 'The value of {field} must be {limit} or more.',
  number_not_above: 'The value of {field} must be more than {limit}.',
  number_above: 'The value of {field} must be {limit} or less.',
  sums_not_exact:
    'The value of {field} ({seen}) is so large that sums would no longer be exact; -{limit} to {limit} is allowed. A larger unit helps, such as thousands.',
  bad_code: 'The code “{seen}” is not right: a code has 1 to 64 plain letters, digits, dots, “_” or “-” and starts with a letter or digit.',
  bad_item: 'The code “{seen}” is not right: it starts with a plain letter and has at most 32 letters, digits, “_” or “-”.',
  bad_language: 'The language code “{seen}” is not right; “vi” or “en” would be.',
  bad_day: 'The date “{seen}” is not in the calendar.',
  missing: 'There is no value for {field}.',
  not_whole: 'The value of {field} must be a whole number.',
  not_number: 'The value of {field} must be a number.',
  not_allowed: 'The value of {field} is not one of those allowed.',
  unknown_fields: 'There are fields that nobody knows: {names}.',
  bad_condition: 'This condition is not right: each condition needs a question and the answer it asks for.',
  bad_shape: 'The value of {field} is of the wrong kind.',
}

const viFields = {
  title: 'tiêu đề',
  source: 'nguồn gốc',
  purpose: 'lời nói về mục đích',
  privacy: 'lời về quyền riêng tư',
  thanks: 'lời cảm ơn',
  text: 'lời hỏi',
  help: 'lời hướng dẫn',
  label: 'nhãn',
  intro: 'lời dẫn',
  id: 'mã',
  code: 'mã',
  version: 'số của bản',
  languages: 'ngôn ngữ',
  secondsPerItem: 'số giây cho mỗi câu',
  scoreUnit: 'đơn vị điểm',
  score: 'điểm',
  face: 'khuôn mặt',
  kind: 'loại',
  type: 'loại câu hỏi',
  scale: 'thang đo',
  atLeast: 'mức ít nhất',
  atMost: 'mức nhiều nhất',
  min: 'giới hạn dưới',
  max: 'giới hạn trên',
  unit: 'đơn vị',
  maxLength: 'độ dài tối đa',
  lines: 'số dòng',
  formula: 'công thức',
  rollUp: 'cách gộp',
  weights: 'trọng số',
  cap: 'điểm tối đa',
  target: 'mục tiêu',
  from: 'điểm đầu',
  to: 'điểm cuối',
  comparableTo: 'bản so sánh được',
  item: 'câu hỏi',
  other: 'trường này',
} as const

const enFields: Readonly<Record<FieldName, string>> = {
  title: 'the title',
  source: 'the source',
  purpose: 'the purpose',
  privacy: 'the privacy note',
  thanks: 'the thanks',
  text: 'the wording',
  help: 'the help',
  label: 'the label',
  intro: 'the introduction',
  id: 'the code',
  code: 'the code',
  version: 'the version',
  languages: 'the language',
  secondsPerItem: 'the seconds per item',
  scoreUnit: 'the score unit',
  score: 'the score',
  face: 'the face',
  kind: 'the kind',
  type: 'the type of question',
  scale: 'the scale',
  atLeast: 'the fewest',
  atMost: 'the most',
  min: 'the lowest',
  max: 'the highest',
  unit: 'the unit',
  maxLength: 'the longest length',
  lines: 'the lines',
  formula: 'the formula',
  rollUp: 'the roll-up',
  weights: 'the weight',
  cap: 'the highest score',
  target: 'the target',
  from: 'the start',
  to: 'the end',
  comparableTo: 'the comparable version',
  item: 'the question',
  other: 'this field',
}

/** Vietnamese and English for every sentence and every field. */
export const problemWords = { vi: { sentences: vi, fields: viFields }, en: { sentences: en, fields: enFields } }
