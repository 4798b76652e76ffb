/** Recordings for whoever listens rather than reads. */
export const vi = {
  soundTitle: 'Âm thanh',
  soundHint:
    'Ghi âm từng lời để người không đọc được chữ nghe được. Nhận WebM (Opus), MP3, M4A, không quá 512 KB và 60 giây. Chỗ chưa ghi âm thì máy đọc bằng giọng có sẵn, nếu có.',
  soundLanguage: 'Ngôn ngữ được ghi âm',
  soundProgressOf: 'Đã ghi âm {language}',
  soundTexts: 'Các lời được nghe',
  soundOf: 'Nghe: {what}',
  soundAdd: 'Tệp ghi âm',
  soundReplace: 'Thay tệp ghi âm',
  soundSending: 'Đang gửi tệp…',
  soundFailed: 'Chưa gửi được tệp. Xin thử lại.',
} as const
