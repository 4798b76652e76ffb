import { type Campaign, campaignState, lateDays } from '../fielding/campaign'
import { daysBetween } from '../instrument/calendar'
import { reachOf } from '../instrument/arithmetic'
import { countsAnswers, headlineOf, type Indicator } from '../instrument/indicators'
import type { Reach } from '../instrument/operations'
import { movesBothWays } from './formulas'
import type { Interval, IntervalMethod } from './intervals'
import type { NoInterval } from './linear'
import { pairSums } from './pairs'
import {
  type AgencyResult,
  type AgencyTally,
  type BlockResult,
  campaignResults,
  type Figure,
  type GroupResult,
  type NodeResult,
  ofRatings,
  partResults,
  type PartResult,
  pooledResults,
  populationOf,
  type ResultsInput,
} from './results'
import { decimalsOf, unitOf } from './rounding'
import { type Sample, sampleOf, squaresOf, sumOf } from './sums'
import { emptyTally, type ItemSlots, type NodeSlots, type Tally, type TallyLayout, slotCount } from './tally'

/**
 * Released figures: sums over whole cells of one partition of the answers, each cell of at least k persons. Whatever sums and
 * differences somebody forms of them, nothing on fewer than k persons comes out.
 */

/** The numbers of a tally that may be released, one list after another. */
export type CellSums = Float64Array

/** What moves together: the sums of one item, or the number of responses. */
export type ReleaseList = {
  /** Its item; undefined for the number of responses. */
  readonly item: ItemSlots | undefined
  /** Its places among the sums, the end exclusive. */
  readonly from: number
  readonly to: number
  /**
   * How many persons have been added at least, as far as their sums tell. Removals take no part: what somebody leaves
   * behind in a cell of ten is nine, and a removal together with an addition is a difference of two persons.
   */
  readonly added: (waiting: CellSums) => number
}

export type ReleaseLayout = {
  readonly tally: TallyLayout
  /** The place in a tally of each of the sums. */
  readonly slots: Int32Array
  readonly lists: readonly ReleaseList[]
  /** By place of the node: between which ends its value and the level beside it lie, whoever answers what. */
  readonly reaches: readonly Reaches[]
}

type Reaches = Readonly<Record<'value' | 'level', Reach>>

/** Where sums wait and are released: a leaf (an agency, or a part of it), or the rest of what lies below. */
export type Holder = {
  readonly level: 'leaf' | 'agency' | 'block' | 'province'
  readonly code: string
  /** The channel or service of a leaf; empty where leaves are whole agencies. */
  readonly part: string
}

/** What was released of a holder, and what it passed on to the rest above; what came to it besides waits. */
export type Held = {
  readonly holder: Holder
  /** The block that its rest goes to, as it was at the first move; empty above blocks. */
  readonly block: string
  readonly released: CellSums
  readonly passed: CellSums
}

export type ReleaseState = {
  /** The period has ended and what waited then has been passed on. */
  readonly settled: boolean
  readonly held: ReadonlyMap<string, Held>
}

/** A list that became a cell of its holder, or was passed on to the rest above. */
export type Move = { readonly holder: Holder; readonly list: number; readonly kind: 'cell' | 'passed' }

export type Leaf = { readonly agency: string; readonly block: string; readonly part: string; readonly sums: CellSums }

export type Step = {
  readonly threshold: number
  /** Nightly lists with enough persons become cells; at the end of the period what still waits goes upwards. */
  readonly when: 'night' | 'end'
}

/** What a night of a campaign is. Its period ends twice: when it closes, and when what was answered in it can come no more. */
export function stageOf(
  campaign: Pick<Campaign, 'status' | 'opensOn' | 'closesOn'>,
  { settled }: Pick<ReleaseState, 'settled'>,
  today: string,
): { readonly when: Step['when']; readonly final: boolean } {
  if (campaignState(campaign, today) !== 'closed') return { when: 'night', final: false }
  const final = daysBetween(campaign.closesOn, today) > lateDays
  return { when: final || !settled ? 'end' : 'night', final }
}

