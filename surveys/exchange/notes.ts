/** What became of a part of a file from another tool. */
export type Fate = 'taken' | 'approximated' | 'left-out'

/** What can be said of a part, each with its fate; the sentences stand in `client/text/<language>/exchange.ts`. */
export const fates = {
  taken: 'taken',
  label_told: 'taken',
  became: 'approximated',
  bounds_added: 'approximated',
  bounds_cut: 'approximated',
  chosen_exactly: 'approximated',
  code_changed: 'approximated',
  comment_apart: 'approximated',
  computed: 'approximated',
  computed_leaves: 'approximated',
  contact_apart: 'approximated',
  contact_within: 'approximated',
  group_heading: 'approximated',
  guessed_language: 'approximated',
  id_changed: 'approximated',
  label_from_code: 'approximated',
  lent_options: 'approximated',
  letters_limited: 'approximated',
  markup: 'approximated',
  number_as_choice: 'approximated',
  one_list_for_rows: 'approximated',
  open_texts: 'approximated',
  order_as_choice: 'approximated',
  required_always: 'approximated',
  section_made: 'approximated',
  own_columns: 'approximated',
  several_questions: 'approximated',
  shortened: 'approximated',
  signs_parted: 'approximated',
  stays_filled: 'approximated',
  stays_words_for_none: 'approximated',
  tip_as_help: 'approximated',
  untranslated: 'approximated',
  whole_numbers: 'approximated',
  appearance: 'left-out',
  calculation: 'left-out',
  choice_filter: 'left-out',
  condition: 'left-out',
  contact_twice: 'left-out',
  constraint: 'left-out',
  hidden_signs: 'left-out',
  language_unknown: 'left-out',
  media: 'left-out',
  metadata: 'left-out',
  no_options: 'left-out',
  no_questions: 'left-out',
  no_text: 'left-out',
  option_twice: 'left-out',
  piping: 'left-out',
  property: 'left-out',
  repeat: 'left-out',
  rows_filter: 'left-out',
  setting: 'left-out',
  shuffle: 'left-out',
  too_many_options: 'left-out',
  too_many_rows: 'left-out',
  stays_each: 'left-out',
  stays_limits: 'left-out',
  stays_loop: 'left-out',
  stays_most: 'left-out',
  stays_other: 'left-out',
  stays_service: 'left-out',
  stays_settings: 'left-out',
  stays_sounds: 'left-out',
  stays_pictures: 'left-out',
  stays_trees: 'left-out',
  stays_type: 'left-out',
  stays_words: 'left-out',
  type: 'left-out',
} as const satisfies Readonly<Record<string, Fate>>

export type NoteCode = keyof typeof fates

export const isNoteCode = (code: string): code is NoteCode => Object.hasOwn(fates, code)

/**
 * Where something stands in a foreign file. In a sheet: the row with the question that it asks, or the column alone. Else the page or the group with the
 * question; a name without any of them is of the survey as a whole.
 */
export type ForeignPlace = {
  readonly sheet?: string
  readonly row?: number
  readonly page?: string
  readonly group?: string
  readonly name: string
}

/** The survey as a whole. */
export const ofWhole: ForeignPlace = { name: '' }

/** One line of the report on an import: where, what became of it, and what stood there. */
export type ImportNote = { readonly place: ForeignPlace; readonly code: NoteCode; readonly seen: string }

/** Writes one line of the report. */
export type Tell = (place: ForeignPlace, code: NoteCode, seen?: string) => void

/** Lines that a report keeps of each fate; nobody reads more, and how many there were is counted all the same. */
export const mostNotes = 3_000

/** A report on an import: its lines, and how many there were of each fate. */
export type Report = { readonly notes: readonly ImportNote[]; readonly counts: Readonly<Record<Fate, number>> }

/** Gathers a report; the same line at the same place stands once, and what stands at one place stands together. */
export function reporting(): { readonly tell: Tell; readonly report: () => Report } {
  const byPlace = new Map<string, { readonly place: ForeignPlace; readonly lines: Map<string, ImportNote> }>()
  return {
    tell: (place, code, seen = '') => {
      const key = JSON.stringify([place.sheet, place.row, place.page, place.group, place.name])
      const there = byPlace.get(key) ?? { place, lines: new Map<string, ImportNote>() }
      byPlace.set(key, there)
      there.lines.set(`${code} ${seen}`, { place, code, seen: shortened(seen) })
    },
    report: () => {
      const all = inOrder([...byPlace.values()]).flatMap(({ lines }) => ofOnePlace([...lines.values()]))
      const counts: Record<Fate, number> = { taken: 0, approximated: 0, 'left-out': 0 }
      const notes = all.filter(({ code }) => {
        counts[fates[code]] += 1
        return counts[fates[code]] <= mostNotes
      })
      return { notes, counts }
    },
  }
}

/** A part of which anything is said besides is not taken as it was. */
function ofOnePlace(notes: readonly ImportNote[]): readonly ImportNote[] {
  const [first, ...rest] = [...notes].sort((one, other) => Number(other.code === 'taken') - Number(one.code === 'taken'))
  if (!first || first.code !== 'taken' || rest.length === 0) return notes
  return [{ ...first, code: 'became' }, ...rest]
}

/** Where all that stands on one sheet, page or group is; what is of the whole has none. */
const areaOf = ({ sheet, page, group }: ForeignPlace): string => sheet ?? page ?? group ?? ''

/** First what is of the whole, then area after area as they were met, in each by rows; what has none keeps its order. */
function inOrder<Part extends { readonly place: ForeignPlace }>(parts: readonly Part[]): readonly Part[] {
  const areas = new Set(['', 'survey', 'choices', 'settings', ...parts.map(({ place }) => areaOf(place))])
  const orders = new Map([...areas].map((area, at) => [area, at]))
  const orderOf = ({ place }: Part): number => orders.get(areaOf(place)) ?? 0
  return [...parts].sort((one, other) => orderOf(one) - orderOf(other) || (one.place.row ?? 0) - (other.place.row ?? 0))
}

const longestSeen = 200

const shortened = (seen: string): string => (seen.length > longestSeen ? `${seen.slice(0, longestSeen)}…` : seen)

/** What is set for a questionnaire or a question, or filled in where it is asked, and has no place in a file of another tool. */
export type StayingSetting =
  'agency' | 'campaign' | 'adultsOnly' | 'secondsPerItem' | 'headline' | 'digits' | 'comparableTo' | 'names' | 'from' | 'total' | 'months'
