import { figureKey, type Indicator, indicators, isPersons } from '../instrument/indicators'
import { type Countable, isPositive, isValidOption } from '../instrument/item'
import { countables } from '../instrument/countables'
import type { Answer, Answers, Questionnaire, RollUpName } from '../instrument/schema'
import { isLooping, ratedItems } from '../instrument/loop'
import { ownValue } from '../instrument/spelling'
import { addIntegers, decodeIntegers, encodeIntegers } from './integers'
import { addPairs, type DayTable, dayTable, type Marks, type PairTable, pairTable } from './pairs'
import { proportions, type RatioGroup, ratioGroups } from './rollups'

/** Each item's part in a person's deviation, by its place: answer · x + valid · m. */
type Terms = { readonly answer: Float64Array; readonly valid: Float64Array }

/** One packed row of whole numbers, the number of responses first; an erasure in another writer's row makes it negative. */
export type Tally = Float64Array

/** Where a tally of one questionnaire version keeps what; made once and used for every response. */
export type TallyLayout = {
  readonly questionnaire: { readonly id: string; readonly version: number; readonly scoreUnit: number }
  readonly length: number
  readonly items: readonly ItemSlots[]
  readonly nodes: readonly NodeSlots[]
  /** Every node by `figureKey`. */
  readonly slots: ReadonlyMap<string, NodeSlots>
  readonly pairs: PairTable
  /** What a tally that is read has behind its `length` numbers. */
  readonly days: DayTable
  /** By place of the item 1 where it is asked for each of several agencies, else 0; undefined where one person rates one agency. */
  readonly rated: Uint8Array | undefined
  /** How many agencies one person rates at most; 1 where it is one. */
  readonly ratingsAtMost: number
  /** One person's answers while they are added. */
  readonly marks: AnswerMarks
  /** One figure's linearisation while it is computed. */
  readonly terms: Terms
}

/** From `offset`: the count of each option, then for many options the persons; of an order how often each came first, then second and so on; for a number n, Σx, Σx². */
export type ItemSlots = Countable & {
  readonly offset: number
  readonly places: ReadonlyMap<string, number>
  readonly valid: Uint8Array
  readonly positive: Uint8Array
  readonly scores: Float64Array
}

/**
 * At `offset` the persons with a valid answer below the node, then those whose every valid answer is positive, or for an
 * option node those who chose one of its options. An item needs no slots, since its option counts say both, unless one person rates several agencies.
 */
export type NodeSlots = {
  readonly indicator: Indicator
  readonly offset: number
  /** Its place among the nodes whose persons each day counts; −1 for others. */
  readonly day: number
  /** Places of the items below, ascending. */
  readonly items: Int32Array
  readonly options: Int32Array
  /** When every item has answers: its ratio groups where it is linear, and those of the share and the level beside its value. */
  readonly groups: readonly RatioGroup[]
  readonly share: readonly RatioGroup[]
  readonly level: readonly RatioGroup[]
  /** The figure beside it that its own value is as well. */
  readonly isAlso: 'share' | 'level' | undefined
}

export function tallyLayout(questionnaire: Questionnaire): TallyLayout {
  const counted = countables(questionnaire)
  const found = indicators(questionnaire, counted)
  const items = itemSlots(counted)
  const itemsEnd = items.reduce((end, item) => end + slotCount(item), 1)
  const asksRated = isLooping(questionnaire) ? ratedItems(questionnaire) : undefined
  const nodes = nodeSlots(found, items, itemsEnd, asksRated ? 'all' : 'needed')
  const nodesEnd = itemsEnd + 2 * nodes.filter(({ offset }) => offset > 0).length
  const pairs = pairTable(
    counted.length,
    found.filter(({ rollUp }) => rollUp !== null).map(({ items: below }) => below),
    nodesEnd,
    asksRated ? 'with selves' : 'others only',
  )
  const { id, version, scoreUnit } = questionnaire
  return {
    questionnaire: { id, version, scoreUnit },
    length: pairs.end,
    items,
    nodes,
    slots: new Map(nodes.map((node) => [figureKey(node.indicator), node])),
    pairs,
    days: dayTable(
      pairs,
      Int32Array.from(counted.filter(({ hasShare, points }) => hasShare || points !== undefined).map(({ index }) => index)),
      Int32Array.from(nodes.flatMap(({ day }, place) => (day >= 0 ? [place] : []))),
    ),
    rated: asksRated && Uint8Array.from(counted, (item) => Number(asksRated.has(item.id))),
    ratingsAtMost: questionnaire.loop?.atMost ?? 1,
    marks: marksFor(counted.length, itemsEnd),
    terms: termsFor(counted.length),
  }
}

