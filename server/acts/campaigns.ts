import { createHash } from 'node:crypto'
import {
  type Campaign,
  hindersClosing,
  hindersOpening,
  type OpeningHindrance,
  type Pause,
  pausedSince,
} from '../../surveys/fielding/campaign'
import { placesOnward, readTargets, successionOf, targetsOnward } from '../../surveys/fielding/copying'
import { type CampaignDraft, type DraftProblem, nameProblems, planCampaign } from '../../surveys/fielding/drafts'
import { type LifeAct, lifeAfter, type LifeHindrance, lifeReasonProblems, newEndProblems } from '../../surveys/fielding/life'
import { localDay } from '../../surveys/instrument/calendar'
import {
  type CampaignRecord,
  changeDraft,
  changeLife,
  closeCampaign as storeClosed,
  createCampaign as storeNew,
  deleteDraft,
  findCampaign,
  type LifeChange,
  type NewCampaign,
  openCampaign as storeOpen,
  surroundingsOf,
} from '../db/campaigns'
import type { Database } from '../db/dialect'
import type { Details } from '../db/events'
import { kiosksAt } from '../db/kiosks'
import { lastNight } from '../db/released'
import { saveTargets, targetsOf } from '../db/targets'
import { listTouchpoints, makeTouchpoint } from '../db/touchpoints'
import { type Act, type ActDeps, changes, did, failed, nothing } from './act'
import type { ActName } from './table'

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

export type CampaignCopy = Omit<CampaignDraft, 'agencies' | 'blocks'> & { readonly source: string }

/** The copy as a draft: of the agencies that do now what those of the campaign did. */
async function copyPlanned({ database }: ActDeps, { source, ...draft }: CampaignCopy) {
  const record = await findCampaign(database, source)
  if (!record) return undefined
  const surroundings = await surroundingsOf(database)
  const measured = record.measured.map(({ agency }) => agency.code)
  const succession = successionOf(measured, surroundings.agencies, draft.from, draft.to)
  const agencies = [...new Set([...succession.values()].flat())]
  return { record, succession, plan: planCampaign({ ...draft, agencies, blocks: [] }, surroundings) }
}

/** Makes a campaign like another one, with its touchpoints under new codes and what was wanted of each agency; nothing is opened. */
export const copyCampaign: Act<CampaignCopy, string, Unknown | Wrong> = {
  name: 'campaigns.copy',
  about: async (deps, draft) => {
    const planned = await copyPlanned(deps, draft)
    if (!planned) return undefined
    const before = planned.record.measured.map(({ agency }) => agency.code)
    return planned.plan.ok ? [...before, ...planned.plan.campaign.agencies.map(({ code }) => code)] : before
  },
  run: async (deps, _, draft) => {
    const { database } = deps
    const planned = await copyPlanned(deps, draft)
    if (!planned) return failed({ code: 'unknown' })
    const { plan, succession } = planned
    if (!plan.ok) return failed({ code: 'wrong', problems: plan.problems })
    const { code } = plan.campaign
    if (!(await storeNew(database, plan.campaign)))
      return failed({ code: 'wrong', problems: [{ field: 'code', code: 'taken', seen: code }] })
    const made: string[] = []
    for (const place of placesOnward(await listTouchpoints(database, draft.source), succession)) {
      const { kind, label, agencies } = place
      const touchpoint = await makeTouchpoint(database, code, { code: undefined, kind, label, agencies }, localDay(deps.now()))
      if (touchpoint !== undefined) made.push(touchpoint)
    }
    const targets = targetsOnward(await targetsOf(database, draft.source), succession)
    await saveTargets(database, code, targets)
    return did(code, { copiedFrom: draft.source, ...toldOf(plan.campaign), made, targets: targets.size }, code)
  },
  again: ({ object }) => object,
}

export type WantedTargets = Named & {
  readonly typed: ReadonlyMap<string, string>
  readonly pasted: string
  /** What the form showed, as `stampOfTargets` writes it. */
  readonly based: string
}

/** Says whether targets are those that a form showed. */
export const stampOfTargets = (targets: ReadonlyMap<string, number>): string =>
  stampOf(
    [...targets.entries()]
      .map(([agency, wanted]) => `${agency} ${wanted}`)
      .sort()
      .join('\n'),
  )

/** Changes with a text: a form brings it back, and says so whether what it showed is still there. */
export const stampOf = (text: string): string => createHash('sha256').update(text).digest('base64url').slice(0, 16)

