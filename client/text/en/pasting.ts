/** How people call the columns of a pasted sheet, options outside a scale, and parts of a questionnaire: in small letters. */
export const pastingEn = {
  code: ['code', 'id', 'value', 'name', 'no', 'no.'],
  score: ['score', 'points', 'weight'],
  words: ['label', 'text', 'option', 'question', 'row', 'item', 'answer', 'words'],
  languages: { vi: ['vietnamese', 'label::vietnamese (vi)', 'label::vi'], en: ['english', 'label::english (en)', 'label::en'] },
  other: ['other', 'other please specify', 'others', 'something else'],
  notApplicable: ['not applicable', 'does not apply', 'does not apply to me', 'n/a', 'na'],
  noOpinion: ['no opinion', "don't know", 'do not know', 'don t know', 'prefer not to say', 'not sure'],
  section: ['part', 'section', 'chapter', 'page'],
} as const
