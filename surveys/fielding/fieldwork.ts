import { dayAfter, daysBetween, daysLater } from '../instrument/calendar'
import { type Agency, agencyState, type Campaign, type Channel, channels, isRunning, type Pause, type Touchpoint } from './campaign'
import { comparesWhole, type Forerunners, hasForerunners } from './lineage'
import { isOfficeDay, type OfficeHours } from './kiosk'

/** The responses that came at one place, about one agency or in one form about several, in one way: how many on each local day. */
export type Arrived = {
  readonly touchpoint: string
  readonly agencies: readonly string[]
  readonly channel: Channel
  readonly days: ReadonlyMap<string, number>
  /** How many of them are doubtful by their own marks. */
  readonly doubtful: number
}

/** The office days from one local day to another, both inclusive, on which a campaign asked; a day on which it was paused all along is none. */
export function askedOfficeDays(
  { opensOn, closesOn, pauses = [] }: Pick<Campaign, 'opensOn' | 'closesOn' | 'pauses'>,
  hours: Pick<OfficeHours, 'days'>,
  until: string,
): readonly string[] {
  const days: string[] = []
  const last = until < closesOn ? until : closesOn
  for (let day = opensOn; day <= last; day = dayAfter(day)) if (isOfficeDay(hours, day) && !isPausedAllOf(pauses, day)) days.push(day)
  return days
}

/** It asked for a part of the days on which a pause began and ended. */
const isPausedAllOf = (pauses: readonly Pause[], day: string): boolean =>
  pauses.some(({ from, to }) => day > from && (to === null || day < to))

/** How many responses of those wanted should be there by the end of a day: as many as its part of the office days of the period. */
export const expectedBy = (wanted: number, days: Window): number => Math.round(partBy(wanted, days))

const partBy = (wanted: number, { asked, all }: Window): number => (all.length === 0 ? 0 : (wanted * asked.length) / all.length)

/** The office days on which a campaign asks about an agency: so far, with today, and in all. */
type Window = { readonly asked: readonly string[]; readonly all: readonly string[] }

/** Of each agency those on which it is there; the same for all that are there as long. */
function windowsOf({ asked, all }: Window): (agency: Agency) => Window {
  const known = new Map<string, Window>()
  return (agency) => {
    const name = `${agency.validFrom} ${agency.validTo}`
    const isThere = (day: string): boolean => agencyState(agency, day) === 'valid'
    const own = known.get(name) ?? { asked: asked.filter(isThere), all: all.filter(isThere) }
    known.set(name, own)
    return own
  }
}

/** Where nobody answers any more, or nobody ever did. */
export type Silence = {
  /** The local day of the last response; empty where there is none. */
  readonly last: string
  /** Office days without one since. */
  readonly days: number
}

/** So many responses would have come in the silence as a rule: none of them comes by chance once in 400 times. */
const expectedInSilence = 6
/** Office days after which a place that nobody ever answered at is silent. */
const neverAfter = 3

/**
 * Whether a place is silent: so many full office days without a response that as a rule would have brought six. `asked` are the office days on which
 * it asked, up to yesterday, since today is not over.
 */
export function silenceOf(responses: number, last: string, asked: readonly string[]): Silence | undefined {
  if (responses === 0) return asked.length >= neverAfter ? { last: '', days: asked.length } : undefined
  const days = asked.length - firstAfter(asked, last)
  const before = asked.length - days
  if (days === 0) return undefined
  return (responses / Math.max(1, before)) * days >= expectedInSilence ? { last, days } : undefined
}

/**
 * The silence of a place that asks since a day. What came before tells only how many are usual there, and only until somebody has answered since: a break
 * is no silence.
 */
function silenceSince(came: readonly Arrived[], since: string, asked: readonly string[]): Silence | undefined {
  const lately = countedOf(came, '', since)
  if (lately.responses > 0)
    return silenceOf(
      lately.responses,
      lately.last,
      asked.filter((day) => day >= since),
    )
  const { responses, last } = countedOf(came, '')
  return silenceOf(
    responses,
    last,
    asked.filter((day) => day >= since || day <= last),
  )
}

