import {
  advance,
  type Holder,
  keyOfHolder,
  type Leaf,
  type Move,
  nothingReleased,
  type ReleaseLayout,
  type ReleaseState,
  type Step,
  sumsOf,
} from '../../surveys/figures/release'
import { addAnswers, emptyTally, type Tally } from '../../surveys/figures/tally'
import type { Answer, Answers } from '../../surveys/instrument/schema'

/** A released number as what it says of each person's unknown answers: the coefficient by person. */
export type Row = ReadonlyMap<number, number>

/**
 * How few persons some sum and difference of released numbers stands on, where that is fewer than k; undefined where there is
 * none. Exact: a vector of the rows' span lies within some persons alone when the others' columns have a smaller rank.
 */
export function fewestPersons(rows: readonly Row[], k: number): number | undefined {
  const groups = columnsAlike(reduced(rows))
  const rank = rankOf(groups.map(({ column }) => column))
  const small = groups.filter(({ persons }) => persons < k)
  let fewest: number | undefined
  const look = (from: number, persons: number, taken: ReadonlySet<Group>): void => {
    const others = groups.filter((group) => !taken.has(group))
    if (taken.size > 0 && rankOf(others.map(({ column }) => column)) < rank) {
      fewest = Math.min(fewest ?? persons, persons)
      return
    }
    for (let at = from; at < small.length; at++) {
      const next = small[at]
      if (next && persons + next.persons < Math.min(k, fewest ?? k)) look(at + 1, persons + next.persons, new Set([...taken, next]))
    }
  }
  look(0, 0, new Set())
  return fewest
}

/**
 * The same where one person has several columns, one for each rating of theirs: how few persons some sum and difference stands on, where that is
 * fewer than k. Every choice of fewer is tried.
 */
export function fewestForms(rows: readonly Row[], formOf: (rating: number) => number, k: number): number | undefined {
  const ratings = [...new Set(rows.flatMap((row) => [...row.keys()]))].sort((a, b) => a - b)
  const columns = reduced(rows).map((column, at) => ({ column, form: formOf(ratings[at] ?? -1) }))
  const rank = rankOf(columns.map(({ column }) => column))
  const forms = [...new Set(columns.map(({ form }) => form))]
  const isTold = (taken: readonly number[]): boolean =>
    rankOf(columns.flatMap(({ column, form }) => (taken.includes(form) ? [] : [column]))) < rank
  const choices = (few: number, from: number): readonly (readonly number[])[] =>
    few === 0 ? [[]] : forms.slice(from).flatMap((form, at) => choices(few - 1, from + at + 1).map((others) => [form, ...others]))
  for (let few = 1; few < k; few++) if (choices(few, 0).some(isTold)) return few
  return undefined
}

type Group = { readonly column: readonly number[]; persons: number }

/** Every number here is a remainder; entries are small, and products stay exact in a double. */
const prime = 94_906_249
const mod = (value: number): number => ((value % prime) + prime) % prime

function inverse(value: number): number {
  let [power, result, exponent] = [mod(value), 1, prime - 2]
  for (; exponent > 0; exponent = Math.floor(exponent / 2), power = mod(power * power)) if (exponent % 2 === 1) result = mod(result * power)
  return result
}

/** The rows reduced until each begins alone, as columns by person. */
function reduced(rows: readonly Row[]): readonly (readonly number[])[] {
  const persons = [...new Set(rows.flatMap((row) => [...row.keys()]))].sort((a, b) => a - b)
  const different = new Map(rows.map((row) => [[...row].sort(([a], [b]) => a - b).join(' '), row]))
  const matrix = independent([...different.values()].map((row) => persons.map((person) => mod(row.get(person) ?? 0))))
  return persons.map((_, at) => matrix.map((row) => row[at] ?? 0))
}

function independent(rows: readonly (readonly number[])[]): readonly (readonly number[])[] {
  const kept: { readonly lead: number; row: readonly number[] }[] = []
  for (const given of rows) {
    let row = given
    for (const { lead, row: known } of kept) row = without(row, known, lead)
    const lead = row.findIndex((value) => value !== 0)
    if (lead < 0) continue
    const scale = inverse(row[lead] ?? 1)
    const own = row.map((value) => mod(value * scale))
    for (const one of kept) one.row = without(one.row, own, lead)
    kept.push({ lead, row: own })
  }
  return kept.map(({ row }) => row)
}

function without(row: readonly number[], known: readonly number[], lead: number): readonly number[] {
  const factor = row[lead] ?? 0
  return factor === 0 ? row : row.map((value, at) => mod(value - factor * (known[at] ?? 0)))
}

const rankOf = (columns: readonly (readonly number[])[]): number => independent(columns).length

