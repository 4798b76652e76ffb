import { type Campaign, campaignState, type Channel, lateDays } from '../fielding/campaign'
import { daysBetween, isDay } from '../instrument/calendar'
import type { RoleName } from './roles'

/** Who enters what others said, by the kind of the touchpoint; at all other kinds people answer for themselves. */
const enterers = { interviewer: 'interviewer', paper: 'clerk' } as const satisfies Partial<Readonly<Record<Channel, RoleName>>>

export type EntererRole = (typeof enterers)[keyof typeof enterers]
export type EnteredKind = keyof typeof enterers

/** Kinds of touchpoints at which somebody of the office enters. */
export const enteredKinds: readonly EnteredKind[] = ['interviewer', 'paper']

/** Roles that enter. */
export const entererRoles: readonly EntererRole[] = enteredKinds.map((kind) => enterers[kind])

export const isEnterer = (role: RoleName): role is EntererRole => entererRoles.some((one) => one === role)

/** The role that enters at a touchpoint of that kind; none where people answer for themselves. */
export const entererAt = (kind: Channel): EntererRole | undefined => (isEntered(kind) ? enterers[kind] : undefined)

const isEntered = (kind: Channel): kind is EnteredKind => Object.hasOwn(enterers, kind)

type Period = Pick<Campaign, 'status' | 'opensOn' | 'closesOn'>

/** Where entering stands today; `late`: the campaign is over, and sheets that were filled in while it ran may still come, as they may while it is paused. */
export function enteringState(
  campaign: Period,
  kind: Channel,
  today: string,
): 'draft' | 'upcoming' | 'open' | 'paused' | 'late' | 'closed' {
  const state = campaignState(campaign, today)
  if (state === 'paused' && entererAt(kind) === 'clerk') return 'open'
  return state === 'closed' && entererAt(kind) === 'clerk' && daysBetween(campaign.closesOn, today) <= lateDays ? 'late' : state
}

/** Whether a sheet that is entered today can have been filled in on that local day. */
export const isSheetDay = (campaign: Period, day: string, today: string): boolean =>
  isDay(day) &&
  day >= campaign.opensOn &&
  day <= lastSheetDay(campaign, today) &&
  (campaignState(campaign, today) !== 'closed' || daysBetween(day, today) <= lateDays)

/** The last local day on which it can have been. */
export const lastSheetDay = ({ closesOn }: Period, today: string): string => (today < closesOn ? today : closesOn)
