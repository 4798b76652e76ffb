import type { LocalText } from '../instrument/schema'
import { composed, hiddenSign, isVisible, namePatterns, ownValue } from '../instrument/spelling'
import type { ForeignPlace, Tell } from './notes'

/** Letters of one text that are taken; a longer one is no question that anybody reads. */
const longestText = 4_000
/** The same with its markup. */
const longestWritten = 40_000

/** A text from another tool as plain words: without markup, scripts and signs that nobody sees; answers that it tells stand as `{answer:name}`. */
export function plainWords(text: string, place: ForeignPlace, tell: Tell): string {
  const words = withoutMarkup(text.slice(0, longestWritten), place, tell)
  const whole = withPlaces(words)
  const shown = withoutHidden(whole, place, tell)
  if (shown.length > longestText) tell(place, 'shortened', String(longestText))
  return composed(
    shown
      .slice(0, longestText)
      .replace(/\{[^{}]*$/, '…')
      .trim(),
  )
}

const element = /<(script|style)\b[\s\S]*?(?:<\/\1\s*>|$)|<!--[\s\S]*?(?:-->|$)|<\/?[a-z][a-z0-9:-]*(?=[\s/>])[^<>]*>/gi
const ending = /<(?:br|\/p|\/div|\/li|\/h\d)\b[^<>]*>/gi

function withoutMarkup(text: string, place: ForeignPlace, tell: Tell): string {
  if (!/[<&]/.test(text)) return text.replace(/[^\S\n]+/g, ' ')
  const lines = text.replace(ending, '\n')
  const bare = decoded(lines.replace(element, ''))
  // What was written as signs may spell an element once it is read.
  const twice = bare.replace(element, '')
  if (lines.replace(element, '') !== text || twice !== bare) tell(place, 'markup')
  return twice
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
}

/** The light markup in which forms may be written: headings, links, bold and slanted words; a sign behind a backslash is itself. */
const light = [
  [/^#{1,6}[^\S\n]+(?=\S)/gm, ''],
  [/(?<!\\)\[([^[\]\n]+)\]\((?:https?:|mailto:)[^()\s]*\)/g, '$1'],
  [/(?<![\\*\p{L}\p{N}])\*\*(?=[^\s*])([^*\n]+)(?<=[^\s\\])\*\*(?![*\p{L}\p{N}])/gu, '$1'],
  [/(?<![\\*\p{L}\p{N}])\*(?=[^\s*])([^*\n]+)(?<=[^\s\\])\*(?![*\p{L}\p{N}])/gu, '$1'],
  [/(?<![\\_\p{L}\p{N}])__(?=[^\s_])([^_\n]+)(?<=[^\s\\])__(?![_\p{L}\p{N}])/gu, '$1'],
  [/(?<![\\_\p{L}\p{N}])_(?=[^\s_])([^_\n]+)(?<=[^\s\\])_(?![_\p{L}\p{N}])/gu, '$1'],
  [/\\([*_#[\]\\])/g, '$1'],
] as const

/** A text of a form without its light markup. */
export const withoutLightMarkup = (text: string): string => light.reduce((words, [sign, as]) => words.replace(sign, as), text)

/** The same words for a form, in which no sign of theirs is markup. */
export const lightly = (text: string): string =>
  withoutLightMarkup(text) === text ? text : text.replace(/\$\{[^{}]*\}|[*_#[\]\\]/g, (sign) => (sign.startsWith('$') ? sign : `\\${sign}`))

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  ndash: '–',
  mdash: '—',
  hellip: '…',
}

const decoded = (text: string): string =>
  text.replace(/&(?:#(\d{1,6})|#x([0-9a-f]{1,5})|([a-z]{2,8}));/gi, (whole, decimal, hex, name) => {
    if (name !== undefined) return ownValue(entities, String(name).toLowerCase()) ?? whole
    const point = decimal === undefined ? parseInt(String(hex), 16) : Number(decimal)
    return point > 31 && point < 0x11_0000 && (point < 0xd800 || point > 0xdfff) ? String.fromCodePoint(point) : ' '
  })

/** What a text of ours may fill in at display. */
const ours: ReadonlySet<string> = new Set(['agency', 'campaign'])

/** Answers of other questions within a text. */
const piped = /\$?\{([^{}|\n]{1,200})\}/g

/** Answers that a text tells, under the names of the other tool; whether they are asked before is known only once all of it is read. */
const withPlaces = (text: string): string =>
  text
    .replace(piped, (whole, name: string) => {
      const bare = name.trim()
      return ours.has(bare) && !whole.startsWith('$') ? `{${bare}}` : `{answer:${bare}}`
    })
    .replace(/\{(?!(?:agency|campaign|answer:[^{}|\n]*)\})/g, '(')
    .replace(/(?<!\{(?:agency|campaign|answer:[^{}|\n]{0,200}))\}/g, ')')

const unseen =
  /[\u202A-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB\u{E0000}-\u{E007F}\u{AD}\u{61C}\u{115F}\u{1160}\u{180E}\u{200B}\u{200E}\u{200F}\u{3164}\u{FFA0}]|[^\P{Cc}\t\n]/gu

function withoutHidden(text: string, place: ForeignPlace, tell: Tell): string {
  const seen = text.replace(/\r\n?/g, '\n').replace(/\t/g, ' ')
  const sign = hiddenSign(seen)
  if (sign === undefined) return seen
  tell(place, 'hidden_signs', sign)
  const bare = seen.replace(unseen, '')
  return hiddenSign(bare) === undefined ? bare : bare.replace(/\p{Cf}/gu, '')
}

/** The languages of a text in which anything can be seen, as plain words. */
export function plainTexts(text: Readonly<Record<string, string>>, place: ForeignPlace, tell: Tell): LocalText {
  const plain = Object.entries(text).map(([language, words]) => [language, plainWords(words, place, tell)] as const)
  return Object.fromEntries(plain.filter(([language, words]) => namePatterns.language.test(language) && isVisible(words)))
}

/** The language that a text without one is taken for: Vietnamese is told by its letters. */
export const guessedLanguage = (texts: readonly string[]): string => (texts.some((text) => vietnamese.test(text)) ? 'vi' : 'en')

const vietnamese = /[ăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]/i

/** The tag of a language that a file names in words or by its tag: "English (en)", "Tiếng Việt", "fr". */
export function languageTag(name: string): string | undefined {
  const [, tag] = /\(([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)\)\s*$/.exec(name) ?? []
  const wanted = (tag ?? name).trim()
  const [first = '', ...rest] = wanted.split(/[-_]/)
  const written = [first.toLowerCase(), ...rest].join('-')
  const known = knownLanguages()
  if (namePatterns.language.test(written) && (tag !== undefined || known.tags.has(first.toLowerCase()))) return written
  return known.byName.get(wanted.toLowerCase())
}

/** Languages that questionnaires come in most; others are named by their tags. */
const common =
  'vi en fr es pt de it nl ru uk pl cs sk ro hu bg el tr ar fa he hi bn ur ta te ml th lo km my zh ja ko id ms tl fil sw am so ha yo ne si tyz hmn jra rad cjm tdd khb'.split(
    ' ',
  )

let languagesKnown: { readonly tags: ReadonlySet<string>; readonly byName: ReadonlyMap<string, string> } | undefined

function knownLanguages() {
  languagesKnown ??= {
    tags: new Set(common),
    byName: new Map(
      common.flatMap((tag) =>
        ['en', 'vi', tag].map(
          (language) => [new Intl.DisplayNames([language], { type: 'language' }).of(tag)?.toLowerCase() ?? tag, tag] as const,
        ),
      ),
    ),
  }
  return languagesKnown
}
