/** How many characters a reader sees: "ế" typed as three code points is one. */
export function graphemes(text: string): number {
  if (typeof Intl.Segmenter !== 'function') return [...text.normalize('NFC')].length
  let count = 0
  for (const _ of new Intl.Segmenter('vi', { granularity: 'grapheme' }).segment(text)) count += 1
  return count
}
