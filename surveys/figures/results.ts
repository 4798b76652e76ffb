import type { Campaign } from '../fielding/campaign'
import { headlineOf, type Indicator } from '../instrument/indicators'
import type { FormulaName, IndicatorNode, IndicatorTree, Questionnaire, RollUpName } from '../instrument/schema'
import { boundsOf } from './aims'
import { ranksOf } from './comparison'
import { effectiveOf, isFew, type NoValue, levelBeside, type Missing, outcomeOf, rangesAmong, shareBeside } from './formulas'
import type { Interval, IntervalMethod } from './intervals'
import type { Estimate, NoInterval } from './linear'
import { type Digits, digitsApart, digitsOf, unitOf } from './rounding'
import { type RankRange, rankRanges } from './ranks'
import { type Inputs, itemCounts, personsOf, type Ranges, type Sample, sampleOf, sumsAt } from './sums'
import { addTally, type NodeSlots, readableTally, type Tally, type TallyLayout } from './tally'

export type Figure = { readonly value: number | null; readonly interval: Interval | null }

/** One indicator's figures, unrounded, with their base; null for what does not exist or is withheld. */
export type NodeResult = Figure & {
  readonly code: string
  readonly tree: IndicatorTree['id']
  readonly kind: IndicatorNode['kind']
  readonly formula: FormulaName
  readonly rollUp: RollUpName | null
  readonly persons: number
  /** How many persons who weigh alike would tell as much; the threshold holds on them. Of an item the persons themselves. */
  readonly effectivePersons: number
  readonly base: number
  /** Why there is no figure: nobody answered, or fewer effective persons than the campaign's threshold did. */
  readonly withheld?: 'no-answers' | 'small' | undefined
  /** Why there is no value although enough persons answered. */
  readonly lacking?: NoValue | undefined
  /** Why a value has no interval. */
  readonly noInterval?: NoInterval | undefined
  /** Parts without a value, which the others stand in for where there is one all the same. */
  readonly missing?: Missing | undefined
  /** How its value is read, where that is not as its formula says. */
  readonly unit?: 'percent' | 'number'
  readonly intervalMethod: IntervalMethod | null
  readonly share: Figure | null
  readonly level: Figure | null
  /** Of a closed item: how often each option was chosen, those outside the base too. */
  readonly counts?: Readonly<Record<string, number>> | null | undefined
}

export type AgencyMean = { readonly code: string; readonly agencies: number; readonly value: number | null }
export type GroupResult = {
  readonly responses: number
  readonly nodes: readonly NodeResult[]
  readonly meanOfAgencies: readonly AgencyMean[]
}
export type BlockResult = GroupResult & { readonly code: string }
export type PartResult = { readonly code: string; readonly responses: number; readonly nodes: readonly NodeResult[] }
export type AgencyResult = PartResult & {
  readonly name: string
  readonly block: string
  readonly rank: number | null
  /** How many agencies of its block have a rank. */ readonly ranked: number
  /** Between which ranks it lies, all of its block together with 95 % confidence, and among which it cannot be told apart. */
  readonly rankInterval: RankRange['rankInterval']
  readonly tier: RankRange['tier']
  /** With how many digits its headline differs, as it is shown, from those of another rank. */ readonly digits: Digits
}

export type ResultsFilter = { readonly from: string | null; readonly to: string | null; readonly channel: string | null }

export type CampaignResults<F = ResultsFilter> = {
  readonly campaign: string
  readonly questionnaire: { readonly id: string; readonly version: number }
  readonly filter: F
  readonly agencies: readonly AgencyResult[]
  readonly blocks: readonly BlockResult[]
  readonly total: GroupResult
  readonly parts?: readonly PartResult[]
}

export type AgencyTally = {
  readonly code: string
  readonly name: string
  readonly block: string
  /** Persons in the population that was sampled, where it is known; open campaigns have none. */
  readonly population?: number | undefined
  readonly tally: Tally
}

