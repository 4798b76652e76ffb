import { hindersClosing, hindersOpening } from '../../surveys/fielding/campaign'
import { type CampaignDraft, type DraftProblem, planCampaign } from '../../surveys/fielding/drafts'
import { localDay } from '../../surveys/instrument/calendar'
import {
  type CampaignRecord,
  changeDraft,
  closeCampaign as storeClosed,
  createCampaign as storeNew,
  deleteDraft,
  findCampaign,
  type NewCampaign,
  openCampaign as storeOpen,
  surroundingsOf,
} from '../db/campaigns'
import type { Database } from '../db/dialect'
import type { Details } from '../db/events'
import { kiosksAt } from '../db/kiosks'
import { listTouchpoints } from '../db/touchpoints'
import { type Act, type ActDeps, changes, did, failed, nothing } from './act'

type Named = { readonly code: string }
type Unknown = { readonly code: 'unknown' }
type Frozen = { readonly code: 'frozen' }
type Wrong = { readonly code: 'wrong'; readonly problems: readonly DraftProblem[] }

/** The agencies that a campaign measures. */
export const measuredIn = async ({ database }: ActDeps, { code }: Named): Promise<readonly string[] | undefined> =>
  (await findCampaign(database, code))?.measured.map(({ agency }) => agency.code)

/** Makes a campaign, still closed to answers, and gives its code. */
export const createCampaign: Act<CampaignDraft, string, Wrong> = {
  name: 'campaigns.create',
  about: async ({ database }, draft) => {
    const plan = planCampaign(draft, await surroundingsOf(database))
    return plan.ok ? plan.campaign.agencies.map(({ code }) => code) : 'faulty'
  },
  run: async ({ database }, _, draft) => {
    const plan = planCampaign(draft, await surroundingsOf(database))
    if (!plan.ok) return failed({ code: 'wrong', problems: plan.problems })
    const { code } = plan.campaign
    if (!(await storeNew(database, plan.campaign)))
      return failed({ code: 'wrong', problems: [{ field: 'code', code: 'taken', seen: code }] })
    return did(code, toldOf(plan.campaign), code)
  },
  again: ({ object }) => object,
}

/** Changes a campaign that was not opened yet; its code names it. */
export const changeCampaign: Act<CampaignDraft, undefined, Unknown | Frozen | Wrong> = {
  name: 'campaigns.change',
  about: async (deps, draft) => {
    const before = await measuredIn(deps, draft)
    const plan = planCampaign(draft, await surroundingsOf(deps.database))
    return before && plan.ok ? [...before, ...plan.campaign.agencies.map(({ code }) => code)] : before
  },
  run: async ({ database }, _, draft) => {
    const before = await findCampaign(database, draft.code)
    if (!before) return failed({ code: 'unknown' })
    const { questionnaire: id, version } = before.campaign
    const plan = planCampaign(draft, await surroundingsOf(database, [{ id, version }]))
    const problems = plan.ok ? await servedProblems(database, plan.campaign) : plan.problems
    if (!plan.ok || problems.length > 0) return failed({ code: 'wrong', problems })
    if (!(await changeDraft(database, plan.campaign))) return failed({ code: 'frozen' })
    return did(draft.code, changes(toldOf(campaignIn(before)), toldOf(plan.campaign)))
  },
}

/** Lets a campaign take answers in its period; its threshold never falls again, and its agencies stay for it what they are now. */
export const openCampaign: Act<Named, undefined, Unknown | { readonly code: 'closed' | 'no-agencies' | 'agencies-gone' }> = {
  name: 'campaigns.open',
  about: measuredIn,
  run: async ({ database }, _, { code }) => {
    const record = await findCampaign(database, code)
    if (!record) return failed({ code: 'unknown' })
    const { status, opensOn: from, closesOn: to, threshold } = record.campaign
    const hindrance = hindersOpening(
      record.campaign,
      record.measured.map(({ agency }) => agency),
    )
    if (hindrance) return failed({ code: hindrance })
    if (status === 'open') return nothing(undefined)
    await storeOpen(database, code)
    return did(code, { from, to, threshold, agencies: record.measured.length })
  },
}

/** Ends a campaign today. */
export const closeCampaign: Act<Named, undefined, Unknown | { readonly code: 'never-opened' }> = {
  name: 'campaigns.close',
  about: measuredIn,
  run: async ({ database, now }, _, { code }) => {
    const record = await findCampaign(database, code)
    if (!record) return failed({ code: 'unknown' })
    const hindrance = hindersClosing(record.campaign)
    if (hindrance) return failed({ code: hindrance })
    if (record.campaign.status === 'closed') return nothing(undefined)
    const today = localDay(now())
    await storeClosed(database, code, today)
    return did(code, changes({ to: record.campaign.closesOn }, { to: today < record.campaign.closesOn ? today : record.campaign.closesOn }))
  },
}

/** Takes away a campaign that was never opened, with its touchpoints, unless kiosks stand there: a device would be led to an address that is gone. */
export const deleteCampaign: Act<Named, undefined, Unknown | { readonly code: 'opened' | 'kiosk' }> = {
  name: 'campaigns.delete',
  about: measuredIn,
  run: async ({ database }, _, { code }) => {
    const record = await findCampaign(database, code)
    if (!record) return failed({ code: 'unknown' })
    const touchpoints = (await listTouchpoints(database, code)).map((touchpoint) => touchpoint.code)
    if (record.campaign.status === 'draft' && (await kiosksAt(database, touchpoints)).length > 0) return failed({ code: 'kiosk' })
    if (!(await deleteDraft(database, code))) return failed({ code: 'opened' })
    return did(code, { before: { ...toldOf(campaignIn(record)), touchpoints } })
  },
}

/** An agency that a touchpoint serves stays in its campaign. */
async function servedProblems(database: Database, { code, agencies }: NewCampaign): Promise<readonly DraftProblem[]> {
  const kept = new Set(agencies.map((agency) => agency.code))
  const served = new Set((await listTouchpoints(database, code)).flatMap((touchpoint) => touchpoint.agencies))
  const lost = [...served].filter((agency) => !kept.has(agency))
  return lost.length === 0 ? [] : [{ field: 'agencies', code: 'served', seen: lost.join(', ') }]
}

const campaignIn = ({ campaign, breakdowns, releasedBy, measured }: CampaignRecord): NewCampaign => ({
  ...campaign,
  breakdowns,
  releasedBy,
  agencies: measured.map(({ agency, population }) => ({ code: agency.code, population })),
})

const toldOf = ({ title, questionnaire, version, opensOn, closesOn, kind, threshold, synthetic, ...more }: NewCampaign): Details => ({
  title,
  questionnaire,
  version,
  from: opensOn,
  to: closesOn,
  kind,
  threshold,
  synthetic,
  breakdowns: more.breakdowns,
  releasedBy: more.releasedBy ?? '',
  agencies: more.agencies.map(({ code }) => code).sort(),
})
