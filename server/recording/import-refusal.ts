import { localised } from '../../surveys/language'
import { type Violation, violationText } from '../../surveys/violations'

/** Why a line of an import file stays out, and in which column. */
export type Refusal =
  | { readonly column: string; readonly violation: Violation }
  | { readonly column: string; readonly rule: ImportRule; readonly seen?: string; readonly allowed?: string }

export type ImportRule = keyof typeof sentences

/** The sentence a reader gets; an unknown language reads Vietnamese. */
export function refusalText(language: string, refusal: Refusal): string {
  if ('violation' in refusal) return violationText(language, refusal.violation)
  const { rule, seen = '', allowed = '' } = refusal
  const shortened = seen.length > 60 ? `${seen.slice(0, 60)}…` : seen
  return localised(sentences[rule], language).replace('{seen}', () => shortened).replace('{allowed}', () => allowed)
}

const sentences = {
  cell_count: { vi: 'Dòng này có {seen} ô, dòng tiêu đề có {allowed}.', en: 'This line has {seen} cells, the header has {allowed}.' },
  stray_quote: { vi: 'Dấu ngoặc kép trong dòng này không khớp.', en: 'The quotes in this line do not match.' },
  not_utf8: { vi: 'Có ký tự không đọc được; tệp phải ở mã UTF-8.', en: 'A character cannot be read; the file must be UTF-8.' },
  not_an_id: { vi: '"{seen}" không phải là mã UUID.', en: '"{seen}" is not a UUID.' },
  agency_unknown: { vi: 'Cơ quan "{seen}" không thuộc đợt khảo sát.', en: 'Agency "{seen}" does not belong to the campaign.' },
  not_a_day: { vi: '"{seen}" không phải là ngày (năm-tháng-ngày) hay thời điểm.', en: '"{seen}" is neither a day (year-month-day) nor an instant.' },
  outside_period: { vi: 'Ngày {seen} nằm ngoài đợt khảo sát ({allowed}).', en: 'The day {seen} is outside the campaign ({allowed}).' },
  channel_unknown: { vi: '"{seen}" không phải là kênh; chọn một trong: {allowed}.', en: '"{seen}" is not a channel; choose one of: {allowed}.' },
  touchpoint_unknown: { vi: 'Điểm khảo sát "{seen}" không thuộc đợt khảo sát.', en: 'Touchpoint "{seen}" does not belong to the campaign.' },
  touchpoint_channel: { vi: 'Điểm khảo sát này có kênh {allowed}, không phải {seen}.', en: 'The channel of this touchpoint is {allowed}, not {seen}.' },
  touchpoint_agency: { vi: 'Điểm khảo sát này không phục vụ cơ quan "{seen}".', en: 'This touchpoint does not serve agency "{seen}".' },
  language_unknown: { vi: 'Phiếu khảo sát không có ngôn ngữ "{seen}"; chọn một trong: {allowed}.', en: 'The questionnaire does not speak "{seen}"; choose one of: {allowed}.' },
  other_campaign: { vi: 'Dòng này thuộc về "{seen}", không phải "{allowed}".', en: 'This line belongs to "{seen}", not to "{allowed}".' },
  synthetic_line: { vi: 'Dòng này là dữ liệu mẫu, không được đưa vào đợt khảo sát thật.', en: 'This line is sample data and does not go into a real campaign.' },
  text_without_other: { vi: 'Có nội dung ghi thêm nhưng phương án "khác" không được chọn.', en: 'There is a text, but the "other" option is not chosen.' },
  id_conflict: { vi: 'Mã phiếu này đã được dùng cho một phiếu trả lời có nội dung khác.', en: 'This id already belongs to a response with other content.' },
  erased: { vi: 'Phiếu trả lời này đã được xóa và không được nhận lại.', en: 'This response was erased and is not taken again.' },
} as const
