/** The numbers that have arrived from one kiosk, as ranges in order with gaps between them: `[[1, 40], [42, 57]]`. */
export type NumberRanges = readonly (readonly [first: number, last: number])[]

export const hasArrived = (ranges: NumberRanges, number: number): boolean =>
  ranges.some(([first, last]) => first <= number && number <= last)

/** The same with one more number. */
export function withNumber(ranges: NumberRanges, number: number): NumberRanges {
  if (hasArrived(ranges, number)) return ranges
  const before = ranges.filter(([, last]) => last < number - 1)
  const after = ranges.filter(([first]) => first > number + 1)
  const touching = ranges.filter(([first, last]) => last === number - 1 || first === number + 1)
  const [first, last] = [Math.min(number, ...touching.map(([from]) => from)), Math.max(number, ...touching.map(([, to]) => to))]
  return [...before, [first, last], ...after]
}

/** The ranges without the numbers of others. */
export const numbersLeft = (ranges: NumberRanges, others: NumberRanges): NumberRanges =>
  others.reduce(
    (left, [from, to]) =>
      left.flatMap(([first, last]): NumberRanges => [
        ...(first < from ? [[first, Math.min(last, from - 1)] as const] : []),
        ...(last > to ? [[Math.max(first, to + 1), last] as const] : []),
      ]),
    ranges,
  )

/** Where the numbers of a kiosk are that it has given: every one from 1 to `issued` that is in no range belongs to a response that has left it. */
export type HeldNumbers = {
  readonly issued: number
  readonly waiting: NumberRanges
  readonly aside: NumberRanges
  /** Of responses that were taken back, for the next ones. */
  readonly free: NumberRanges
}

/** The numbers of a kiosk that should have arrived by now: given, not arrived, and not on it. */
export const missingNumbers = (arrived: NumberRanges, { issued, waiting, aside, free }: HeldNumbers): NumberRanges =>
  [arrived, waiting, aside, free].reduce(numbersLeft, issued > 0 ? [[1, issued]] : [])

export const sizeOf = (ranges: NumberRanges): number => ranges.reduce((sum, [first, last]) => sum + last - first + 1, 0)

/** What a kiosk tells of itself: how many responses it has made in its life, how many of them wait on it, and how many it has set aside. */
export type KioskState = {
  readonly made: number
  readonly waiting: number
  readonly setAside: number
  readonly held?: HeldNumbers | undefined
}

/** How many responses were made on a kiosk and neither arrived nor are on it any more; by counts alone where it has told no numbers. */
export const neverArrived = (arrived: NumberRanges, { made, waiting, setAside, held }: KioskState): number =>
  held ? sizeOf(missingNumbers(arrived, held)) : Math.max(0, made - sizeOf(arrived) - waiting - setAside)

/**
 * What a kiosk signs when its queue is copied to a file: which number it gave to which response. So the file's numbers are
 * noted as if it had sent them, and nobody else's are.
 */
export const queueClaim = (kiosk: string, numbered: readonly { readonly number: number; readonly id: string }[]): string =>
  `sipas queue 1 ${kiosk}${numbered.map(({ number, id }) => ` ${number}:${id}`).join('')}`

/** Monday to Sunday. */
export const weekdays = [1, 2, 3, 4, 5, 6, 7] as const
export type Weekday = (typeof weekdays)[number]

/** When people are at an office: days of the week and times of day in Viet Nam, `HH:MM`, in order. */
export type OfficeHours = { readonly days: readonly Weekday[]; readonly spans: readonly OfficeSpan[] }
export type OfficeSpan = { readonly from: string; readonly to: string }

/** What offices in Viet Nam keep unless they say otherwise. */
export const usualHours: OfficeHours = {
  days: [1, 2, 3, 4, 5],
  spans: [
    { from: '07:30', to: '11:30' },
    { from: '13:30', to: '17:00' },
  ],
}

/** Whether people are at an office on a local day. */
export const isOfficeDay = ({ days }: Pick<OfficeHours, 'days'>, day: string): boolean =>
  days.some((one) => one === weekday(Date.parse(`${day}T00:00:00Z`) / 86_400_000))

