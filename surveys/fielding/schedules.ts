import type { Campaign } from './campaign'
import type { DraftProblem } from './drafts'
import { nameProblems } from './drafts'
import { daysLater, monthOf } from '../instrument/calendar'

/** How often something is sent by itself; what it is about is the whole week, quarter, half-year or year before. */
export const rhythms = ['week', 'quarter', 'half-year', 'year'] as const
export type Rhythm = (typeof rhythms)[number]

export const isRhythm = (text: string): text is Rhythm => rhythms.some((one) => one === text)

/** Days of a period, both inclusive. */
export type DuePeriod = { readonly from: string; readonly to: string }

/** Something that is sent by itself, to accounts of the office or into a folder. */
export type Schedule = {
  readonly id: string
  readonly name: string
  /** What is sent: the weekly news, or a file by its content and format. */
  readonly content: string
  readonly format: string
  /** One campaign, or the one that the period was asked in. */
  readonly campaign: string | undefined
  readonly language: string
  readonly rhythm: Rhythm
  /** Of a week its day, 1 being Monday; of the others how many days after the period. */
  readonly offset: number
  /** Accounts by their ids. */
  readonly recipients: readonly string[]
  /** The name of a folder of its own; empty for none. */
  readonly folder: string
  readonly isPaused: boolean
  readonly nextOn: string
}

/** How many months the periods of a rhythm have that are counted in months. */
const monthsOf: Readonly<Record<Exclude<Rhythm, 'week'>, number>> = { quarter: 3, 'half-year': 6, year: 12 }

/** The highest offset: a week has seven days, and a report two months after its period is late. */
export const mostOffset = (rhythm: Rhythm): number => (rhythm === 'week' ? 7 : 60)

const firstOf = (year: number, month: number): string => new Date(Date.UTC(year, month - 1, 1)).toISOString().slice(0, 10)

/** The first day of the period in which a day lies. */
function beginOf(rhythm: Rhythm, day: string): string {
  if (rhythm === 'week') return daysLater(day, 1 - weekdayOf(day))
  const months = monthsOf[rhythm]
  const month = Number(day.slice(5, 7))
  return firstOf(Number(day.slice(0, 4)), month - ((month - 1) % months))
}

/** The day on which the period that begins then is followed by the next. */
function nextBegin(rhythm: Rhythm, begin: string): string {
  return rhythm === 'week' ? daysLater(begin, 7) : firstOf(Number(begin.slice(0, 4)), Number(begin.slice(5, 7)) + monthsOf[rhythm])
}

/** 1 is Monday, 7 Sunday. */
const weekdayOf = (day: string): number => new Date(`${day}T00:00:00Z`).getUTCDay() || 7

/** The last whole period before a day; of a week the seven days before it, whichever day it is. */
export function periodBefore(rhythm: Rhythm, day: string): DuePeriod {
  if (rhythm === 'week') return { from: daysLater(day, -7), to: daysLater(day, -1) }
  const to = daysLater(beginOf(rhythm, day), -1)
  return { from: beginOf(rhythm, to), to }
}

/** The first day after another on which it is due. */
export function dueAfter(rhythm: Rhythm, offset: number, day: string): string {
  let begin = beginOf(rhythm, day)
  while (daysLater(begin, offset - 1) <= day) begin = nextBegin(rhythm, begin)
  return daysLater(begin, offset - 1)
}

/** The campaign that was asked in a period: of several the one that was opened last. */
export function campaignIn<One extends Pick<Campaign, 'code' | 'status' | 'opensOn' | 'closesOn'>>(
  campaigns: readonly One[],
  { from, to }: DuePeriod,
): One | undefined {
  return campaigns
    .filter(({ status, opensOn, closesOn }) => status !== 'draft' && opensOn <= to && closesOn >= from)
    .sort((a, b) => (a.opensOn === b.opensOn ? (a.code < b.code ? -1 : 1) : a.opensOn < b.opensOn ? 1 : -1))[0]
}

