/** What is wrong with a whole line of a table. */
export const faults = {
  'not-utf8': 'Có ký tự không đọc được; tệp phải ở mã UTF-8.',
  'beside-columns': 'Dòng này có nội dung nằm ngoài các cột có tên.',
  'failed-formula': 'Có ô chứa lỗi công thức của bảng tính (#REF!, #N/A …).',
  'stray-quote': 'Dấu ngoặc kép trong dòng này không khớp.',
  damaged: 'Từ dòng này, tệp bị hỏng và không đọc được.',
  'too-many-rows': 'Tệp có quá nhiều dòng; hãy chia thành nhiều tệp.',
  'too-many-columns': 'Dòng này có quá nhiều cột.',
  'too-much-text': 'Đến dòng này, tệp đã có quá nhiều chữ; hãy chia thành nhiều tệp.',
  'too-slow': 'Đọc tệp này mất quá nhiều thời gian. Hãy mở tệp, lưu thành CSV UTF-8 rồi gửi lại.',
} as const

const asWorkbook = 'Hãy mở tệp bằng phần mềm bảng tính, chọn “Lưu thành”, rồi lưu dạng Excel (.xlsx) hoặc CSV UTF-8.'

const asUnicode = 'Hãy chuyển chữ sang Unicode (chẳng hạn bằng UniKey) rồi lưu lại dạng Excel (.xlsx) hoặc CSV UTF-8.'

/** Why a file cannot be read as a table. */
export const files = {
  empty: 'Tệp không có nội dung.',
  xls: `Đây là sổ tính Excel đời cũ (.xls). ${asWorkbook}`,
  xlsb: `Đây là sổ tính Excel nhị phân (.xlsb). ${asWorkbook}`,
  ods: `Đây là bảng tính OpenDocument (.ods). ${asWorkbook}`,
  html: `Đây là một trang web hoặc tệp XML, dù tên tệp có thể là .xls. ${asWorkbook}`,
  protected: 'Tệp được bảo vệ bằng mật khẩu. Hãy bỏ mật khẩu rồi lưu lại.',
  doc: 'Đây là văn bản Word (.doc), không phải bảng tính. Hãy chép bảng sang phần mềm bảng tính, rồi lưu dạng Excel (.xlsx) hoặc CSV UTF-8.',
  docx: 'Đây là văn bản Word (.docx), không phải bảng tính. Hãy chép bảng sang phần mềm bảng tính, rồi lưu dạng Excel (.xlsx) hoặc CSV UTF-8.',
  rtf: 'Đây là văn bản (.rtf), không phải bảng tính. Hãy chép bảng sang phần mềm bảng tính, rồi lưu dạng Excel (.xlsx) hoặc CSV UTF-8.',
  pdf: 'Đây là tệp PDF, không phải bảng tính. Hãy dùng tệp gốc ở dạng Excel (.xlsx) hoặc CSV UTF-8.',
  picture: 'Đây là một hình ảnh, không phải bảng tính. Hãy dùng tệp Excel (.xlsx) hoặc CSV UTF-8.',
  zip: 'Đây là tệp nén (.zip). Hãy giải nén và gửi tệp Excel (.xlsx) hoặc CSV ở bên trong.',
  damaged: 'Sổ tính bị hỏng hoặc chưa được tải về đầy đủ. Hãy mở và lưu lại tệp.',
  'too-large': 'Tệp quá lớn; tối đa {allowed}.',
  'too-slow': faults['too-slow'],
  'too-many-rows': faults['too-many-rows'],
  'too-many-columns': faults['too-many-columns'],
  'too-much-text': faults['too-much-text'],
  tcvn3: `Chữ trong tệp thuộc phông TCVN3 (ABC, .VnTime), không phải Unicode (UTF-8). ${asUnicode}`,
  vni: `Chữ trong tệp thuộc phông VNI, không phải Unicode (UTF-8). ${asUnicode}`,
  'utf-16': `Tệp không ở bảng mã UTF-8: có vẻ là UTF-16 không có dấu đầu tệp. ${asWorkbook}`,
  'not-utf8': `Tệp không ở bảng mã UTF-8 (có thể là TCVN3, VNI hoặc bảng mã của Windows). ${asWorkbook}`,
  'unknown-columns': 'Có cột lạ: {seen}. Các cột dùng được: {allowed}.',
  'missing-columns': 'Thiếu cột: {seen}.',
  'repeated-columns': 'Cột có hai lần: {seen}.',
  'no-lines': 'Dưới dòng tiêu đề không có dòng nào.',
} as const

