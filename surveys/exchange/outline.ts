import type { LocalText, Option } from '../instrument/schema'
import type { ForeignCalculation } from './calculation'
import type { ForeignTest } from './expression'
import type { ForeignPlace } from './notes'

/** A questionnaire as another tool describes it, in words that all formats share; names are the other tool's own. */
export type ForeignSurvey = {
  readonly name: string
  readonly title: LocalText
  readonly source: LocalText
  readonly purpose: LocalText
  readonly privacy: LocalText
  readonly thanks: LocalText
  /** The first is the one that texts fall back to. */
  readonly languages: readonly string[]
  readonly sections: readonly ForeignSection[]
  /** What is worked out of answers, wherever it stands in the file. */
  readonly computed?: readonly ForeignComputed[]
  /** What one point of a score is worth; 1 unless said. */
  readonly scoreUnit?: number
}

/** Something that is worked out: as it was written, and what it means where that can be said here. */
export type ForeignComputed = {
  readonly name: string
  readonly place: ForeignPlace
  readonly label: LocalText
  readonly source: string
  readonly calculation: ForeignCalculation | undefined
}

/** A condition as it was written, and what it means where that can be said here. */
export type ForeignCondition = { readonly source: string; readonly test: ForeignTest | undefined }

export type ForeignSection = {
  readonly name: string
  readonly place: ForeignPlace
  readonly title: LocalText
  readonly intro?: LocalText
  readonly showIf?: readonly ForeignCondition[]
  readonly questions: readonly ForeignQuestion[]
}

export type ForeignQuestion = {
  readonly name: string
  /** What conditions call it, where that is not its name alone. */
  readonly alias?: string
  readonly place: ForeignPlace
  readonly text: LocalText
  readonly help?: LocalText
  readonly required?: boolean
  /** All of them have to hold. */
  readonly showIf?: readonly ForeignCondition[]
  readonly shape: Shape
}

/** How a question is answered. */
export type Shape =
  | { readonly kind: 'one'; readonly list: ForeignList; readonly look?: 'rating' | 'yes-no' | 'list'; readonly shuffled?: true }
  | {
      readonly kind: 'many'
      readonly list: ForeignList
      readonly atLeast?: number
      readonly atMost?: number
      readonly shuffled?: true
    }
  | { readonly kind: 'ranking'; readonly list: ForeignList; readonly atMost?: number; readonly shuffled?: true }
  | { readonly kind: 'recommend'; readonly least: LocalText; readonly most: LocalText }
  | { readonly kind: 'contact'; readonly ask: 'either' | 'phone' | 'email' }
  | { readonly kind: 'rows'; readonly list: ForeignList; readonly rows: readonly ForeignRow[]; readonly shuffled?: true }
  | ({ readonly kind: 'number'; readonly slider?: Sliding } & NumberLimits)
  | ({ readonly kind: 'numbers'; readonly rows: readonly ForeignRow[] } & NumberLimits)
  | { readonly kind: 'text'; readonly letters?: number; readonly lines: number }
  | { readonly kind: 'date'; readonly min?: string; readonly max?: string; readonly time?: true }
  | { readonly kind: 'note' }

/** Where a number may lie, as far as a file says it. */
export type NumberLimits = { readonly min?: number; readonly max?: number; readonly percent?: boolean }

/** A number that is drawn along a line: in which steps, and what its ends mean. */
export type Sliding = { readonly step: number; readonly least?: LocalText; readonly most?: LocalText }

export type ForeignRow = {
  readonly name: string
  readonly text: LocalText
  /** What conditions call it, where that is not its name alone. */
  readonly alias?: string
  /** Keeps its place where rows are shuffled. */
  readonly fixed?: true
}

/** Options with the name that the file gives them together; two lists of the same options become one scale. */
export type ForeignList = { readonly name: string; readonly options: readonly ForeignOption[] }

export type ForeignOption = Omit<Option, 'code' | 'kind' | 'sound' | 'picture'> & {
  readonly name: string
  readonly kind?: Option['kind']
  /** A name under which conditions ask whether it was chosen. */
  readonly alias?: string
}