export const nothingReleased: ReleaseState = { settled: false, held: new Map() }

export const keyOfHolder = ({ level, code, part }: Holder): string => JSON.stringify([level, code, part])

/** What of a tally may be released: responses, and of each item its counts and what its option nodes count. Sums over pairs of items stay inside. */
export function releaseLayout(tally: TallyLayout): ReleaseLayout {
  const slots = [0]
  const lists: ReleaseList[] = [{ item: undefined, from: 0, to: 1, added: (waiting) => Math.max(0, waiting[0] ?? 0) }]
  for (const item of tally.items) {
    const from = slots.length
    const end = item.offset + slotCount(item)
    for (let slot = item.offset; slot < end; slot++) slots.push(slot)
    for (const node of tally.nodes) if (chosenAmong(node, item)) slots.push(node.offset, node.offset + 1)
    lists.push({ item, from, to: slots.length, added: addedTo(item, from) })
  }
  const reaches = tally.nodes.map(({ indicator }) => ({
    value: reachOf(indicator, tally.items, tally.questionnaire.scoreUnit),
    level: levelReach(tally, indicator),
  }))
  return { tally, slots: Int32Array.from(slots), lists, reaches }
}

/** Whoever chose several options of one question is counted once; no counts of options tell it. */
const chosenAmong = ({ options, offset, indicator }: NodeSlots, { answer, index }: ItemSlots): boolean =>
  answer === 'many' && offset > 0 && options.length > 0 && indicator.asked[0] === index

/** An added person has one valid option, so what options have gained needs as many persons, whoever was removed besides. */
function addedTo({ answer, options, valid }: ItemSlots, from: number): ReleaseList['added'] {
  if (answer === 'number') return (waiting) => Math.max(0, waiting[from] ?? 0)
  if (answer === 'many') return (waiting) => Math.max(0, waiting[from + options.length] ?? 0)
  return (waiting) => {
    let persons = 0
    for (let place = 0; place < options.length; place++) if (valid[place] === 1) persons += Math.max(0, waiting[from + place] ?? 0)
    return persons
  }
}

export const emptySums = ({ slots }: ReleaseLayout): CellSums => new Float64Array(slots.length)

/** What of a tally may be released. */
export function sumsOf({ slots }: ReleaseLayout, tally: Tally): CellSums {
  const sums = new Float64Array(slots.length)
  for (let place = 0; place < slots.length; place++) sums[place] = tally[slots[place] ?? 0] ?? 0
  return sums
}

export function addSums(into: CellSums, from: CellSums): void {
  for (let place = 0; place < into.length; place++) into[place] = (into[place] ?? 0) + (from[place] ?? 0)
}

export type Advanced = {
  readonly state: ReleaseState
  readonly moves: readonly Move[]
  /** How many responses wait at each holder, those taken back since counted off; holders where none waits are left out. */
  readonly waiting: readonly { readonly holder: Holder; readonly responses: number }[]
}

/**
 * One night. What waits in a leaf is what its sums hold beyond what was released and passed on, so that late responses are
 * additions and erased ones removals, and whoever was erased while waiting never was. A list becomes a cell once at least k
 * persons were added to it; removals go along.
 *
 * Why that is enough: take cells and the ground as points and each person as a line, from the cell that added them to the cell
 * that removed them, or to the ground. What a sum of cells tells of, are the lines that leave a set of points. A new cell has k
 * lines to the ground, so every set with it has; in every other set the lines that leave stay as many as they were.
 */
