import type { Agency } from '../../surveys/fielding/campaign'
import { comparableBefore } from '../../surveys/figures/comparison'
import { type Forerunners, hasForerunners, isItself, comparesWhole, lineagesOf, type MeasuredIn } from '../../surveys/fielding/lineage'
import { rangesAmong } from '../../surveys/figures/formulas'
import {
  type AgencyTally,
  type BlockResult,
  campaignResults,
  type GroupResult,
  type KeptFigures,
  oneNodeResult,
  type PartResult,
  partResults,
  pooledResults,
  populationOf,
  type ResultsInput,
} from '../../surveys/figures/results'
import type { Ranges } from '../../surveys/figures/sums'
import { addTally, type NodeSlots, readableTally, type Tally, type TallyLayout } from '../../surveys/figures/tally'
import { headlineOf } from '../../surveys/instrument/indicators'
import type { LocalText, Questionnaire } from '../../surveys/instrument/schema'
import { comparableFigures } from '../../surveys/instrument/versions'
import { figureKey } from '../../surveys/instrument/indicators'
import { listAgencies } from '../db/agencies'
import { type CampaignRecord, findCampaign, listCampaigns, seesAll, withinArea } from '../db/campaigns'
import type { Database } from '../db/dialect'
import { tallyLayoutOf, type QuestionnaireSource } from '../db/questionnaires'
import { keeper, sumsKeeper } from './kept'
import { type Filter, shownBy } from './filter'
import { readPools } from './pools'
import { type Cut, inputOf, partsOfCut, type Results, readableBy, tallied } from './results'

type Deps = { readonly database: Database; readonly questionnaires: QuestionnaireSource }

/** Everything that a results page counts, from one moment. */
export type Workspace = {
  /** Of single agencies only what stands in their table; the total has every node. */
  readonly results: Results
  readonly months: readonly PartResult[]
  readonly channels: readonly PartResult[]
  /** Where one agency is read: its block and everything, under the same filter. */
  readonly beside: { readonly block: BlockResult | undefined; readonly total: GroupResult } | undefined
}

const keptWorkspaces = keeper<Workspace>(80)

/** Each holds the tally rows that it read and how each agency's days scatter: 24 MB for 200 agencies and twelve months. */
const keptSums = sumsKeeper(6)

/** Figures of agencies that have no new responses, for as long as their sums are kept. */
const keptFigures: KeptFigures = new WeakMap()

/** One read for the agencies and the cuts that a page shows, as of one moment, so that all its figures agree. */
export async function readWorkspace(
  { database, questionnaires }: Deps,
  record: CampaignRecord,
  query: Filter,
  language: string,
  cuts: readonly Cut[] = ['month', 'channel'],
): Promise<Workspace> {
  // Before the snapshot, which holds the only connection of an embedded database.
  const { questionnaire } = await questionnaires.get(record.campaign.questionnaire, record.campaign.version)
  const layout = tallyLayoutOf(questionnaire)
  const pools = await readPools(database, layout, record, query)
  const everything = { ...query, agency: null, block: null }
  const allPools = query.agency === null ? undefined : await readPools(database, layout, record, everything)
  return keptWorkspaces(database, record, [query, language, cuts, pools?.stamp, allPools?.stamp], async (db) => {
    const { agency: byAgency, month, channel } = await keptSums(database, db, record, query, layout)
    const wanted = inTable(questionnaire)
    const setting = { layout, campaign: record.campaign }
    return {
      results: campaignResults({
        ...inputOf(record, query, layout, byAgency, language),
        questionnaire,
        wanted,
        pools,
        kept: keptFigures,
      }),
      months: cuts.includes('month') ? partResults(setting, partsOfCut(pools?.month ?? month), wanted) : [],
      channels: cuts.includes('channel') ? partResults(setting, partsOfCut(pools?.channel ?? channel), wanted) : [],
      beside: besideOf(record, query, {
        ...inputOf(record, everything, layout, byAgency, language),
        questionnaire,
        pools: allPools,
      }),
    }
  })
}

const keptParts = keeper<ReadonlyMap<string, Tally>>(12)

