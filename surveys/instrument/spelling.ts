/** How names in a questionnaire, of agencies, campaigns and touchpoints are spelled. */
export const namePatterns = {
  /** 1 to 64 letters, digits, `.`, `_` or `-`, the first a letter or digit. */
  code: /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/,
  /** The id of a section, a question or an item: 1 to 32 letters, digits, `_` or `-`, the first a letter. */
  item: /^[A-Za-z][A-Za-z0-9_-]{0,31}$/,
  language: /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/,
} as const

/** What data hold under a name that an author chose: `constructor` and `toString` are names like any other. */
export const ownValue = <Value>(data: Readonly<Record<string, Value>>, name: string): Value | undefined =>
  Object.hasOwn(data, name) ? data[name] : undefined

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
