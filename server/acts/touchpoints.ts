import { inEveryLanguage } from '../../client/text/languages'
import { officeWords } from '../../client/text/office'
import { type Campaign, campaignState, type Channel } from '../../surveys/fielding/campaign'
import { type DraftProblem, type PlannedTouchpoint, planTouchpoint, type TouchpointDraft } from '../../surveys/fielding/drafts'
import { localDay } from '../../surveys/instrument/calendar'
import { type CampaignRecord, findCampaign } from '../db/campaigns'
import type { Details } from '../db/events'
import { kiosksAt } from '../db/kiosks'
import { deleteTouchpoint as remove, findTouchpoint, hasResponses, makeTouchpoint, makeTouchpointsEach } from '../db/touchpoints'
import { holdWriters } from '../recording/lease'
import { type Act, type ActDeps, did, failed, nothing } from './act'

type Wanted = { readonly campaign: string; readonly draft: TouchpointDraft }
type Unknown = { readonly code: 'unknown' }
/** The campaign is over. */
type Over = { readonly code: 'closed' }
type Wrong = { readonly code: 'wrong'; readonly problems: readonly DraftProblem[] }

/** Why a touchpoint was not made. */
export type TouchpointRefusal = Unknown | Over | Wrong

/** Makes a touchpoint that serves some agencies together, and gives its code. */
export const createTouchpoint: Act<Wanted, string, TouchpointRefusal> = {
  name: 'touchpoints.create',
  about: wantedAt,
  run: async (deps, _, wanted) => {
    const planned = await planIn(deps, wanted)
    if ('failure' in planned) return failed(planned.failure)
    const { campaign, touchpoint } = planned
    const code = await makeTouchpoint(deps.database, campaign.code, touchpoint)
    if (code === undefined) return failed({ code: 'wrong', problems: [{ field: 'code', code: 'taken', seen: wanted.draft.code }] })
    return did(code, toldOf(campaign, touchpoint), code)
  },
  again: ({ object }) => object,
}

/** Makes a touchpoint for each of some agencies that has none of this kind and label; gives how many, and its event names them. */
export const createTouchpointsEach: Act<Wanted, number, TouchpointRefusal> = {
  name: 'touchpoints.create-each',
  about: wantedAt,
  run: async (deps, _, wanted) => {
    const planned = await planIn(deps, wanted)
    if ('failure' in planned) return failed(planned.failure)
    const { campaign, touchpoint } = planned
    const made = await makeTouchpointsEach(deps.database, campaign.code, touchpoint)
    if (made.length === 0) return nothing(0)
    const { campaign: of, kind, label } = toldOf(campaign, touchpoint)
    return did(several, { campaign: of ?? '', kind: kind ?? '', label: label ?? '', made }, made.length)
  },
  again: ({ details }) => {
    const { made }: { readonly made: readonly string[] } = JSON.parse(details)
    return made.length
  },
}

type Needed = { readonly code: 'answered' | 'kiosk' }

/** Takes away a touchpoint at which nobody answered, and where no kiosk stands that may hold answers still. */
export const deleteTouchpoint: Act<{ readonly code: string }, { readonly campaign: string }, Unknown | Needed> = {
  name: 'touchpoints.delete',
  about: async ({ database }, { code }) => (await findTouchpoint(database, code))?.agencies,
  run: async ({ database }, _, { code }) => {
    const touchpoint = await findTouchpoint(database, code)
    if (!touchpoint) return failed({ code: 'unknown' })
    await holdWriters(database)
    if (await hasResponses(database, touchpoint)) return failed({ code: 'answered' })
    if ((await kiosksAt(database, [code])).length > 0) return failed({ code: 'kiosk' })
    await remove(database, code)
    const { campaign, kind, label, agencies } = touchpoint
    return did(code, { before: { campaign, kind, label, agencies } }, { campaign })
  },
}

const several = ''

/** Agencies that a campaign measures are asked for there; where it measures none of them, there is no such campaign for who may ask for these alone. */
async function wantedAt({ database }: ActDeps, { campaign, draft }: Wanted): Promise<readonly string[] | 'faulty' | undefined> {
  const record = await findCampaign(database, campaign)
  if (!record) return undefined
  if (draft.agencies.length === 0) return 'faulty'
  const measured = new Set(measuredIn(record))
  return draft.agencies.some((agency) => measured.has(agency)) ? draft.agencies : undefined
}

type Planned = { readonly campaign: Campaign; readonly touchpoint: PlannedTouchpoint } | { readonly failure: TouchpointRefusal }

/** What is wanted in a campaign that is not over. */
async function planIn({ database, now }: ActDeps, { campaign: code, draft }: Wanted): Promise<Planned> {
  const record = await findCampaign(database, code)
  if (!record) return { failure: { code: 'unknown' } }
  if (campaignState(record.campaign, localDay(now())) === 'closed') return { failure: { code: 'closed' } }
  const plan = planTouchpoint(channelName, draft, measuredIn(record))
  return plan.ok ? { campaign: record.campaign, touchpoint: plan.touchpoint } : { failure: { code: 'wrong', problems: plan.problems } }
}

const channelName = (kind: Channel) => inEveryLanguage((language) => officeWords(language)(`channel_${kind}`))

const measuredIn = ({ measured }: CampaignRecord): readonly string[] => measured.map(({ agency }) => agency.code)

const toldOf = ({ code }: Campaign, { kind, label, agencies }: PlannedTouchpoint): Details => ({ campaign: code, kind, label, agencies })
