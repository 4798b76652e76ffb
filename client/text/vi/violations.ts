import type { ViolationCode } from '../../../surveys/instrument/violations'

/** Why an answer is refused. */
export const vi: Readonly<Record<ViolationCode, string>> = {
  required: 'Câu này cần được trả lời.',
  unknown_item: 'Không có mục "{item}" trong phiếu này.',
  unreachable: 'Mục "{item}" không được hỏi với các câu trả lời này.',
  unknown_option: '"{seen}" không phải là phương án của mục "{item}"; chọn một trong: {allowed}.',
  wrong_shape: 'Câu trả lời của mục "{item}" phải là {allowed}.',
  exclusive: 'Phương án “{seen}” chỉ được chọn một mình.',
  repeated: 'Phương án “{seen}” được chọn hai lần.',
  too_few: 'Đã chọn {seen} phương án; cần ít nhất {allowed}.',
  too_many: 'Đã chọn {seen} phương án; nhiều nhất là {allowed}.',
  too_long: 'Phần viết dài quá {allowed} ký tự; xin viết ngắn lại.',
  too_much: 'Tất cả các phần viết cộng lại dài quá mức nhận được; xin bớt khoảng {seen} ký tự ở phần này, phần dài nhất.',
  not_a_number: '“{seen}” không phải là số nguyên.',
  out_of_range: '{seen} nằm ngoài khoảng cho phép ({allowed}).',
  not_a_date: '“{seen}” không phải là ngày (năm-tháng-ngày).',
  not_a_moment: '“{seen}” không phải là ngày và giờ (năm-tháng-ngày giờ:phút).',
  bad_order: 'Mỗi số thứ tự chỉ dùng một lần, từ 1 trở đi, không bỏ số nào.',
  not_a_step: '{seen} không phải là một nấc của thang; các nấc: {allowed}',
  not_a_contact_either: 'Đây chưa phải là số điện thoại hay địa chỉ email; xin xem lại, hoặc để trống.',
  not_a_contact_phone: 'Đây chưa phải là số điện thoại; xin xem lại, hoặc để trống.',
  not_a_contact_email: 'Đây chưa phải là địa chỉ email; xin xem lại, hoặc để trống.',
}
