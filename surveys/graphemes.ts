/** How many characters a reader sees: "ế" typed as three code points is one. */
export function graphemes(text: string): number {
  if (!segmenter) return [...text.normalize('NFC')].length
  let count = 0
  for (const _ of segmenter.segment(text)) count += 1
  return count
}

/** Whether a text has more characters than that; a text of so many units or fewer need not be counted. */
export const isLongerThan = (limit: number, text: string): boolean => text.length > limit && graphemes(text) > limit

const segmenter = typeof Intl.Segmenter === 'function' ? new Intl.Segmenter('vi', { granularity: 'grapheme' }) : undefined