export function advance(layout: ReleaseLayout, before: ReleaseState, leaves: readonly Leaf[], step: Step): Advanced {
  const held = new Map(before.held)
  const moves: Move[] = []
  const waiting: { holder: Holder; responses: number }[] = []
  let arriving = leaves.map(({ agency, block, part, sums }): Arrival => ({ holder: { level: 'leaf', code: agency, part }, block, sums }))
  while (arriving.length > 0) {
    const above = new Map<string, Arrival>()
    for (const { holder, block: now, sums } of arriving) {
      const known = held.get(keyOfHolder(holder))
      const block = known?.block ?? now
      const own = {
        holder,
        block,
        released: known?.released.slice() ?? emptySums(layout),
        passed: known?.passed.slice() ?? emptySums(layout),
      }
      const moved = moveLists(layout, own, sums, { ...step, removals: before.settled ? 'top' : 'anywhere' })
      if (moved.length > 0) held.set(keyOfHolder(holder), own)
      moves.push(...moved)
      const responses = (sums[0] ?? 0) - (own.released[0] ?? 0) - (own.passed[0] ?? 0)
      if (responses !== 0) waiting.push({ holder, responses })
      passOn(above, own)
    }
    arriving = [...above.values()]
  }
  return { state: { settled: before.settled || step.when === 'end', held }, moves, waiting }
}

type Arrival = { readonly holder: Holder; readonly block: string; readonly sums: CellSums }

/**
 * Where a removal may become part of a cell. What was passed on may have been released anywhere above its leaf, and then only
 * the province's figures are sure to hold both it and its removal.
 */
type Removals = { readonly removals: 'anywhere' | 'top' }

/** Moves the lists of one holder, in its sums. */
function moveLists(layout: ReleaseLayout, own: Held, sums: CellSums, { threshold, when, removals }: Step & Removals): readonly Move[] {
  const { holder, released, passed } = own
  const isTop = holder.level === 'province'
  const rest = sums.map((sum, place) => sum - (released[place] ?? 0) - (passed[place] ?? 0))
  const moves: Move[] = []
  for (const [list, { from, to, added }] of layout.lists.entries()) {
    const waiting = rest.subarray(from, to)
    if (waiting.every((sum) => sum === 0)) continue
    const isCell =
      added(rest) >= threshold * ratingsAPerson(layout, holder) && (isTop || removals === 'anywhere' || waiting.every((sum) => sum >= 0))
    if (!isCell && (isTop || when === 'night')) continue
    const into = isCell ? released : passed
    for (let place = from; place < to; place++) into[place] = (into[place] ?? 0) + (rest[place] ?? 0)
    moves.push({ holder, list, kind: isCell ? 'cell' : 'passed' })
  }
  return moves
}

/**
 * How often one person may have been added to a holder. A leaf and an agency hold one rating of each; what comes together above them may be the
 * ratings of one person about several agencies, so as many additions as k persons can make are needed until k persons are sure.
 */
const ratingsAPerson = ({ tally }: ReleaseLayout, { level }: Holder): number =>
  level === 'block' || level === 'province' ? tally.ratingsAtMost : 1

function passOn(above: Map<string, Arrival>, { holder, block, passed }: Held): void {
  const rest = restAbove(holder, block)
  if (!rest) return
  const key = keyOfHolder(rest)
  const known = above.get(key)
  if (known) addSums(known.sums, passed)
  else above.set(key, { holder: rest, block, sums: passed.slice() })
}

/** The rest into which a holder's sums go: of its agency where leaves are parts of one, of its block, of the province. */
export function restAbove({ level, code, part }: Holder, block: string): Holder | undefined {
  if (level === 'province') return undefined
  if (level === 'leaf' && part !== '') return { level: 'agency', code, part: '' }
  return level === 'block' ? { level: 'province', code: '', part: '' } : { level: 'block', code: block, part: '' }
}

/** The sums of released cells, those of the rests among them; nothing else is ever added up. */
export type ReleasedSums = {
  readonly total: CellSums
  readonly blocks: ReadonlyMap<string, CellSums>
  readonly agencies: ReadonlyMap<string, CellSums>
  readonly parts: ReadonlyMap<string, CellSums>
}