export type ResultsInput<F = ResultsFilter> = {
  readonly questionnaire: Questionnaire
  readonly layout: TallyLayout
  readonly campaign: Pick<Campaign, 'code' | 'kind' | 'threshold'>
  readonly filter: F
  readonly agencies: readonly AgencyTally[]
  /** Every agency of the campaign where only some are shown: ranks are taken among all of them. */
  readonly peers?: readonly Omit<AgencyTally, 'name'>[]
  /** The agencies among which each has its place (min–max); none where the reader may not know how the others fare. All peers unless said. */
  readonly among?: readonly Omit<AgencyTally, 'name'>[]
  /** The same responses cut otherwise, such as by month or by channel. */
  readonly parts?: readonly { readonly code: string; readonly tally: Tally }[]
  /** The nodes that single agencies are asked for; of the others only the mean of agencies is made. All unless said. */
  readonly wanted?: (node: NodeSlots) => boolean
  /** Where one person rates several agencies: the shown agencies, and those of each block, added up by persons. */
  readonly pools?: Pools | undefined
  /** What was computed of each agency before: it is taken again as long as the agency's tally is the same object. */
  readonly kept?: KeptFigures
}

/** Several agencies as one tally in which each person counts once, whichever of them they rated. */
export type Pools = { readonly total: Tally; readonly blocks: ReadonlyMap<string, Tally> }

/** Figures by the tally they were computed from, for one layout and one choice of nodes. */
export type KeptFigures = WeakMap<Tally, Figures>

type Figures = {
  readonly options: NodeOptions
  readonly nodes: readonly NodeResult[]
  /** By place of the node, of all nodes. */
  readonly values: readonly (number | null)[]
}

export type NodeOptions = {
  readonly threshold: number
  readonly population?: number | undefined
  readonly ranges?: Ranges
  readonly inputs?: Inputs
}

/** Everything a campaign publishes: agencies with their ranks, blocks and total pooled over responses, means of eligible agencies beside. */
export function campaignResults<F>({
  questionnaire,
  layout,
  campaign,
  filter,
  agencies,
  peers = agencies,
  among = peers,
  parts,
  wanted,
  pools,
  kept,
}: ResultsInput<F>): CampaignResults<F> {
  const context: Context = { layout, campaign, ranges: rangesAmong(layout, among, campaign.threshold) }
  const found = agencies.map((agency) => ({ agency, ...figuresOf(context, agency, wanted, kept) }))
  const blocks = [...new Set(agencies.map(({ block }) => block))]
  const headline = headlineNode(layout, questionnaire)?.indicator
  const ranked = new Map(
    found.map(({ agency, nodes }) => [agency, nodes.find(({ tree, code }) => tree === headline?.tree && code === headline.code)]),
  )
  const standings = new Map(
    blocks.flatMap((block) =>
      standingsIn(
        context,
        peers.filter((peer) => peer.block === block),
        questionnaire,
        ranked,
      ),
    ),
  )
  const unranked: AgencyRank = { rank: null, ranked: 0, rankInterval: null, tier: null, digits: digitsOf(questionnaire) }
  return {
    campaign: campaign.code,
    questionnaire: { id: questionnaire.id, version: questionnaire.version },
    filter,
    agencies: found.map(({ agency, nodes }) => {
      const { code, name, block, tally } = agency
      return { code, name, block, responses: tally[0] ?? 0, ...(standings.get(code) ?? unranked), nodes }
    }),
    blocks: blocks.map((code) => ({
      code,
      ...groupResult(
        context,
        found.filter(({ agency }) => agency.block === code),
        pools?.blocks.get(code),
      ),
    })),
    total: groupResult(context, found, pools?.total),
    ...(parts && { parts: partResults({ layout, campaign }, parts) }),
  }
}

type Setting = Pick<ResultsInput, 'layout' | 'campaign'>

/** The figures of each part of the responses, such as each month, of every node or of those wanted. */
export function partResults(
  { layout, campaign }: Setting,
  parts: NonNullable<ResultsInput['parts']>,
  wanted: (node: NodeSlots) => boolean = () => true,
): readonly PartResult[] {
  const some = { ...layout, nodes: layout.nodes.filter(wanted) }
  return parts.map(({ code, tally }) => ({
    code,
    responses: tally[0] ?? 0,
    nodes: nodeResults(some, tally, { threshold: campaign.threshold }),
  }))
}

/**
 * The figures of some agencies together, pooled over responses; one alone has its place in the ranges among all. `pool`: the same agencies added
 * up by persons, where one person rates several of them.
 */