/** The sums of each agency that a filter shows, or of each month or channel of theirs, as of one moment. */
export async function readPartTallies(
  { database, questionnaires }: Deps,
  record: CampaignRecord,
  query: Filter,
  by: 'agency' | Cut,
): Promise<ReadonlyMap<string, Tally>> {
  const { questionnaire } = await questionnaires.get(record.campaign.questionnaire, record.campaign.version)
  const layout = tallyLayoutOf(questionnaire)
  return keptParts(database, record, [query, by], async (db) => {
    const sums = await keptSums(database, db, record, query, layout)
    const shown = shownBy(record, query)
    // What is kept grows with the next reading.
    const copies = [...sums[by]].map(([code, tally]) => [code, tally.slice()] as const)
    return new Map(by === 'agency' ? copies.filter(([code]) => shown.has(code)) : copies)
  })
}

const keptWholes = keeper<Tally>(40)

/** The sums of all that a filter shows, as one: for what is asked of all respondents together. */
export async function readWholeTally({ database, questionnaires }: Deps, record: CampaignRecord, query: Filter): Promise<Tally> {
  const { questionnaire } = await questionnaires.get(record.campaign.questionnaire, record.campaign.version)
  const layout = tallyLayoutOf(questionnaire)
  return keptWholes(database, record, [query], async (db) => {
    const { agency } = await keptSums(database, db, record, query, layout)
    const shown = shownBy(record, query)
    const whole = readableTally(layout)
    for (const [code, tally] of agency) if (shown.has(code)) addTally(whole, tally)
    return whole
  })
}

/** The same of people: where one rates several agencies that are shown, what was asked once counts once. */
export async function readPersonTally(deps: Deps, record: CampaignRecord, query: Filter): Promise<Tally> {
  const { questionnaire } = await deps.questionnaires.get(record.campaign.questionnaire, record.campaign.version)
  const pools = await readPools(deps.database, tallyLayoutOf(questionnaire), record, query)
  return pools?.total ?? (await readWholeTally(deps, record, query))
}

/** The block of the agency that is read alone, and everything; no part of them stands in for the whole. */
function besideOf(record: CampaignRecord, { agency }: Filter, input: ResultsInput<Filter>): Workspace['beside'] {
  if (agency === null) return undefined
  const block = record.measured.find((one) => one.agency.code === agency)?.agency.block
  const { blocks, total } = campaignResults({ ...input, wanted: () => false })
  return {
    block: blocks.find(({ code }) => code === block && seesAll(record, code)),
    total: seesAll(record) ? total : { ...total, nodes: [] },
  }
}

/** An earlier campaign under the same filter. */
export type Earlier = {
  readonly record: CampaignRecord
  /** Of one agency the sums of all that came into it whole; without figures where no comparison with it is whole. */
  readonly total: PartResult
  /** The headline of each agency of the campaign that is read, pooled over its forerunners, and of what has no heir there; only of the last campaign before. */
  readonly agencies: ReadonlyMap<string, PartResult['nodes'][number]>
  /** What the agencies that are read were then, of those that were not simply themselves; and what all that they name are called. */
  readonly lineages: ReadonlyMap<string, Forerunners>
  readonly names: ReadonlyMap<string, LocalText>
}

/** Filters that mean the same in every campaign; months and touchpoints are a campaign's own. */
export const isCarriedOver = ({ from, to, touchpoint }: Filter): boolean => from === null && to === null && touchpoint === null

const mostEarlier = 7

/**
 * The campaigns that this one may be compared with, the last before it first; none where the filter does not carry over. Of
 * another version only the figures that mean the same are there, and nothing where the headline does not.
 */
