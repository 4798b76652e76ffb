import { masked } from '../../surveys/figures/masking'
import { type PlacedComment, poolNeeds, releasedPools, type ReleasedPool } from '../../surveys/figures/comments'
import { type ReleasedNode, releasedResults, type ReleasedResults, releaseLayout } from '../../surveys/figures/release'
import { type Added, withAdded } from '../../surveys/figures/row'
import type { Digits } from '../../surveys/figures/rounding'
import { headlineOf } from '../../surveys/instrument/indicators'
import { wordItems } from '../../surveys/answers/words'
import { localised } from '../../surveys/instrument/language'
import type { Questionnaire } from '../../surveys/instrument/schema'
import type { CampaignRecord } from '../db/campaigns'
import type { Database } from '../db/dialect'
import { type QuestionnaireSource, tallyLayoutOf } from '../db/questionnaires'
import { hiddenIn, listHidden } from '../db/hidden-comments'
import { lastNight, type Night, releasedComments, releaseStateOf } from '../db/released'
import { chancePlace } from './comments'
import type { Filter } from './filter'

/** Beside figures what people wrote, where that is enough. */
type Beside = {
  /** Of an agency what was written about it; of a block and of everything what was too little below. */
  readonly comments: readonly ReleasedPool[]
}

/** As working figures leave: unrounded, with unit, grade and target. */
type Shown<G> = Omit<G, 'nodes'> & Beside & { readonly nodes: readonly (ReleasedNode & Added)[] }

/** The released view of a campaign as of its last night. */
export type ReleasedView = Omit<ReleasedResults, 'agencies' | 'blocks' | 'total' | 'parts'> & {
  /** The local day on which it began to count; null before the first night. */
  readonly asOf: string | null
  /** The period has ended, and what waited then has gone to the rests. */
  readonly settled: boolean
  readonly agencies: readonly Shown<ReleasedResults['agencies'][number]>[]
  readonly blocks: readonly Shown<ReleasedResults['blocks'][number]>[]
  /** And how many responses are not enough yet to be released; of one agency that would be what it has too few of. */
  readonly total: Shown<ReleasedResults['total']> & { readonly waiting: number }
  readonly parts?: readonly Omit<Shown<NonNullable<ReleasedResults['parts']>[number]>, keyof Beside>[]
}

type Deps = { readonly database: Database; readonly questionnaires: QuestionnaireSource }

/** What a campaign has released: computed from released sums alone, whatever was recorded since, and so once a night. */
export async function readReleased(deps: Deps, record: CampaignRecord, language: string): Promise<ReleasedView> {
  const view = await wholeView(deps, { ...record, measured: record.peers, area: 'everywhere' }, language)
  return record.area === 'everywhere' ? view : shownOf(view, record.area)
}

/**
 * What may be seen of it by who sees some agencies alone: their rows. Of blocks and of everything they see nothing: less what they know of
 * their own agencies, a rest of few persons would be somebody else's.
 */
const shownOf = (view: ReleasedView, area: ReadonlySet<string>): ReleasedView => {
  const { parts: _, ...rest } = view
  const agencies = view.agencies.filter(({ code }) => area.has(code))
  const responses = agencies.reduce((sum, agency) => sum + (agency.responses ?? 0), 0)
  return {
    ...rest,
    agencies,
    blocks: [],
    total: { ...view.total, responses, nodes: [], meanOfAgencies: [], comments: [], waiting: 0 },
  }
}

async function wholeView({ database, questionnaires }: Deps, record: CampaignRecord, language: string): Promise<ReleasedView> {
  const { questionnaire } = await questionnaires.get(record.campaign.questionnaire, record.campaign.version)
  return database.engine.snapshot(database.db, async (db) => {
    const night = await lastNight({ db }, record.campaign.code)
    const views = kept.get(database) ?? new Map<string, Kept>()
    kept.set(database, views)
    const key = JSON.stringify([record.campaign.code, language])
    const stamp = JSON.stringify([night, record, await listHidden({ db }, record.campaign.code)])
    const known = views.get(key)
    if (known?.stamp === stamp) return known.view
    const view = await viewOf({ db }, { record, questionnaire, night, language })
    if (views.size >= mostKept) views.clear()
    views.set(key, { stamp, view })
    return view
  })
}

