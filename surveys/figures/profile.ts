import type { Indicator } from '../instrument/indicators'
import { outcomeOf } from './formulas'
import type { IntervalMethod } from './intervals'
import type { NoInterval } from './linear'
import { type PlacedOptions, personsIn, placedOptions } from './orders'
import {
  type AgencyResult,
  type AgencyTally,
  type BlockResult,
  type CampaignResults,
  type Figure,
  figureOf,
  type GroupResult,
  type PartResult,
  pooledTally,
  populationOf,
  type ResultsInput,
} from './results'
import { ratioGroups } from './rollups'
import { itemCounts, type Sample, sampleOf } from './sums'
import type { ItemSlots, NodeSlots, Tally, TallyLayout } from './tally'

/** The figure of a question that no indicator stands on, with its interval where there is one. */
export type AsideFigure = Figure & {
  readonly intervalMethod: IntervalMethod | null
  /** Why there is no interval. */
  readonly noInterval: NoInterval | null
}

/** How respondents answered one question that no indicator stands on, such as one about themselves; nothing of fewer persons than the threshold. */
export type ProfileItem = {
  readonly item: string
  readonly answer: ItemSlots['answer']
  readonly options: ItemSlots['options']
  /** Of many options the persons, else the answers that count. */
  readonly persons: number
  readonly withheld: 'no-answers' | 'small' | undefined
  /** Of an order, how often each came first; of a number there are none. */
  readonly counts: Readonly<Record<string, number>> | null
  /** Of an order, how many places are given at most, and what those of each option come to. */
  readonly depth: number
  readonly order: PlacedOptions | null
  /** What it is read as besides: a recommendation as its net score, a number as its mean. */
  readonly formula: 'net-promoters' | 'mean-number' | null
  readonly figure: AsideFigure | null
}

export type ProfileOptions = {
  readonly threshold: number
  /** Of what is asked about each of several agencies one person has given several answers, so many at the most. */
  readonly ratingsAPerson?: number
  /** Persons in the population that was sampled, where it is known. */
  readonly population?: number | undefined
}

/** What is known of the respondents of a tally: every question that a tally counts and no indicator stands on, in the order of the questionnaire. */
export function profileOf(layout: TallyLayout, tally: Tally, options: ProfileOptions): readonly ProfileItem[] {
  const aside = asideOf(layout)
  if (aside.length === 0) return []
  const sample = sampleOf(layout, tally, { population: options.population })
  return aside.map((one) => readAside(one, sample, options))
}

/** Whether there is any such question. */
export const asksAside = (layout: TallyLayout): boolean => asideOf(layout).length > 0

/** One question by itself, whether or not an indicator stands on it. */
export const readAlone = (layout: TallyLayout, item: ItemSlots, tally: Tally, options: ProfileOptions): ProfileItem =>
  readAside({ item, node: asideNode(item) }, sampleOf(layout, tally, { population: options.population }), options)

/** Whether a question has a figure of its own: a net score or a mean. */
export const hasOwnFigure = (item: ItemSlots): boolean => asideFormula(item) !== undefined

function readAside({ item, node }: Aside, sample: Sample, { threshold, ratingsAPerson = 1 }: ProfileOptions): ProfileItem {
  const { layout, tally } = sample
  const persons = personsIn(item, tally)
  const isRepeated = ratingsAPerson > 1 && layout.rated?.[item.index] === 1
  const needed = isRepeated ? threshold * ratingsAPerson : threshold
  const withheld = persons <= 0 ? 'no-answers' : persons < needed ? 'small' : undefined
  return {
    item: item.id,
    answer: item.answer,
    options: item.options,
    persons,
    withheld,
    counts: withheld ? null : (itemCounts(item, tally) ?? null),
    depth: item.depth ?? 1,
    order: withheld || item.answer !== 'order' ? null : (placedOptions(item, tally, needed) ?? null),
    formula: node?.formula ?? null,
    figure: withheld || !node ? null : asideFigure(node, sample, isRepeated),
  }
}

/** Who gave several of the answers nobody tells any more, so that they have no interval. */
function asideFigure(node: NodeSlots, sample: Sample, isRepeated: boolean): AsideFigure | null {
  const { estimate } = outcomeOf(node, sample)
  const figure = figureOf(estimate)
  if (!figure) return null
  if (isRepeated) return { ...figure, interval: null, intervalMethod: null, noInterval: 'ratings' }
  return {
    ...figure,
    intervalMethod: figure.interval ? (estimate?.method() ?? null) : null,
    noInterval: figure.interval ? null : (estimate?.lost ?? 'few'),
  }
}

