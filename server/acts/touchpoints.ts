import { inEveryLanguage } from '../../client/text/languages'
import { officeWords } from '../../client/text/office'
import { type Campaign, campaignState, type Channel } from '../../surveys/fielding/campaign'
import { type DraftProblem, type PlannedTouchpoint, planTouchpoint, type TouchpointDraft } from '../../surveys/fielding/drafts'
import { type ManyDraft, planMany } from '../../surveys/fielding/many'
import { localDay } from '../../surveys/instrument/calendar'
import { localised } from '../../surveys/instrument/language'
import { newKey } from '../access/keys'
import { type CampaignRecord, findCampaign } from '../db/campaigns'
import { addCodeKey } from '../db/codes'
import type { Database } from '../db/dialect'
import type { Details } from '../db/events'
import { createExport, type NewExport } from '../db/exports'
import { kiosksAt } from '../db/kiosks'
import {
  changeTouchpoint,
  deleteTouchpoint as remove,
  findTouchpoint,
  findTouchpoints,
  hasResponses,
  likeness,
  makeTouchpoint,
  makeTouchpointsEach,
  moveTouchpoints,
  pauseTouchpoints,
  renewCode,
  resumeTouchpoints,
  type ServingTouchpoint,
  setDisplay,
} from '../db/touchpoints'
import { holdWriters } from '../recording/lease'
import { type Act, type ActDeps, changes, did, failed, nothing } from './act'

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
    const code = await makeTouchpoint(deps.database, campaign.code, touchpoint, localDay(deps.now()))
    if (code === undefined) return failed({ code: 'wrong', problems: [{ field: 'code', code: 'taken', seen: wanted.draft.code }] })
    return did(code, toldOf(campaign, touchpoint), code)
  },
  again: ({ object }) => object,
}

type ManyWanted = { readonly campaign: string; readonly draft: ManyDraft }

/** Makes a touchpoint for each of some agencies, kinds and counters where there is none like it; gives how many, and its event names them. */
export const createTouchpointsEach: Act<ManyWanted, number, TouchpointRefusal> = {
  name: 'touchpoints.create-each',
  about: wantedAt,
  run: async ({ database, now }, _, { campaign, draft }) => {
    const record = await findCampaign(database, campaign)
    if (!record) return failed({ code: 'unknown' })
    if (campaignState(record.campaign, localDay(now())) === 'closed') return failed({ code: 'closed' })
    const plan = planMany(calledByKind, draft, measuredIn(record))
    if (!plan.ok) return failed({ code: 'wrong', problems: plan.problems })
    const made = await makeTouchpointsEach(database, campaign, plan.touchpoints, localDay(now()))
    if (made.length === 0) return nothing(0)
    return did(several, { campaign, kind: draft.kinds, label: namesIn(plan.touchpoints), made }, made.length)
  },
  again: ({ details }) => {
    const { made }: { readonly made: readonly string[] } = JSON.parse(details)
    return made.length
  },
}

/** What some touchpoints are called, the same name once. */
const namesIn = (touchpoints: readonly PlannedTouchpoint[]): readonly string[] => [
  ...new Set(touchpoints.map(({ label }) => localised(label, 'vi'))),
]

type Changing = Seen & { readonly draft: TouchpointDraft }
/** Somebody has changed it since whoever asks has seen it. */
type Stale = { readonly code: 'changed' }
/** Which touchpoint, as it was when whoever asks has seen it. */
type Seen = { readonly code: string; readonly revision: number }

/** Calls a touchpoint otherwise, or lets it serve others from now on: what was answered stays where it was. Its kind changes only until then. */
export const changeTouchpointPlace: Act<Changing, undefined, TouchpointRefusal | Stale | Needed> = {
  name: 'touchpoints.change',
  about: async (deps, { code, draft }) => {
    const served = await servedAt(deps, [code])
    return served && [...served, ...draft.agencies]
  },
  run: async (deps, _, { code, revision, draft }) => {
    const before = await findTouchpoint(deps.database, code)
    if (!before) return failed({ code: 'unknown' })
    const planned = await planIn(deps, { campaign: before.campaign, draft: { ...draft, code: '' } })
    if ('failure' in planned) return failed(planned.failure)
    const { touchpoint } = planned
    if (before.revision !== revision) return failed({ code: 'changed' })
    if (likeness(before) === likeness(touchpoint)) return nothing(undefined)
    if (before.kind !== touchpoint.kind) {
      await holdWriters(deps.database)
      if (await hasResponses(deps.database, before)) return failed({ code: 'answered' })
      if ((await kiosksAt(deps.database, [code])).length > 0) return failed({ code: 'kiosk' })
    }
    if (!(await changeTouchpoint(deps.database, before, touchpoint, new Date(deps.now()).toISOString()))) return failed({ code: 'changed' })
    const told = ({ kind, label, agencies }: PlannedTouchpoint | ServingTouchpoint): Details => ({ kind, label, agencies })
    return did(code, changes(told(before), told(touchpoint)))
  },
}