/** What of a campaign falls into a period: nothing, all of it, or its answers of these months, both inclusive. */
export type Falling = 'none' | 'all' | { readonly from: string; readonly to: string }

/** What of a campaign a file about a period holds. Figures are kept by months, so a week has no part of them for itself: it gets all. */
export function fallingInto(
  rhythm: Rhythm,
  { from, to }: DuePeriod,
  { opensOn, closesOn }: Pick<Campaign, 'opensOn' | 'closesOn'>,
): Falling {
  if (opensOn > to || closesOn < from) return 'none'
  if (rhythm === 'week' || (opensOn >= from && closesOn <= to)) return 'all'
  return { from: monthOf(from), to: monthOf(to) }
}

export const scheduleFields = ['name', 'content', 'campaign', 'language', 'rhythm', 'offset', 'folder', 'paused'] as const
export type ScheduleField = (typeof scheduleFields)[number]

/** A schedule as it is typed; `content` is a name, or a name and a format with a dot between. */
export type ScheduleDraft = Readonly<Record<ScheduleField, string>> & { readonly recipients: readonly string[] }

/** What can be chosen. */
export type ScheduleChoices = {
  readonly contents: readonly string[]
  readonly campaigns: readonly string[]
  readonly languages: readonly string[]
  readonly recipients: readonly string[]
}

/** Everything wrong with a schedule; somebody or some folder has to have it. */
export function checkSchedule(draft: ScheduleDraft, choices: ScheduleChoices): readonly DraftProblem[] {
  const { rhythm, offset, folder, recipients } = draft
  const most = isRhythm(rhythm) ? mostOffset(rhythm) : 0
  const chosen = (field: ScheduleField, from: readonly string[]): readonly DraftProblem[] =>
    from.includes(draft[field]) ? [] : [{ field, code: 'unknown', seen: draft[field], allowed: from.join(', ') }]
  return [
    ...nameProblems('name', draft.name, 'needed'),
    ...chosen('content', choices.contents),
    ...chosen('campaign', ['', ...choices.campaigns]),
    ...chosen('language', choices.languages),
    ...chosen('rhythm', rhythms),
    ...(/^\d{1,2}$/.test(offset) && Number(offset) >= 1 && Number(offset) <= most
      ? []
      : [{ field: 'offset', code: 'out-of-range', seen: offset, allowed: `1–${most}` } as const]),
    ...(folder === '' || folderName.test(folder) ? [] : [{ field: 'folder', code: 'bad-code', seen: folder } as const]),
    ...recipients
      .filter((one) => !choices.recipients.includes(one))
      .map((one) => ({ field: 'recipients', code: 'unknown', seen: one, allowed: '' }) as const),
    ...(recipients.length === 0 && folder === '' ? [{ field: 'recipients', code: 'choose-one' } as const] : []),
  ]
}

/** One name, so that nothing leads out of the place where such folders lie. */
const folderName = /^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$/

/** A schedule of a draft without faults. */
export function draftedSchedule(id: string, draft: ScheduleDraft, nextOn: string): Schedule {
  const [content = '', format = ''] = draft.content.split('.')
  return {
    id,
    content,
    format,
    nextOn,
    name: draft.name,
    campaign: draft.campaign || undefined,
    language: draft.language,
    rhythm: isRhythm(draft.rhythm) ? draft.rhythm : 'week',
    offset: Number(draft.offset),
    recipients: draft.recipients,
    folder: draft.folder,
    isPaused: draft.paused !== '',
  }
}

/** The same as it is typed. */
export const draftOfSchedule = (schedule: Schedule): ScheduleDraft => ({
  name: schedule.name,
  content: schedule.format === '' ? schedule.content : `${schedule.content}.${schedule.format}`,
  campaign: schedule.campaign ?? '',
  language: schedule.language,
  rhythm: schedule.rhythm,
  offset: String(schedule.offset),
  folder: schedule.folder,
  paused: schedule.isPaused ? 'yes' : '',
  recipients: schedule.recipients,
})