/** The place of the first day after another in a list in order. */
function firstAfter(days: readonly string[], day: string): number {
  let [from, to] = [0, days.length]
  while (from < to) {
    const middle = (from + to) >> 1
    if ((days[middle] ?? '') <= day) from = middle + 1
    else to = middle
  }
  return from
}

/** The day of an earlier campaign that is as far from its first as a day of this one. */
export const sameDayOf = (earlier: Pick<Campaign, 'opensOn'>, campaign: Pick<Campaign, 'opensOn'>, day: string): string =>
  daysLater(earlier.opensOn, daysBetween(campaign.opensOn, day))

/** How far something has come. */
export type FieldProgress = {
  /** What people sent: a form counts once, whichever agencies it rates. */
  readonly responses: number
  /** What counts towards what is wanted: a form counts for each agency that it rates. */
  readonly towards: number
  readonly today: number
  /** The local day of the last response; empty where there is none. */
  readonly last: string
  /** How many are wanted until the last day, and should be there by the end of today; undefined where nobody said. */
  readonly wanted: number | undefined
  readonly expected: number | undefined
  /** How many there were a year ago, as many days after the first; undefined where nothing compares whole. */
  readonly before: number | undefined
}

/** What a year before is held against, and what each agency was then. */
export type YearBefore = {
  readonly campaign: Pick<Campaign, 'opensOn'>
  readonly arrived: readonly Arrived[]
  readonly forerunners: ReadonlyMap<string, Forerunners>
}

/** A place where somebody can answer now. */
export type AskingPlace = Pick<Touchpoint, 'code' | 'kind'> & {
  readonly agencies: readonly string[]
  readonly isPaused: boolean
  /** The local day since which it asks, for these agencies and without a break; empty: as long as its campaign. */
  readonly asksSince: string
}

export type FieldworkInput = {
  readonly campaign: Pick<Campaign, 'status' | 'opensOn' | 'closesOn' | 'pauses'>
  readonly hours: Pick<OfficeHours, 'days'>
  readonly today: string
  /** The agencies that whoever reads it may see, and whether they are all. */
  readonly agencies: readonly Agency[]
  readonly isWhole: boolean
  readonly places: readonly AskingPlace[]
  readonly targets: ReadonlyMap<string, number>
  /** Of any agencies. */
  readonly arrived: readonly Arrived[]
  readonly before: YearBefore | undefined
}

export type PlaceProgress = Pick<FieldProgress, 'responses' | 'today' | 'last'> & {
  readonly place: AskingPlace
  readonly silence: Silence | undefined
}
export type AgencyProgress = FieldProgress & { readonly agency: Agency; readonly places: number; readonly silent: number }
export type ChannelProgress = Pick<FieldProgress, 'responses' | 'today' | 'before'> & { readonly channel: Channel }
/** `expected`: of an office day on which it asked its part of what is wanted, which is held against `towards`. */
export type DayProgress = {
  readonly day: string
  readonly responses: number
  readonly towards: number
  readonly expected: number | undefined
  readonly before: number | undefined
}

/** How a campaign fares in the field. */
export type Fieldwork = {
  readonly total: FieldProgress
  readonly agencies: readonly AgencyProgress[]
  readonly places: readonly PlaceProgress[]
  /** What came where nobody of those who see this has a place: at places that serve others too, were taken away, or are not named by a file. */
  readonly elsewhere: Pick<FieldProgress, 'responses' | 'today' | 'last'>
  readonly channels: readonly ChannelProgress[]
  /** How many responses are doubtful by their own marks, and count. */
  readonly doubtful: number
  /** Every day of the period so far, the latest first. */
  readonly days: readonly DayProgress[]
}

/** Whether clearly less has come than should have: a twentieth, and three responses. */
export const isBehind = ({ towards, expected }: Pick<FieldProgress, 'towards' | 'expected'>): boolean =>
  expected !== undefined && expected - towards >= 3 && towards < expected * 0.95

