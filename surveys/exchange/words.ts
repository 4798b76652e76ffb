import type { LocalText } from '../instrument/schema'

/** What other tools say by themselves and a file does not spell out, such as the options of their yes/no questions; in the languages of the product. */
export type LentWord =
  'yes' | 'no' | 'uncertain' | 'increase' | 'same' | 'decrease' | 'female' | 'male' | 'other' | 'noAnswer' | 'none' | 'agreed' | 'comment'

export type LentWords = Readonly<Record<LentWord, LocalText>>

/** A lent word in the languages of a questionnaire; one that the product does not speak stays for the author to translate. */
export const lent = (words: LentWords, word: LentWord, languages: readonly string[]): LocalText =>
  Object.fromEntries(
    languages.flatMap((language) => {
      const text = words[word][language] ?? words[word][language.split('-')[0] ?? language]
      return text === undefined ? [] : [[language, text] as const]
    }),
  )