export async function readEarlier(deps: Deps, now: CampaignRecord, query: Filter, most = mostEarlier): Promise<readonly Earlier[]> {
  if (!isCarriedOver(query)) return []
  const { campaign } = now
  const { questionnaire } = await deps.questionnaires.get(campaign.questionnaire, campaign.version)
  const before = comparableBefore(campaign, await listCampaigns(deps.database), questionnaire.comparableTo).slice(0, most)
  if (before.length === 0) return []
  const listed = await listAgencies(deps.database)
  const lineageOf = lineagesOf(listed)
  const found: Earlier[] = []
  for (const { code } of before) {
    const whole = await findCampaign(deps.database, code)
    const known = whole && keepsApart(whole, query) ? knownBefore(now, whole, query, lineageOf) : undefined
    const one = known && (await readOne(deps, questionnaire, { ...known, query, isLast: found.length === 0 }))
    if (one) found.push({ ...one, names: namesIn(one, listed) })
  }
  return found
}

const keepsApart = ({ breakdowns }: CampaignRecord, { service }: Filter): boolean => service === null || breakdowns.includes('service')

/** What agencies were called then, or where they were not measured are called. */
function namesIn({ record, lineages }: Pick<Earlier, 'record' | 'lineages'>, listed: readonly Agency[]): Earlier['names'] {
  const named = new Set([...lineages.values()].flatMap(({ codes, divided, unmeasured }) => [...codes, ...divided, ...unmeasured]))
  const all = [...listed, ...record.peers.map(({ agency }) => agency)]
  return new Map(all.filter(({ code }) => named.has(code)).map(({ code, name }) => [code, name]))
}

/** An earlier campaign as far as somebody sees it, and what the agencies that they read now were in it. */
type Known = {
  readonly record: CampaignRecord
  readonly lineages: ReadonlyMap<string, Forerunners>
  /** The agencies that are read now. */
  readonly codes: readonly string[]
}

/** Who reads an agency reads what came into it whole: its people are theirs now. */
function knownBefore(
  now: CampaignRecord,
  whole: CampaignRecord,
  query: Filter,
  lineageOf: ReturnType<typeof lineagesOf>,
): Known | undefined {
  const [later, earlier] = [measuredIn(now), measuredIn(whole)]
  const all = new Map(now.measured.map(({ agency: { code } }) => [code, lineageOf(code, later, earlier)]))
  const area =
    now.area === 'everywhere' ? now.area : new Set([...now.area, ...[...all.values()].filter(comparesWhole).flatMap(({ codes }) => codes)])
  const record = withinArea(whole, area)
  if (!record) return undefined
  const codes = [...shownBy(now, query)]
  const lineages = new Map(codes.flatMap((code) => lineageIn(all, code)))
  return { record, lineages, codes }
}

function lineageIn(all: ReadonlyMap<string, Forerunners>, code: string): readonly (readonly [string, Forerunners])[] {
  const one = all.get(code)
  return one && hasForerunners(one) && !isItself(code, one) ? [[code, one]] : []
}

const measuredIn = ({ campaign: { opensOn, closesOn }, peers }: CampaignRecord): MeasuredIn => ({
  opensOn,
  closesOn,
  agencies: new Set(peers.map(({ agency }) => agency.code)),
})

type Asked = Known & { readonly query: Filter; readonly isLast: boolean }

type Computed = Omit<Earlier, 'names'>

const keptEarlier = keeper<Computed>(200)

async function readOne({ database, questionnaires }: Deps, now: Questionnaire, asked: Asked): Promise<Computed | undefined> {
  const { record, lineages, codes, query, isLast } = asked
  const { questionnaire } = await questionnaires.get(record.campaign.questionnaire, record.campaign.version)
  const headline = headlineNode(now)
  const same = questionnaire.version === now.version ? undefined : comparableFigures(questionnaire, now)
  if (same && !(headline && same.has(figureKey(headline.indicator)))) return undefined
  const pools = query.agency === null ? await readPools(database, tallyLayoutOf(questionnaire), record, query) : undefined
  const name = [now.version, query, isLast, [...lineages], query.agency === null ? codes : [], pools?.stamp]
  return keptEarlier(database, record, name, async (db) => {
    const earlier = await computedOne(questionnaire, { database, db }, { ...asked, pool: pools?.total })
    const { total } = earlier
    return same ? { ...earlier, total: { ...total, nodes: total.nodes.filter((node) => same.has(figureKey(node))) } } : earlier
  })
}

