import { type Language, spokenFor } from '../../client/text/languages'
import { type Numbers, numbersOf } from '../../client/text/numbers'
import { isOfficeWord, officeWords, type Say } from '../../client/text/office'
import { isRunning } from '../../surveys/fielding/campaign'
import type { ResponseRates } from '../../surveys/fielding/dossiers'
import { type ProfileItem, profileOf } from '../../surveys/figures/profile'
import type { PartResult } from '../../surveys/figures/results'
import type { FigureGroups, FigureNode } from '../../surveys/figures/row'
import type { NodeSlots, TallyLayout } from '../../surveys/figures/tally'
import { localDay } from '../../surveys/instrument/calendar'
import { headlineOf, nodeLabels } from '../../surveys/instrument/indicators'
import { topicName } from '../../surveys/figures/topics'
import { localised } from '../../surveys/instrument/language'
import type { Questionnaire } from '../../surveys/instrument/schema'
import { editionOf, noTexts, type ReportForm, type ReportTexts } from '../../surveys/reporting/form'
import { type CampaignRecord, seesAll } from '../db/campaigns'
import type { Database } from '../db/dialect'
import { type QuestionnaireSource, tallyLayoutOf } from '../db/questionnaires'
import { readReportForm, readReportTexts } from '../db/reports'
import { type Province, readCommentTopics, readProvince, storedCrest } from '../db/settings'
import { readComments } from '../reading/comments'
import { readRates } from '../reading/dossiers'
import type { Filter } from '../reading/filter'
import { pickedOf, readReleased, type ReleasedView } from '../reading/released'
import { profileOptionsOf } from '../reading/results'
import { type Earlier, readEarlier, readPersonTally, readWorkspace, type Workspace } from '../reading/workspace'

/** Who reads a report: words, figures and names in one language. */
export type Speaker = { readonly language: Language; readonly say: Say; readonly numbers: Numbers }

/** Everything that a report is made of, as of one moment. */
export type ReportFacts = Speaker & {
  readonly record: CampaignRecord
  readonly questionnaire: Questionnaire
  readonly hash: string
  readonly layout: TallyLayout
  readonly labels: ReadonlyMap<string, string>
  readonly headline: NodeSlots['indicator']
  readonly filter: Filter
  readonly results: FigureGroups
  readonly channels: readonly PartResult[]
  /** Who answered, by what they say of themselves; nothing of released figures. */
  readonly profile: readonly ProfileItem[]
  /** What people wrote about, of working figures; nothing where they may not be told. */
  readonly topics: TopicCounts | undefined
  /** Where one agency is reported on: its block and everything. */
  readonly beside: { readonly block: BesideGroup | undefined; readonly total: BesideGroup } | undefined
  /** And where it stands in its block. */
  readonly standing: FigureGroups['agencies'][number] | undefined
  /** Nothing of released figures: dossiers would tell the counts of single agencies. */
  readonly rates: ResponseRates | undefined
  /** The campaign before that this one may be compared with. */
  readonly earlier: Earlier | undefined
  /** Of a report on released figures: of which night, what waits and what people wrote. */
  readonly released: ReleasedView | undefined
  readonly form: ReportForm
  readonly texts: ReportTexts
  readonly province: Province
  readonly crest: Uint8Array | undefined
  readonly today: string
  readonly madeAt: number
  /** Whether the campaign still takes answers. */
  readonly isOpen: boolean
}

/** How many wrote, how many different texts those are that may be read, and how many of them touch each topic. */
export type TopicCounts = { readonly written: number; readonly texts: number; readonly byTopic: ReadonlyMap<string, number> }

type BesideGroup = { readonly responses: number; readonly nodes: readonly FigureNode[] }

type Deps = { readonly database: Database; readonly questionnaires: QuestionnaireSource; readonly now: () => number }

/** What somebody wants a report of: working figures under a filter, or released ones, of which an agency can be picked out. */
export type WantedReport = {
  readonly record: CampaignRecord
  readonly filter: Filter
  readonly of: 'working' | 'released'
  readonly language: string
  /** A form and texts that are tried before they are kept. */
  readonly tried?: { readonly form?: ReportForm; readonly texts?: ReportTexts }
}

/**
 * Whether a report is of an edition as the office writes in it: of everything, a block or an agency, seen whole and narrowed by nothing
 * else. Words about other figures, or those of others, do not stand beside these.
 */
export const isWholeEdition = (record: CampaignRecord, { agency, block, ...narrowing }: Filter): boolean =>
  Object.values(narrowing).every((value) => value === null) && (agency !== null || seesAll(record, block))

/** Whether there is an indicator that a report of the campaign stands on. */
export const isReportable = async ({ questionnaires }: Pick<Deps, 'questionnaires'>, { campaign }: CampaignRecord): Promise<boolean> =>
  headlineIn((await questionnaires.get(campaign.questionnaire, campaign.version)).questionnaire) !== undefined

