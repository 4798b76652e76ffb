import type { LocalText, Questionnaire } from '../instrument/schema'

/** How an answer came in: the kind of its touchpoint. */
export const channels = ['kiosk', 'qr', 'link', 'interviewer', 'paper', 'phone', 'post'] as const
export type Channel = (typeof channels)[number]

export const isChannel = (text: string): text is Channel => channels.some((channel) => channel === text)

/** What kind of body an agency is; the block says with whom it is ranked. */
export const agencyTypes = [
  'province',
  'department',
  'vertical',
  'commune',
  'one-stop',
  'school',
  'clinic',
  'hospital',
  'public-service',
  'other',
] as const
export type AgencyType = (typeof agencyTypes)[number]

/** What an agency was called before, until a local day where that is known. */
export type Alias = { readonly name: string; readonly until: string | null }

export type Agency = {
  readonly code: string
  readonly name: LocalText
  readonly type?: AgencyType
  /** The code in the state's own lists, where it is another than the key. */
  readonly officialCode?: string
  readonly aliases?: readonly Alias[]
  /** The group it is ranked in. */
  readonly block: string
  readonly parent: string | null
  readonly validFrom: string | null
  readonly validTo: string | null
  readonly predecessors: readonly string[]
  /** Those of the predecessors of which only a part came here; the others came whole. */
  readonly inPart?: readonly string[]
}

/** One fielding of one questionnaire version in a period of local days, both ends inclusive. */
export type Campaign = {
  readonly code: string
  readonly title: LocalText
  readonly questionnaire: string
  readonly version: number
  /** `open` is self-selected, `sampled` answers a drawn list; the two are never pooled. */
  readonly kind: 'open' | 'sampled'
  readonly status: 'draft' | 'open' | 'paused' | 'closed' | 'published'
  readonly opensOn: string
  readonly closesOn: string
  /** Persons below which a figure is withheld; frozen when the campaign opens. */
  readonly threshold: number
  /** Made-up data, said so on every screen and in every export. */
  readonly synthetic: boolean
  /** Local days on which it stopped asking, in order, each until the day on which it went on; the last may still last. */
  readonly pauses?: readonly Pause[]
}

export type Pause = { readonly from: string; readonly to: string | null }

/** The day since which a paused campaign asks nobody. */
export const pausedSince = ({ pauses = [] }: Pick<Campaign, 'pauses'>): string | undefined => pauses.find(({ to }) => to === null)?.from

export type Touchpoint = {
  readonly code: string
  readonly campaign: string
  readonly kind: Channel
  readonly label: LocalText
}

/** How one comes to a touchpoint, and since when one does not. Instants are milliseconds since 1970. */
export type Entrance = {
  /** The code in its address; what is stored names the touchpoint by its own. */
  readonly link: string
  /** Its code is shown by a counter's display and turns with it. */
  readonly turns: boolean
  readonly pausedAt: number | undefined
  /** The end of the code that somebody came by, where the touchpoint has another one by now. */
  readonly retiredAt: number | undefined
}

export type FormerAgency = { readonly agency: Agency; readonly until: number }

/** All that a survey page needs: where it is asked, in which campaign, for which agencies, with what. */
export type Fielding = {
  readonly touchpoint: Touchpoint
  readonly door: Entrance
  readonly campaign: Campaign
  readonly agencies: readonly Agency[]
  /** Those that it served before, each until an instant. */
  readonly former?: readonly FormerAgency[]
  readonly questionnaire: Questionnaire
  /** Hash of the questionnaire's content, which pins what was shown. */
  readonly hash: string
}

/**
 * Where a campaign stands on a local day; before it is open it can only be tried. While it is paused it asks nobody, and takes what comes: whoever
 * was asked before they knew of it, at a kiosk without network or on a page that stood open, was thanked.
 */
