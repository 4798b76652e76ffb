import { isLongerThan, isVisible, ownValue } from '../instrument/spelling'
import type { LocalText, Question, Questionnaire, Section } from '../instrument/schema'

/** What somebody said about a place of a design, or that they hold what was said there for settled, or for open again. */
export type Remark = {
  readonly seq: number
  /** The version that was being designed, or looked at, when it was said. */
  readonly version: number
  readonly place: RemarkPlace
  readonly kind: 'said' | 'resolved' | 'reopened'
  readonly words: string
  readonly who: string
  /** The link by which somebody without an account said it; empty for a colleague. */
  readonly link: string
  /** An instant. */
  readonly at: string
}

/** A question or a section by its id, `q:` or `s:` before it; empty for the whole. */
export type RemarkPlace = string

export const placeOfQuestion = (id: string): RemarkPlace => `q:${id}`
export const placeOfSection = (id: string): RemarkPlace => `s:${id}`

/** All that was said about one place, in the order in which it was said; what is said after it was settled opens it again. */
export type Thread = { readonly place: RemarkPlace; readonly isOpen: boolean; readonly remarks: readonly Remark[] }

/** The threads by place, in the order of the first remark. */
export function threadsOf(remarks: readonly Remark[]): readonly Thread[] {
  const places = new Map<RemarkPlace, Remark[]>()
  for (const remark of remarks.toSorted((one, other) => one.seq - other.seq))
    places.set(remark.place, [...(places.get(remark.place) ?? []), remark])
  return [...places].map(([place, said]) => ({ place, remarks: said, isOpen: said.at(-1)?.kind !== 'resolved' }))
}

/** Whether it is the very thing that was said there last, as when a form comes twice. */
export function isSaidTwice(before: readonly Remark[], said: Pick<Remark, 'place' | 'words' | 'who' | 'link'>): boolean {
  const last = before.findLast(({ place }) => place === said.place)
  return last?.kind === 'said' && last.words === said.words && last.who === said.who && last.link === said.link
}

/** Whether the place is one of this questionnaire. */
export const isPlaceOf = ({ sections }: Questionnaire, place: RemarkPlace): boolean =>
  place === '' ||
  sections.some(({ id, questions }) => placeOfSection(id) === place || questions.some((question) => placeOfQuestion(question.id) === place))

/**
 * Where what was said belongs after a change: from each place that is gone to the one that took its place. That bears the same words, else it
 * stands between the same neighbours and is asked in the same way; what is neither was taken away, and what was said of it stays where it was.
 * A place that bears the words of another one is that one, though its id was there before. What was said at the place that is taken goes where
 * nothing stands any more, so that nothing said of one question is read at another; going back leads it back.
 */
export function followedPlaces(before: Questionnaire, after: Questionnaire): ReadonlyMap<RemarkPlace, RemarkPlace> {
  const [was, is] = [spotsOf(before), spotsOf(after)]
  const gone = notAlikeIn(was, is)
  const moved = new Map<RemarkPlace, RemarkPlace>()
  follow(moved, gone, notAlikeIn(is, was), isWordedAlike)
  const isAfter = (place: RemarkPlace): boolean => is.some((spot) => spot.place === place)
  const isBefore = (place: RemarkPlace): boolean => was.some((spot) => spot.place === place)
  follow(
    moved,
    gone.filter(({ place }) => !isAfter(place)),
    is.filter(({ place }) => !isBefore(place)),
    standsAlike,
  )
  return withDisplaced(moved)
}

/** Those of which the others have none at the same place, or one that is worded otherwise. */
const notAlikeIn = (spots: readonly Spot[], others: readonly Spot[]): readonly Spot[] => {
  const byPlace = new Map(others.map((other) => [other.place, other]))
  return spots.filter((spot) => {
    const other = byPlace.get(spot.place)
    return !other || !isWordedAlike(spot, other)
  })
}

/** Leads each that leads nowhere yet to the first that is the same and that nothing leads to. */
function follow(
  moved: Map<RemarkPlace, RemarkPlace>,
  from: readonly Spot[],
  to: readonly Spot[],
  isSame: (one: Spot, other: Spot) => boolean,
): void {
  const taken = new Set(moved.values())
  for (const one of from) {
    const found = moved.has(one.place)
      ? undefined
      : to.find((other) => other.place !== one.place && !taken.has(other.place) && isSame(one, other))
    if (!found) continue
    moved.set(one.place, found.place)
    taken.add(found.place)
  }
}

/** What was said where another one stands now goes to the end of the row of moves that begins nowhere: there nothing stands. */
function withDisplaced(moved: ReadonlyMap<RemarkPlace, RemarkPlace>): ReadonlyMap<RemarkPlace, RemarkPlace> {
  const all = new Map(moved)
  const came = new Map([...moved].map(([from, to]) => [to, from]))
  for (const to of moved.values()) {
    if (moved.has(to)) continue
    let free = to
    for (let from = came.get(free); from !== undefined; from = came.get(free)) free = from
    all.set(to, free)
  }
  return all
}

/** A place, what is read there, how it is asked, and what stands around it. */
type Spot = { readonly place: RemarkPlace; readonly words: LocalText; readonly kind: string; readonly around: string }

const spotsOf = ({ sections }: Questionnaire): readonly Spot[] => [
  ...sections.map((section, at) => spotOf(placeOfSection(section.id), section.title, 'section', sections, at)),
  ...sections.flatMap(({ questions }) =>
    questions.map((question, at) => spotOf(placeOfQuestion(question.id), question.text, question.type, questions, at)),
  ),
]

const spotOf = (place: RemarkPlace, words: LocalText, kind: string, list: readonly (Question | Section)[], at: number): Spot => ({
  place,
  words,
  kind,
  around: JSON.stringify([list[at - 1]?.id, list[at + 1]?.id]),
})

const isWordedAlike = (one: Spot, other: Spot): boolean =>
  one.place.slice(0, 2) === other.place.slice(0, 2) &&
  Object.entries(one.words).some(([language, words]) => words !== '' && ownValue(other.words, language) === words)

const standsAlike = (one: Spot, other: Spot): boolean => one.kind === other.kind && one.around === other.around

/** In letters. */
export const longestRemark = 2_000
/** What somebody without an account calls themselves, in letters. */
export const longestCaller = 80
/** What is kept of one questionnaire, and what may come by one link. */
export const mostRemarks = 2_000
export const mostByLink = 100

/** Whether something can be read in it, and not too much. */
export const isRemark = (words: string): boolean => isVisible(words) && !isLongerThan(longestRemark, words)
export const isCaller = (name: string): boolean => isVisible(name) && !isLongerThan(longestCaller, name)

/** Days that a link for reading may hold. */
export const mostLinkDays = 90
/** Links to one version that hold at the same time. */
export const mostLinks = 20