/** Persons whom every number tells of alike are in a vector's support together or not at all. */
function columnsAlike(columns: readonly (readonly number[])[]): readonly Group[] {
  const groups = new Map<string, Group>()
  for (const column of columns) {
    const first = column.find((value) => value !== 0)
    if (first === undefined) continue
    const scale = inverse(first)
    const own = column.map((value) => mod(value * scale))
    const group = groups.get(own.join()) ?? { column: own, persons: 0 }
    group.persons += 1
    groups.set(own.join(), group)
  }
  return [...groups.values()]
}

export type Person = { readonly id: number; readonly agency: string; readonly part: string; readonly answers: Answers }

/** What comes in and is taken back on one day, in its order. */
export type Day = { readonly events: readonly { readonly kind: 'in' | 'out'; readonly person: Person }[]; readonly when: Step['when'] }

export type World = {
  readonly layout: ReleaseLayout
  readonly threshold: number
  readonly blockOf: (agency: string) => string
  readonly days: readonly Day[]
}

/** Rows over persons, for one list of sums. */
export type Seen = {
  /** What each holder had released after each night; every total is a sum of these. */
  readonly released: readonly Row[]
  /** All that was stored each night. */
  readonly everything: readonly Row[]
  /** What a leaf held after each response, where that was enough for a filter that asks for k. */
  readonly live: readonly Row[]
  /** Each leaf's share in what went upwards. */
  readonly shares: readonly Row[]
}

type Followed = { readonly released: Map<number, number>; readonly passed: Map<number, number> }

/**
 * Runs the days and follows each person through the moves, list by list. What the rows come to with the true answers is
 * compared with what the implementation has released, to the unit, every night.
 */
export function follow({ layout, threshold, blockOf, days }: World): {
  readonly seen: readonly Seen[]
  readonly state: ReleaseState
  /** By list and key of holder, what was released after the last of the days. */
  readonly last: readonly ReadonlyMap<string, Row>[]
} {
  const persons = new Map(days.flatMap(({ events }) => events.map(({ person }) => [person.id, person] as const)))
  const leaves = new Map([...persons.values()].map(({ agency, part }) => [JSON.stringify([agency, part]), { agency, part }]))
  const stored = new Set<Person>()
  const held = layout.lists.map(() => new Map<string, Followed>())
  const seen = layout.lists.map(() => ({
    released: new Array<Row>(),
    everything: new Array<Row>(),
    live: new Array<Row>(),
    shares: new Array<Row>(),
  }))
  let state = nothingReleased
  for (const { events, when } of days) {
    for (const { kind, person } of events) {
      if (kind === 'in') stored.add(person)
      else stored.delete(person)
      for (const [list, { live }] of seen.entries()) {
        const now = validly(layout, list, rowOf(layout, list, here(stored, person)), persons)
        if (now.size >= threshold) live.push(now)
      }
    }
    const now = [...leaves.values()].map(({ agency, part }): Leaf => ({
      agency,
      part,
      block: blockOf(agency),
      sums: sumsOf(layout, tallyOf(layout, here(stored, { agency, part }))),
    }))
    const step = advance(layout, state, now, { threshold, when })
    state = step.state
    for (const move of step.moves) apply(layout, held[move.list] ?? new Map(), move, stored, blockOf)
    prove(layout, held, state, persons)
    for (const [list, rows] of seen.entries()) {
      const only = (row: Row): Row => validly(layout, list, row, persons)
      rows.everything.push(only(rowOf(layout, list, [...stored])))
      for (const [key, { released, passed }] of held[list] ?? []) {
        rows.released.push(only(released))
        if (key.startsWith('["leaf"')) rows.shares.push(only(passed))
      }
    }
  }
  const last = held.map((holders) => new Map([...holders].map(([key, { released }]) => [key, released])))
  return { seen, state, last }
}

type Place = Pick<Person, 'agency' | 'part'>

const here = (stored: ReadonlySet<Person>, { agency, part }: Place): readonly Person[] =>
  [...stored].filter((one) => one.agency === agency && one.part === part)

function tallyOf({ tally: layout }: ReleaseLayout, persons: readonly Person[]): Tally {
  const tally = emptyTally(layout)
  for (const { answers } of persons) addAnswers(layout, tally, answers, 1)
  return tally
}

/** Those who answered a list's item, whatever they said. */
function rowOf({ lists }: ReleaseLayout, list: number, persons: readonly Person[]): Map<number, number> {
  const item = lists[list]?.item
  return new Map(persons.filter(({ answers }) => !item || item.id in answers).map(({ id }) => [id, 1]))
}