export function campaignState(
  { status, opensOn, closesOn }: Pick<Campaign, 'status' | 'opensOn' | 'closesOn'>,
  today: string,
): 'draft' | 'upcoming' | 'open' | 'paused' | 'closed' {
  if (status === 'draft') return 'draft'
  if (status === 'closed' || status === 'published' || today > closesOn) return 'closed'
  if (status === 'paused') return 'paused'
  return today < opensOn ? 'upcoming' : 'open'
}

/** Whether a campaign was begun and not ended, so that its figures still change. */
export const isRunning = (campaign: Pick<Campaign, 'status' | 'opensOn' | 'closesOn'>, today: string): boolean =>
  ['open', 'paused'].includes(campaignState(campaign, today))

/** Days for which an answer given inside the period may still arrive after it. */
export const lateDays = 31

/** Where a local day lies in the life of an agency, whose first and last day both belong to it. */
export function agencyState({ validFrom, validTo }: Pick<Agency, 'validFrom' | 'validTo'>, day: string): 'upcoming' | 'valid' | 'ended' {
  if (validTo !== null && day > validTo) return 'ended'
  return validFrom !== null && day < validFrom ? 'upcoming' : 'valid'
}

/** Whether an agency has a day in a period of local days, both ends inclusive. */
export const isThereBetween = ({ validFrom, validTo }: Pick<Agency, 'validFrom' | 'validTo'>, from: string, to: string): boolean =>
  (validFrom === null || validFrom <= to) && (validTo === null || validTo >= from)

/**
 * An agency in a campaign that was opened: all as it was then, so that what it does later changes no figure, but for its days. It ends when it
 * ends, since nobody is served there any more; of its first day then and now the earlier counts, so that a day that was asked about stays one.
 */
export const asOpened = (then: Agency, now: Agency): Agency => ({
  ...then,
  validFrom: then.validFrom === null || now.validFrom === null ? null : then.validFrom < now.validFrom ? then.validFrom : now.validFrom,
  validTo: now.validTo,
})

/** Whether a reader who knows an agency as it is now would not find it under its name or in its block then. */
export const isOtherNow = (then: Agency, now: Agency): boolean =>
  then.block !== now.block || Object.keys({ ...then.name, ...now.name }).some((language) => then.name[language] !== now.name[language])

/** The day that decides whether an agency is asked about: today, or the first of a campaign that can only be tried yet. */
export const askedDay = ({ opensOn }: Pick<Campaign, 'opensOn'>, today: string): string => (today < opensOn ? opensOn : today)

/** The same fielding with the agencies alone that it may be asked about on a day. */
export const offeredOn = <Asked extends Fielding>(fielding: Asked, day: string): Asked => ({
  ...fielding,
  agencies: fielding.agencies.filter((agency) => agencyState(agency, day) === 'valid'),
})

export type OpeningHindrance = 'closed' | 'paused' | 'no-agencies' | 'agencies-gone'

/** Why a campaign cannot be opened; nothing when it can. */
export function hindersOpening(
  campaign: Pick<Campaign, 'status' | 'opensOn' | 'closesOn'>,
  agencies: readonly Agency[],
): OpeningHindrance | undefined {
  if (campaign.status === 'closed' || campaign.status === 'published') return 'closed'
  // It goes on by being resumed, and asks nobody until then.
  if (campaign.status === 'paused') return 'paused'
  if (agencies.length === 0) return 'no-agencies'
  return campaign.status === 'draft' && goneIn(campaign, agencies).length > 0 ? 'agencies-gone' : undefined
}

/** The agencies that have no day in the period of a campaign. */
export const goneIn = ({ opensOn, closesOn }: Pick<Campaign, 'opensOn' | 'closesOn'>, agencies: readonly Agency[]): readonly Agency[] =>
  agencies.filter((agency) => !isThereBetween(agency, opensOn, closesOn))

/** Only what was opened can be closed. */
export const hindersClosing = ({ status }: Pick<Campaign, 'status'>): 'never-opened' | undefined =>
  status === 'draft' ? 'never-opened' : undefined