export function pooledResults(
  { layout, campaign }: Setting,
  agencies: readonly Pick<AgencyTally, 'tally' | 'population'>[],
  ranges: Ranges = noRanges,
  pool?: Tally,
): PartResult {
  const isSeveral = agencies.length > 1
  const tally = pooledTally(layout, agencies, pool)
  const options = optionsFor({ campaign }, populationOf(agencies), isSeveral ? noRanges : ranges)
  const nodes = nodeResults(layout, tally, options)
  const isByRating = isSeveral && layout.rated !== undefined && tally !== pool
  return {
    code: campaign.code,
    responses: tally[0] ?? 0,
    nodes: isByRating ? ofRatings(layout, nodes, agencies, campaign.threshold) : nodes,
  }
}

/** The sums of agencies as one tally: of several that one person can rate those that were added up by persons, where there are such. */
export function pooledTally(layout: TallyLayout, agencies: readonly Pick<AgencyTally, 'tally'>[], pool?: Tally): Tally {
  if (agencies.length > 1 && pool) return pool
  const tally = readableTally(layout)
  for (const agency of agencies) addTally(tally, agency.tally)
  return tally
}

/**
 * Figures over ratings of which nobody tells any more who gave several: at least as many persons stand behind one as behind that of its largest
 * agency, and the ratings are no independent voices, so that it has no interval.
 */
export function ofRatings(
  layout: TallyLayout,
  nodes: readonly NodeResult[],
  agencies: readonly Pick<AgencyTally, 'tally'>[],
  threshold: number,
): readonly NodeResult[] {
  const samples = agencies.map(({ tally }) => sampleOf(layout, tally, {}))
  return nodes.map((node, place) => {
    const slots = layout.nodes[place]
    const persons = slots ? Math.max(0, ...samples.map((sample) => personsOf(slots, sample).persons)) : 0
    return ofFewerPersons(node, persons, threshold)
  })
}

function ofFewerPersons(node: NodeResult, persons: number, threshold: number): NodeResult {
  const effectivePersons = Math.min(node.effectivePersons, persons)
  const counted = { ...node, persons, effectivePersons }
  if (node.withheld) return counted
  if (isFew(effectivePersons, threshold))
    return {
      ...counted,
      withheld: 'small',
      ...(node.counts && { counts: null }),
      value: null,
      interval: null,
      intervalMethod: null,
      noInterval: undefined,
      lacking: undefined,
      missing: undefined,
      share: null,
      level: null,
    }
  const bare = (figure: Figure | null): Figure | null => figure && { ...figure, interval: null }
  return {
    ...counted,
    interval: null,
    intervalMethod: null,
    noInterval: node.value === null ? undefined : 'ratings',
    share: bare(node.share),
    level: bare(node.level),
  }
}

/** The population of agencies together, where it is known of each. */
export function populationOf(agencies: readonly Pick<AgencyTally, 'population'>[]): number | undefined {
  const known = agencies.flatMap(({ population }) => population ?? [])
  return known.length === agencies.length ? known.reduce((sum, persons) => sum + persons, 0) : undefined
}

/** The figures of every indicator of a tally, trees in their order, parents before their parts. */
export function nodeResults(layout: TallyLayout, tally: Tally, { threshold, ...beside }: NodeOptions): readonly NodeResult[] {
  const sample = sampleOf(layout, tally, beside)
  return layout.nodes.map((node) => nodeResult(node, sample, threshold))
}

/** The figures of one indicator of a tally. */
export const oneNodeResult = (layout: TallyLayout, node: NodeSlots, tally: Tally, { threshold, ...beside }: NodeOptions): NodeResult =>
  nodeResult(node, sampleOf(layout, tally, beside), threshold)

type Context = { readonly layout: TallyLayout; readonly campaign: ResultsInput['campaign']; readonly ranges: Ranges }
type Found = Figures & { readonly agency: AgencyTally }

function figuresOf(
  { layout, ...context }: Context,
  { tally, population }: AgencyTally,
  wanted: ResultsInput['wanted'],
  kept?: KeptFigures,
): Figures {
  const options = optionsFor(context, population, context.ranges)
  const known = kept?.get(tally)
  if (known && isSame(known.options, options)) return known
  const made = computedFigures(layout, tally, options, wanted)
  kept?.set(tally, made)
  return made
}