const dayMinutes = 24 * 60
/** Viet Nam keeps UTC+7 all year. */
const zoneMinutes = 7 * 60

/** Whole minutes of office hours from one instant to another, both in milliseconds since 1970. */
export function officeMinutes({ days, spans }: OfficeHours, from: number, to: number): number {
  const [first, last] = [from, to].map((instant) => instant / 60_000 + zoneMinutes)
  if (first === undefined || last === undefined || first >= last) return 0
  let minutes = 0
  for (let day = Math.floor(first / dayMinutes); day * dayMinutes < last; day += 1)
    if (days.some((one) => one === weekday(day)))
      for (const span of spans) {
        const [opens, closes] = [minuteOf(span.from), minuteOf(span.to)].map((minute) => day * dayMinutes + minute)
        minutes += Math.max(0, Math.min(last, closes ?? 0) - Math.max(first, opens ?? 0))
      }
  return Math.floor(minutes)
}

/** Of a day counted from 1970-01-01, a Thursday. */
const weekday = (day: number): number => ((day + 3) % 7) + 1

function minuteOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  return hours * 60 + minutes
}

/** Minutes of office hours without a word after which somebody should look at a kiosk. */
export const silentAfter = 60

/** A kiosk as it told of itself and as the office knows it; days and instants are empty where there are none. */
export type KnownKiosk = KioskState & {
  readonly arrived: NumberRanges
  /** How many never came from devices that stood here before. */
  readonly lost: number
  readonly enrolledOn: string
  readonly revokedOn: string
  readonly seenAt: string
  readonly refused: readonly KioskRefusal[]
  readonly looked?: KioskLook | undefined
}

/** Why something of a kiosk was refused, by its code, and the last local day on which it was. */
export type KioskRefusal = { readonly code: string; readonly on: string }

/** What somebody has seen of a kiosk's troubles, and on which local day; what comes on top of it is new. */
export type KioskLook = {
  readonly by: string
  readonly on: string
  readonly never: number
  readonly setAside: number
  /** Which numbers those were, where the device told them: as many others are not the same. */
  readonly missing?: NumberRanges | undefined
  readonly aside?: NumberRanges | undefined
  readonly refused: readonly KioskRefusal[]
}

/** The refusals with more of them on a day; each code stands once. */
export function withRefusals(before: readonly KioskRefusal[], codes: readonly string[], on: string): readonly KioskRefusal[] {
  const more = [...new Set(codes)]
  return [...before.filter(({ code }) => !more.includes(code)), ...more.map((code) => ({ code, on }))]
}

export type KioskTrouble = 'missing' | 'refused' | 'silent'

export type KioskCondition = {
  /** `awaited`: no device has been enrolled yet. */
  readonly stands: 'awaited' | 'enrolled' | 'revoked'
  /** Responses that were made here and never came. */
  readonly never: number
  /** Their numbers, as far as the device that stands here now has told them. */
  readonly missing: NumberRanges
  /** Minutes of office hours since it was last heard of. */
  readonly silent: number
  /** What somebody should see to, the gravest first. */
  readonly troubles: readonly KioskTrouble[]
  /** What still is so, and somebody has seen already. */
  readonly seen: readonly KioskTrouble[]
}