/** The rows of one agency, beside those of its block and of everything; all of them where none is picked out. */
export function pickedOf(view: ReleasedView, { agency }: Pick<Filter, 'agency'>): ReleasedView {
  const picked = view.agencies.filter(({ code }) => code === agency)
  if (agency === null) return view
  const { parts: _, ...rest } = view
  return {
    ...rest,
    agencies: picked,
    blocks: view.blocks.filter(({ code }) => picked.some(({ block }) => block === code)).map((block) => ({ ...block, comments: [] })),
    total: { ...view.total, comments: [] },
  }
}

/** The whole view within a transaction, as of the campaign's last night there. */
export async function releasedWithin(
  within: Pick<Database, 'db'>,
  source: QuestionnaireSource,
  record: CampaignRecord,
): Promise<ReleasedView> {
  const { questionnaire } = await source.get(record.campaign.questionnaire, record.campaign.version)
  const night = await lastNight(within, record.campaign.code)
  return viewOf(within, { record, questionnaire, night, language: 'vi' })
}

type Kept = { readonly stamp: string; readonly view: ReleasedView }
const kept = new WeakMap<Database, Map<string, Kept>>()
const mostKept = 16

type Wanted = {
  readonly record: CampaignRecord
  readonly questionnaire: Questionnaire
  readonly night: Night | undefined
  readonly language: string
}

async function viewOf(database: Pick<Database, 'db'>, { record, questionnaire, night, language }: Wanted): Promise<ReleasedView> {
  const { campaign, peers } = record
  const layout = releaseLayout(tallyLayoutOf(questionnaire))
  const state = await releaseStateOf(database, campaign.code, layout, night)
  const agencies = peers.map(({ agency, population }) => ({
    code: agency.code,
    name: localised(agency.name, language),
    block: agency.block,
    population,
  }))
  const results = releasedResults({ questionnaire, campaign, layout, agencies, state })
  const isHidden = await hiddenIn(database, campaign.code)
  const placed = (await placedComments(database, campaign.code)).filter(({ item, text }) => !isHidden(item, text))
  const readable = placed.map((comment) => ({ ...comment, text: masked(comment.text) }))
  const pools = releasedPools(wordItems(questionnaire), readable, poolNeeds(campaign.threshold))
  const headline = headlineOf(questionnaire)
  const shown = (nodes: readonly ReleasedNode[], digits?: Digits): readonly (ReleasedNode & Added)[] =>
    nodes.map((node) => withAdded(questionnaire, node, node.code === headline ? digits : undefined))
  const { parts, ...rest } = results
  return {
    ...rest,
    asOf: night?.night ?? null,
    settled: state.settled,
    agencies: results.agencies.map((agency) => ({
      ...agency,
      nodes: shown(agency.nodes, agency.digits),
      comments: pools('leaf', agency.code),
    })),
    blocks: results.blocks.map((block) => ({
      ...block,
      nodes: shown(block.nodes),
      comments: pools('block', block.code),
    })),
    total: { ...results.total, nodes: shown(results.total.nodes), waiting: waitingAfter(night), comments: pools('province', '') },
    ...(parts && { parts: parts.map((part) => ({ ...part, nodes: shown(part.nodes) })) }),
  }
}

/** Where the comments of a campaign stand that have left their place. */
export async function placedComments(database: Pick<Database, 'db'>, campaign: string): Promise<readonly PlacedComment[]> {
  const rows = await releasedComments(database, campaign)
  return rows.map(({ item, response, level, code, pooled, text }) => ({
    item,
    response,
    holder: { level, code, part: '' },
    isPooled: pooled === 1,
    text,
    place: chancePlace(response, item),
  }))
}

const waitingAfter = (night: Night | undefined): number =>
  Math.max(
    0,
    (night?.waiting ?? []).reduce((sum, { responses }) => sum + responses, 0),
  )