/** Sets how many responses are wanted of each agency, at any time until the campaign is published. */
export const setTargets: Act<WantedTargets, undefined, Unknown | Wrong | Overtaken | Hindered> = {
  name: 'campaigns.set-targets',
  about: measuredIn,
  run: async ({ database }, _, { code, typed, pasted, based }) => {
    const record = await findCampaign(database, code)
    if (!record) return failed({ code: 'unknown' })
    if (record.campaign.status === 'published') return failed({ code: 'hindered', why: 'published' })
    const before = await targetsOf(database, code)
    if (based !== '' && based !== stampOfTargets(before)) return failed({ code: 'overtaken' })
    const agencies = record.measured.map(({ agency }) => agency.code)
    const reading = readTargets(typed, pasted, agencies)
    if (!reading.ok) return failed({ code: 'wrong', problems: reading.problems })
    const changed = agencies.flatMap((agency) => {
      const [was, is] = [before.get(agency) ?? null, reading.targets.get(agency) ?? null]
      return was === is ? [] : [{ agency, before: was, after: is }]
    })
    if (changed.length === 0) return nothing(undefined)
    await saveTargets(database, code, reading.targets)
    return did(code, { changed })
  },
}

/** Says whether a campaign is the one that a form showed. */
export const stampOfCampaign = ({ campaign, breakdowns, releasedBy, peers }: CampaignRecord): string =>
  stampOf(JSON.stringify(toldOf(campaignIn({ campaign, breakdowns, releasedBy, measured: peers }))))

export type ChangedDraft = CampaignDraft & { /** What the form showed, as `stampOfCampaign` writes it. */ readonly based?: string }

/** Changes a campaign that was not opened yet; its code names it. */
export const changeCampaign: Act<ChangedDraft, undefined, Unknown | Frozen | Wrong | Overtaken> = {
  name: 'campaigns.change',
  about: async (deps, draft) => {
    const before = await measuredIn(deps, draft)
    const plan = planCampaign(draft, await surroundingsOf(deps.database))
    return before && plan.ok ? [...before, ...plan.campaign.agencies.map(({ code }) => code)] : before
  },
  run: async ({ database }, _, { based = '', ...draft }) => {
    const before = await findCampaign(database, draft.code)
    if (!before) return failed({ code: 'unknown' })
    if (before.campaign.status !== 'draft') return failed({ code: 'frozen' })
    if (based !== '' && based !== stampOfCampaign(before)) return failed({ code: 'overtaken' })
    const { questionnaire: id, version } = before.campaign
    const plan = planCampaign(draft, await surroundingsOf(database, [{ id, version }]))
    const problems = plan.ok ? await servedProblems(database, plan.campaign) : plan.problems
    if (!plan.ok || problems.length > 0) return failed({ code: 'wrong', problems })
    if (!(await changeDraft(database, plan.campaign))) return failed({ code: 'frozen' })
    return did(draft.code, changes(toldOf(campaignIn(before)), toldOf(plan.campaign)))
  },
}

/** Lets a campaign take answers in its period; its threshold never falls again, and its agencies stay for it what they are now. */
export const openCampaign: Act<Named, undefined, Unknown | { readonly code: OpeningHindrance }> = {
  name: 'campaigns.open',
  about: measuredIn,
  run: async ({ database, now }, _, { code }) => {
    const record = await findCampaign(database, code)
    if (!record) return failed({ code: 'unknown' })
    const { status, opensOn: from, closesOn: to, threshold } = record.campaign
    const hindrance = hindersOpening(
      record.campaign,
      record.measured.map(({ agency }) => agency),
    )
    if (hindrance) return failed({ code: hindrance })
    if (status === 'open') return nothing(undefined)
    await storeOpen(database, code, localDay(now()))
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
    if (record.campaign.status === 'closed' || record.campaign.status === 'published') return nothing(undefined)
    const today = localDay(now())
    await storeClosed(database, code, today)
    await changeLife(database, code, { pauses: pausesEnded(record.campaign, today) })
    return did(code, changes({ to: record.campaign.closesOn }, { to: today < record.campaign.closesOn ? today : record.campaign.closesOn }))
  },
}

type Reasoned = Named & { readonly reason: string }
type Hindered = { readonly code: 'hindered'; readonly why: LifeHindrance }
/** Somebody else changed it since the form was shown. */
type Overtaken = { readonly code: 'overtaken' }

/** What an act of a campaign's life makes of it, or why it is not done. */
type Step = { readonly change: LifeChange; readonly details: Details } | Wrong | Hindered | Overtaken
type At = { readonly campaign: Campaign; readonly today: string; readonly status: Campaign['status'] }