export const emptyTally = (layout: TallyLayout): Tally => new Float64Array(layout.length)

/** A tally to be read, with room for how the days of its agencies scatter. */
export const readableTally = ({ length, days }: TallyLayout): Tally => new Float64Array(length + days.length)

/** Many at once, in one piece of memory. */
export function readableTallies(layout: TallyLayout, count: number): readonly Tally[] {
  const size = layout.length + layout.days.length
  const all = new Float64Array(size * count)
  return Array.from({ length: count }, (_, index) => all.subarray(index * size, (index + 1) * size))
}

/** Adds one person's answers (1), those of many who answered alike (as many), or takes them away (below 0); what is not a valid answer leaves no trace beyond its own count. */
export function addAnswers(layout: TallyLayout, tally: Tally, answers: Answers, times: number): void {
  markAnswers(layout, answers)
  addMarked(layout, tally, times)
}

/** Adds to a tally what `markAnswers` read last. */
export function addMarked({ nodes, pairs, marks }: TallyLayout, tally: Tally, times: number): void {
  tally[0] = (tally[0] ?? 0) + times
  for (let index = 0; index < marks.slots.count; index++) {
    const slot = marks.slots.places[index] ?? 0
    tally[slot] = (tally[slot] ?? 0) + times * (marks.chosen[slot] ?? 0)
  }
  for (let index = 0; index < nodes.length; index++) {
    const node = nodes[index]
    if (node && node.offset > 0) addPersons(tally, node.offset, node, marks, times)
  }
  addPairs(pairs, tally, marks, times)
}

export function addTally(into: Tally, from: Tally): void {
  if (into.length < from.length) throw new Error(`a tally of ${from.length} numbers cannot be added to one of ${into.length}`)
  for (let index = 0; index < from.length; index++) into[index] = (into[index] ?? 0) + (from[index] ?? 0)
}

/** A tally as few bytes, with a byte that names their layout. */
export const encodeTally = (tally: Tally): Uint8Array => encodeIntegers(tally)

export const decodeTally = (layout: TallyLayout, bytes: Uint8Array): Tally => decodeSums(layout, layout.length, bytes)

/** So many encoded numbers of a layout, its tally's or its days'; zeros where nothing is stored yet. */
export const decodeSums = (layout: TallyLayout, length: number, bytes: Uint8Array | undefined): Float64Array =>
  bytes ? (decodeIntegers(bytes, length) ?? undecodable(layout, bytes)) : new Float64Array(length)

/** Adds encoded numbers of a layout to as many, or takes them out (−1). */
export function addEncodedSums(layout: TallyLayout, into: Float64Array, bytes: Uint8Array, sign: 1 | -1): void {
  if (!addIntegers(bytes, into, sign)) undecodable(layout, bytes)
}

/** Adds an encoded tally to another (sign 1) or takes it out (−1) without making one of it. */
export function addEncodedTally(layout: TallyLayout, into: Tally, bytes: Uint8Array, sign: 1 | -1): void {
  if (!addIntegers(bytes, into.length === layout.length ? into : into.subarray(0, layout.length), sign)) undecodable(layout, bytes)
}

export function undecodable(layout: TallyLayout, bytes: Uint8Array): never {
  const { id, version } = layout.questionnaire
  throw new Error(
    `tally of questionnaire "${id}" version ${version}: ${bytes.length} bytes of layout ${bytes[0] ?? 'none'} are not its ${layout.length} numbers`,
  )
}

