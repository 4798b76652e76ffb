import { folded } from '../instrument/folding'

/** What a comment is about when it holds one of some words. */
export type Topic = {
  /** By which it is known everywhere. */
  readonly name: string
  /** What it is called in English, where the office says so. */
  readonly english?: string
  readonly words: readonly string[]
}

export const mostTopics = 30
export const mostTopicWords = 60
const longestTopicName = 60

export type TopicProblem = { readonly line: number; readonly code: 'form' | 'long' | 'many' | 'twice' }
export type TopicReading = { readonly ok: true; readonly topics: readonly Topic[] } | { readonly ok: false; readonly problem: TopicProblem }

/** Topics as an office writes them, one a line: a name, behind a bar its English one, a colon, and words apart by commas. */
export function readTopics(text: string): TopicReading {
  const lines = text.split(/\r?\n/).map((line, place) => ({ line: place + 1, text: line.trim() }))
  const topics: Topic[] = []
  for (const { line, text: written } of lines.filter((one) => one.text !== '')) {
    const problem = (code: TopicProblem['code']): TopicReading => ({ ok: false, problem: { line, code } })
    const [names = '', ...rest] = written.split(':').map((part) => part.trim())
    const [name = '', english = '', ...more] = names.split('|').map((part) => part.trim())
    const words = [
      ...new Set(
        rest
          .join(':')
          .split(',')
          .map(plainly)
          .filter((word) => word !== ''),
      ),
    ]
    if (name === '' || more.length > 0 || words.length === 0) return problem('form')
    if ([name, english, ...words].some((part) => part.length > longestTopicName)) return problem('long')
    if (topics.length >= mostTopics || words.length > mostTopicWords) return problem('many')
    if (topics.some((one) => plainly(one.name) === plainly(name))) return problem('twice')
    topics.push({ name, ...(english === '' ? {} : { english }), words })
  }
  return { ok: true, topics }
}

/** The same as the office would write them. */
export const topicsText = (topics: readonly Topic[]): string =>
  topics.map(({ name, english, words }) => `${english === undefined ? name : `${name} | ${english}`}: ${words.join(', ')}`).join('\n')

/** What a topic is called in a language, and in which language that is: Vietnamese where nobody gave it another name. */
export const topicName = ({ name, english }: Topic, language: string): { readonly text: string; readonly language: string } =>
  language !== 'vi' && english !== undefined ? { text: english, language: 'en' } : { text: name, language: 'vi' }

/** In lower case, one spelling of each letter, words apart by single blanks. */
const plainly = (text: string): string =>
  text
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, ' ')
    .trim()

/**
 * Which topics a text is about. Words are told apart by their marks; of a text that has none, as people write in a hurry, words of several
 * syllables are found without theirs, since single ones would be anything.
 */
export function topicsOf(text: string, topics: readonly Topic[]): readonly string[] {
  const read = plainly(text)
  const bare = folded(read)
  const within = ` ${read} `
  const isBare = bare === read
  const holds = (word: string): boolean =>
    within.includes(` ${word} `) || (isBare && word.includes(' ') && within.includes(` ${folded(word)} `))
  return topics.filter(({ words }) => words.some(holds)).map(({ name }) => name)
}
