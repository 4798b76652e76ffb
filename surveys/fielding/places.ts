import type { LocalText } from '../instrument/schema'
import { folded } from '../instrument/folding'
import type { Channel, Entrance, Touchpoint } from './campaign'
import { groupedCode } from './codes'

/** Whether a touchpoint asks: by what is printed, on its counter's screen alone, or not until somebody lets it. */
export const placeStates = ['asks', 'on-screen', 'paused'] as const
export type PlaceState = (typeof placeStates)[number]

export const placeState = ({ pausedAt, turns }: Pick<Entrance, 'pausedAt' | 'turns'>): PlaceState =>
  pausedAt !== undefined ? 'paused' : turns ? 'on-screen' : 'asks'

/** A touchpoint as a list looks at it. */
export type ListedPlace = Touchpoint & { readonly agencies: readonly string[]; readonly door: Entrance }

/** What somebody looks for; empty is anything. An agency is meant with all below it. */
export type PlacesWanted = {
  readonly words: string
  readonly kind: Channel | ''
  readonly state: PlaceState | ''
  readonly agency: string
}

/** The agencies that a list of touchpoints names: each with its name and the one above it. */
export type NamedAgencies = ReadonlyMap<string, { readonly name: LocalText; readonly parent: string | null }>

/** How many there would be with each other choice of one filter, the other filters staying as they are. */
export type ChoiceCounts<Choice extends string> = ReadonlyMap<Choice, number>

type FoundPlaces<Place> = {
  readonly found: readonly Place[]
  readonly kinds: ChoiceCounts<Channel>
  readonly states: ChoiceCounts<PlaceState>
  readonly agencies: ChoiceCounts<string>
}

/** The touchpoints that are looked for, in the order that they came in. */
export function findPlaces<Place extends ListedPlace>(
  places: readonly Place[],
  { words, kind, state, agency }: PlacesWanted,
  agencies: NamedAgencies,
): FoundPlaces<Place> {
  const [wanted, above] = [folded(words).split(/\s+/).filter(Boolean), linesAbove(agencies)]
  const counts = { kinds: new Map<Channel, number>(), states: new Map<PlaceState, number>(), agencies: new Map<string, number>() }
  const found = places.filter((place) => {
    if (wanted.length > 0 && !holdsAll(place, agencies, wanted)) return false
    const over = new Set(place.agencies.flatMap(above))
    const its = placeState(place.door)
    const [isKind, isState, isAgency] = [
      kind === '' || place.kind === kind,
      state === '' || its === state,
      agency === '' || over.has(agency),
    ]
    if (isState && isAgency) count(counts.kinds, place.kind)
    if (isKind && isAgency) count(counts.states, its)
    if (isKind && isState) for (const one of over) count(counts.agencies, one)
    return isKind && isState && isAgency
  })
  return { found, ...counts }
}

function count<Key>(counts: Map<Key, number>, key: Key): void {
  counts.set(key, (counts.get(key) ?? 0) + 1)
}

/** Letters of a code that are printed together; fewer stand in any code by chance. */
const fewestOfCode = 4

/** Every word is in the name of the place, in those of its agencies, or in its code as it is printed. */
function holdsAll({ code, label, agencies, door }: ListedPlace, named: NamedAgencies, words: readonly string[]): boolean {
  const names = agencies.flatMap((agency) => [agency, ...Object.values(named.get(agency)?.name ?? {})])
  const text = folded([...Object.values(label), ...names].join(' '))
  const codes = folded([code, door.link, groupedCode(door.link)].join(' '))
  return words.every((word) => text.includes(word) || (word.length >= fewestOfCode && codes.includes(word)))
}

/** Of each agency itself and those above it. */
function linesAbove(agencies: NamedAgencies): (code: string) => readonly string[] {
  const known = new Map<string, readonly string[]>()
  const lineOf = (code: string, below: readonly string[]): readonly string[] => {
    const parent = agencies.get(code)?.parent
    // Agencies that lie in a circle end it themselves.
    if (!parent || parent === code || below.includes(parent)) return [code]
    return [code, ...lineOf(parent, [...below, code])]
  }
  return (code) => {
    const line = known.get(code) ?? lineOf(code, [])
    known.set(code, line)
    return line
  }
}

/** Agencies in the order of their tree, names sorted by the caller's rule, each with how far down it stands. */
export function treeOrder(
  codes: readonly string[],
  agencies: NamedAgencies,
  compare: (one: string, other: string) => number,
): readonly { readonly code: string; readonly depth: number }[] {
  const [there, children] = [new Set(codes), new Map<string, string[]>()]
  for (const code of codes) {
    const parent = agencies.get(code)?.parent ?? ''
    const under = there.has(parent) && parent !== code ? parent : ''
    children.set(under, [...(children.get(under) ?? []), code])
  }
  const below = (parent: string, depth: number): readonly { readonly code: string; readonly depth: number }[] =>
    [...(children.get(parent) ?? [])].sort(compare).flatMap((code) => [{ code, depth }, ...below(code, depth + 1)])
  return below('', 0)
}