/** Answers against what was wanted and against the year before, and where nobody answers, all within the agencies that are seen. */
export function fieldworkOf(input: FieldworkInput): Fieldwork {
  const { campaign, hours, today, agencies, targets, before } = input
  const seen = new Set(agencies.map(({ code }) => code))
  const own = input.arrived.flatMap((one): readonly Arrived[] => {
    const within = one.agencies.filter((agency) => seen.has(agency))
    return within.length === 0 ? [] : [{ ...one, agencies: within }]
  })
  const asked = askedOfficeDays(campaign, hours, today)
  const all = targets.size === 0 ? [] : askedOfficeDays(campaign, hours, campaign.closesOn)
  const [byAgency, byPlace, byChannel] = [
    groupedBy(own, (one) => one.agencies),
    groupedBy(own, ({ touchpoint }) => [touchpoint]),
    groupedBy(own, ({ channel }) => [channel]),
  ]
  const past = before && pastOf(before, input)
  const isAsking = isRunning(campaign, today)
  const full = asked.filter((day) => day < today)
  const valid = new Map(
    agencies.flatMap((agency) => (agencyState(agency, today) === 'valid' ? [[agency.code, agency.validFrom ?? '']] : [])),
  )
  const wentOn = (campaign.pauses ?? []).map(({ to }) => to ?? '')
  const places = input.places.map((place): PlaceProgress => {
    const came = byPlace.get(place.code) ?? []
    const there = place.agencies.flatMap((code) => valid.get(code) ?? []).sort()
    const silence = () => silenceSince(came, [place.asksSince, there[0] ?? '', ...wentOn].sort().at(-1) ?? '', full)
    return { place, ...countedOf(came, today), silence: isAsking && !place.isPaused && there.length > 0 ? silence() : undefined }
  })
  const serving = new Map<string, PlaceProgress[]>()
  for (const one of places) for (const code of one.place.agencies) serving.set(code, [...(serving.get(code) ?? []), one])
  const named = new Set(input.places.map(({ code }) => code))
  const windowOf = windowsOf({ asked, all })
  const hoped = hopedOf(agencies, targets, windowOf, asked)
  return {
    total: { ...countedOf(own, today), towards: towardsOf(own), wanted: hoped.wanted, expected: hoped.expected, before: past?.total },
    agencies: agencies.map((agency) => {
      const { code } = agency
      const served = serving.get(code) ?? []
      const wanted = targets.get(code)
      return {
        agency,
        ...countedOf(byAgency.get(code) ?? [], today),
        towards: countedOf(byAgency.get(code) ?? [], today).responses,
        wanted,
        expected: wanted === undefined ? undefined : expectedBy(wanted, windowOf(agency)),
        before: past?.agencies.get(code),
        places: served.length,
        silent: served.filter(({ silence }) => silence !== undefined).length,
      }
    }),
    places,
    elsewhere: countedOf(
      own.filter(({ touchpoint }) => !named.has(touchpoint)),
      today,
    ),
    doubtful: own.reduce((sum, one) => sum + one.doubtful, 0),
    channels: channels.flatMap((channel) => {
      const some = byChannel.get(channel)
      const then = past?.channels.get(channel)
      if (!some && then === undefined) return []
      const { responses, today: now } = countedOf(some ?? [], today)
      return [{ channel, responses, today: now, before: past && (then ?? 0) }]
    }),
    days: daysOf(campaign, today, own, hoped.daily, past?.days),
  }
}

/** What is wanted of all agencies that have a target, expected of them so far and on each day on which the campaign asked. */
function hopedOf(
  agencies: readonly Agency[],
  targets: ReadonlyMap<string, number>,
  windowOf: (agency: Agency) => Window,
  asked: readonly string[],
): Pick<FieldProgress, 'wanted' | 'expected'> & { readonly daily: ReadonlyMap<string, number> } {
  const together = new Map<Window, number>()
  for (const agency of agencies) {
    const [window, wanted] = [windowOf(agency), targets.get(agency.code)]
    if (wanted !== undefined) together.set(window, (together.get(window) ?? 0) + wanted)
  }
  if (together.size === 0) return { wanted: undefined, expected: undefined, daily: new Map() }
  const daily = new Map(asked.map((day) => [day, 0]))
  let [all, expected] = [0, 0]
  for (const [window, wanted] of together) {
    all += wanted
    expected += partBy(wanted, window)
    for (const day of window.asked) daily.set(day, (daily.get(day) ?? 0) + wanted / window.all.length)
  }
  return { wanted: all, expected: Math.round(expected), daily }
}

