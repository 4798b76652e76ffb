/** Phiếu khảo sát đến từ công cụ khác, và đi sang công cụ khác. */
export const vi = {
  foreignTitle: 'Xem lại trước khi bắt đầu',
  foreignText:
    'Chưa có gì được lưu. Dưới đây là những gì lấy được từ tệp; điều gì lấy gần đúng hoặc bị bỏ đều được kể ra, kèm chỗ đứng trong tệp. Bấm “Bắt đầu soạn” thì phiếu thành bản đang soạn; không có gì được công bố.',
  foreignFormat: 'Định dạng',
  foreignFormat_xlsform: 'XLSForm (.xlsx)',
  foreignFormat_surveyjs: 'SurveyJS (JSON)',
  foreignFormat_limesurvey: 'LimeSurvey (.lss)',
  foreignItems: 'Số mục hỏi',
  foreignTaken: 'Lấy nguyên',
  foreignApproximated: 'Lấy gần đúng',
  'foreignLeft-out': 'Bị bỏ',
  foreignPlace: 'Chỗ trong tệp',
  foreignWhat: 'Điều đã làm',
  foreignReport: 'Tải bảng kê (.csv)',
  foreignOther: 'Chọn tệp khác',
  foreignMore: 'Còn {n} dòng nữa; bảng kê tải về có đủ.',
  foreignNothing: 'Không có.',
  foreignTooMuch: 'Tệp này quá lớn cho một phiếu; không bắt đầu được.',
  foreignFate: 'Kết quả',
  wrong_unread: '{seen}',
}
