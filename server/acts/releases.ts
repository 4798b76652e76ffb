import { advanceComments, type PlacedComment, poolNeeds } from '../../surveys/figures/comments'
import {
  advance,
  keyOfHolder,
  type Leaf,
  type ReleaseLayout,
  releaseLayout,
  stageOf,
  type Step,
  sumsOf,
} from '../../surveys/figures/release'
import { localDay } from '../../surveys/instrument/calendar'
import type { ReleasedBy } from '../../surveys/fielding/drafts'
import type { Questionnaire } from '../../surveys/instrument/schema'
import { type CampaignRecord, findCampaign, listCampaigns } from '../db/campaigns'
import { mixContacts } from '../db/contacts'
import type { Database } from '../db/dialect'
import { questionnaireSource, tallyLayoutOf } from '../db/questionnaires'
import { releasedContents, withdrawExports } from '../db/exports'
import { lastNight, type Night, releaseStateOf, saveComments, saveNight } from '../db/released'
import { erasuresIn } from '../db/responses'
import { sumsBy, type SumsRow, sumsRows } from '../reading/results'
import { commentsOf } from '../reading/comments'
import { noFilter } from '../reading/filter'
import { placedComments } from '../reading/released'
import { type Act, did, failed, nothing } from './act'
import { measuredIn } from './campaigns'

/** What a night brought: how many lists became cells of persons, how many responses wait, how many comments came into pools and how many had been erased. */
export type Released = {
  readonly night: string
  readonly cells: number
  readonly waiting: number
  readonly comments: number
  readonly erased: number
}

/**
 * One night of a campaign: what waits and is enough becomes whole cells of persons, and at the end of the period what is left goes
 * upwards. At most once a local day, so that nobody learns from two looks what came in between.
 */
export const releaseCampaign: Act<{ readonly code: string }, Released | undefined, { readonly code: 'unknown' | 'never-opened' }> = {
  name: 'campaigns.release',
  about: measuredIn,
  run: async ({ database, now }, _, { code }) => {
    const record = await findCampaign(database, code)
    if (!record) return failed({ code: 'unknown' })
    if (record.campaign.status === 'draft') return failed({ code: 'never-opened' })
    const last = await lastNight(database, code)
    const today = localDay(now())
    if (last && last.night >= today) return nothing(undefined)
    const { campaign } = record
    const { questionnaire } = await questionnaireSource(database).get(campaign.questionnaire, campaign.version)
    const layout = releaseLayout(tallyLayoutOf(questionnaire))
    const before = await releaseStateOf(database, code, layout, last)
    const erasures = await erasuresIn(database.db)
    const leaves = await leavesOf(database, record, layout)
    const { when, final } = stageOf(campaign, before, today)
    const { state, moves, waiting } = advance(layout, before, leaves, { threshold: campaign.threshold, when })
    const moved = new Set(moves.map(({ holder }) => keyOfHolder(holder)))
    const cells = moves.filter(({ kind }) => kind === 'cell').length
    const night: Night = { night: today, settled: state.settled, final, cells, erasures, waiting }
    await saveNight(
      database,
      code,
      night,
      [...state.held].flatMap(([key, held]) => (moved.has(key) ? [held] : [])),
    )
    await mixContacts(database, code)
    const brought = {
      night: today,
      cells,
      waiting: waiting.reduce((sum, { responses }) => sum + responses, 0),
      ...(await advancePools(database, record, questionnaire, when)),
    }
    return did(code, { ...brought, when }, brought)
  },
}

/** The pools of comments, in the same night. */
async function advancePools(
  database: Database,
  record: CampaignRecord,
  questionnaire: Questionnaire,
  when: Step['when'],
): Promise<Pick<Released, 'comments' | 'erased'>> {
  const { code, threshold } = record.campaign
  const before = await placedComments(database, code)
  const comments = await commentsOf(database, record, questionnaire)
  const { moved, gone } = advanceComments(before, comments, { least: poolNeeds(threshold), when })
  await saveComments(database, code, moved.map(rowOfComment), gone)
  const [added, removed] = [moved, gone].map((some) => some.filter(({ isPooled }) => isPooled).length)
  // A file that was made of the pools holds what is taken out of them.
  if (removed) await withdrawExports(database.db, code, releasedContents)
  return { comments: added ?? 0, erased: removed ?? 0 }
}

const rowOfComment = ({ item, response, holder: { level, code }, isPooled, text }: PlacedComment) => ({
  item,
  response,
  level,
  code,
  pooled: isPooled ? 1 : 0,
  text,
})

/** The parts of an agency that a campaign keeps apart in what it releases, of one row of its tallies. */
const partOf = ({ channel, service }: Pick<SumsRow, 'channel' | 'service'>, releasedBy: ReleasedBy): string =>
  releasedBy === 'channel' ? channel : releasedBy === 'service' ? service || '-' : ''

/** What is stored of each leaf now, in one statement and so as of one moment. */
async function leavesOf({ db }: Database, record: CampaignRecord, layout: ReleaseLayout): Promise<readonly Leaf[]> {
  const { measured, releasedBy } = record
  const rows = await sumsRows(db, record, noFilter, 'whole')
  const parts = [...new Set(rows.map((row) => partOf(row, releasedBy)))]
  return parts.flatMap((part) => {
    const sums = sumsBy(
      layout.tally,
      rows.filter((row) => partOf(row, releasedBy) === part),
      ({ agency }) => agency,
    )
    return measured.flatMap(({ agency: { code, block } }) => {
      const tally = sums.get(code)
      return tally ? [{ agency: code, block, part, sums: sumsOf(layout, tally) }] : []
    })
  })
}

/** The campaigns that have a night to come: opened, begun, and not at rest for good. */
export async function campaignsToRelease(database: Database, today: string): Promise<readonly string[]> {
  const erasures = await erasuresIn(database.db)
  const due: string[] = []
  for (const campaign of await listCampaigns(database)) {
    if (campaign.status === 'draft' || today <= campaign.opensOn) continue
    const last = await lastNight(database, campaign.code)
    if (!last || (last.night < today && (!last.final || last.erasures !== erasures))) due.push(campaign.code)
  }
  return due
}
