import type { Sentence } from './problem-words'

/** What is wrong with a definition: where, which rule, and a sentence with what was seen and what is allowed. */
export type Problem = {
  readonly path: string
  readonly rule: string
  readonly message: string
  /** The sentence for a reader of any language, where it is not the one called as the rule. */
  readonly sentence?: Sentence
  /** What the places of that sentence are filled with. */
  readonly values?: Values
}

export type Values = Readonly<Record<string, string | number>>

/** `sections[2].questions[0].text`, as an author finds it in the file. */
export const pathText = (path: readonly PropertyKey[]): string =>
  path.map((part, index) => (typeof part === 'number' ? `[${part}]` : `${index > 0 ? '.' : ''}${String(part)}`)).join('')
