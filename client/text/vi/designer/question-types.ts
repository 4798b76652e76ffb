import type { Question, QuestionType } from '../../../../surveys/instrument/schema'

type Setting<Q> = Q extends unknown ? Exclude<keyof Q, 'type' | 'id' | 'text' | 'help' | 'showIf' | 'sound' | 'from' | 'items'> : never

/** What the designer calls each question type, in a word and in a sentence, and whatever can be set on one. */
export type TypeWord = `type_${QuestionType}` | `type_${QuestionType}_text` | `set_${Setting<Question>}`

/** Question types and their settings; what is missing here does not compile. */
export const vi: Readonly<Record<TypeWord, string>> = {
  type_single: 'Chọn một',
  type_single_text: 'Một phương án trong danh sách.',
  type_multiple: 'Chọn nhiều',
  type_multiple_text: 'Một hoặc nhiều phương án, có thể ghi thêm.',
  type_rating: 'Mức độ hài lòng',
  type_rating_text: 'Thang có nhãn, có thể kèm khuôn mặt.',
  'type_yes-no': 'Có hoặc không',
  'type_yes-no_text': 'Hai phương án, có thể thêm “không liên quan”.',
  type_matrix: 'Bảng nhiều dòng',
  type_matrix_text: 'Nhiều mục trên cùng một thang đo.',
  type_number: 'Con số',
  type_number_text: 'Số nguyên trong một khoảng, hoặc phần trăm.',
  type_text: 'Ý kiến viết',
  type_text_text: 'Chữ tự do, một hay nhiều dòng.',
  type_date: 'Ngày',
  type_date_text: 'Một ngày trong lịch.',
  'type_date-time': 'Ngày và giờ',
  'type_date-time_text': 'Một ngày trong lịch, kèm giờ.',
  type_ranking: 'Xếp thứ tự',
  type_ranking_text: 'Xếp các phương án theo thứ tự ưu tiên.',
  type_recommend: 'Sẵn sàng giới thiệu (0–10)',
  type_recommend_text: 'Từ 0 đến 10, có điểm giới thiệu ròng (NPS).',
  type_slider: 'Thanh trượt',
  type_slider_text: 'Một số nguyên, chọn bằng cách chạm vào thanh.',
  'type_number-matrix': 'Bảng con số',
  'type_number-matrix_text': 'Mỗi dòng một số nguyên, có thể kèm tổng.',
  type_note: 'Lời dẫn',
  type_note_text: 'Chỉ để đọc, không hỏi gì.',
  set_scale: 'Thang đo',
  set_shuffled: 'Đảo thứ tự cho mỗi người',
  set_required: 'Bắt buộc trả lời',
  set_atLeast: 'Chọn ít nhất',
  set_atMost: 'Chọn nhiều nhất',
  set_min: 'Nhỏ nhất',
  set_max: 'Lớn nhất',
  set_step: 'Bước',
  set_least: 'Chữ ở đầu thấp',
  set_most: 'Chữ ở đầu cao',
  set_total: 'Hiện tổng cộng',
  set_unit: 'Đơn vị',
  set_maxLength: 'Số ký tự nhiều nhất',
  set_lines: 'Số dòng hiện ra',
}
