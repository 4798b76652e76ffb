import type { AskedQuestion, Counted, Item } from '../item'
import type { Answer, Scale } from '../schema'
import type { Violation } from '../violations'

/** How a question type is answered: all that a citizen's page needs of it. `registry.ts` names one for each type. */
export type Behaviour = {
  /** The first thing wrong with an answer to one of its items. */
  readonly check: (item: Item, answer: Answer) => Violation | undefined
  /** The answer that form fields or table cells mean; undefined for blank. Unreadable text stays text, for `check` to refuse. */
  readonly read: (item: Item, values: readonly string[], otherText: string) => Answer | undefined
}

/** The cells of one row of an export, while it is written. */
export type Cells = (string | number | null)[]

/** What becomes of a question type's answers: how they are asked about, counted, packed, exported and read back. */
export type Keeping = {
  /** What one answer holds; it decides what conditions may ask of it and how that is told. */
  readonly holds: 'one' | 'several' | 'number' | 'order' | 'words' | 'day' | 'moment'
  /** Whether an answer judges its item as a whole: always, on a scale with scores, or never. */
  readonly judges: 'always' | 'if-scored' | 'never'
  /** Whether its options may name the groups by which results are asked, such as services. */
  readonly isGrouping: boolean
  /** The whole numbers that a question takes, where it takes any. */
  readonly range?: (question: AskedQuestion) => { readonly low: number; readonly high: number } | undefined
  /** Whether its answers can be options of a scale; of any unless said. */
  readonly takes?: (scale: Scale) => boolean
  /** The limits that leave no answer, such as `5 > 3`. */
  readonly clash?: (question: AskedQuestion, scale: Scale | undefined) => string | undefined
  /** How a tally counts an item; undefined for what is no figure. */
  readonly counted: (item: Item) => Counted | undefined
  /** How many bytes an item takes in the packed answers, and the writing of an answer there; a blank is all zero. */
  readonly bytes: (item: Item) => number
  readonly pack: (item: Item, answer: Answer, into: Uint8Array, offset: number) => void
  /** The columns of an export, the item's own first. */
  readonly columns: (item: Item) => readonly string[]
  /** Adds an answer's cells to a row in the order of `columns`; made once an item, since an export asks it of every response. */
  readonly writer: (item: Item) => (answer: Answer | undefined, row: Cells) => void
  /** The values that the item's own cell holds, for `read`. */
  readonly values: (cell: string) => readonly string[]
}

/** The keeping of a type whose answers are one cell and no closed item. A call marked as pure leaves no trace where nobody keeps answers. */
export const openKept = (own: Pick<Keeping, 'holds'> & Partial<Keeping>): Keeping => ({
  judges: 'never',
  isGrouping: false,
  counted: () => undefined,
  bytes: () => 0,
  pack: () => undefined,
  columns: ({ id }) => [id],
  writer: plainCell,
  values: (cell) => [cell],
  ...own,
})

/** The cell of an answer that is one text or one number as it stands. */
const plainCell: Keeping['writer'] = () => (answer, row) => {
  row.push(typeof answer === 'object' || answer === undefined ? '' : answer)
}

export const firstValue = (values: readonly string[]): string | undefined =>
  values.map((value) => value.trim()).find((value) => value !== '')

/** An unfit answer as a message shows it. */
export const seenText = (answer: Answer): string => (typeof answer === 'string' ? answer : JSON.stringify(answer))