/** How a kiosk stands at an instant; one that was revoked or is awaited owes no sign of life. */
export function kioskCondition(kiosk: KnownKiosk, hours: OfficeHours, now: number): KioskCondition {
  const { enrolledOn, revokedOn, seenAt, refused, setAside, lost, looked } = kiosk
  const stands = revokedOn !== '' ? 'revoked' : enrolledOn === '' ? 'awaited' : 'enrolled'
  const never = neverArrived(kiosk.arrived, kiosk) + lost
  const heard = Date.parse(seenAt === '' ? `${enrolledOn}T00:00+07:00` : seenAt)
  const silent = stands === 'enrolled' ? officeMinutes(hours, heard, now) : 0
  const refusedNow = refused.length > 0 || setAside > 0
  const missing = kiosk.held ? missingNumbers(kiosk.arrived, kiosk.held) : []
  const isRefusalSeen =
    looked !== undefined &&
    areSeen(kiosk.held?.aside ?? [], looked.aside) &&
    setAside <= looked.setAside &&
    refused.every((one) => hasSeen(looked, one))
  const isMissingSeen = looked !== undefined && areSeen(missing, looked.missing) && never <= looked.never
  const troubles = [
    ...(never > 0 && !isMissingSeen ? (['missing'] as const) : []),
    ...(refusedNow && !isRefusalSeen ? (['refused'] as const) : []),
    ...(silent >= silentAfter ? (['silent'] as const) : []),
  ]
  const seen = [
    ...(never > 0 && isMissingSeen ? (['missing'] as const) : []),
    ...(refusedNow && isRefusalSeen ? (['refused'] as const) : []),
  ]
  return { stands, never, missing, silent, troubles, seen }
}

/** Counts say it where no numbers were told. */
const areSeen = (now: NumberRanges, seen: NumberRanges | undefined): boolean => !seen || numbersLeft(now, seen).length === 0

const hasSeen = ({ refused }: KioskLook, { code, on }: KioskRefusal): boolean => refused.some((one) => one.code === code && one.on >= on)

/** Kiosks that somebody should see to first, those that were revoked last; else as they were. */
export const troubledFirst = <Kiosk extends { readonly condition: KioskCondition }>(kiosks: readonly Kiosk[]): readonly Kiosk[] =>
  [...kiosks].sort((a, b) => urgency(b.condition) - urgency(a.condition))

const urgency = ({ troubles, stands }: KioskCondition): number =>
  troubles.length > 0 && stands !== 'revoked' ? 3 : { awaited: 2, enrolled: 1, revoked: 0 }[stands]

/** Office hours as they are typed; the second part of the day may be empty. */
export type HoursDraft = {
  readonly days: readonly string[]
  readonly from: string
  readonly to: string
  readonly from2: string
  readonly to2: string
}

export type HoursRule = 'not-a-time' | 'ends-first' | 'overlaps'
export type HoursProblem = { readonly field: keyof HoursDraft; readonly code: HoursRule | 'needed'; readonly seen?: string }
export type HoursPlan =
  { readonly ok: true; readonly hours: OfficeHours } | { readonly ok: false; readonly problems: readonly HoursProblem[] }

/** Office hours from what was typed, or everything that is wrong with it. */
export function planHours({ days, from, to, from2, to2 }: HoursDraft): HoursPlan {
  const isWhole = from2 === '' && to2 === ''
  const times = { from, to, ...(isWhole ? {} : { from2, to2 }) }
  const wanted = weekdays.filter((day) => days.includes(String(day)))
  const problems: HoursProblem[] = wanted.length === 0 ? [{ field: 'days', code: 'needed' }] : []
  for (const field of ['from', 'to', 'from2', 'to2'] as const) {
    const seen = times[field]
    if (seen !== undefined && !isTime(seen)) problems.push(seen === '' ? { field, code: 'needed' } : { field, code: 'not-a-time', seen })
  }
  if (isTime(from) && isTime(to) && to <= from) problems.push({ field: 'to', code: 'ends-first', seen: to })
  if (isTime(from2) && isTime(to2) && to2 <= from2) problems.push({ field: 'to2', code: 'ends-first', seen: to2 })
  if (isTime(to) && isTime(from2) && from2 < to) problems.push({ field: 'from2', code: 'overlaps', seen: from2 })
  if (problems.length > 0) return { ok: false, problems }
  return { ok: true, hours: { days: wanted, spans: [{ from, to }, ...(isWhole ? [] : [{ from: from2, to: to2 }])] } }
}

const isTime = (text: string): boolean => /^([01]\d|2[0-3]):[0-5]\d$/.test(text)

/** The draft that office hours were planned from. */
export function draftOfHours({ days, spans: [first, second] }: OfficeHours): HoursDraft {
  return { days: days.map(String), from: first?.from ?? '', to: first?.to ?? '', from2: second?.from ?? '', to2: second?.to ?? '' }
}
