import type { Fielding, Touchpoint } from '../../surveys/campaign'
import type { LocalText } from '../../surveys/schema'
import { agencyOf } from './agencies'
import { campaignOf } from './campaigns'
import type { Database } from './dialect'
import type { QuestionnaireSource } from './questionnaires'
import type { TouchpointRow } from './tables'

/** A fielding with what its campaign's tallies are kept apart by. */
export type RecordedFielding = Fielding & { readonly breakdowns: readonly string[] }

export type FieldingSource = { readonly find: (touchpoint: string) => Promise<RecordedFielding | undefined> }

const keptMs = 2_000
const keptTouchpoints = 10_000

/** Finds what a touchpoint asks; kept for two seconds, so that another process's change is soon seen. */
export function fieldingSource(database: Database, questionnaires: QuestionnaireSource, now: () => number): FieldingSource {
  const kept = new Map<string, { readonly until: number; readonly fielding: RecordedFielding | undefined }>()
  return {
    find: async (touchpoint) => {
      const known = kept.get(touchpoint)
      if (known && known.until > now()) return known.fielding
      const fielding = await load(database, questionnaires, touchpoint)
      if (kept.size >= keptTouchpoints) kept.clear()
      kept.set(touchpoint, { until: now() + keptMs, fielding })
      return fielding
    },
  }
}

async function load({ db }: Database, questionnaires: QuestionnaireSource, code: string): Promise<RecordedFielding | undefined> {
  const row = await db.selectFrom('touchpoints').selectAll().where('code', '=', code).executeTakeFirst()
  const campaign = row && (await db.selectFrom('campaigns').selectAll().where('code', '=', row.campaign).executeTakeFirst())
  if (!campaign) return undefined
  const agencies = await db
    .selectFrom('touchpoint_agencies')
    .innerJoin('agencies', 'agencies.code', 'touchpoint_agencies.agency')
    .selectAll('agencies')
    .where('touchpoint', '=', code)
    .orderBy('position')
    .execute()
  const { questionnaire, hash } = await questionnaires.get(campaign.questionnaire, campaign.version)
  return {
    touchpoint: touchpointOf(row),
    campaign: campaignOf(campaign),
    breakdowns: campaign.breakdowns.split(',').filter((name) => name !== ''),
    agencies: agencies.map(agencyOf),
    questionnaire,
    hash,
  }
}

export const touchpointOf = ({ code, campaign, kind, label }: TouchpointRow): Touchpoint => ({ code, campaign, kind, label: parseText(label) })

const parseText = (json: string): LocalText => JSON.parse(json)
