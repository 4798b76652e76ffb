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
  custom: 'Giá trị không được chấp nhận ở đây: {allowed}.',
} as const
