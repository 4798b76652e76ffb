import { type Holder, releasedResults, type ReleasedResults, releaseLayout } from '../../surveys/figures/release'
import { localised } from '../../surveys/instrument/language'
import type { CampaignRecord } from '../db/campaigns'
import type { Database } from '../db/dialect'
import { type QuestionnaireSource, tallyLayoutOf } from '../db/questionnaires'
import { lastNight, type Night, releaseStateOf } from '../db/released'

/** How many responses are not enough yet to be released. */
type Waits = { readonly waiting: number }

/** The released view of a campaign as of its last night. */
export type ReleasedView = Omit<ReleasedResults, 'agencies' | 'blocks' | 'total'> & {
  /** The local day on which it began to count; null before the first night. */
  readonly asOf: string | null
  /** The period has ended, and what waited then has gone to the rests. */
  readonly settled: boolean
  readonly agencies: readonly (ReleasedResults['agencies'][number] & Waits)[]
  readonly blocks: readonly (ReleasedResults['blocks'][number] & Waits)[]
  readonly total: ReleasedResults['total'] & Waits
}

type Deps = { readonly database: Database; readonly questionnaires: QuestionnaireSource }

/** What a campaign has released: computed from released sums alone, whatever was recorded since. */
export async function readReleased({ database, questionnaires }: Deps, record: CampaignRecord, language: string): Promise<ReleasedView> {
  const { campaign, measured } = record
  const { questionnaire } = await questionnaires.get(campaign.questionnaire, campaign.version)
  const layout = releaseLayout(tallyLayoutOf(questionnaire))
  const [night, state] = await database.engine.snapshot(database.db, async (db) => {
    const last = await lastNight({ db }, campaign.code)
    return [last, await releaseStateOf({ db }, campaign.code, layout, last)] as const
  })
  const agencies = measured.map(({ agency, population }) => ({
    code: agency.code,
    name: localised(agency.name, language),
    block: agency.block,
    population,
  }))
  const results = releasedResults({ questionnaire, campaign, layout, agencies, state })
  const waiting = (at: (holder: Holder) => boolean): number => waitingAt(night, at)
  const isOf = (agency: string) => (holder: Holder) => (holder.level === 'leaf' || holder.level === 'agency') && holder.code === agency
  return {
    ...results,
    asOf: night?.night ?? null,
    settled: state.settled,
    agencies: results.agencies.map((agency) => ({ ...agency, waiting: waiting(isOf(agency.code)) })),
    blocks: results.blocks.map((block) => ({ ...block, waiting: waiting(({ level, code }) => level === 'block' && code === block.code) })),
    total: { ...results.total, waiting: waiting(() => true) },
  }
}

function waitingAt(night: Night | undefined, isHere: (holder: Holder) => boolean): number {
  const waiting = (night?.waiting ?? []).filter(({ holder }) => isHere(holder))
  return Math.max(
    0,
    waiting.reduce((sum, { responses }) => sum + responses, 0),
  )
}