export function releasedSums(layout: ReleaseLayout, { held }: ReleaseState): ReleasedSums {
  const total = emptySums(layout)
  const [blocks, agencies, parts] = [new Map<string, CellSums>(), new Map<string, CellSums>(), new Map<string, CellSums>()]
  const into = (sums: Map<string, CellSums>, key: string, own: CellSums): void => {
    const known = sums.get(key)
    if (known) addSums(known, own)
    else sums.set(key, own.slice())
  }
  for (const { holder, block, released } of held.values()) {
    addSums(total, released)
    if (holder.level !== 'province') into(blocks, block, released)
    if (holder.level === 'leaf' || holder.level === 'agency') into(agencies, holder.code, released)
    if (holder.level === 'leaf' && holder.part !== '') into(parts, holder.part, released)
  }
  return { total, blocks, agencies, parts }
}

/**
 * Released sums as a tally, for the engine. Sums over two items of one person are not released; in their place stands the most
 * that the items' own sums allow, as if whoever is satisfied with one were satisfied with all: so an interval is never too narrow.
 */
export function releasedTally({ tally: layout, slots }: ReleaseLayout, sums: CellSums): Tally {
  const tally = emptyTally(layout)
  for (let place = 0; place < slots.length; place++) tally[slots[place] ?? 0] = sums[place] ?? 0
  const items = sampleOf(layout, tally, {}).sums
  for (const node of layout.nodes) if (node.offset > 0) fillNode(node, layout, items, tally)
  fillPairs(layout, items, tally)
  return tally
}

type ItemSums = Sample['sums']

/** At least so many persons answered below a node, and at most so many all positively, as its items tell one by one. */
function fillNode({ indicator, items, options, offset }: NodeSlots, layout: TallyLayout, sums: ItemSums, tally: Tally): void {
  const asked = layout.items[indicator.asked[0] ?? -1]
  if (options.length > 0 && asked?.answer === 'many') return
  let persons = 0
  let dissatisfied = 0
  for (const place of indicator.asked) persons = Math.max(persons, sums[place]?.base ?? 0)
  for (const place of items) dissatisfied = Math.max(dissatisfied, (sums[place]?.base ?? 0) - (sums[place]?.positive ?? 0))
  tally[offset] = persons
  tally[offset + 1] = options.length > 0 ? options.reduce((chosen, slot) => chosen + (tally[slot] ?? 0), 0) : persons - dissatisfied
}

function fillPairs({ pairs: { partners, starts } }: TallyLayout, sums: ItemSums, tally: Tally): void {
  for (let k = 0; k < partners.length; k++) {
    const first = sums[k]
    const later = partners[k]
    if (!first || !later || first.base <= 0) continue
    let at = starts[k] ?? 0
    for (let j = 0; j < later.length; j++, at += pairSums.length) {
      const second = sums[later[j] ?? -1]
      if (second && second.base > 0) fillPair(first, second, tally, at)
    }
  }
}

/** All who can have answered both did, at their items' means, and their deviations go together (Cauchy and Schwarz). */
function fillPair(first: ItemSums[number], second: ItemSums[number], tally: Tally, at: number): void {
  const both = Math.min(first.base, second.base)
  tally[at + pairSums.mm] = both
  for (const [measure, product, ofFirst, ofSecond] of [
    ['positive', pairSums.xx, pairSums.xm, pairSums.mx],
    ['points', pairSums.yy, pairSums.ym, pairSums.my],
  ] as const) {
    const [a, b] = [sumOf(first, measure) / first.base, sumOf(second, measure) / second.base]
    const together = Math.sqrt(
      Math.max(0, squaresOf(first, measure) - a * a * first.base) * Math.max(0, squaresOf(second, measure) - b * b * second.base),
    )
    tally[at + ofFirst] = a * both
    tally[at + ofSecond] = b * both
    tally[at + product] = a * b * both + together
  }
}

/** Whether a figure asks what single persons answered to several items together. */
const isJoint = ({ formula, items, parts }: Indicator): boolean => (!countsAnswers(formula) && items.length > 1) || parts.some(isJoint)

/** Why a released figure is missing: too few persons, or what it asks of persons cannot be told from sums of single items. */
export type ReleaseGap = 'small' | 'joint'