type Named = { readonly codes: readonly string[] }

/** Takes nothing at some touchpoints until they ask again; what was begun before still comes. Gives how many were not paused yet. */
export const pausePlaces: Act<Named, number, Unknown> = {
  name: 'touchpoints.pause',
  about: (deps, { codes }) => servedAt(deps, codes),
  run: async ({ database, now }, _, { codes }) => {
    const asking = await thoseThat(database, codes, ({ door }) => door.pausedAt === undefined)
    if (!asking) return failed({ code: 'unknown' })
    if (asking.length === 0) return nothing(0)
    await pauseTouchpoints(database, asking, new Date(now()).toISOString())
    return did(objectOf(asking), { touchpoints: asking }, asking.length)
  },
}

/** Lets paused touchpoints ask again; gives how many were paused. */
export const resumePlaces: Act<Named, number, Unknown> = {
  name: 'touchpoints.resume',
  about: (deps, { codes }) => servedAt(deps, codes),
  run: async ({ database, now }, _, { codes }) => {
    const paused = await thoseThat(database, codes, ({ door }) => door.pausedAt !== undefined)
    if (!paused) return failed({ code: 'unknown' })
    if (paused.length === 0) return nothing(0)
    await resumeTouchpoints(database, paused, localDay(now()))
    return did(objectOf(paused), { touchpoints: paused }, paused.length)
  },
}

type Moving = { readonly places: readonly Seen[]; readonly agencies: readonly string[] }

/** Lets some touchpoints serve other agencies from now on; what was answered stays with those that it was about. Gives how many moved. */
export const movePlaces: Act<Moving, number, Unknown | Over | Wrong | Stale> = {
  name: 'touchpoints.move',
  about: async (deps, { places, agencies }) => {
    const served = await servedAt(
      deps,
      places.map(({ code }) => code),
    )
    return served && [...served, ...agencies]
  },
  run: async ({ database, now }, _, { places, agencies }) => {
    const seen = new Map(places.map(({ code, revision }) => [code, revision]))
    const found = await findTouchpoints(database, [...seen.keys()])
    if (found.length < seen.size || found.length === 0) return failed({ code: 'unknown' })
    for (const campaign of new Set(found.map((one) => one.campaign))) {
      const record = await findCampaign(database, campaign)
      if (!record || campaignState(record.campaign, localDay(now())) === 'closed') return failed({ code: 'closed' })
      const foreign = agencies.filter((agency) => !measuredIn(record).includes(agency))
      if (agencies.length === 0) return failed({ code: 'wrong', problems: [{ field: 'to', code: 'no-agencies' }] })
      if (foreign.length > 0)
        return failed({ code: 'wrong', problems: [{ field: 'to', code: 'unknown', seen: foreign.join(', '), allowed: '' }] })
    }
    if (found.some(({ code, revision }) => seen.get(code) !== revision)) return failed({ code: 'changed' })
    const moving = found.filter((one) => one.agencies.join(' ') !== agencies.join(' '))
    if (moving.length === 0) return nothing(0)
    await moveTouchpoints(database, moving, agencies, new Date(now()).toISOString())
    const moved = moving.map(({ code, agencies: before }) => `${code}: ${before.join(', ')}`)
    return did(objectOf(moving.map(({ code }) => code)), { agencies, moved }, moving.length)
  },
}

type Printing = Named & { readonly row: NewExport; readonly paper: string }

/** Orders a run of posters; whoever ordered it begins to make it once this is stored. */
export const printPlaces: Act<Printing, undefined, Unknown> = {
  name: 'touchpoints.print',
  about: (deps, { codes }) => servedAt(deps, codes),
  run: async ({ database }, _, { codes, row, paper }) => {
    const found = await findTouchpoints(database, codes)
    if (found.length === 0 || found.length < new Set(codes).size) return failed({ code: 'unknown' })
    if (found.some(({ campaign }) => campaign !== row.campaign)) return failed({ code: 'unknown' })
    await createExport(database, row)
    return did(objectOf(codes), { touchpoints: codes, paper })
  },
}

