/** Why a response as a whole is not taken; said to whoever answered, and by the API. */
export const vi = {
  touchpoint_unknown: 'Không có điểm khảo sát với mã này.',
  campaign_unknown: 'Không có đợt khảo sát với mã này.',
  agency_unknown: 'Cơ quan này không thuộc điểm khảo sát hoặc đợt khảo sát.',
  agency_not_started: 'Cơ quan này chưa hoạt động vào ngày trả lời.',
  agency_ended: 'Cơ quan này đã thôi hoạt động trước ngày trả lời.',
  version_unknown: 'Bản phiếu này không phải là bản của đợt khảo sát.',
  language_unknown: 'Phiếu khảo sát không có ngôn ngữ này.',
  campaign_not_open: 'Đợt khảo sát chưa mở.',
  campaign_closed: 'Đợt khảo sát đã kết thúc.',
  entry_not_allowed: 'Tài khoản này không được giao, hoặc không còn được giao nhập phiếu ở điểm khảo sát này.',
  test_over: 'Đợt khảo sát đã mở hoặc đã kết thúc, không còn nhận phiếu trả lời thử.',
  answers_invalid: 'Có câu trả lời chưa hợp lệ; xem chi tiết từng mục.',
  id_conflict: 'Mã phiếu này đã được dùng cho một phiếu trả lời khác.',
  response_erased: 'Phiếu trả lời này đã được xoá và không được nhận lại.',
  unavailable: 'Hệ thống đang bận, xin gửi lại sau ít giây. Câu trả lời chưa được ghi.',
} as const