/** A figure of the released view: unrounded but for its interval, which is given outwards to one digit; withheld without its base. */
export type ReleasedNode = Omit<NodeResult, 'persons' | 'effectivePersons' | 'base' | 'withheld' | 'intervalMethod' | 'noInterval'> & {
  /** At least so many: the most who answered one of its items. */
  readonly persons: number | null
  readonly effectivePersons: number | null
  readonly base: number | null
  readonly withheld?: ReleaseGap
  readonly intervalMethod: IntervalMethod | 'wilson-bound' | 'student-bound' | 'delta-bound' | null
  /** `joint`: answers move it both ways, and how far those of one person cancel out is not released. */
  readonly noInterval?: NoInterval | 'joint' | undefined
  /** The items below it that have no released cell yet and are left out. */
  readonly without: readonly string[]
}

type WithNodes<T> = Omit<T, 'nodes'> & { readonly nodes: readonly ReleasedNode[] }

/** The shape of `CampaignResults`. */
export type ReleasedResults = {
  readonly campaign: string
  readonly questionnaire: { readonly id: string; readonly version: number }
  readonly filter: null
  readonly agencies: readonly WithNodes<AgencyResult>[]
  readonly blocks: readonly WithNodes<BlockResult>[]
  readonly total: WithNodes<GroupResult>
  readonly parts?: readonly WithNodes<PartResult>[]
}

export type ReleasedInput = Pick<ResultsInput, 'questionnaire' | 'campaign'> & {
  readonly layout: ReleaseLayout
  readonly agencies: readonly Omit<AgencyTally, 'tally'>[]
  readonly state: ReleaseState
}

/** All figures of the released view, from released sums alone. */
export function releasedResults({ questionnaire, campaign, layout, agencies, state }: ReleasedInput): ReleasedResults {
  const sums = releasedSums(layout, state)
  const tallyOf = (own: CellSums = emptySums(layout)): Tally => releasedTally(layout, own)
  const own = agencies.map((agency) => ({ ...agency, tally: tallyOf(sums.agencies.get(agency.code)) }))
  const parts = [...sums.parts].map(([code, part]) => ({ code, tally: tallyOf(part) })).sort((a, b) => (a.code < b.code ? -1 : 1))
  const leavesOf = (part: string): readonly { readonly tally: Tally }[] =>
    [...state.held.values()].flatMap(({ holder, released }) =>
      holder.level === 'leaf' && holder.part === part ? [{ tally: tallyOf(released) }] : [],
    )
  const setting = { layout: layout.tally, campaign }
  const results = campaignResults({ ...setting, questionnaire, filter: null, agencies: own, parts })
  const headline = headlineOf(questionnaire)
  const isRanked = layout.tally.nodes.every(({ indicator }) => indicator.code !== headline || !isJoint(indicator))
  // The engine pools agencies alone; a block and the province have rests besides.
  const group = <T extends GroupResult>(result: T, total: CellSums | undefined, among: readonly AgencyTally[]): WithNodes<T> => {
    const tally = tallyOf(total)
    const { responses, nodes: pooled } = pooledResults(setting, [{ tally, population: populationOf(among) }])
    // Who rated several of them is not released: no more persons are said than one agency has.
    const nodes = layout.tally.rated ? ofRatings(layout.tally, pooled, among, campaign.threshold) : pooled
    const meanOfAgencies = result.meanOfAgencies.map((mean, place) =>
      isJointAt(layout, place) ? { ...mean, agencies: 0, value: null } : mean,
    )
    return { ...result, responses, meanOfAgencies, nodes: releasedNodes(layout, nodes, tally) }
  }
  return {
    campaign: results.campaign,
    questionnaire: results.questionnaire,
    filter: null,
    agencies: results.agencies.map((agency, place) => ({
      ...agency,
      ...(isRanked ? {} : { rank: null, ranked: 0, rankInterval: null, tier: null }),
      nodes: releasedNodes(layout, agency.nodes, own[place]?.tally ?? tallyOf()),
    })),
    blocks: results.blocks.map((block) =>
      group(
        block,
        sums.blocks.get(block.code),
        own.filter((one) => one.block === block.code),
      ),
    ),
    total: group(results.total, sums.total, own),
    ...(parts.length > 0 && {
      parts: partResults(setting, parts).map((part, place) => ({
        ...part,
        nodes: releasedNodes(
          layout,
          layout.tally.rated ? ofRatings(layout.tally, part.nodes, leavesOf(part.code), campaign.threshold) : part.nodes,
          parts[place]?.tally ?? tallyOf(),
        ),
      })),
    }),
  }
}

