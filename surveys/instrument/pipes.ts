/** A place in a text that is filled with what the person answered before, `{answer:q1|words where there is nothing}`. */
const pipe = /\{answer:([^|{}]+)(?:\|([^{}]*))?\}/g

/** The items whose answers a text tells. */
export const pipedItems = (text: string): readonly string[] =>
  mayPipe(text) ? [...text.matchAll(pipe)].map((found) => found[1] ?? '') : []

/** A place in a text where an answer is told: of which item, and the author's words for none. */
export type ToldPlace = { readonly whole: string; readonly item: string; readonly words: string | undefined }

/** Those places in their order. */
export const toldPlaces = (text: string): readonly ToldPlace[] =>
  mayPipe(text) ? [...text.matchAll(pipe)].map(([whole, item = '', words]) => ({ whole, item, words })) : []

/** Such a place as it stands in a text; the words lose what would end it. */
export const toldPlace = (item: string, words: string): string => `{answer:${item}|${words.replace(/[{}|\n]/g, '')}}`

/** The text with each answer told: what is known of an item, else the author's words for none, else three dots. */
export const withAnswersTold = (text: string, told: (item: string) => string | undefined): string =>
  mayPipe(text) ? text.replace(pipe, (_, item: string, words?: string) => told(item) ?? words ?? '…') : text

/** The text as it is read where nobody has answered: on paper, in a report, in a form without script. */
export const withoutAnswers = (text: string): string => withAnswersTold(text, () => undefined)

/** The text that tells the answers of items under other ids. */
export const repiped = (text: string, named: (item: string) => string): string =>
  mayPipe(text)
    ? text.replace(pipe, (_, item: string, words?: string) => `{answer:${named(item)}${words === undefined ? '' : `|${words}`}}`)
    : text

/** The text in which some answers are told no more, but by the author's words for none. */
export const unpiped = (text: string, isLost: (item: string) => boolean): string =>
  mayPipe(text) ? text.replace(pipe, (whole, item: string, words?: string) => (isLost(item) ? (words ?? '…') : whole)) : text

const mayPipe = (text: string): boolean => text.includes('{answer:')
