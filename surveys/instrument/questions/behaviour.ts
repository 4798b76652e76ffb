import type { Item } from '../questionnaire'
import type { Answer } from '../schema'
import type { Violation } from '../violations'

/** What the domain must know of a question type; `registry.ts` names one for each. */
export type Behaviour = {
  /** The first thing wrong with an answer to one of its items. */
  readonly check: (item: Item, answer: Answer) => Violation | undefined
  /** The answer that form fields or table cells mean; undefined for blank. Unreadable text stays text, for `check` to refuse. */
  readonly read: (item: Item, values: readonly string[], otherText: string) => Answer | undefined
  /** The columns of an export, the item's own first. */
  readonly columns: (item: Item) => readonly string[]
  /** The cells of one answer, in the order of `columns`. */
  readonly cells: (item: Item, answer: Answer | undefined) => readonly string[]
}

export const plainColumn = (item: Item): readonly string[] => [item.id]

export const firstValue = (values: readonly string[]): string | undefined =>
  values.map((value) => value.trim()).find((value) => value !== '')

/** An unfit answer as a message shows it. */
export const seenText = (answer: Answer): string => (typeof answer === 'string' ? answer : JSON.stringify(answer))
