import { nameOfLanguage } from '../../surveys/instrument/language'
import type { LocalText, Questionnaire } from '../../surveys/instrument/schema'

/**
 * The languages in which the product speaks, the first for whoever asks for none of them. A language is a folder beside `vi/`
 * and its tag here; the compiler then asks for its line in each vocabulary.
 */
export const languages = ['vi', 'en'] as const
export type Language = (typeof languages)[number]

/** The words of one vocabulary in every language; each vocabulary says which words it has. */
export type Vocabulary<Word extends string> = Readonly<Record<Language, Readonly<Record<Word, string>>>>

const known: Readonly<Record<Language, { readonly name: string; readonly locale: string }>> = {
  vi: { name: 'Tiếng Việt', locale: 'vi-VN' },
  en: { name: 'English', locale: 'en-GB' },
}

/** The language of ours that a reader of that tag reads, if there is one. */
const ownFor = (tag: string): Language | undefined => languages.find((language) => tag === language || tag.startsWith(`${language}-`))

/** The language spoken to a reader of that tag. */
export const spokenFor = (tag: string): Language => ownFor(tag) ?? languages[0]

/** What a questionnaire brings along for languages in which we have no words, and in which order its languages stand in for each other. */
export type Brought = Pick<Questionnaire, 'words' | 'languages'>

/** The words of a vocabulary as a reader of that tag gets them: ours, else each the questionnaire's, else that of the next language in its order. */
export function wordsFor<Word extends string>(
  vocabulary: Vocabulary<Word>,
  room: string,
  tag: string,
  brought: Brought | undefined,
): Readonly<Record<Word, string>> {
  const own = ownFor(tag)
  if (own) return vocabulary[own]
  const chain = [tag, tag.split('-')[0] ?? tag, ...(brought?.languages ?? [])]
  // Where none of the chain has a word, the first of ours does.
  const words: Record<Word, string> = { ...vocabulary[languages[0]] }
  for (const word of namesIn(words)) words[word] = firstIn(chain, vocabulary, word, brought?.words?.[`${room}.${word}`]) ?? words[word]
  return words
}

function firstIn<Word extends string>(
  chain: readonly string[],
  vocabulary: Vocabulary<Word>,
  word: Word,
  said: LocalText | undefined,
): string | undefined {
  for (const tag of chain) {
    const own = ownFor(tag)
    const text = own ? vocabulary[own][word] : said?.[tag]
    if (text !== undefined) return text
  }
  return undefined
}

/** The names of a record's words. */
export const namesIn = <Word extends string>(words: Readonly<Record<Word, string>>): readonly Word[] =>
  Object.keys(words).filter((name): name is Word => Object.hasOwn(words, name))

/** Whether we know how a reader of that tag writes a day in words. */
export const isSpoken = (tag: string): boolean => ownFor(tag) !== undefined

/** How a reader of that tag has numbers and days written. */
export const localeOf = (tag: string): string => known[spokenFor(tag)].locale

/** A language's name in itself, as a reader of it looks for it. */
export function languageName(tag: string, brought?: Brought): string {
  const own = languages.find((language) => language === tag)
  if (own !== undefined) return known[own].name
  const said = brought?.words?.[nameOfLanguage]?.[tag]
  if (said !== undefined) return said
  try {
    return new Intl.DisplayNames([tag], { type: 'language' }).of(tag) ?? tag
  } catch {
    // Spelled like a tag, and none that there is.
    return tag
  }
}

/** One thing as it is called in every language, for what is stored with all its names. */
export const inEveryLanguage = (name: (language: Language) => string): LocalText =>
  Object.fromEntries(languages.map((language) => [language, name(language)]))

/** A language's name as it stands inside a sentence. */
export const nameInSentence = (name: string): string => name.replace(/^Tiếng /, 'tiếng ')
