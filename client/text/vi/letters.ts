/** Letters that the product sends by e-mail. */
export const vi = {
  subject: '{office}: {what}',
  greeting: 'Kính gửi {name},',
  invitation_subject: 'mời sử dụng hệ thống khảo sát hài lòng',
  invitation_text: 'Tài khoản “{username}” vừa được tạo cho Ông/Bà trong hệ thống khảo sát sự hài lòng của {office}.',
  invitation_link: 'Chọn mật khẩu và đăng nhập',
  reset_subject: 'chọn mật khẩu mới',
  reset_text:
    'Người quản trị đã đặt lại mật khẩu của tài khoản “{username}” lúc {moment}. Mật khẩu cũ và đăng nhập hai bước không còn hiệu lực, mọi nơi đang đăng nhập đã bị đăng xuất.',
  reset_link: 'Chọn mật khẩu mới',
  link_note: 'Đường dẫn dùng được một lần, đến {until}. Xin đừng chuyển thư này cho người khác.',
  link_unasked: 'Nếu Ông/Bà không chờ thư này, xin đừng mở đường dẫn và báo cho người quản trị của cơ quan.',
  'password-changed_subject': 'mật khẩu đã được đổi',
  'password-changed_text': 'Mật khẩu của tài khoản “{username}” đã được đổi lúc {moment}.',
  'password-reset_subject': 'mật khẩu đã được đặt lại',
  'password-reset_text':
    'Người quản trị đã đặt lại mật khẩu của tài khoản “{username}” lúc {moment}. Người quản trị sẽ đưa cho Ông/Bà đường dẫn để chọn mật khẩu mới.',
  'factor-added_subject': 'đã thêm cách xác thực khi đăng nhập',
  'factor-added_text': 'Lúc {moment}, tài khoản “{username}” có thêm một cách xác thực khi đăng nhập.',
  'factor-removed_subject': 'đã gỡ một cách xác thực khi đăng nhập',
  'factor-removed_text': 'Lúc {moment}, một cách xác thực khi đăng nhập của tài khoản “{username}” đã được gỡ.',
  'codes-renewed_subject': 'mã khôi phục đã được tạo lại',
  'codes-renewed_text': 'Lúc {moment}, mã khôi phục của tài khoản “{username}” đã được tạo lại; mọi mã cũ hết hiệu lực.',
  'address-changed_subject': 'địa chỉ thư đã được đổi',
  'address-changed_text':
    'Lúc {moment}, địa chỉ thư của tài khoản “{username}” đã được đổi. Thư này được gửi đến cả địa chỉ cũ và địa chỉ mới.',
  unasked: 'Nếu không phải Ông/Bà làm hoặc yêu cầu việc này, xin báo ngay cho người quản trị của cơ quan.',
  trial_subject: 'thư thử',
  trial_text: 'Thư này cho thấy hệ thống khảo sát gửi được thư. Tài khoản “{username}” đã yêu cầu lúc {moment}.',
  foot: 'Thư tự động, xin đừng trả lời.',
} as const