function computedFigures(layout: TallyLayout, tally: Tally, options: NodeOptions, wanted: ResultsInput['wanted']): Figures {
  const { threshold, ...beside } = options
  const sample = sampleOf(layout, tally, beside)
  const nodes: NodeResult[] = []
  const values = layout.nodes.map((node) => {
    if (wanted && !wanted(node)) return valueOf(node, sample, threshold)
    const result = nodeResult(node, sample, threshold)
    nodes.push(result)
    return result.value
  })
  return { options, nodes, values }
}

/** Computes the figures of one agency after another into `kept`, where `campaignResults` finds them: long work in steps. */
export function* figuresAhead<F>({
  layout,
  campaign,
  agencies,
  peers = agencies,
  among = peers,
  wanted,
  kept,
}: ResultsInput<F>): Generator<undefined> {
  const context: Context = { layout, campaign, ranges: rangesAmong(layout, among, campaign.threshold) }
  for (const agency of agencies) {
    figuresOf(context, agency, wanted, kept)
    yield
  }
}

const isSame = (a: NodeOptions, b: NodeOptions): boolean =>
  a.threshold === b.threshold && a.population === b.population && sameRanges(a.ranges ?? noRanges, b.ranges ?? noRanges)

const sameRanges = (a: Ranges, b: Ranges): boolean =>
  a.size === b.size && [...a].every(([item, { low, high }]) => b.get(item)?.low === low && b.get(item)?.high === high)

const noRanges: Ranges = new Map()

/** Only a drawn sample has a population that it nearly exhausts. */
const optionsFor = ({ campaign }: Pick<Context, 'campaign'>, population?: number, ranges = noRanges): NodeOptions => ({
  threshold: campaign.threshold,
  population: campaign.kind === 'sampled' ? population : undefined,
  ranges,
})

function nodeResult(node: NodeSlots, sample: Sample, threshold: number): NodeResult {
  const { layout, tally } = sample
  const { code, tree, kind, formula, rollUp, asked, unit } = node.indicator
  const { persons } = personsOf(node, sample)
  const effectivePersons = effectiveOf(node, sample)
  const base = asked.reduce((sum, place) => sum + sumsAt(sample, place).base, 0)
  const item = kind === 'item' ? layout.items[asked[0] ?? -1] : undefined
  const isClosed = item !== undefined && item.answer !== 'number'
  const withheld = isWithheld(node, effectivePersons, threshold) ? (persons <= 0 ? 'no-answers' : 'small') : undefined
  const { estimate, lacking, missing } = withheld
    ? { estimate: undefined, lacking: undefined, missing: undefined }
    : outcomeOf(node, sample)
  const own = figureOf(estimate)
  const result: NodeResult = {
    code,
    tree,
    kind,
    formula,
    rollUp,
    persons,
    effectivePersons,
    base,
    value: own?.value ?? null,
    interval: own?.interval ?? null,
    intervalMethod: own?.interval ? (estimate?.method() ?? null) : null,
    share: withheld ? null : node.isAlso === 'share' ? own : figureOf(shareBeside(node, sample)),
    level: withheld ? null : node.isAlso === 'level' ? own : figureOf(levelBeside(node, sample)),
    counts: isClosed ? (withheld ? null : itemCounts(item, tally)) : undefined,
    withheld,
    lacking,
    missing,
    noInterval: own && !own.interval ? (estimate?.lost ?? 'few') : undefined,
  }
  return unit ? { ...result, unit } : result
}

/** A number that was entered stands on no persons. */
const isWithheld = ({ indicator }: NodeSlots, effective: number, threshold: number): boolean =>
  indicator.asked.length === 0 && isEntered(indicator) ? false : isFew(effective, threshold)

const isEntered = ({ input, parts }: Indicator): boolean => input !== undefined || parts.some(isEntered)

/** The value alone, as `nodeResult` has it. */
function valueOf(node: NodeSlots, sample: Sample, threshold: number): number | null {
  return isWithheld(node, effectiveOf(node, sample), threshold) ? null : (outcomeOf(node, sample).estimate?.value ?? null)
}

/** An estimate's value and its interval, which holds it. */
export function figureOf(estimate: Estimate | undefined): Figure | null {
  if (!estimate) return null
  const { value } = estimate
  const interval = estimate.interval()
  return { value, interval: interval && [Math.min(interval[0], value), Math.max(interval[1], value)] }
}

