/** A form for search: without marks, đ as d, lower case, so that "dung han" finds "Đúng hạn". */
export const folded = (text: string): string =>
  unmarked(unmarked(text).normalize('NFD')).replace(/đ/g, 'd').replace(/Đ/g, 'D').toLowerCase()

/** Marks that were typed apart go first: many of them on one letter take seconds to put in order. */
const unmarked = (text: string): string => text.replace(/\p{M}/gu, '')
