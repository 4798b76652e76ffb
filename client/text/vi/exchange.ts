import type { StayingSetting } from '../../../surveys/exchange/notes'

/** What other tools say by themselves and a file does not spell out. */
export const lentVi = {
  yes: 'Có',
  no: 'Không',
  uncertain: 'Không chắc',
  increase: 'Tăng',
  same: 'Không đổi',
  decrease: 'Giảm',
  female: 'Nữ',
  male: 'Nam',
  other: 'Khác',
  noAnswer: 'Không trả lời',
  none: 'Không có lựa chọn nào',
  agreed: 'Tôi đã đọc',
  comment: 'Ghi chú thêm',
}

/** What became of a part of a questionnaire from another tool; {seen} is what stood there. */
export const notesVi = {
  taken: 'Lấy nguyên, thành câu hỏi loại “{seen}”.',
  label_told: 'Dùng để chèn lời của câu trả lời vào câu sau; ở đây hệ thống tự làm.',
  became: 'Thành câu hỏi loại “{seen}”, với các điểm sau.',
  bounds_added: 'Tệp không nêu đủ giới hạn của số; đặt {seen}.',
  bounds_cut: 'Giới hạn ở đây là số nguyên, lớn nhất là 30.000; được thu về {seen}.',
  chosen_exactly: 'Điều kiện đòi hỏi chỉ chọn đúng “{seen}”; ở đây thành “có chọn {seen}”.',
  code_changed: 'Mã phương án được viết lại: {seen}.',
  comment_apart: 'Ô ghi chú cạnh phương án thành một câu hỏi riêng.',
  computed:
    'Giá trị tính sẵn thành mục tính từ các câu trả lời; câu để trống, “không áp dụng” và phương án không có điểm thì không tính: {seen}',
  computed_leaves: 'Mục tính từ các câu trả lời thành một phép tính; khi có câu để trống, công cụ kia có thể tính khác: {seen}',
  contact_apart: 'Địa chỉ liên lạc được hỏi riêng, không bắt buộc, không nằm trong phiếu trả lời.',
  contact_within: 'Ở công cụ kia, địa chỉ liên lạc nằm chung với câu trả lời, không tách riêng như ở đây.',
  group_heading: 'Tiêu đề của nhóm nằm trong nhóm khác thành một dòng ghi chú.',
  guessed_language: 'Tệp không nói các câu chữ thuộc ngôn ngữ nào; lấy là {seen}.',
  id_changed: 'Tên được viết lại thành “{seen}”.',
  label_from_code: 'Không có nhãn; dùng chính tên “{seen}” làm nhãn.',
  lent_options: 'Phương án có sẵn của công cụ kia ({seen}) được viết ra bằng lời của hệ thống.',
  letters_limited: 'Tổng độ dài các câu trả lời bằng chữ vượt mức một phiếu mang được; mỗi câu còn tối đa {seen} ký tự.',
  markup: 'Bỏ định dạng (chữ đậm, màu, liên kết), giữ nguyên lời.',
  number_as_choice: 'Thang điểm bằng số thành các phương án {seen}.',
  one_list_for_rows: 'Bảng có nhiều danh sách phương án được tách thành nhiều câu hỏi ({seen}).',
  open_texts:
    'Tệp không có đủ mục đích, nguồn gốc, thông báo về dữ liệu cá nhân và lời cảm ơn; xin điền trước khi công bố. Cây chỉ số, mức điểm và phương án nào tính là hài lòng cũng do ông/bà đặt.',
  order_as_choice: 'Xếp thứ tự thành chọn nhiều phương án; thứ tự không được ghi.',
  required_always: 'Chỉ bắt buộc khi “{seen}”; ở đây luôn bắt buộc.',
  section_made: 'Các câu hỏi từ đây không đứng dưới tiêu đề nào; phần của chúng mang tên phiếu.',
  several_questions: 'Một câu hỏi được tách thành nhiều câu hỏi ({seen}).',
  shortened: 'Lời dài hơn {seen} ký tự bị cắt.',
  signs_parted: 'Dấu “$” đứng trước “{” trong lời được tách bằng một khoảng trắng, vì công cụ kia hiểu là chỗ chèn câu trả lời.',
  stays_filled: 'Ở đây {seen} được tự điền; ở công cụ kia, chỗ ấy hiện nguyên chữ trong ngoặc nhọn.',
  stays_words_for_none: 'Lời thay khi chưa có câu trả lời ({seen}) không có chỗ trong tệp.',
  tip_as_help: 'Lời giải thích về điều kiện kiểm tra được đưa vào phần hướng dẫn dưới câu hỏi.',
  whole_numbers: 'Chỉ nhận số nguyên, không nhận số thập phân.',
  untranslated: 'Còn câu chữ chưa dịch, ở đó hiện ngôn ngữ khác: {seen}.',
  appearance: 'Kiểu hiển thị “{seen}” không có ở đây.',
  calculation: 'Giá trị tính sẵn bị bỏ: {seen}',
  choice_filter: 'Bộ lọc phương án bị bỏ, mọi phương án đều hiện: {seen}',
  condition: 'Điều kiện hiển thị không diễn đạt được ở đây, câu hỏi luôn hiện: {seen}',
  contact_twice: 'Một phiếu chỉ hỏi địa chỉ liên lạc một lần; câu hỏi này bị bỏ.',
  constraint: 'Điều kiện kiểm tra câu trả lời bị bỏ: {seen}',
  hidden_signs: 'Bỏ ký tự không nhìn thấy ({seen}).',
  language_unknown: 'Không rõ “{seen}” là ngôn ngữ nào; các câu chữ ấy bị bỏ. Ghi mã ngôn ngữ trong ngoặc, ví dụ “Tiếng Thái (tai)”.',
  media: 'Hình ảnh, âm thanh hoặc phim bị bỏ: {seen}',
  metadata: 'Dữ liệu của thiết bị ({seen}) không được ghi ở đây: phiếu trả lời là ẩn danh.',
  no_options: 'Không có phương án nào trong danh sách “{seen}”; câu hỏi bị bỏ.',
  no_questions: 'Không có câu hỏi nào dùng được.',
  no_text: 'Không có lời câu hỏi; bị bỏ.',
  option_twice: 'Phương án “{seen}” đứng hai lần; lần sau bị bỏ.',
  piping: 'Câu trả lời chèn trong lời ({seen}) thay bằng “…”.',
  property: 'Không dùng ở đây: {seen}',
  repeat: 'Nhóm lặp bị bỏ cùng các câu hỏi: {seen}',
  rows_filter: 'Điều kiện của từng hàng trong bảng bị bỏ, hàng luôn hiện: {seen}',
  setting: 'Thiết đặt bị bỏ: {seen}',
  shuffle: 'Không xáo trộn thứ tự.',
  too_many_options: 'Danh sách có {seen} phương án; lấy 200 phương án đầu.',
  too_many_rows: 'Bảng có {seen} hàng; lấy 100 hàng đầu.',
  own_columns: 'Ghi trong cột hay thuộc tính riêng của hệ thống, công cụ khác bỏ qua: {seen}',
  stays_each: 'Phần này hỏi riêng cho từng cơ quan; ở tệp xuất ra chỉ hỏi một lần.',
  stays_limits: 'Giới hạn ngày giờ không có chỗ trong tệp.',
  stays_most: 'Chỉ xếp thứ tự {seen} phương án đầu: tệp không ghi được điều này, ở đó mọi phương án đều được xếp.',
  stays_loop: 'Câu hỏi chọn cơ quan để đánh giá (tối đa {seen}) không có chỗ trong tệp.',
  stays_other: 'Ô ghi chữ cạnh phương án “khác” không có chỗ trong tệp.',
  stays_service: 'Việc câu hỏi này nêu lĩnh vực dịch vụ không có chỗ trong tệp.',
  stays_settings: 'Không có chỗ trong tệp: {seen}',
  stays_pictures: 'Hình của phương án không có trong tệp; hình nằm trong tệp TAR, XLSForm ghi tên của chúng như ở đó.',
  stays_sounds: 'Bản thu âm không có trong tệp.',
  stays_trees: 'Cây chỉ số, mức xếp loại và mục tiêu không có chỗ trong tệp: {seen}',
  stays_type: 'Loại câu hỏi “{seen}” không có ở công cụ kia; câu hỏi không có trong tệp.',
  stays_words: '{seen} lời của màn hình mà phiếu tự mang theo không có trong tệp.',
  type: 'Loại câu hỏi “{seen}” không có ở đây; câu hỏi bị bỏ.',
}