function groupResult({ layout, campaign, ranges }: Context, found: readonly Found[], pool?: Tally): GroupResult {
  const { responses, nodes } = pooledResults(
    { layout, campaign },
    found.map(({ agency }) => agency),
    ranges,
    pool,
  )
  return { responses, nodes, meanOfAgencies: nodes.map(({ code }, place) => meanOf(code, found, place)) }
}

/** The mean of one indicator over the agencies that have it. */
export function meanOverAgencies(
  { layout, campaign }: Setting,
  node: NodeSlots,
  agencies: readonly Omit<AgencyTally, 'name'>[],
  among = agencies,
): AgencyMean {
  const ranges = rangesAmong(layout, among, campaign.threshold)
  const values = agencies.map(({ tally }) => valueOf(node, sampleOf(layout, tally, { ranges }), campaign.threshold))
  return meanOf(
    node.indicator.code,
    values.map((value) => ({ values: [value] })),
    0,
  )
}

/** The mean over the agencies that have this figure, each counting once. */
function meanOf(code: string, found: readonly Pick<Figures, 'values'>[], place: number): AgencyMean {
  let agencies = 0
  let sum = 0
  for (const { values } of found) {
    const value = values[place] ?? null
    if (value === null) continue
    agencies += 1
    sum += value
  }
  return { code, agencies, value: agencies === 0 ? null : sum / agencies }
}

export type AgencyRank = Pick<AgencyResult, 'rank' | 'ranked' | 'rankInterval' | 'tier' | 'digits'>

/** Where an agency stands in its block by the headline, among every agency of the campaign. */
export function standingOf(
  { questionnaire, layout, campaign }: Pick<ResultsInput, 'questionnaire' | 'layout' | 'campaign'>,
  peers: readonly Omit<AgencyTally, 'name'>[],
  code: string,
  among = peers,
): AgencyRank | undefined {
  const block = peers.find((peer) => peer.code === code)?.block
  const context = { layout, campaign, ranges: rangesAmong(layout, among, campaign.threshold) }
  return new Map(
    standingsIn(
      context,
      peers.filter((peer) => peer.block === block),
      questionnaire,
    ),
  ).get(code)
}

function headlineNode({ nodes }: TallyLayout, questionnaire: Questionnaire): NodeSlots | undefined {
  const headline = headlineOf(questionnaire)
  return nodes.find(({ indicator }) => indicator.code === headline)
}

type Peer = Omit<AgencyTally, 'name'>

/**
 * The rank of each agency of one block by the headline, how sure it is, and the digits that a figure needs to bear it out; the
 * headline of an agency that is known is not computed again.
 */
function standingsIn(
  { layout, campaign, ranges }: Context,
  peers: readonly Peer[],
  questionnaire: Questionnaire,
  known: ReadonlyMap<Peer, Figure | undefined> = new Map(),
): readonly (readonly [string, AgencyRank])[] {
  const node = headlineNode(layout, questionnaire)
  if (!node) return []
  const figures = peers.map(
    (peer): Figure => known.get(peer) ?? oneNodeResult(layout, node, peer.tally, optionsFor({ campaign }, peer.population, ranges)),
  )
  const values = figures.map(({ value }) => value)
  const standing = node.indicator.direction === 'lower' ? figures.map(mirrored) : figures
  const ranks = ranksOf(standing.map(({ value }) => value))
  const possible = rankRanges(standing)
  const ranked = ranks.filter((rank) => rank !== null).length
  const wanted = digitsOf(questionnaire)
  const digits = digitsApart(values, unitOf(node.indicator), wanted, boundsOf(questionnaire, node.indicator))
  return peers.map(({ code }, place) => [
    code,
    {
      rank: ranks[place] ?? null,
      ranked,
      rankInterval: possible[place]?.rankInterval ?? null,
      tier: possible[place]?.tier ?? null,
      digits: digits[place] ?? wanted,
    },
  ])
}

/** A figure that is the better the lower it is, the other way round. */
const mirrored = ({ value, interval }: Figure): Figure => ({
  value: value === null ? null : -value,
  interval: interval && [-interval[1], -interval[0]],
})
