/** What is wrong with one place of what a program sent. */
export const vi = {
  invalid_type: 'Thiếu giá trị, hoặc giá trị không thuộc kiểu {allowed}.',
  too_big: 'Lớn hoặc dài quá: nhiều nhất là {allowed}.',
  too_small: 'Nhỏ hoặc ngắn quá: ít nhất là {allowed}.',
  invalid_format: 'Giá trị không viết đúng dạng {allowed}.',
  not_multiple_of: 'Giá trị phải là bội số của {allowed}.',
  unrecognized_keys: 'Không có trường nào tên là {seen}.',
  invalid_union: 'Thiếu giá trị, hoặc giá trị không thuộc dạng nào được phép.',
  invalid_key: 'Tên trường không viết đúng dạng.',
  invalid_element: 'Có phần tử không đúng trong danh sách.',
  invalid_value: 'Giá trị phải là một trong: {allowed}.',
  answer_form: 'Câu trả lời là một mã, vài mã, một số, một văn bản, hoặc một mã kèm văn bản.',
  random_id: 'Mã phiếu phải ngẫu nhiên, như UUID phiên bản 4: mã này cho biết thời điểm trả lời.',
  public_key: 'Khoá phải là một điểm trên đường cong P-256.',
  agency_ended: 'Cơ quan này nhận phiếu trả lời đến hết ngày {allowed}.',
  agency_not_started: 'Cơ quan này nhận phiếu trả lời từ ngày {allowed}.',
  custom: 'Giá trị không được chấp nhận ở đây: {allowed}.',
} as const