/** Where something stands in a file of another tool. */
export const placesVi = {
  whole: 'Cả phiếu',
  named_whole: 'Cả phiếu ({name})',
  sheet: 'Trang {sheet}',
  column: 'Trang {sheet}, cột {name}',
  row: 'Trang {sheet}, dòng {row}',
  named_row: 'Trang {sheet}, dòng {row} ({name})',
  page: 'Trang {page}',
  question_of_page: 'Trang {page}, câu hỏi {name}',
  group: 'Nhóm “{group}”',
  question_of_group: 'Nhóm “{group}”, câu hỏi {name}',
}

export const fatesVi = { taken: 'lấy nguyên', approximated: 'lấy gần đúng', 'left-out': 'bỏ' }

/** Why a file from another tool is not read at all. */
export const foreignVi = {
  'no-survey-sheet': 'Trong sổ tính không có trang “survey” với cột “type” và “name” như XLSForm.',
  'not-a-questionnaire':
    'Đây không phải phiếu khảo sát ở dạng hệ thống đọc được: JSON của hệ thống, XLSForm (.xlsx), LimeSurvey (.lss) hay SurveyJS (JSON).',
  'not-a-survey': 'Đây là tệp LimeSurvey nhưng không phải một phiếu trọn vẹn (.lss); hãy xuất “cấu trúc khảo sát”.',
  'broken-xml': 'Tệp XML hỏng ở dòng {seen}.',
  entities: 'Tệp XML có khai báo DOCTYPE; vì an toàn, hệ thống không đọc loại tệp này.',
  'too-deep': 'Tệp có quá nhiều tầng lồng nhau (tối đa {allowed}).',
  'too-many-parts': 'Tệp có quá nhiều phần tử (tối đa {allowed}).',
  'not-json': 'Tệp JSON hỏng.',
}