/** Why a line of responses stays out. */
export const lines = {
  cell_count: 'Dòng này có {seen} ô, dòng tiêu đề có {allowed}.',
  not_an_id: '"{seen}" không phải là mã UUID.',
  form_id: '"{seen}" không phải là mã của lượt đánh giá này trong phiếu; mã đúng là một trong: {allowed}.',
  agency_unknown: 'Cơ quan "{seen}" không thuộc đợt khảo sát.',
  agency_ended: 'Cơ quan "{seen}" chỉ hoạt động đến hết ngày {allowed}.',
  agency_not_started: 'Cơ quan "{seen}" chỉ hoạt động từ ngày {allowed}.',
  not_a_day: '"{seen}" không phải là ngày (năm-tháng-ngày) hay thời điểm.',
  outside_period: 'Ngày {seen} nằm ngoài đợt khảo sát ({allowed}).',
  channel_unknown: '"{seen}" không phải là kênh; chọn một trong: {allowed}.',
  touchpoint_unknown: 'Điểm khảo sát "{seen}" không thuộc đợt khảo sát.',
  touchpoint_channel: 'Điểm khảo sát này có kênh {allowed}, không phải {seen}.',
  touchpoint_agency: 'Điểm khảo sát này không phục vụ cơ quan "{seen}".',
  language_unknown: 'Phiếu khảo sát không có ngôn ngữ "{seen}"; chọn một trong: {allowed}.',
  other_campaign: 'Dòng này thuộc về "{seen}", không phải "{allowed}".',
  synthetic_line: 'Dòng này là dữ liệu mẫu, không được đưa vào đợt khảo sát thật.',
  text_without_other: 'Có nội dung ghi thêm nhưng phương án "khác" không được chọn.',
} as const

/** Where in a file that is. */
export const places = { line: 'dòng {line}', cell: 'dòng {line}, cột {column}' } as const

