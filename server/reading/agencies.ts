import { type AgencyBranches, branchesOf } from '../../surveys/fielding/agency-branches'
import type { Agency, Campaign } from '../../surveys/fielding/campaign'
import type { AgencyEdit } from '../../surveys/fielding/drafts'
import type { LocalText } from '../../surveys/instrument/schema'
import { listCampaigns } from '../db/campaigns'
import type { Database } from '../db/dialect'
import { allPeople } from '../db/people'

/** A campaign that measures some agencies: which of them, and what each was called when it opened. */
export type MeasuringCampaign = {
  readonly campaign: Campaign
  readonly agencies: readonly string[]
  readonly openedAs: ReadonlyMap<string, LocalText>
}

/** A touchpoint that serves some agencies, and which of them. */
export type ServingPlace = { readonly code: string; readonly campaign: string; readonly agencies: readonly string[] }

/** Somebody who holds a role over an agency. */
export type HeldRole = { readonly person: string; readonly role: string; readonly agency: string }

/** The campaigns that measure any of these agencies, the latest first. */
export async function campaignsMeasuring(database: Database, agencies: readonly string[]): Promise<readonly MeasuringCampaign[]> {
  const found = new Map<string, { readonly agencies: string[]; readonly openedAs: Map<string, LocalText> }>()
  for (const part of parts(agencies)) {
    const rows = await database.db
      .selectFrom('campaign_agencies')
      .select(['campaign', 'agency', 'opened_as'])
      .where('agency', 'in', part)
      .orderBy('campaign')
      .orderBy('agency')
      .execute()
    for (const { campaign, agency, opened_as: then } of rows) {
      const own = found.get(campaign) ?? { agencies: [], openedAs: new Map<string, LocalText>() }
      found.set(campaign, own)
      own.agencies.push(agency)
      if (then !== '') own.openedAs.set(agency, JSON.parse(then).name)
    }
  }
  return (await listCampaigns(database)).flatMap((campaign) => {
    const own = found.get(campaign.code)
    return own ? [{ campaign, ...own }] : []
  })
}

/** The touchpoints that serve any of these agencies, in the order of their codes. */
export async function touchpointsServing({ db }: Database, agencies: readonly string[]): Promise<readonly ServingPlace[]> {
  const found = new Map<string, { readonly code: string; readonly campaign: string; readonly agencies: string[] }>()
  for (const part of parts(agencies)) {
    const rows = await db
      .selectFrom('touchpoint_agencies')
      .innerJoin('touchpoints', 'touchpoints.code', 'touchpoint_agencies.touchpoint')
      .select(['touchpoints.code', 'touchpoints.campaign', 'touchpoint_agencies.agency'])
      .where('touchpoint_agencies.agency', 'in', part)
      .orderBy('touchpoints.code')
      .orderBy('touchpoint_agencies.agency')
      .execute()
    for (const { code, campaign, agency } of rows) {
      const own = found.get(code) ?? { code, campaign, agencies: [] }
      found.set(code, own)
      own.agencies.push(agency)
    }
  }
  return [...found.values()].sort((a, b) => (a.code < b.code ? -1 : 1))
}

/** Who holds a role over any of these agencies itself. */
export async function rolesOver(database: Database, agencies: readonly string[]): Promise<readonly HeldRole[]> {
  const wanted = new Set(agencies)
  return (await allPeople(database)).flatMap(({ name, username, grants }) =>
    grants.flatMap(({ role, agency }) => (agency !== '' && wanted.has(agency) ? [{ person: name || username, role, agency }] : [])),
  )
}

/** What a change of the tree means for what stands on it. */
export type Effects = {
  /** Agencies that come along, since they stand below one that gets another superior. */
  readonly along: number
  /** Campaigns that are running, and keep the tree that they opened with. */
  readonly running: readonly MeasuringCampaign[]
  /** Campaigns that are prepared, and follow the list until they open. */
  readonly prepared: readonly MeasuringCampaign[]
  /** Touchpoints that ask about an agency which ends. */
  readonly places: readonly ServingPlace[]
  /** Roles over agencies that end, and those that are lost or gained over what moves. */
  readonly ending: readonly HeldRole[]
  readonly lost: readonly HeldRole[]
  readonly gained: readonly HeldRole[]
}

export async function effectsOf(database: Database, all: readonly Agency[], edits: readonly AgencyEdit[]): Promise<Effects> {
  const before = branchesOf(all)
  const after = branchesOf([...new Map([...all, ...edits.map(({ agency }) => agency)].map((agency) => [agency.code, agency])).values()])
  const moved = edits
    .filter(({ isNew, changes }) => !isNew && changes.some(({ field }) => field === 'parent'))
    .map(({ agency }) => agency.code)
  const ended = edits
    .filter(({ changes }) => changes.some(({ field, after: day }) => field === 'valid_to' && day !== ''))
    .map(({ agency }) => agency.code)
  const touched = edits.flatMap(({ agency, isNew }) => (isNew ? [] : [agency.code]))
  const along = new Set(moved.flatMap((code) => before.below(code).map((one) => one.code)))
  for (const code of moved) along.delete(code)
  const over = (tree: AgencyBranches) => new Set(moved.flatMap((code) => tree.above(code).map((one) => one.code)))
  const [was, is] = [over(before), over(after)]
  const measuring = await campaignsMeasuring(database, [...new Set([...touched, ...along])])
  const without = (some: ReadonlySet<string>, others: ReadonlySet<string>) => [...some].filter((code) => !others.has(code))
  return {
    along: along.size,
    running: measuring.filter(({ campaign: { status } }) => status === 'open' || status === 'paused'),
    prepared: measuring.filter(({ campaign: { status } }) => status === 'draft'),
    places: await touchpointsServing(database, ended),
    ending: await rolesOver(database, ended),
    lost: await rolesOver(database, without(was, is)),
    gained: await rolesOver(database, without(is, was)),
  }
}

/** As many as a statement of either engine takes at once. */
const parts = <One>(all: readonly One[]): readonly (readonly One[])[] =>
  Array.from({ length: Math.ceil(all.length / atOnce) }, (_, index) => all.slice(index * atOnce, (index + 1) * atOnce))

const atOnce = 500