/** An act of a campaign's life: it is done in the stages that the table of `surveys/fielding/life.ts` names, and says what it changes. */
function lifeAct<Input extends Named>(
  name: ActName,
  act: LifeAct,
  step: (input: Input, at: At) => Step,
): Act<Input, undefined, Unknown | Wrong | Hindered | Overtaken> {
  return {
    name,
    about: measuredIn,
    run: async ({ database, now }, _, input) => {
      const record = await findCampaign(database, input.code)
      if (!record) return failed({ code: 'unknown' })
      const today = localDay(now())
      const night = (await lastNight(database, input.code))?.night ?? ''
      const after = lifeAfter(act, record.campaign, today, night)
      if (!after.ok) return failed({ code: 'hindered', why: after.why })
      const made = step(input, { campaign: record.campaign, today, status: after.status })
      if ('code' in made) return failed(made)
      const isResumed = record.campaign.status === 'paused' && after.status !== 'paused'
      const pauses = isResumed ? { pauses: pausesEnded(record.campaign, today) } : {}
      await changeLife(database, input.code, { status: after.status, ...pauses, ...made.change })
      return did(input.code, made.details)
    },
  }
}

const wrongIf = (problems: readonly DraftProblem[]): Wrong | undefined => (problems.length > 0 ? { code: 'wrong', problems } : undefined)

/** Asks nobody any more until it is resumed; what was answered before anybody knew of it is taken. */
export const pauseCampaign = lifeAct<Reasoned>(
  'campaigns.pause',
  'pause',
  ({ reason }, { campaign: { pauses = [] }, today }) =>
    wrongIf(lifeReasonProblems(reason)) ?? { change: { pauses: [...pauses, { from: today, to: null }] }, details: { reason } },
)

export const resumeCampaign = lifeAct<Named>('campaigns.resume', 'resume', (_, { campaign }) => ({
  change: {},
  details: { pausedFrom: pausedSince(campaign) ?? '' },
}))

const pausesEnded = ({ pauses = [] }: Campaign, today: string): readonly Pause[] =>
  pauses.map(({ from, to }) => ({ from, to: to ?? today }))

type NewEnd = Reasoned & { readonly to: string; /** The last day that the form showed. */ readonly based: string }

/** Gives a campaign a later last day, also when its last day has passed but nobody has closed it. */
export const extendCampaign = lifeAct<NewEnd>('campaigns.extend', 'extend', (wanted, at) => newEnd('extend', wanted, at))

/** Lets a closed campaign take answers again, while nothing final of it has been released. */
export const reopenCampaign = lifeAct<NewEnd>('campaigns.reopen', 'reopen', (wanted, at) => newEnd('reopen', wanted, at))

function newEnd(act: 'extend' | 'reopen', { to, reason, based }: NewEnd, { campaign, today }: At): Step {
  if (based !== '' && based !== campaign.closesOn) return { code: 'overtaken' }
  return (
    wrongIf([...newEndProblems(act, campaign, to, today), ...lifeReasonProblems(reason)]) ?? {
      change: { closesOn: to },
      details: { ...changes({ to: campaign.closesOn }, { to }), reason },
    }
  )
}

export type Correction = Reasoned & {
  readonly title: string
  readonly titleEn: string
  readonly threshold: string
  /** What the form showed, as `correctable` writes it. */
  readonly based: string
}

/** What can be corrected at any time, as one text. */
export const correctable = ({ title, threshold }: Campaign): string => JSON.stringify([title['vi'] ?? '', title['en'] ?? '', threshold])

/** Corrects a title and raises the threshold, whenever; nothing that a figure stands on but that. */
export const correctCampaign: ReturnType<typeof lifeAct<Correction>> = {
  ...lifeAct<Correction>('campaigns.correct', 'correct', corrected),
  finalWhen: async ({ database }, { code, threshold }) => {
    const record = await findCampaign(database, code)
    return record !== undefined && Number(threshold) > record.campaign.threshold
  },
}

function corrected({ reason, based, ...wanted }: Correction, { campaign }: At): Step {
  if (based !== '' && based !== correctable(campaign)) return { code: 'overtaken' }
  const least = { field: 'threshold', code: 'bad-number', seen: wanted.threshold, allowed: String(campaign.threshold) } as const
  const isRaised = /^\d{1,6}$/.test(wanted.threshold) && Number(wanted.threshold) >= campaign.threshold
  const problems = [
    ...nameProblems('title', wanted.title, 'needed'),
    ...nameProblems('titleEn', wanted.titleEn, 'optional'),
    ...(isRaised ? [] : [least]),
    ...lifeReasonProblems(reason),
  ]
  const { en: _, vi: __, ...others } = campaign.title
  const title = { ...others, vi: wanted.title, ...(wanted.titleEn !== '' && { en: wanted.titleEn }) }
  const after = { title, threshold: Number(wanted.threshold) }
  return (
    wrongIf(problems) ?? { change: after, details: { ...changes({ title: campaign.title, threshold: campaign.threshold }, after), reason } }
  )
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

const campaignIn = ({ campaign, breakdowns, releasedBy, measured }: Omit<CampaignRecord, 'peers' | 'area'>): NewCampaign => ({
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
