/** The frame of the designer and what its editors share. */
export const vi = {
  remove: 'Xóa',
  moveUp: 'Lên',
  moveDown: 'Xuống',
  moveUpOf: 'Đưa “{what}” lên trên',
  moveDownOf: 'Đưa “{what}” xuống dưới',
  removeOf: 'Xóa “{what}”',
  inLanguage: '{label} ({language})',
  unnamed: 'chưa có lời',
} as const