/** Adds to the persons at a place, and to the hits behind them, what `markAnswers` read last. */
export function addPersons(
  into: Float64Array,
  at: number,
  { items, options }: NodeSlots,
  { valid, positive, chosen }: AnswerMarks,
  times: number,
): void {
  let hasAnswer = false
  let isHit = options.length === 0
  for (let j = 0; j < items.length; j++) {
    const item = items[j] ?? 0
    if (valid[item] === 0) continue
    hasAnswer = true
    if (options.length === 0 && (positive[item] ?? 0) < (valid[item] ?? 0)) isHit = false
  }
  if (!hasAnswer) return
  for (let j = 0; j < options.length && !isHit; j++) isHit = (chosen[options[j] ?? 0] ?? 0) > 0
  into[at] = (into[at] ?? 0) + times
  if (isHit) into[at + 1] = (into[at + 1] ?? 0) + times
}

function itemSlots(counted: readonly Countable[]): readonly ItemSlots[] {
  let offset = 1
  return counted.map((item) => {
    const slots: ItemSlots = {
      ...item,
      offset,
      places: new Map(item.options.map(({ code }, place) => [code, place])),
      valid: Uint8Array.from(item.options, (option) => Number(isValidOption(option))),
      positive: Uint8Array.from(item.options, (option) => Number(isPositive(option))),
      scores: Float64Array.from(item.options, ({ score }) => (item.points === undefined ? 0 : (score ?? 0))),
    }
    offset += slotCount(item)
    return slots
  })
}

/** `persons`: where one person rates several agencies, the counts of an item's options no longer tell its persons. */
function nodeSlots(
  found: readonly Indicator[],
  items: readonly ItemSlots[],
  begin: number,
  persons: 'all' | 'needed',
): readonly NodeSlots[] {
  let offset = begin
  let counted = 0
  return found.map((indicator) => {
    const needed = persons === 'all' || indicator.kind !== 'item' || indicator.rollUp !== null
    const item = items[indicator.asked[0] ?? -1]
    const options = indicator.options.map((code) => (item ? item.offset + (item.places.get(code) ?? 0) : 0))
    const slots: NodeSlots = {
      indicator,
      offset: needed ? offset : 0,
      day: needed && isPersons(indicator) ? counted++ : -1,
      items: Int32Array.from(indicator.asked).sort(),
      options: Int32Array.from(options),
      groups: indicator.isLinear ? ratioGroups(indicator, answered) : [],
      share: proportions(indicator, answered, 'share'),
      level: proportions(indicator, answered, 'level'),
      isAlso: alsoBeside(indicator),
    }
    offset += needed ? 2 : 0
    return slots
  })
}

const answered = (): boolean => true

/** A mean of answers all read as shares is the share beside it, and a mean of levels the level. */
function alsoBeside(indicator: Indicator): NodeSlots['isAlso'] {
  const { formula } = indicator
  if (formula !== 'share' && formula !== 'level') return undefined
  return isMean(indicator) && indicator.leaves.every((leaf) => leaf.formula === formula && leaf.steps.length === 0) ? formula : undefined
}

const isMean = ({ rollUp, steps, parts, isLinear }: Indicator): boolean =>
  isLinear && steps.length === 0 && (rollUp === null || isMeanOf(rollUp)) && parts.every(isMean)

const isMeanOf = (rollUp: RollUpName): boolean =>
  rollUp === 'mean-of-items' || rollUp === 'pooled' || rollUp === 'mean-of-children' || rollUp === 'weighted'

/** How many numbers a tally keeps of an item. */
export const slotCount = ({ answer, options, depth = 1 }: Countable): number =>
  answer === 'number' ? 3 : answer === 'order' ? options.length * depth : options.length + (answer === 'many' ? 1 : 0)

const termsFor = (items: number): Terms => ({ answer: new Float64Array(items), valid: new Float64Array(items) })

/** One person's answers while they are added: by place of the item, and what each slot of a tally gains. */
type AnswerMarks = Marks & {
  readonly chosen: Float64Array
  /** The slots that gain anything, in any order. */
  readonly slots: { readonly places: Int32Array; count: number }
}

const marksFor = (items: number, slots: number): AnswerMarks => ({
  valid: new Uint8Array(items),
  positive: new Uint8Array(items),
  points: new Float64Array(items),
  chosen: new Float64Array(slots),
  slots: { places: new Int32Array(slots), count: 0 },
})

/** Reads one person's answers into the layout's marks, once for however many tallies they are added to. */
export function markAnswers({ items, marks }: TallyLayout, answers: Answers): void {
  marks.valid.fill(0)
  marks.chosen.fill(0)
  marks.slots.count = 0
  for (let index = 0; index < items.length; index++) {
    const item = items[index]
    if (!item) continue
    const answer = ownValue(answers, item.id)
    if (answer !== undefined) markItem(item, marks, answer)
  }
}

