/** The list of responses, and what is done with them. */
export const vi = {
  aside_counted: 'Được tính',
  aside_void: 'Đã loại',
  aside_quarantine: 'Tạm giữ',
  asideCause_trial: 'Phiếu thử, không phải của người dân',
  asideCause_double: 'Một người gửi nhiều lần',
  asideCause_staff: 'Do người của cơ quan điền',
  asideCause_elsewhere: 'Không phải người đến làm thủ tục ở đây',
  'asideCause_keyed-wrong': 'Nhập sai từ phiếu giấy',
  asideCause_stuffing: 'Nghi gửi hàng loạt',
  asideCause_wish: 'Người trả lời đề nghị',
  asideCause_checked: 'Đã kiểm tra, phiếu hợp lệ',
  asideCause_other: 'Lý do khác',
} as const