async function computedOne(
  questionnaire: Questionnaire,
  { database, db }: { readonly database: Database; readonly db: Database['db'] },
  { record, lineages, codes, query, isLast, pool }: Asked & { readonly pool: Tally | undefined },
): Promise<Computed> {
  const layout = tallyLayoutOf(questionnaire)
  const byAgency = readableBy(layout, await tallied(database, record, query, { layout, span: 'whole' }, db), 'agency')
  const { campaign } = record
  const { agencies, peers = [], among = [] } = inputOf(record, { ...query, agency: null }, layout, byAgency, 'vi')
  // Among the agencies of its own campaign, as its own page has it.
  const setting = { layout, campaign, ranges: rangesAmong(layout, among, campaign.threshold) }
  const before = forerunnersIn(layout, peers, lineages)
  const alone = query.agency === null ? undefined : before(query.agency)
  const total = pooledResults(setting, query.agency === null ? agencies : alone ? [alone.tally] : [], setting.ranges, pool)
  const isBroken = query.agency !== null && lineages.has(query.agency) && !alone
  const headline = isLast ? headlineNode(questionnaire) : undefined
  return {
    record,
    lineages,
    total: isBroken ? { ...total, nodes: [] } : total,
    agencies: headline ? headlinesOf({ ...setting, headline }, codes, before, query.agency === null ? agencies : []) : new Map(),
  }
}

/** What an agency was in an earlier campaign, as one; undefined where no sums are about just that. */
type Before = (code: string) => { readonly codes: readonly string[]; readonly tally: Summed } | undefined
type Summed = Omit<AgencyTally, 'name'>

function forerunnersIn(layout: TallyLayout, peers: readonly Summed[], lineages: Asked['lineages']): Before {
  const byCode = new Map(peers.map((one) => [one.code, one]))
  return (code) => {
    const lineage = lineages.get(code)
    if (lineage && !comparesWhole(lineage)) return undefined
    const codes = lineage ? lineage.codes : [code]
    const parts = codes.flatMap((one) => byCode.get(one) ?? [])
    const [first] = parts
    if (!first) return undefined
    return { codes, tally: parts.length === 1 ? first : { ...first, population: populationOf(parts), tally: sumOf(layout, parts) } }
  }
}

function sumOf(layout: TallyLayout, parts: readonly Summed[]): Tally {
  const sum = readableTally(layout)
  for (const { tally } of parts) addTally(sum, tally)
  return sum
}

type Heading = {
  readonly layout: TallyLayout
  readonly campaign: CampaignRecord['campaign']
  readonly ranges: Ranges
  readonly headline: NodeSlots
}

/** The headline of each agency that is read now, and of those then that became none of them. */
function headlinesOf(
  { layout, campaign, ranges, headline }: Heading,
  codes: readonly string[],
  before: Before,
  agencies: readonly Summed[],
): Earlier['agencies'] {
  const own = codes.flatMap((code) => {
    const found = before(code)
    return found ? [{ code, ...found }] : []
  })
  const taken = new Set([...codes, ...own.flatMap((one) => one.codes)])
  const left = agencies.filter(({ code }) => !taken.has(code)).map((tally) => ({ code: tally.code, tally }))
  const options = ({ population }: Summed) => ({
    threshold: campaign.threshold,
    population: campaign.kind === 'sampled' ? population : undefined,
    ranges,
  })
  return new Map([...own, ...left].map(({ code, tally }) => [code, oneNodeResult(layout, headline, tally.tally, options(tally))]))
}

const headlineNode = (questionnaire: Questionnaire): NodeSlots | undefined =>
  tallyLayoutOf(questionnaire).nodes.find(({ indicator }) => indicator.code === headlineOf(questionnaire))

/** The headline and whatever stands above single criteria in its tree. */
function inTable(questionnaire: Questionnaire): (node: NodeSlots) => boolean {
  const headline = headlineNode(questionnaire)?.indicator
  return ({ indicator: { tree, kind, code } }) =>
    code === headline?.code || (tree === headline?.tree && kind !== 'item' && kind !== 'option')
}