/** What offices call the columns of their files. */
export const headings = {
  agencies: {
    code: ['Mã', 'Mã cơ quan', 'Mã đơn vị', 'Mã định danh'],
    name: ['Tên', 'Tên cơ quan', 'Tên đơn vị', 'Tên cơ quan, đơn vị', 'Tên tiếng Việt', 'Cơ quan', 'Đơn vị'],
    name_en: ['Tên tiếng Anh', 'Tên bằng tiếng Anh'],
    block: ['Khối', 'Khối xếp hạng', 'Mã khối'],
    parent: ['Cơ quan cấp trên', 'Đơn vị cấp trên', 'Cấp trên', 'Mã cấp trên', 'Trực thuộc', 'Cơ quan chủ quản'],
    valid_from: ['Có hiệu lực từ ngày', 'Có hiệu lực từ', 'Hiệu lực từ', 'Từ ngày', 'Ngày bắt đầu'],
    valid_to: ['Đến hết ngày', 'Đến ngày', 'Hiệu lực đến', 'Ngày kết thúc'],
    predecessors: ['Cơ quan trước khi sắp xếp, sáp nhập', 'Tiền thân', 'Cơ quan tiền thân', 'Sáp nhập từ', 'Hợp nhất từ'],
    split_from: ['Tách ra từ', 'Tách từ', 'Chia tách từ'],
    type: ['Loại', 'Loại cơ quan', 'Loại hình', 'Loại đơn vị'],
    official_code: ['Mã trong danh mục nhà nước', 'Mã đơn vị hành chính', 'Mã ĐVHC', 'Mã số đơn vị hành chính'],
    aliases: ['Tên gọi trước đây', 'Tên cũ', 'Tên gọi khác'],
    names: ['Tên bằng tiếng khác', 'Tên tiếng dân tộc'],
  },
  responses: {
    id: ['Mã phiếu', 'Mã phiếu trả lời'],
    agency: ['Cơ quan', 'Mã cơ quan', 'Đơn vị', 'Mã đơn vị'],
    submitted_at: ['Ngày trả lời', 'Ngày khảo sát', 'Ngày gửi', 'Thời điểm', 'Ngày'],
    channel: ['Kênh'],
    touchpoint: ['Điểm khảo sát'],
    language: ['Ngôn ngữ'],
    campaign: ['Đợt khảo sát', 'Đợt'],
    version: ['Bản', 'Phiên bản'],
    synthetic: ['Dữ liệu mẫu', 'Dữ liệu minh hoạ'],
  },
  assessments: {
    agency: ['Mã cơ quan', 'Mã đơn vị'],
    node: ['Mã tiêu chí', 'Mã chỉ số', 'Tiêu chí thành phần'],
    number: ['Số liệu', 'Điểm thẩm định', 'Số thẩm định'],
    words: ['Ghi chú', 'Lý do'],
  },
  services: {
    code: ['Mã', 'Mã lĩnh vực', 'Mã thủ tục nội bộ', 'Mã dịch vụ'],
    name: ['Tên', 'Tên lĩnh vực', 'Tên thủ tục', 'Tên thủ tục hành chính', 'Tên dịch vụ'],
    name_en: ['Tên tiếng Anh', 'Tên bằng tiếng Anh'],
    field: ['Lĩnh vực', 'Thuộc lĩnh vực'],
    procedure: ['Mã TTHC', 'Mã thủ tục hành chính', 'Mã số TTHC', 'Mã thủ tục quốc gia'],
    valid_from: ['Có hiệu lực từ ngày', 'Có hiệu lực từ', 'Hiệu lực từ', 'Từ ngày', 'Ngày bắt đầu'],
    valid_to: ['Đến hết ngày', 'Đến ngày', 'Hiệu lực đến', 'Ngày kết thúc'],
    agencies: ['Cơ quan giải quyết', 'Cơ quan thực hiện', 'Đơn vị giải quyết', 'Cơ quan', 'Đơn vị'],
  },
  dossiers: {
    agency: ['Cơ quan', 'Mã cơ quan', 'Đơn vị', 'Mã đơn vị', 'Tên cơ quan', 'Tên đơn vị', 'Cơ quan giải quyết'],
    service: ['Lĩnh vực', 'Mã lĩnh vực', 'Thủ tục', 'Mã thủ tục', 'Dịch vụ', 'Tên thủ tục'],
    month: ['Tháng', 'Kỳ', 'Kỳ báo cáo', 'Tháng báo cáo'],
    handled: ['Đã giải quyết', 'Số hồ sơ đã giải quyết', 'Hồ sơ đã giải quyết', 'Tổng số đã giải quyết', 'Số hồ sơ', 'Tổng số'],
    on_time: ['Đúng hạn', 'Trước và đúng hạn', 'Số hồ sơ đúng hạn', 'Đúng hạn và trước hạn'],
  },
  published: {
    year: ['Năm'],
    place: ['Nơi', 'Địa phương', 'Phạm vi'],
    node: ['Chỉ số', 'Tiêu chí'],
    value: ['Giá trị', 'Kết quả', 'Tỷ lệ'],
    formula: ['Cách tính', 'Công thức'],
    source: ['Nguồn'],
  },
}

/** How they call the column in which lines are numbered. */
export const numbering = ['STT', 'TT', 'Số TT', 'Số thứ tự']
