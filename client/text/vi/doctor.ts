/** What the doctor says, and after `_do` what to do about it. */
export const vi = {
  severity_well: 'Tốt',
  severity_warning: 'Cần xem lại',
  severity_grave: 'Nghiêm trọng',
  todo: 'Cách xử lý',
  all_well: 'Mọi thứ đều ổn.',

  setting_wrong: 'Cài đặt sai: {seen}',
  setting_wrong_do: 'Sửa biến môi trường này; máy chủ không khởi động khi cài đặt còn sai.',
  settings_well: 'Mọi cài đặt đều đọc được.',
  public_url_missing: 'Chưa đặt địa chỉ công khai nên chưa in được áp phích và đường liên kết.',
  public_url_missing_do: 'Đặt trong trang Thiết lập, hoặc đặt PUBLIC_URL, là địa chỉ người dân sẽ mở, ví dụ https://khaosat.example.vn.',

  log_damaged:
    'Nhật ký ghi của cơ sở dữ liệu ({file}) hỏng từ khung {frame}: {count} giao dịch phía sau không còn đọc được. Chưa có gì bị ghi đè.',
  log_damaged_do:
    'Đừng xoá tệp nào. Khôi phục bản sao lưu mới nhất: sipas restore {backup} --replace (tệp cũ được cất riêng). Hoặc chấp nhận phần đã mất và chạy tiếp với phần còn lại: sipas restore --as-is.',
  responses_lost: 'Cơ sở dữ liệu có ít phiếu hơn số đã báo "đã ghi nhận": {seen}.',
  responses_lost_do:
    'Có thể nhật ký ghi đã bị cắt, hoặc cơ sở dữ liệu bị thay bằng bản cũ hay bản trống. Tìm lại các tệp cũ, hoặc khôi phục bản sao lưu mới nhất: sipas restore {backup} --replace. Nếu chấp nhận phần đã mất: sipas restore --as-is.',
  database_missing: 'Chưa có cơ sở dữ liệu tại {file}.',
  database_missing_do:
    'Lần khởi động đầu tiên sẽ tạo mới. Nếu trước đây đã có dữ liệu: kiểm tra DATA_DIR, hoặc khôi phục bằng sipas restore TỆP.',
  database_unreachable: 'Không mở được cơ sở dữ liệu: {seen}',
  database_unreachable_do: 'Kiểm tra máy chủ cơ sở dữ liệu đang chạy, DATABASE_URL đúng và tường lửa cho phép kết nối.',
  database_damaged: 'Tệp cơ sở dữ liệu có lỗi: {seen}',
  database_damaged_do: 'Dừng máy chủ rồi khôi phục bản sao lưu mới nhất: sipas restore {backup} --replace.',

  schema_old: 'Cấu trúc cơ sở dữ liệu cũ hơn phiên bản này.',
  schema_old_do: 'Sao lưu, rồi khởi động lại máy chủ hoặc chạy sipas migrate.',
  schema_newer: 'Cơ sở dữ liệu thuộc một phiên bản mới hơn ({seen}).',
  schema_newer_do: 'Cài lại phiên bản mới hơn đó; phiên bản này không hiểu dữ liệu ấy.',
  schema_well: 'Cấu trúc cơ sở dữ liệu đúng phiên bản.',

  count_gap: 'Thiết bị ghi số {writer} đã đếm {counted} phiếu nhưng chỉ còn {stored} phiếu.',
  count_gap_do:
    'Có người đã xoá hoặc thêm dòng trong cơ sở dữ liệu. Khôi phục bản sao lưu trước lúc đó, và xem ai có quyền vào cơ sở dữ liệu.',
  tallies_differ: 'Bảng đếm cộng được {tallied} phiếu, trong khi đang lưu {stored} phiếu.',
  tallies_differ_do: 'Chạy sipas recount để biết bảng nào sai, rồi khôi phục bản sao lưu còn khớp.',
  days_differ:
    'Đợt “{campaign}”: tổng theo ngày không khớp với bảng đếm ở {count} tháng của cơ quan ({seen}…); khoảng tin cậy ở đó có thể sai.',
  days_differ_do:
    'Chạy sipas recount để biết bảng nào sai. Nếu chỉ tổng theo ngày sai: dừng máy chủ rồi chạy sipas recount --rebuild-days.',
  days_well: 'Tổng theo ngày khớp với bảng đếm của từng tháng.',
  counts_well: '{stored} phiếu, khớp với bảng đếm và thứ tự ghi.',

  audit_changed: 'Nhật ký việc đã làm: mục số {seq} không còn như lúc ghi, hoặc không nối với mục trước nó.',
  audit_changed_do:
    'Có người đã sửa hoặc đổi chỗ mục nhật ký ngay trong cơ sở dữ liệu. Giữ nguyên cơ sở dữ liệu, so với bản sao lưu trước đó, và xem ai có quyền vào cơ sở dữ liệu.',
  audit_missing: 'Nhật ký việc đã làm: thiếu mục số {seq}.',
  audit_missing_do:
    'Có người đã xoá mục nhật ký ngay trong cơ sở dữ liệu. Tìm mục ấy trong bản sao lưu trước đó, và xem ai có quyền vào cơ sở dữ liệu.',
  audit_added: 'Nhật ký việc đã làm: mục số {seq} là mục bị chèn thêm.',
  audit_added_do:
    'Có người đã chèn mục nhật ký ngay trong cơ sở dữ liệu. So với bản sao lưu trước đó, và xem ai có quyền vào cơ sở dữ liệu.',
  audit_cut: 'Nhật ký việc đã làm bị cắt mất phần cuối, từ mục số {seq}.',
  audit_cut_do:
    'Có người đã xoá các mục cuối ngay trong cơ sở dữ liệu, hoặc cơ sở dữ liệu bị thay bằng bản cũ. Tìm các mục ấy trong bản sao lưu, và xem ai có quyền vào cơ sở dữ liệu.',
  audit_unlike: 'Nhật ký việc đã làm: mục số {seq} khác với mục đã được ghi nhận bên ngoài cơ sở dữ liệu.',
  audit_unlike_do:
    'Nhật ký đã bị viết lại, hoặc cơ sở dữ liệu bị thay bằng bản khác. So với bản sao lưu trước đó, và xem ai có quyền vào cơ sở dữ liệu.',
  audit_well: 'Nhật ký việc đã làm nguyên vẹn: {count} mục.',

  disk_low: 'Ổ đĩa chứa {file} còn trống {free} GiB ({percent}%).',
  disk_low_do: 'Giải phóng hoặc mở rộng ổ đĩa trước khi đầy; khi đầy, phiếu mới không ghi được.',
  disk_full: 'Ổ đĩa chứa {file} gần đầy: chỉ còn {free} GiB ({percent}%).',
  disk_full_do: 'Giải phóng ổ đĩa ngay; phiếu mới sắp không ghi được. Đừng xoá tệp sipas.sqlite, -wal hay -shm.',
  disk_well: 'Ổ đĩa chứa {file} còn trống {free} GiB ({percent}%).',

  clock_back: 'Đồng hồ máy đang ở {now}, sớm hơn những gì đã ghi ({seen}).',
  clock_back_do:
    'Chỉnh đúng giờ và bật đồng bộ giờ (timedatectl set-ntp true). Đồng hồ sai làm lệch ngày của phiếu và hạn của đợt khảo sát.',
  clock_apart: 'Đồng hồ máy này lệch {seconds} giây so với máy chủ cơ sở dữ liệu.',
  clock_apart_do: 'Bật đồng bộ giờ trên cả hai máy (timedatectl set-ntp true).',
  clock_well: 'Đồng hồ máy chạy đúng: {now}.',

  backups_off: 'Sao lưu hằng ngày đang tắt (BACKUP_DIR=none).',
  backups_off_do: 'Đặt BACKUP_DIR là một thư mục trên ổ đĩa khác, hoặc bảo đảm nơi khác có sao lưu và đã thử khôi phục.',
  backup_none: 'Trong {file} chưa có bản sao lưu nào dùng được.',
  backup_none_do: 'Để máy chủ chạy qua 2 giờ sáng, hoặc sao lưu ngay: sipas backup {file}/sipas-{day}.tar.gz.',
  backup_old: 'Bản sao lưu mới nhất là của ngày {day}.',
  backup_old_do: 'Xem nhật ký máy chủ (dòng "backup failed") và ổ đĩa của {file}, rồi sao lưu ngay bằng sipas backup.',
  releases_differ: 'Số liệu công bố của đợt {campaign} không khớp với lần chốt đêm gần nhất.',
  publication_differs: 'Bản công bố số {number} của đợt {campaign} không còn đúng với mã kiểm tra ghi khi chốt.',
  publication_differs_do: 'Khôi phục bản sao lưu còn khớp, hoặc rút lại công bố rồi chuẩn bị một bản mới.',
  releases_differ_do: 'Khôi phục bản sao lưu còn khớp; không có cách nào tính lại từ phiếu.',
  backup_failed: 'Lần sao lưu gần nhất không thành ({at}): {why}',
  backup_failed_do: 'Xử lý nguyên nhân trên; máy chủ thử lại sau mỗi giờ.',
  backup_doubtful: 'Có bản sao lưu đáng ngờ: {file}.',
  backup_doubtful_do: 'Bản này đã đọc lại và thấy sai nên không được tính. Xem các dòng nghiêm trọng khác; giữ nó cho đến khi có bản tốt.',
  backup_same_disk: 'Bản sao lưu nằm cùng ổ đĩa với dữ liệu ({file}).',
  backup_same_disk_do: 'Ổ đĩa hỏng thì mất cả hai. Đặt BACKUP_DIR trên ổ khác hoặc máy khác.',
  backup_plain: 'Bản sao lưu không được mã hoá.',
  backup_plain_do: 'Ở văn phòng, tạo cặp khoá bằng age-keygen, giữ khoá riêng ngoài máy chủ, đặt BACKUP_KEY là khoá công khai age1….',
  backup_well: 'Bản sao lưu mới nhất: ngày {day}.',

  mode_open: 'Người khác trên máy đọc được {file} (quyền {mode}).',
  mode_open_do: 'Chạy: chmod {wanted} {file}',
  modes_well: 'Chỉ tài khoản chạy phần mềm đọc được dữ liệu.',
} as const
