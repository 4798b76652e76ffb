import type { Fielding, Touchpoint } from '../../surveys/campaign'
import { namePatterns } from '../../surveys/name-patterns'
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

/**
 * Finds what a touchpoint asks; kept for two seconds, so that another process's change is soon seen. Only what
 * exists is kept: what a stranger makes up takes no room.
 */
export function fieldingSource(database: Database, questionnaires: QuestionnaireSource, now: () => number): FieldingSource {
  const kept = new Map<string, { readonly since: number; readonly fielding: RecordedFielding }>()
  return {
    find: async (touchpoint) => {
      if (!namePatterns.code.test(touchpoint)) return undefined
      const known = kept.get(touchpoint)
      const age = now() - (known?.since ?? 0)
      // A clock that was set back says nothing about the age.
      if (known && age >= 0 && age < keptMs) return known.fielding
      const fielding = await load(database, questionnaires, touchpoint)
      if (!fielding) {
        kept.delete(touchpoint)
        return undefined
      }
      if (kept.size >= keptTouchpoints) kept.clear()
      kept.set(fielding.touchpoint.code, { since: now(), fielding })
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