function markItem(item: ItemSlots, marks: AnswerMarks, answer: Answer): void {
  if (typeof answer === 'number') {
    if (item.answer === 'number' && Number.isSafeInteger(answer)) markNumber(item, marks, answer)
    return
  }
  if (typeof answer === 'string') choose(item, marks, answer)
  else if ('code' in answer) choose(item, marks, answer.code)
  else if (item.answer === 'order') markOrder(item, marks, answer)
  else if (item.answer === 'many') for (const choice of answer) choose(item, marks, typeof choice === 'string' ? choice : choice.code)
  if (item.answer === 'many' && marks.valid[item.index] === 1) gain(marks, item.offset + item.options.length, 1)
}

function markOrder(item: ItemSlots, marks: AnswerMarks, answer: Extract<Answer, readonly unknown[]>): void {
  const { options, depth = 1 } = item
  for (let at = 0; at < answer.length && at < depth; at++) {
    const code = answer[at]
    const place = typeof code === 'string' ? item.places.get(code) : undefined
    if (place === undefined) continue
    if (at === 0) choose(item, marks, options[place]?.code ?? '')
    else gain(marks, item.offset + at * options.length + place, 1)
  }
}

function choose(item: ItemSlots, marks: AnswerMarks, code: string): void {
  const place = item.places.get(code)
  if (place === undefined || marks.chosen[item.offset + place] === 1) return
  gain(marks, item.offset + place, 1)
  if (item.valid[place] === 0) return
  marks.valid[item.index] = 1
  marks.positive[item.index] = item.positive[place] ?? 0
  marks.points[item.index] = item.scores[place] ?? 0
}

function markNumber(item: ItemSlots, marks: AnswerMarks, answer: number): void {
  gain(marks, item.offset, 1)
  gain(marks, item.offset + 1, answer)
  gain(marks, item.offset + 2, answer * answer)
  marks.valid[item.index] = 1
  marks.positive[item.index] = 0
  marks.points[item.index] = answer
}

function gain({ chosen, slots }: AnswerMarks, slot: number, amount: number): void {
  chosen[slot] = amount
  slots.places[slots.count] = slot
  slots.count += 1
}

/** The answers of one person who rates several agencies, added up by place of the item and by slot. */
export type FormMarks = Omit<AnswerMarks, 'slots'>

export const emptyForm = ({ marks }: TallyLayout): FormMarks => ({
  valid: new Uint8Array(marks.valid.length),
  positive: new Uint8Array(marks.positive.length),
  points: new Float64Array(marks.points.length),
  chosen: new Float64Array(marks.chosen.length),
})

/** Adds what `markAnswers` read last to a form; what is asked once counts with the first of its ratings alone. */
export function addRating({ items, marks, rated }: TallyLayout, form: FormMarks, which: 'first' | 'further'): void {
  for (let place = 0; place < items.length; place++) {
    const item = items[place]
    if (!item || (which === 'further' && rated?.[place] !== 1)) continue
    if (marks.valid[place] === 1) {
      form.valid[place] = (form.valid[place] ?? 0) + 1
      form.positive[place] = (form.positive[place] ?? 0) + (marks.positive[place] ?? 0)
      form.points[place] = (form.points[place] ?? 0) + (marks.points[place] ?? 0)
    }
    const end = item.offset + slotCount(item)
    for (let slot = item.offset; slot < end; slot++) form.chosen[slot] = (form.chosen[slot] ?? 0) + (marks.chosen[slot] ?? 0)
  }
}

/** Puts a form in the place of what was read last, so that it is added as one person. */
export function markForm({ marks }: TallyLayout, { valid, positive, points, chosen }: FormMarks): void {
  marks.valid.set(valid)
  marks.positive.set(positive)
  marks.points.set(points)
  marks.chosen.set(chosen)
  marks.slots.count = 0
  for (let slot = 0; slot < chosen.length; slot++) {
    if (chosen[slot] === 0) continue
    marks.slots.places[marks.slots.count] = slot
    marks.slots.count += 1
  }
}
