/** How people call the columns of a pasted sheet, options outside a scale, and parts of a questionnaire: without marks, in small letters. */
export const pastingVi = {
  code: ['ma', 'ma phuong an', 'ma cau', 'ma muc', 'stt', 'gia tri'],
  score: ['diem', 'diem so'],
  words: ['nhan', 'phuong an', 'noi dung', 'cau hoi', 'loi cau hoi', 'muc', 'dong', 'tieu chi', 'cau tra loi'],
  languages: { vi: ['tieng viet', 'viet', 'loi tieng viet'], en: ['tieng anh', 'anh', 'loi tieng anh'] },
  other: ['khac', 'khac ghi ro', 'khac xin ghi ro', 'y kien khac', 'ly do khac'],
  notApplicable: ['khong lien quan', 'khong lien quan den toi', 'khong ap dung'],
  noOpinion: ['khong co y kien', 'khong biet', 'khong ro', 'kho tra loi', 'khong biet khong tra loi'],
  section: ['phan', 'muc', 'chuong'],
} as const