/** That somebody did not say anything of an item may be known; so only those count who did. */
function validly(layout: ReleaseLayout, list: number, row: Row, persons: ReadonlyMap<number, Person>): Row {
  return new Map(
    [...row].filter(([id, coefficient]) => {
      const person = persons.get(id)
      return coefficient !== 0 && person && (layout.lists[list]?.added(sumsOf(layout, tallyOf(layout, [person]))) ?? 0) > 0
    }),
  )
}

/** Moves the persons of a list as the implementation said that it moved the list's sums. */
function apply(
  layout: ReleaseLayout,
  held: Map<string, Followed>,
  { holder, list, kind }: Move,
  stored: ReadonlySet<Person>,
  blockOf: World['blockOf'],
): void {
  const key = keyOfHolder(holder)
  const own = held.get(key) ?? { released: new Map(), passed: new Map() }
  held.set(key, own)
  const waiting =
    holder.level === 'leaf' ? rowOf(layout, list, here(stored, { agency: holder.code, part: holder.part })) : new Map<number, number>()
  if (holder.level !== 'leaf') for (const [other, { passed }] of held) if (isBelow(other, holder, blockOf)) addRow(waiting, passed, 1)
  addRow(waiting, own.released, -1)
  addRow(waiting, own.passed, -1)
  addRow(kind === 'cell' ? own.released : own.passed, waiting, 1)
}

function isBelow(key: string, above: Holder, blockOf: World['blockOf']): boolean {
  const [level, code, part]: readonly [Holder['level'], string, string] = JSON.parse(key)
  if (above.level === 'agency') return level === 'leaf' && code === above.code
  if (above.level === 'province') return level === 'block'
  return (level === 'agency' || (level === 'leaf' && part === '')) && blockOf(code) === above.code
}

function addRow(into: Map<number, number>, from: Row, sign: 1 | -1): void {
  for (const [person, coefficient] of from) into.set(person, (into.get(person) ?? 0) + sign * coefficient)
}

/** What rows come to with the true answers is what was released. */
function prove(
  layout: ReleaseLayout,
  held: readonly ReadonlyMap<string, Followed>[],
  state: ReleaseState,
  persons: ReadonlyMap<number, Person>,
): void {
  const single = new Map([...persons].map(([id, person]) => [id, sumsOf(layout, tallyOf(layout, [person]))]))
  for (const [list, holders] of held.entries())
    for (const [key, { released }] of holders) {
      const { from = 0, to = 0 } = layout.lists[list] ?? {}
      const expected = new Float64Array(to - from)
      for (const [person, coefficient] of released)
        for (let place = from; place < to; place++)
          expected[place - from] = (expected[place - from] ?? 0) + coefficient * (single.get(person)?.[place] ?? 0)
      const found = state.held.get(key)?.released.slice(from, to) ?? new Float64Array(to - from)
      if (expected.join() !== found.join())
        throw new Error(`list ${list} of ${key} released ${found.join()}, its persons come to ${expected.join()}`)
    }
}

export type Chance = () => number

/** A small campaign by chance: agencies of different size, items of which one is asked of few, late responses, and much taken back. */
export function randomWorld(layout: ReleaseLayout, chance: Chance, { threshold, persons: count, parts }: Size): World {
  const agencies = ['a', 'b', 'c', 'd']
  const persons = Array.from({ length: count }, (_, id): Person => ({
    id,
    agency: agencies[Math.floor(agencies.length * chance() ** 2)] ?? 'a',
    part: parts[Math.floor(parts.length * chance())] ?? '',
    answers: randomAnswers(layout, chance),
  }))
  const nights = 7
  const ends = 4
  const removed = 0.6 * chance()
  const days: { events: Day['events'][number][]; when: Day['when'] }[] = Array.from({ length: nights }, (_, at) => ({
    events: [],
    when: at === ends || at === nights - 1 ? 'end' : 'night',
  }))
  for (const person of persons) {
    const comes = Math.floor(nights * chance() ** 1.5)
    days[comes]?.events.push({ kind: 'in', person })
    if (chance() < removed) days[comes + Math.floor((nights - comes) * chance())]?.events.push({ kind: 'out', person })
  }
  return { layout, threshold, blockOf: (agency) => (agency < 'c' ? 'first' : 'second'), days }
}

type Size = { readonly threshold: number; readonly persons: number; readonly parts: readonly string[] }

function randomAnswers({ tally: { items } }: ReleaseLayout, chance: Chance): Answers {
  return Object.fromEntries(
    items.flatMap((item, at): (readonly [string, Answer])[] => {
      if (chance() < (at === 1 ? 0.75 : 0.1)) return []
      if (item.answer === 'number') return [[item.id, Math.floor(10 * chance())]]
      const codes = item.options.map(({ code }) => code)
      const pick = (): string => codes[Math.floor(codes.length * chance())] ?? ''
      return [[item.id, item.answer === 'many' ? [...new Set([pick(), pick()])] : pick()]]
    }),
  )
}