/** Gives a touchpoint another code; the one before, on every poster, is good for a day more or no longer. */
export const renewTouchpoint: Act<Seen & { readonly grace: 'none' | 'day' }, undefined, Unknown | Stale> = {
  name: 'touchpoints.renew',
  about: (deps, { code }) => servedAt(deps, [code]),
  run: async ({ database, now }, _, { code, revision, grace }) => {
    const before = await findTouchpoint(database, code)
    if (!before) return failed({ code: 'unknown' })
    if (before.revision !== revision) return failed({ code: 'changed' })
    const until = new Date(now() + (grace === 'day' ? dayMs : 0)).toISOString()
    await renewCode(database, before, until)
    return did(code, { until })
  },
}

const dayMs = 86_400_000

/** Lets a counter's screen show the code, which turns from then on, under a link that is given once; the screen before goes dark. */
export const showTouchpoint: Act<Seen, string, Unknown | Stale | { readonly code: 'not_shown' }> = {
  name: 'touchpoints.show',
  about: (deps, { code }) => servedAt(deps, [code]),
  run: async ({ database, now }, _, { code, revision }) => {
    const before = await findTouchpoint(database, code)
    if (!before) return failed({ code: 'unknown' })
    if (before.kind !== 'qr') return failed({ code: 'not_shown' })
    if (before.revision !== revision) return failed({ code: 'changed' })
    // A code that somebody chose has no key, and what is printed already would open what the screen alone is to show.
    if (!before.door.turns) await renewCode(database, before, new Date(now()).toISOString())
    const display = newKey()
    await setDisplay(database, before, display)
    return did(code, {}, display)
  },
}

/** Takes the screen away: the code stands still again, and can be printed. */
export const hideTouchpoint: Act<Seen, undefined, Unknown | Stale> = {
  name: 'touchpoints.hide',
  about: (deps, { code }) => servedAt(deps, [code]),
  run: async ({ database }, _, { code, revision }) => {
    const before = await findTouchpoint(database, code)
    if (!before) return failed({ code: 'unknown' })
    if (before.display === '') return nothing(undefined)
    if (before.revision !== revision) return failed({ code: 'changed' })
    await setDisplay(database, before, '')
    return did(code)
  },
}

/** Makes another key: codes that are made from now on are sealed with it, those that are printed stay good. Gives the letter that names it. */
export const addSealingKey: Act<object, string, { readonly code: 'no_letter' }> = {
  name: 'touchpoints.add-key',
  run: async ({ database }) => {
    const key = await addCodeKey(database)
    return key === undefined ? failed({ code: 'no_letter' }) : did(several, { key }, key)
  },
}

/** The agencies that touchpoints serve; undefined where one of them is nowhere. */
async function servedAt({ database }: ActDeps, codes: readonly string[]): Promise<readonly string[] | undefined> {
  const found = await findTouchpoints(database, codes)
  return found.length === new Set(codes).size ? found.flatMap(({ agencies }) => agencies) : undefined
}

/** The codes of those of which something is so; undefined where one of them is nowhere. */
async function thoseThat(
  database: Database,
  codes: readonly string[],
  is: (touchpoint: ServingTouchpoint) => boolean,
): Promise<readonly string[] | undefined> {
  const found = await findTouchpoints(database, codes)
  return found.length === new Set(codes).size ? found.filter(is).map(({ code }) => code) : undefined
}

const objectOf = (codes: readonly string[]): string => (codes.length === 1 ? (codes[0] ?? several) : several)

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
async function wantedAt(
  { database }: ActDeps,
  { campaign, draft }: Wanted | ManyWanted,
): Promise<readonly string[] | 'faulty' | undefined> {
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
  const plan = planTouchpoint(calledByKind, draft, measuredIn(record))
  return plan.ok ? { campaign: record.campaign, touchpoint: plan.touchpoint } : { failure: { code: 'wrong', problems: plan.problems } }
}

/** What a touchpoint without a name is called. */
export const calledByKind = (kind: Channel) => inEveryLanguage((language) => officeWords(language)(`channel_${kind}`))

const measuredIn = ({ measured }: CampaignRecord): readonly string[] => measured.map(({ agency }) => agency.code)

const toldOf = ({ code }: Campaign, { kind, label, agencies }: PlannedTouchpoint): Details => ({ campaign: code, kind, label, agencies })