type AsideNode = NodeSlots & { readonly formula: NonNullable<ProfileItem['formula']> }
type Aside = { readonly item: ItemSlots; readonly node: AsideNode | undefined }

const asides = new WeakMap<TallyLayout, readonly Aside[]>()

/** The questions outside of every tree, each with what it is read as where it is read as anything. */
function asideOf(layout: TallyLayout): readonly Aside[] {
  const known = asides.get(layout)
  if (known) return known
  const asked = new Set(layout.nodes.flatMap(({ indicator }) => indicator.asked))
  const made = layout.items.filter(({ index }) => !asked.has(index)).map((item): Aside => ({ item, node: asideNode(item) }))
  asides.set(layout, made)
  return made
}

const asideFormula = ({ isNet, answer, points }: ItemSlots): AsideNode['formula'] | undefined =>
  isNet ? 'net-promoters' : answer === 'number' && points ? 'mean-number' : undefined

function asideNode(item: ItemSlots): AsideNode | undefined {
  const formula = asideFormula(item)
  if (!formula) return undefined
  const alone = {
    code: item.id,
    tree: 'perception',
    kind: 'item',
    formula,
    rollUp: null,
    parts: [],
    weights: undefined,
    where: {},
    ofNothing: undefined,
    steps: [],
    maximum: undefined,
    unit: undefined,
    direction: 'higher',
    input: undefined,
    entry: undefined,
    draws: undefined,
    items: [item.index],
    isLinear: true,
    asked: [item.index],
    options: [],
  } as const
  const indicator: Indicator = { ...alone, leaves: [{ ...alone, leaves: [] }] }
  return {
    formula,
    indicator,
    offset: 0,
    day: -1,
    items: Int32Array.of(item.index),
    options: new Int32Array(0),
    groups: ratioGroups(indicator, () => true),
    share: [],
    level: [],
    isAlso: undefined,
  }
}

export type Profiled<Group> = Group & { readonly profile: readonly ProfileItem[] }

/** Results with what stands beside their indicators, group by group. */
export type ProfiledResults<F> = Omit<CampaignResults<F>, 'agencies' | 'blocks' | 'total' | 'parts'> & {
  readonly agencies: readonly Profiled<AgencyResult>[]
  readonly blocks: readonly Profiled<BlockResult>[]
  readonly total: Profiled<GroupResult>
  readonly parts?: readonly Profiled<PartResult>[]
}

/** Results and, of every agency, block and part, and in all, the questions that no indicator stands on. */
export function withProfiles<F>(results: CampaignResults<F>, input: ResultsInput<F>): ProfiledResults<F> {
  const { agencies, pools, parts = [] } = input
  const byCode = new Map(agencies.map((agency) => [agency.code, agency]))
  const cuts = new Map(parts.map(({ code, tally }) => [code, tally]))
  const blockOf = (code: string) => agencies.filter(({ block }) => block === code)
  const together = pooledProfile(input)
  const { parts: cut, ...rest } = results
  return {
    ...rest,
    agencies: results.agencies.map((agency) => ({ ...agency, profile: together([byCode.get(agency.code) ?? []].flat()) })),
    blocks: results.blocks.map((block) => ({ ...block, profile: together(blockOf(block.code), pools?.blocks.get(block.code)) })),
    total: { ...results.total, profile: together(agencies, pools?.total) },
    ...(cut && {
      parts: cut.map((part) => {
        const tally = cuts.get(part.code)
        return { ...part, profile: tally ? together(agencies, tally, 'a part') : [] }
      }),
    }),
  }
}

/** The profile of some agencies together; of a part of their responses it is known of nobody how many could have given it. */
const pooledProfile =
  <F>({ layout, campaign }: ResultsInput<F>) =>
  (agencies: readonly AgencyTally[], pool?: Tally, of: 'all' | 'a part' = 'all'): readonly ProfileItem[] =>
    profileOf(layout, pool && of === 'a part' ? pool : pooledTally(layout, agencies, pool), {
      threshold: campaign.threshold,
      ratingsAPerson: Math.max(1, Math.min(layout.ratingsAtMost, agencies.length)),
      population: campaign.kind === 'sampled' && of === 'all' ? populationOf(agencies) : undefined,
    })