/** What tools and offices call the columns of responses that are no answers. */
export const labelledHeadsVi = {
  '@day': ['dấu thời gian', 'ngày', 'ngày trả lời', 'ngày khảo sát', 'thời gian', 'thời điểm trả lời', 'thời gian hoàn thành'],
  '@agency': ['cơ quan', 'đơn vị', 'tên cơ quan', 'tên đơn vị', 'xã phường'],
  '@channel': ['kênh'],
  '@touchpoint': ['điểm khảo sát'],
  '@language': ['ngôn ngữ'],
  marking: ['điểm số', 'điểm', 'tổng điểm', 'phản hồi bài kiểm tra', 'thời gian đăng điểm'],
  person: ['tên người dùng', 'họ và tên', 'họ tên', 'tên', 'tên của bạn', 'người trả lời'],
  contact: ['địa chỉ email', 'địa chỉ thư điện tử', 'thư điện tử', 'số điện thoại', 'điện thoại', 'sđt'],
  marked: ['điểm số', 'điểm', 'phản hồi', 'ý kiến phản hồi', 'nhận xét'],
}

/** Settings, and places that are filled in, that have no place in a file of another tool. */
export const settingsVi: Readonly<Record<StayingSetting, string>> = {
  agency: 'tên cơ quan',
  campaign: 'tên đợt khảo sát',
  adultsOnly: 'chỉ hỏi người từ đủ 18 tuổi',
  secondsPerItem: 'số giây cho một mục',
  headline: 'chỉ số đứng đầu báo cáo',
  digits: 'số chữ số sau dấu phẩy',
  comparableTo: 'các bản so sánh được',
  names: 'tên của thang đo',
  from: 'nơi lấy câu hỏi',
  total: 'tổng của các dòng',
  months: 'số tháng giữ thông tin liên hệ',
}

/** What stands in columns and names of our own in a file for other tools. */
export const columnsVi = {
  score: 'điểm',
  positive: 'tính là hài lòng',
  face: 'khuôn mặt',
  exclusive: 'chọn một mình',
  fixed: 'giữ nguyên chỗ',
  other: 'ô ghi thêm',
  'not-applicable': 'không liên quan',
  'no-opinion': 'không có ý kiến',
  recommend: 'câu sẵn sàng giới thiệu',
  least: 'chữ ở đầu thấp',
  most: 'chữ ở đầu cao',
  percent: 'phần trăm',
  sipasUnit: 'đơn vị',
}