function groupedBy(arrived: readonly Arrived[], namesOf: (one: Arrived) => readonly string[]): ReadonlyMap<string, readonly Arrived[]> {
  const groups = new Map<string, Arrived[]>()
  for (const one of arrived)
    for (const name of namesOf(one)) {
      const group = groups.get(name)
      if (group) group.push(one)
      else groups.set(name, [one])
    }
  return groups
}

/** Each form as often as it rates an agency. */
const towardsOf = (arrived: readonly Arrived[]): number =>
  arrived.reduce((sum, one) => sum + one.agencies.length * countedOf([one], '').responses, 0)

function countedOf(arrived: readonly Arrived[], today: string, since = ''): Pick<FieldProgress, 'responses' | 'today' | 'last'> {
  let [responses, now, last] = [0, 0, '']
  for (const { days } of arrived)
    for (const [day, count] of days) {
      if (day < since) continue
      responses += count
      if (day === today) now += count
      if (day > last) last = day
    }
  return { responses, today: now, last }
}

type Past = {
  readonly total: number | undefined
  readonly agencies: ReadonlyMap<string, number>
  readonly channels: ReadonlyMap<Channel, number>
  /** By the day of this campaign that is as far from its first. */
  readonly days: ReadonlyMap<string, number>
}

/** The year before up to the same day, of the agencies that are seen: under the codes of all that came into each whole. */
function pastOf({ campaign: earlier, arrived, forerunners }: YearBefore, { campaign, today, agencies, isWhole }: FieldworkInput): Past {
  const until = sameDayOf(earlier, campaign, today)
  const lines = agencies.flatMap(({ code }) => {
    const line = forerunners.get(code)
    return line ? [{ code, line }] : []
  })
  const codes = new Set(lines.flatMap(({ line }) => line.codes))
  const own = isWhole ? arrived : arrived.filter((one) => one.agencies.some((agency) => codes.has(agency)))
  const byAgency = new Map<string, number>()
  const byChannel = new Map<Channel, number>()
  const days = new Map<string, number>()
  let total = 0
  for (const { agencies: rated, channel, days: counts } of own)
    for (const [day, count] of counts) {
      const now = sameDayOf(campaign, earlier, day)
      days.set(now, (days.get(now) ?? 0) + count)
      if (day > until) continue
      total += count
      for (const agency of rated) byAgency.set(agency, (byAgency.get(agency) ?? 0) + count)
      byChannel.set(channel, (byChannel.get(channel) ?? 0) + count)
    }
  const isDivided = !isWhole && lines.some(({ line }) => hasForerunners(line) && !comparesWhole(line))
  return {
    total: isDivided || own.length === 0 ? undefined : total,
    agencies: new Map(
      lines.flatMap(({ code, line }) =>
        comparesWhole(line) ? [[code, line.codes.reduce((sum, one) => sum + (byAgency.get(one) ?? 0), 0)]] : [],
      ),
    ),
    channels: byChannel,
    days,
  }
}

function daysOf(
  { opensOn, closesOn }: Pick<Campaign, 'opensOn' | 'closesOn'>,
  today: string,
  own: readonly Arrived[],
  daily: ReadonlyMap<string, number>,
  past: ReadonlyMap<string, number> | undefined,
): readonly DayProgress[] {
  const [counts, ratings] = [new Map<string, number>(), new Map<string, number>()]
  for (const { days, agencies } of own)
    for (const [day, count] of days) {
      counts.set(day, (counts.get(day) ?? 0) + count)
      ratings.set(day, (ratings.get(day) ?? 0) + agencies.length * count)
    }
  const found: DayProgress[] = []
  for (let day = opensOn; day <= closesOn && day <= today; day = dayAfter(day)) {
    const hoped = daily.get(day)
    found.push({
      day,
      responses: counts.get(day) ?? 0,
      towards: ratings.get(day) ?? 0,
      expected: hoped === undefined ? undefined : Math.round(hoped),
      before: past && (past.get(day) ?? 0),
    })
  }
  return found.reverse()
}
