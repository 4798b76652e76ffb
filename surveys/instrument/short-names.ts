/**
 * A short form of an indicator's name for the head of a column, beside its code: what a reader of the whole name recognises. Of Vietnamese the
 * first two syllables of the first part, of English the noun before what explains it; of other languages the whole.
 */
export function shortName(name: string, language: string): string {
  const [part = name] = name.split(/[,;(:]/)
  const words = part.trim().split(/\s+/)
  if (language.startsWith('vi')) return named(headOf(words, openings).slice(0, 2))
  return language.startsWith('en') ? named(nounOf(headOf(words, articles))) : name
}

/** Words that a name may begin with and that say nothing by themselves, longest first. */
const openings: readonly (readonly string[])[] = [['mức', 'độ'], ['chỉ', 'số'], ['sự'], ['việc'], ['các'], ['những']]
const articles: readonly (readonly string[])[] = [['the'], ['a'], ['an']]

/** From here on an English name explains. */
const explaining = new Set([
  'of',
  'to',
  'for',
  'in',
  'on',
  'at',
  'by',
  'with',
  'from',
  'who',
  'which',
  'that',
  'and',
  'as',
  'when',
  'where',
])

function headOf(words: readonly string[], dropped: readonly (readonly string[])[]): readonly string[] {
  const opening = dropped.find((one) => one.length < words.length && one.every((word, place) => words[place]?.toLowerCase() === word))
  return opening ? words.slice(opening.length) : words
}

function nounOf(words: readonly string[]): readonly string[] {
  const end = words.findIndex((word) => explaining.has(word.toLowerCase()))
  const phrase = end > 0 ? words.slice(0, end) : words
  return phrase.length <= 2 ? phrase.slice(-1) : phrase.slice(0, 2)
}

const named = (words: readonly string[]): string => {
  const name = words.join(' ')
  return name.charAt(0).toUpperCase() + name.slice(1)
}