const headlineIn = (questionnaire: Questionnaire): NodeSlots['indicator'] | undefined =>
  tallyLayoutOf(questionnaire).nodes.find(({ indicator }) => indicator.code === headlineOf(questionnaire))?.indicator

/** Reads all that a report needs; undefined where the questionnaire has no indicator to report on. */
export async function reportFacts(deps: Deps, wanted: WantedReport): Promise<ReportFacts | undefined> {
  const { record, filter, tried } = wanted
  const { database, now } = deps
  const { questionnaire, hash } = await deps.questionnaires.get(record.campaign.questionnaire, record.campaign.version)
  const layout = tallyLayoutOf(questionnaire)
  const headline = headlineIn(questionnaire)
  if (!headline) return undefined
  const language = spokenFor(wanted.language)
  const today = localDay(now())
  return {
    language,
    say: officeWords(language),
    numbers: numbersOf(language),
    record,
    questionnaire,
    hash,
    layout,
    labels: nodeLabels(questionnaire, language),
    headline,
    filter,
    ...(wanted.of === 'released' ? await releasedFigures(deps, wanted) : await workingFigures(deps, wanted)),
    form: tried?.form ?? (await readReportForm(database)),
    texts:
      tried?.texts ?? (isWholeEdition(record, filter) ? await readReportTexts(database, record.campaign.code, editionOf(filter)) : noTexts),
    province: await readProvince(database),
    crest: await storedCrest(database),
    today,
    madeAt: now(),
    isOpen: isRunning(record.campaign, today),
  }
}

type Figures = Pick<ReportFacts, 'results' | 'channels' | 'profile' | 'topics' | 'beside' | 'standing' | 'rates' | 'earlier' | 'released'>

async function workingFigures(deps: Deps, { record, filter, language }: WantedReport): Promise<Figures> {
  const { results, channels, beside }: Workspace = await readWorkspace(deps, record, filter, language, ['channel'])
  const { questionnaire } = await deps.questionnaires.get(record.campaign.questionnaire, record.campaign.version)
  const whole = await readPersonTally(deps, record, filter)
  const [earlier] = await readEarlier(deps, record, filter)
  return {
    results,
    channels,
    topics: await topicCounts(deps, record, filter, questionnaire, language),
    profile: profileOf(tallyLayoutOf(questionnaire), whole, profileOptionsOf(record, questionnaire, filter)),
    beside,
    standing: results.agencies.find(({ code }) => code === filter.agency),
    rates: await readRates(deps, record, filter),
    earlier,
    released: undefined,
  }
}

/** Comments are of a whole campaign, whatever else is filtered. */
async function topicCounts(
  { database }: Deps,
  record: CampaignRecord,
  { agency, block }: Filter,
  questionnaire: Questionnaire,
  language: string,
): Promise<TopicCounts> {
  const told = await readCommentTopics(database)
  const names = new Map(told.map((topic) => [topic.name, topicName(topic, language).text]))
  const pools = await readComments(database, record, questionnaire, { agency, block }, told)
  const byTopic = new Map<string, number>()
  for (const { topics } of pools.flatMap(({ texts }) => texts))
    for (const topic of topics) {
      const name = names.get(topic) ?? topic
      byTopic.set(name, (byTopic.get(name) ?? 0) + 1)
    }
  const sum = (of: (pool: (typeof pools)[number]) => number): number => pools.reduce((all, pool) => all + of(pool), 0)
  return { written: sum(({ written }) => written), texts: sum(({ texts }) => texts.length), byTopic }
}

/** Of one agency its own figures stand where else those of all do, beside what else is released. */
async function releasedFigures(deps: Deps, { record, filter, language }: WantedReport): Promise<Figures> {
  const released = pickedOf(await readReleased(deps, record, language), filter)
  const own = released.agencies.find(({ code }) => code === filter.agency)
  return {
    results: own ? { ...released, total: { ...own, meanOfAgencies: [] } } : released,
    channels: [],
    profile: [],
    topics: undefined,
    beside: own && { block: released.blocks.find(({ code }) => code === own.block), total: released.total },
    standing: own,
    rates: undefined,
    earlier: undefined,
    released,
  }
}

/** The result of a node. */
export const figureAt = <N extends { readonly code: string }>(nodes: readonly N[], code: string): N | undefined =>
  nodes.find((node) => node.code === code)

export const nameAt = ({ labels }: ReportFacts, code: string): string => labels.get(code) ?? code

/** What a block is called; codes are free, so an unknown one stands as it is. */
export function blockNamed({ say }: Speaker, code: string): string {
  const word = `block_${code}`
  return isOfficeWord(word) ? say(word) : code
}

export function channelNamed({ say }: Speaker, code: string): string {
  const word = `channel_${code}`
  return isOfficeWord(word) ? say(word) : code
}

export const titleIn = ({ record, language }: ReportFacts): string => localised(record.campaign.title, language)
