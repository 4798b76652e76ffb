/** Pictures of options. */
export const vi = {
  pictureTitle: 'Hình của phương án',
  pictureHint:
    'Hình đứng cạnh nhãn và không thay nhãn: điều hình cho thấy phải nằm trong nhãn, vì có người không thấy hình. Nhận PNG, JPEG, WebP; hình được thu nhỏ còn tối đa 480 điểm ảnh và xoá mọi thông tin kèm theo, như nơi chụp. Hình dùng chung cho mọi ngôn ngữ.',
  pictureAdd: 'Chọn hình cho “{what}”',
  pictureReplace: 'Thay hình của “{what}”',
  pictureOf: 'Hình của “{what}”',
  pictureRemove: 'Bỏ hình của “{what}”',
  pictureSending: 'Đang gửi hình…',
  pictureKept: 'Đã nhận hình.',
  pictureFailed: 'Chưa gửi được hình. Xin thử lại.',
} as const
