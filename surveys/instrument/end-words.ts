import type { LocalText, Question } from './schema'

/** The words at the two ends of what is asked, such as of a slider, each by the name of its setting. */
export const endWords = (question: Question): readonly { readonly name: 'least' | 'most'; readonly text: LocalText }[] => [
  ...('least' in question && question.least ? [{ name: 'least' as const, text: question.least }] : []),
  ...('most' in question && question.most ? [{ name: 'most' as const, text: question.most }] : []),
]

/** The question with the words at its ends anew. */
export function withEndWords<Q extends Question>(question: Q, change: (text: LocalText, name: 'least' | 'most') => LocalText): Q {
  return Object.assign({ ...question }, ...endWords(question).map(({ name, text }) => ({ [name]: change(text, name) })))
}
