/** How names in a questionnaire, of agencies, campaigns and touchpoints are spelled. */
export const namePatterns = {
  /** 1 to 64 letters, digits, `.`, `_` or `-`, the first a letter or digit. */
  code: /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/,
  /** The id of a section, a question or an item: 1 to 32 letters, digits, `_` or `-`, the first a letter. */
  item: /^[A-Za-z][A-Za-z0-9_-]{0,31}$/,
  /** A language tag (BCP 47): a code of ISO 639, then script, region and variants, and after `-x` what an office agrees on for itself. */
  language: /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*(-x(-[A-Za-z0-9]{1,8})+)?$/,
  /** The first 128 bits of the SHA-256 of a recording or a picture, in letters and digits that stand in an address. */
  media: /^[A-Za-z0-9_-]{22}$/,
} as const

/** What data hold under a name that an author chose: `constructor` and `toString` are names like any other. */
export const ownValue = <Value>(data: Readonly<Record<string, Value>>, name: string): Value | undefined =>
  Object.hasOwn(data, name) ? data[name] : undefined

/** How many characters a reader sees, "ế" typed as three code points being one. Counting stops past `most` and then gives one more. */
export function graphemes(text: string, most: number): number {
  let count = 0
  for (let at = 0; at < text.length && count <= most;) {
    if (isAlone(text.charCodeAt(at)) && (at + 1 === text.length || isAlone(text.charCodeAt(at + 1)))) {
      count += 1
      at += 1
    } else {
      const counted = countedFrom(text, at)
      count += counted.characters
      at = counted.end
    }
  }
  return Math.min(count, most + 1)
}

/** Whether a text has more characters than that; a text of so many units or fewer need not be counted. */
export const isLongerThan = (limit: number, text: string): boolean => text.length > limit && graphemes(text, limit) > limit

/** Bytes of all answers of one response as JSON in UTF-8: with all that goes with them, and sealed, they fit wherever a response has to pass. */
export const mostAnswerBytes = 48 * 1024

/** Whether a reader sees anything of a text: more than spaces, controls and signs that take no room. */
export const isVisible = (text: string): boolean => visible.test(text)

const visible = /[^\p{White_Space}\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]/u

/**
 * The first sign of a text that nobody sees and that turns, joins or hides what stands around it, as `U+202E`: with such signs two names look
 * alike and are not, or one reads as another. Marks that a script is spelled with may stand in a text of such a script.
 */
export function hiddenSign(text: string): string | undefined {
  const found = neverSeen.exec(text) ?? (spelledWith.test(text) ? null : seldomSeen.exec(text))
  const point = found?.[0].codePointAt(0)
  return point === undefined ? undefined : `U+${point.toString(16).toUpperCase().padStart(4, '0')}`
}

/** Overrides and isolates of direction, invisible operators, tags, and controls other than a tab and the ends of lines. */
const neverSeen = /[\u202A-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB\u{E0000}-\u{E007F}]|[^\P{Cc}\t\n\r]/u
/** Joiners, spaces without width, marks of direction and soft hyphens. */
const seldomSeen = /[\u{AD}\u{61C}\u{115F}\u{1160}\u{180E}\u{200B}-\u{200F}\u{3164}\u{FFA0}]/u
/** Letters of other scripts than Latin, and pictures that are joined of several. */
const spelledWith = /(?!\p{Script=Latin})[\p{L}]|\p{Extended_Pictographic}/u

/** A text without the spaces around it; nothing when a reader would see nothing. */
export const trimmed = (text: string): string => (isVisible(text) ? text.trim() : '')

/** The composed spelling (NFC) of a text; marks piled up as in no word stay as typed, since putting them in order takes seconds. */
export function composed(text: string): string {
  const run = longestJoined(text)
  if (run === 0) return text
  return run > 32 && piledMarks.test(text) ? text : text.normalize('NFC')
}

const piledMarks = /\p{M}{33}/u

/** The most units one after another that may not stand alone; none in Latin or Vietnamese as keyboards write it, which is composed already. */
function longestJoined(text: string): number {
  let [run, longest] = [0, 0]
  for (let at = 0; at < text.length; at++) {
    run = isAlone(text.charCodeAt(at)) ? 0 : run + 1
    if (run > longest) longest = run
  }
  return longest
}

/** Letters that no mark is part of and that join nothing: Latin, Vietnamese among it; not a carriage return, which joins a line feed. */
const isAlone = (unit: number): boolean => (unit < 0x300 && unit !== 13) || (unit >= 0x1e00 && unit < 0x1f00)

/** The segmenter reads its whole text anew for every character, so it gets a little at a time; no character has so many units. */
const units = 128

/** The characters of the next few units, up to one that may go on; marks without end are more than any limit allows. */
function countedFrom(text: string, at: number): { readonly characters: number; readonly end: number } {
  if (!segmenter) return { characters: [...composed(text.slice(at))].length, end: text.length }
  let characters = 0
  let last = 0
  for (const { index } of segmenter.segment(text.slice(at, at + units))) {
    characters += 1
    last = index
  }
  if (at + units >= text.length) return { characters, end: text.length }
  return last === 0 ? { characters: Infinity, end: text.length } : { characters: characters - 1, end: at + last }
}

const segmenter = typeof Intl.Segmenter === 'function' ? new Intl.Segmenter('vi', { granularity: 'grapheme' }) : undefined

/** A name as it was meant, without the spaces and zero-width characters that phones and chats put around it. */
export const seen = (name: string): string => name.replace(/[\s\p{Cf}\p{Cc}]/gu, '')