const isJointAt = ({ tally }: ReleaseLayout, place: number): boolean => {
  const node = tally.nodes[place]
  return node !== undefined && isJoint(node.indicator)
}

function releasedNodes({ tally: layout, reaches }: ReleaseLayout, nodes: readonly NodeResult[], tally: Tally): readonly ReleasedNode[] {
  const sample = sampleOf(layout, tally, {})
  const { sums } = sample
  return nodes.map((node, place) => {
    const slots = layout.nodes[place] ?? unknownNode(node.code)
    const { indicator } = slots
    const without = indicator.asked.filter((item) => (sums[item]?.base ?? 0) <= 0).map((item) => layout.items[item]?.id ?? '')
    return releasedNode(
      node.interval && movesBothWays(slots, sample) ? { ...node, interval: null, intervalMethod: null, noInterval: 'joint' } : node,
      indicator,
      reaches[place] ?? unknownNode(node.code),
      without,
    )
  })
}

const levelReach = ({ items }: TallyLayout, indicator: Indicator): Reach => ({
  low: Math.min(1, ...indicator.items.map((place) => (items[place]?.points?.low ?? 0) / (items[place]?.points?.high || 1))),
  high: 1,
})

const unknownNode = (code: string): never => {
  throw new Error(`figure "${code}" has no place among the nodes of its questionnaire`)
}

function releasedNode(
  { withheld, persons, effectivePersons, base, intervalMethod, ...node }: Omit<NodeResult, 'noInterval'> & Pick<ReleasedNode, 'noInterval'>,
  indicator: Indicator,
  reach: Reaches,
  without: readonly string[],
): ReleasedNode {
  const gap: ReleaseGap | undefined = isJoint(indicator) ? 'joint' : withheld && 'small'
  if (gap)
    return {
      ...node,
      ...('counts' in node && { counts: null }),
      value: null,
      interval: null,
      intervalMethod: null,
      noInterval: undefined,
      lacking: undefined,
      missing: undefined,
      share: null,
      level: null,
      persons: null,
      effectivePersons: null,
      base: null,
      withheld: gap,
      without,
    }
  const isSingle = indicator.items.length <= 1
  return {
    ...node,
    interval: outwards(node, decimalsOf(unitOf(node), 1), reach.value),
    share: figureOutwards(node.share, { low: 0, high: 1 }),
    level: figureOutwards(node.level, reach.level),
    intervalMethod: isSingle ? intervalMethod : boundOf(intervalMethod),
    persons,
    effectivePersons,
    base,
    without,
  }
}

function boundOf(method: IntervalMethod | null): ReleasedNode['intervalMethod'] {
  if (method === 'wilson-cluster') return 'wilson-bound'
  return method === 'student' || method === 'delta' ? `${method}-bound` : method
}

const figureOutwards = (figure: Figure | null, reach: Reach): Figure | null =>
  figure && { ...figure, interval: outwards(figure, decimalsOf('percent', 1), reach) }

/** The interval rounded outwards, but never beyond what the figure can be. */
function outwards({ value, interval }: Figure, places: number, { low, high }: Reach): Interval | null {
  if (!interval || value === null) return null
  const steps = 10 ** places
  // What is a whole number of steps but for the last bit of a double stays where it is, unless the value is that bit beyond.
  const from = Math.min(value, Math.floor(interval[0] * steps + 1e-9) / steps)
  const to = Math.max(value, Math.ceil(interval[1] * steps - 1e-9) / steps)
  return [Math.max(from, Math.min(low, interval[0])), Math.min(to, Math.max(high, interval[1]))]
}
